package tombola.lab.run;

import java.util.List;
import tombola.data.Examples;
import tombola.data.TrainingData;
import tombola.math.Seed;
import tombola.nn.Weights;
import tombola.prune.Mask;
import tombola.train.Evaluation;
import tombola.train.Evaluator;
import tombola.train.PanelTrainer;
import tombola.train.Start;
import tombola.train.TrainedRun;
import tombola.train.TrainingCost;

/** Core's trainer and evaluator as one engine. */
record Panels(PanelTrainer trainer, Evaluator evaluator, String kernels, int threads)
    implements TrainingEngine {
  @Override
  public TrainedRun train(Start start, Mask mask, TrainingData data, Seed order) {
    return trainer.train(start, mask, data, order);
  }

  @Override
  public TrainingCost lastCost() {
    return trainer.lastCost();
  }

  @Override
  public List<String> layerKernels() {
    return trainer.layerKernels();
  }

  @Override
  public Evaluation evaluate(Weights weights, Examples examples) {
    return evaluator.evaluate(weights, examples);
  }

  @Override
  public void close() {
    trainer.close();
    evaluator.close();
  }
}
