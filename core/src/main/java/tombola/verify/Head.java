package tombola.verify;

/** What becomes of the last layer, which gives the classes, when a ticket goes to another task. */
public enum Head {
  /** It is drawn afresh for the target's classes and dense. */
  NEW,
  /** Its mask and values go along; the target has as many classes as the source. */
  KEEP
}
