/** Tables, charts and reports of what a search found. */
@NullMarked
package tombola.lab.report;

import org.jspecify.annotations.NullMarked;
