/** Machine code written for one pattern of live weights. */
@NullMarked
package tombola.kernels.generated;

import org.jspecify.annotations.NullMarked;
