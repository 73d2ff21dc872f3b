/** What a ticket is compared with: controls that differ from it in one thing, and other methods. */
@NullMarked
package tombola.verify;

import org.jspecify.annotations.NullMarked;
