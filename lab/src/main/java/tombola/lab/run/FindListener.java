package tombola.lab.run;

/** Hears of a search as it goes on. Events come one at a time, from several threads. */
@FunctionalInterface
public interface FindListener {

  /** Called for each event, in its order for one replicate; the search waits until it returns. */
  void on(FindEvent event);
}
