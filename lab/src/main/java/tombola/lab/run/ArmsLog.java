package tombola.lab.run;

import java.util.List;
import tombola.lab.store.ArmsProvenance;
import tombola.lab.store.RunStore;

/** Notes which arms one command trained, and on what. */
final class ArmsLog {
  private final RunStore store;
  private final ArmsProvenance before;
  private ArmsProvenance.Session session;

  /** Begins a session, which is noted with its first outcome. */
  ArmsLog(RunStore store, Laboratory laboratory) {
    this.store = store;
    this.before =
        store
            .run()
            .armsProvenance()
            .orElseGet(() -> new ArmsProvenance(laboratory.data().checksum(), List.of()));
    this.session =
        new ArmsProvenance.Session(
            Surroundings.look().session(laboratory.engines().kernels(), 1), List.of());
  }

  /** Notes that the outcome of {@code job} is on disk. */
  synchronized void finished(ArmJob job) {
    session = session.with(job.words(), Surroundings.now());
    store.note(before.with(session));
  }
}
