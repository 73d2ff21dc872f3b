package tombola.lab.run;

import java.util.function.Consumer;

/** Hands events on one at a time, whatever thread they come from. */
final class OneAtATime {
  private OneAtATime() {}

  static <E> Consumer<E> of(Consumer<E> listener) {
    Object lock = new Object();
    return event -> {
      synchronized (lock) {
        listener.accept(event);
      }
    };
  }
}
