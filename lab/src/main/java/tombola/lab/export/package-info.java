/** What leaves the house: a ticket as a file that predicts elsewhere. */
@NullMarked
package tombola.lab.export;

import org.jspecify.annotations.NullMarked;
