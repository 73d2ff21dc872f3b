/** What a ticket saves on this machine, measured, and which one to take under given limits. */
@NullMarked
package tombola.lab.advice;

import org.jspecify.annotations.NullMarked;
