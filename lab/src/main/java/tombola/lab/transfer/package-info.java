/**
 * What a transfer asks, plans and finds, as values: the model behind its files, its JSON and its
 * tables. The statistics are those of the package verdict.
 */
@NullMarked
package tombola.lab.transfer;

import org.jspecify.annotations.NullMarked;
