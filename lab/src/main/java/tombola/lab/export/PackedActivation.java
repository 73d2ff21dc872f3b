package tombola.lab.export;

import tombola.nn.Volume;
import tombola.sparse.LiveActivation;

/** An activation that is no rectifier. */
record PackedActivation(LiveActivation.Kind kind, Volume shape) implements PackedStep {

  @Override
  public Volume gives() {
    return shape;
  }
}
