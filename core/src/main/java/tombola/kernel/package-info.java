/**
 * The inner loops of training on off-heap panels of sixteen samples, with their scalar definition.
 */
@NullMarked
package tombola.kernel;

import org.jspecify.annotations.NullMarked;
