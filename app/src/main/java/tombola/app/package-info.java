/** The command line. */
@NullMarked
package tombola.app;

import org.jspecify.annotations.NullMarked;
