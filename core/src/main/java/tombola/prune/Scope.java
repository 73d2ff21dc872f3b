package tombola.prune;

/** Among which weights the least scores are looked for. */
public enum Scope {
  /** Each layer gives its own share. */
  LAYERWISE,
  /**
   * All hidden layers are ranked together; the output layer gives its own share by itself, so that
   * a level has the same number of live weights under either scope, but for a rounding.
   */
  GLOBAL
}
