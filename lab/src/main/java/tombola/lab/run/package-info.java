/** The search as a run that can be resumed, and the runs there are. */
@NullMarked
package tombola.lab.run;

import org.jspecify.annotations.NullMarked;
