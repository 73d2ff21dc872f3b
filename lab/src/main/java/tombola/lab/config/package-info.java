/** The settings of a search: one definition each, and the configuration that they make. */
@NullMarked
package tombola.lab.config;

import org.jspecify.annotations.NullMarked;
