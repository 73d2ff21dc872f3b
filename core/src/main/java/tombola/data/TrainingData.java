package tombola.data;

/**
 * What training and every choice in a search may look at: the test part is not among it.
 *
 * @param train the samples on which weights are fitted
 * @param validation the samples on which steps and levels are chosen
 */
public record TrainingData(Examples train, Examples validation) {}
