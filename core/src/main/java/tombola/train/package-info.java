/** Training of a masked network from a given start. */
@NullMarked
package tombola.train;

import org.jspecify.annotations.NullMarked;
