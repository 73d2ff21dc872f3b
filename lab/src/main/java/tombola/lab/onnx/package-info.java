/** Networks from ONNX models; no node, shape or number of a file is trusted. */
@NullMarked
package tombola.lab.onnx;

import org.jspecify.annotations.NullMarked;
