/** Inference with the live weights of a ticket alone. */
@NullMarked
package tombola.sparse;

import org.jspecify.annotations.NullMarked;
