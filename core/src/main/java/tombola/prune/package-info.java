/** Masks and the rules by which weights leave them. */
@NullMarked
package tombola.prune;

import org.jspecify.annotations.NullMarked;
