package tombola.lab.run;

import java.util.List;
import java.util.OptionalDouble;
import tombola.data.Examples;
import tombola.data.TrainingData;
import tombola.math.Seed;
import tombola.nn.Weights;
import tombola.prune.Mask;
import tombola.train.Evaluation;
import tombola.train.PanelTrainer;
import tombola.train.Start;
import tombola.train.TrainedRun;
import tombola.train.TrainingCost;

/** Core's trainer as an engine. */
final class Panels implements TrainingEngine {
  private final PanelTrainer trainer;
  private final String kernels;
  private final int threads;
  private final EnergyMeter meter;
  private OptionalDouble joules = OptionalDouble.empty();

  Panels(PanelTrainer trainer, String kernels, int threads, EnergyMeter meter) {
    this.trainer = trainer;
    this.kernels = kernels;
    this.threads = threads;
    this.meter = meter;
  }

  @Override
  public String kernels() {
    return kernels;
  }

  @Override
  public int threads() {
    return threads;
  }

  @Override
  public TrainedRun train(Start start, Mask mask, TrainingData data, Seed order) {
    EnergyMeter.Share share = meter.begin(threads);
    try {
      return trainer.train(start, mask, data, order);
    } finally {
      joules = meter.end(share);
    }
  }

  @Override
  public TrainingCost lastCost() {
    return trainer.lastCost();
  }

  @Override
  public OptionalDouble lastJoules() {
    return joules;
  }

  @Override
  public List<String> layerKernels() {
    return trainer.layerKernels();
  }

  @Override
  public Evaluation evaluate(Weights weights, Mask mask, Examples examples) {
    return trainer.evaluate(weights, mask, examples);
  }

  @Override
  public void close() {
    trainer.close();
  }
}
