/** The search for winning tickets: train, prune, rewind, repeat. */
@NullMarked
package tombola.ticket;

import org.jspecify.annotations.NullMarked;
