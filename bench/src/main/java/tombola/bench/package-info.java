/** Benchmarks that check their answers before they time them. */
@NullMarked
package tombola.bench;

import org.jspecify.annotations.NullMarked;
