package tombola.app;

import java.nio.file.Path;
import tombola.data.DataFile;
import tombola.data.Dataset;
import tombola.data.Idx;
import tombola.kernel.KernelChoice;
import tombola.kernel.Kernels;
import tombola.math.Seed;
import tombola.nn.Initialisation;
import tombola.nn.NetworkSpec;
import tombola.nn.Networks;
import tombola.prune.Mask;
import tombola.prune.Pruner;
import tombola.prune.Scope;
import tombola.prune.Score;
import tombola.ticket.Rewind;
import tombola.ticket.Search;
import tombola.train.PanelTrainer;
import tombola.train.Recipe;

/** The library example of the README, without the command line and the laboratory. */
final class LibraryExample {
  private LibraryExample() {}

  // README: begin
  static void search(Path folder, long steps) {
    Dataset data =
        Idx.read(
                DataFile.of(folder.resolve("train-images-idx3-ubyte.gz")),
                DataFile.of(folder.resolve("train-labels-idx1-ubyte.gz")),
                DataFile.of(folder.resolve("t10k-images-idx3-ubyte.gz")),
                DataFile.of(folder.resolve("t10k-labels-idx1-ubyte.gz")))
            .split("mnist", 5_000, new Seed(0));
    NetworkSpec network = Networks.named("lenet-300-100", data.width(), data.classes().size());
    Pruner pruner = new Pruner(Score.MAGNITUDE, Scope.LAYERWISE, 0.2, 0.1, 1, 1);
    Search search =
        new Search(network, Initialisation.GLOROT_NORMAL, pruner, new Rewind.ToInit(), 2);
    Kernels kernels = KernelChoice.find().named("auto");
    try (var trainer =
        new PanelTrainer(network, Recipe.lenet(steps), kernels, 2, 0, (at, of) -> {})) {
      search.run(
          trainer,
          data.training(),
          new Seed(1),
          level -> {
            Mask mask = level.ticket().mask();
            double accuracy = trainer.evaluate(level.run().best(), mask, data.test()).accuracy();
            System.out.printf("density %.3f: %.4f%n", mask.density(), accuracy);
          });
    }
  }
  // README: end
}
