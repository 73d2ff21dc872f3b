/** Examples and their fixed split into a train, a validation and a test part. */
@NullMarked
package tombola.data;

import org.jspecify.annotations.NullMarked;
