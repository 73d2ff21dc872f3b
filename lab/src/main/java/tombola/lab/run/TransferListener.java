package tombola.lab.run;

/** Hears of a transfer as it goes on. Events come one at a time, from several threads. */
@FunctionalInterface
public interface TransferListener {

  /** Called for each event; what it tells of waits until it returns. */
  void on(TransferEvent event);
}
