package tombola.lab.store;

/**
 * What is compared bit for bit of one arm under one seed: nothing here depends on time, machine or
 * place.
 *
 * @param arm the arm's id
 * @param seed of the search whose ticket or start it takes
 * @param order the seed of its data order and of what it draws
 * @param stepsInAll steps of all its trainings
 * @param best SHA-256 of the weights at the step of least validation loss, as a safetensors file of
 *     the tensors alone
 * @param end the same of the weights after the last step
 * @param metrics its figures; those of a method are of its last training and of what it gives
 */
record ArmMetrics(
    String arm, long seed, long order, long stepsInAll, String best, String end, Metrics metrics) {}
