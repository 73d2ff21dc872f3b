/** What a search found, as values: the model behind the JSON, the tables and the charts. */
@NullMarked
package tombola.lab.result;

import org.jspecify.annotations.NullMarked;
