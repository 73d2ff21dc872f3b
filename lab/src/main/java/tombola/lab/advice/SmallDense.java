package tombola.lab.advice;

/**
 * The small dense network of as many weights as a ticket has, trained by a verification for as many
 * steps as the ticket's whole search. Stores keep its figures alone: its times are those of a
 * network of its shape.
 *
 * @param widths units of its layers, inputs first, such as {@code 784-12-4-10}
 * @param weights its weights
 * @param bytes of its compact file in float32
 * @param testAccuracy at the step of least validation loss, in [0, 1]
 * @param validationAccuracy at that step
 * @param single one sample: it as the dense way, the ticket as the sparse one
 * @param batch 64 samples
 */
public record SmallDense(
    String widths,
    long weights,
    long bytes,
    double testAccuracy,
    double validationAccuracy,
    Race single,
    Race batch) {}
