package tombola.lab.advice;

/** Hears of a measurement as it goes on. */
@FunctionalInterface
public interface AdviceListener {

  /**
   * Called before a level is prepared or measured.
   *
   * @param what is done with it, such as {@code pass 1}
   * @param done steps done
   * @param all steps there are
   */
  void at(String what, int level, int done, int all);
}
