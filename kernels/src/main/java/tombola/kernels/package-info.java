/** The inner loops in the Vector API, found by the service loader. */
@NullMarked
package tombola.kernels;

import org.jspecify.annotations.NullMarked;
