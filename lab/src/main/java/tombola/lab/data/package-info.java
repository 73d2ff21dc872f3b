/** Finds and opens data sets: by name, in a folder, in a CSV file. */
@NullMarked
package tombola.lab.data;

import org.jspecify.annotations.NullMarked;
