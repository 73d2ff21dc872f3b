package tombola.lab.export;

import tombola.nn.Volume;

/**
 * A step of a ticket that is ready to be written. It takes what the step before it gives, but for a
 * {@link PackedRecall}.
 */
sealed interface PackedStep
    permits PackedLayer, PackedConvolution, PackedPool, PackedActivation, PackedRecall, PackedSum {

  /** Returns the shape of what it gives. */
  Volume gives();
}
