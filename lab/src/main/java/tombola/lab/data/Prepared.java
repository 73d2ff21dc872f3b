package tombola.lab.data;

import tombola.data.Dataset;

/**
 * A data set as the network sees it, and how that came from its source.
 *
 * @param data the data set
 * @param units from the source's values to those of {@code data}
 */
public record Prepared(Dataset data, InputUnits units) {}
