/** Prediction with an exported ticket, in plain Java 17 without dependencies. */
@NullMarked
package tombola.runtime;

import org.jspecify.annotations.NullMarked;
