package tombola.lab.run;

import tombola.data.Dataset;
import tombola.lab.config.FindConfig;
import tombola.lab.config.InputException;
import tombola.lab.store.RunFacts;
import tombola.lab.store.RunFolder;
import tombola.lab.store.RunStore;
import tombola.nn.NetworkSpec;
import tombola.verify.Head;

/**
 * One task of a transfer: data, and the run of searches on it, which need not be there yet.
 *
 * @param config the run's
 * @param network its dense network
 * @param data its data
 * @param facts what the run is
 * @param run its folder
 */
record TransferTask(
    FindConfig config, NetworkSpec network, Dataset data, RunFacts facts, RunFolder run) {

  /** Returns the name by which stores and results know this task's run. */
  String name() {
    return facts.runName();
  }

  /**
   * Checks that a ticket of this task can be carried to {@code target}.
   *
   * @throws InputException in one line if it cannot, with both sizes and what would work
   */
  void requireFits(TransferTask target, Head head) {
    if (facts.identity().equals(target.facts().identity())) {
      throw new InputException(
          "target: expected another task than the run's own, got %s again; tombola verify judges a ticket there"
              .formatted(facts.dataset()));
    }
    if (data.width() != target.data().width()) {
      throw new InputException(
          "target: expected data of %,d features, as %s has and the first layer of its tickets takes, got %s with %,d; use data of the same width, or bring both to one width before (mnist and fashion-mnist have 784)"
              .formatted(
                  data.width(), facts.dataset(), target.facts().dataset(), target.data().width()));
    }
    int classes = data.classes().size();
    int others = target.data().classes().size();
    if (head == Head.KEEP && classes != others) {
      throw new InputException(
          "head: expected as many classes as the %d of %s to keep its head, got %s with %d; --head new draws one afresh"
              .formatted(classes, facts.dataset(), target.facts().dataset(), others));
    }
  }

  /**
   * Opens the run to add to it, or begins it. The configuration file of one that is there stays.
   *
   * @throws InputException in one line if another process is at work on it, it cannot be written,
   *     or what lies there is not this run
   */
  RunStore open() {
    return RunFolder.isRun(run.folder())
        ? RunStore.extend(run, config, facts)
        : RunStore.open(config, facts);
  }
}
