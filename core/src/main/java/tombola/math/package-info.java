/** Named random streams and the fixed functions and sums on which equal bits rest. */
@NullMarked
package tombola.math;

import org.jspecify.annotations.NullMarked;
