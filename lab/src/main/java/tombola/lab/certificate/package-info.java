/**
 * The certificate of a verification: everything that it takes to make it again, with the hash of
 * all that must come of it.
 */
@NullMarked
package tombola.lab.certificate;

import org.jspecify.annotations.NullMarked;
