/**
 * What tickets cost and save: plain numbers in, nothing of the rest known. Operations are those of
 * the products, two a multiply-add; seconds and energy are of the machine that did the work.
 */
@NullMarked
package tombola.lab.ledger;

import org.jspecify.annotations.NullMarked;
