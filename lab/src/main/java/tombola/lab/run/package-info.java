/** Searches and verifications that can be resumed, and the runs there are. */
@NullMarked
package tombola.lab.run;

import org.jspecify.annotations.NullMarked;
