/** The MNIST database of handwritten digits, carried inside the jar. */
@NullMarked
package tombola.mnist;

import org.jspecify.annotations.NullMarked;
