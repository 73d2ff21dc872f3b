package tombola.lab.export;

import tombola.nn.Volume;

/** A step of a ticket that is ready to be written. */
sealed interface PackedStep permits PackedLayer, PackedConvolution, PackedPool {

  /** Returns the shape of what it gives. */
  Volume gives();
}
