package tombola.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tombola.lab.config.FindConfig;
import tombola.lab.config.Settings;
import tombola.nn.NetworkSpec;
import tombola.nn.Networks;
import tombola.nn.Volume;
import tombola.train.TrainingMemory;

/**
 * A network by name, trained by the recipe that is usual for it.
 *
 * @param config all that is usual
 * @param picture what the network takes
 * @param network the network for them, in ten classes
 * @param bytes off-heap memory of a training on all processors
 */
record UsualTraining(FindConfig config, Volume picture, NetworkSpec network, long bytes) {
  private static final int CLASSES = 10;
  static final List<Volume> PICTURES = List.of(new Volume(28, 28, 1), new Volume(32, 32, 3));

  /** Returns the training of network {@code name} on {@code picture}s of ten classes. */
  static UsualTraining of(String name, Volume picture) {
    FindConfig config = FindConfig.of(Settings.of(Map.of("network", name)));
    NetworkSpec network = Networks.named(name, picture.features(), CLASSES);
    long bytes =
        TrainingMemory.of(network)
            .bytes(config.recipe().batch(), config.machine().threads().count());
    return new UsualTraining(config, picture, network, bytes);
  }

  /** Returns those of all networks by name on the larger pictures. */
  static List<UsualTraining> all() {
    List<UsualTraining> all = new ArrayList<>();
    Networks.names().forEach(name -> all.add(of(name, PICTURES.getLast())));
    return all;
  }
}
