/** A run on disk: its files, their formats, and the care with which they are written. */
@NullMarked
package tombola.lab.store;

import org.jspecify.annotations.NullMarked;
