package tombola.lab.transfer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import tombola.lab.result.LayerResult;
import tombola.lab.result.LevelResult;
import tombola.lab.verdict.Plan;
import tombola.lab.verify.ArmOutcome;
import tombola.train.Curve;
import tombola.verify.Head;

/** Transfers whose figures are given by hand: five seeds, dense at 0.90, margin 0.01. */
public final class SampleTransfers {
  static final List<Long> SEEDS = List.of(1L, 2L, 3L, 4L, 5L);

  /** Mean accuracy and the step at which loss and accuracy are there, of each arm. */
  private static final Map<String, double[]> FIGURES =
      Map.of(
          "trained-weights", new double[] {0.91, 100},
          "initial-weights", new double[] {0.901, 400},
          "mask-and-signs", new double[] {0.899, 400},
          "mask-alone", new double[] {0.86, 400},
          "random-ticket", new double[] {0.85, 800},
          "dense", new double[] {0.90, 400},
          "dense-pretrained", new double[] {0.905, 200},
          "own-ticket", new double[] {0.902, 400});

  private SampleTransfers() {}

  static TransferPlan plan(String source, String target, int level) {
    return new TransferPlan(
        TransferPlan.SCHEMA, 1, source, target, Head.NEW, level, SEEDS, Plan.standard(5));
  }

  static TransferEvidence evidence(TransferPlan plan) {
    Map<TransferArm, SortedMap<Long, ArmOutcome.Trained>> outcomes = new HashMap<>();
    for (TransferArm arm : TransferArms.ALL) {
      double[] figures = FIGURES.getOrDefault(arm.id(), new double[2]);
      SortedMap<Long, ArmOutcome.Trained> bySeed = new TreeMap<>();
      for (long seed : SEEDS) {
        // differences to these two vary a little with the seed
        boolean steady = arm.equals(TransferArms.DENSE) || arm.equals(TransferArms.RANDOM);
        double noise = steady ? 0 : (seed - 3) * 1e-4;
        bySeed.put(seed, measured(figures[0] + noise, (long) figures[1]));
      }
      outcomes.put(arm, bySeed);
    }
    return new TransferEvidence(plan, outcomes);
  }

  static ArmOutcome.Measured measured(double accuracy, long there) {
    Curve curve =
        new Curve(
            List.of(
                new Curve.Point(0, Double.NaN, 2, 0.1),
                new Curve.Point(there / 2, 1, 1, 0.7),
                new Curve.Point(there, 1, 0.4, 0.9),
                new Curve.Point(1000, 1, 0.8, 0.9)));
    List<LayerResult> layers =
        List.of(
            new LayerResult("fc1", 10, 40, 0, "dense"), new LayerResult("fc2", 10, 10, 0, "dense"));
    return new ArmOutcome.Measured(
        new LevelResult(
            1,
            20,
            50,
            0.4,
            accuracy,
            0.3,
            0.9,
            accuracy,
            List.of(1.0),
            there,
            false,
            1000,
            1,
            1,
            1,
            OptionalLong.empty(),
            layers,
            curve),
        1000);
  }

  static TransferResult result(TransferEvidence evidence, String from, String to) {
    return TransferFindings.of(
        evidence, new TransferFindings.Names(from + "-run", to + "-run", from, to, "net"), "hash");
  }

  /** Returns the transfer from one of these tasks to another. */
  public static TransferResult result(String from, String to, int level) {
    return result(evidence(plan(from + "-hash", to + "-hash", level)), from, to);
  }

  /** Returns the matrix of these tasks at the levels 1 and 2. */
  public static MatrixResult matrix(List<String> tasks) {
    List<TransferResult> results = new ArrayList<>();
    for (int level : List.of(1, 2)) {
      for (String from : tasks) {
        for (String to : tasks) {
          if (!from.equals(to)) {
            results.add(result(from, to, level));
          }
        }
      }
    }
    MatrixPlan plan =
        new MatrixPlan(
            MatrixPlan.SCHEMA,
            tasks.stream().map(task -> task + "-run").toList(),
            List.of(1, 2),
            results.stream().map(TransferResult::planHash).toList());
    return new MatrixResult(MatrixResult.SCHEMA, "matrix-hash", plan, tasks, results);
  }
}
