/** Prediction with exported tickets: samples from files, in the units of the data. */
@NullMarked
package tombola.lab.predict;

import org.jspecify.annotations.NullMarked;
