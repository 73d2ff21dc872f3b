/**
 * An assembler for x86-64 with AVX-512, memory to run its code in, and what the processor can do.
 */
@NullMarked
package tombola.kernels.x86;

import org.jspecify.annotations.NullMarked;
