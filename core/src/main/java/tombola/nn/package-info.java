/** Networks as shapes without values, and the named weights that fill them. */
@NullMarked
package tombola.nn;

import org.jspecify.annotations.NullMarked;
