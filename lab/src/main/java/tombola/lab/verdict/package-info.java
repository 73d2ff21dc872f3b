/**
 * What measurements over several seeds show: differences paired by seed, speed ratios, and the
 * verdict on a ticket. Pure functions of plain numbers.
 */
@NullMarked
package tombola.lab.verdict;

import org.jspecify.annotations.NullMarked;
