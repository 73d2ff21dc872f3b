package tombola.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import tombola.sparse.SparseNetwork;

/**
 * As {@link OnnxPeer}, beside DJL's libtorch, on MNIST's test images: "with conversion" is from
 * {@code float[][]} to {@code float[][]} on both sides; "kernels alone" is from panels to panels
 * beside arrays of libtorch that are there.
 *
 * <p>Arguments: kernels, rounds, densities falling. Needs the libraries of the profile {@code
 * peers}.
 */
public final class DjlPeer {
  private static final int BATCH = 64;
  private static final int PREPARED = 8; // batches: they stay in the caches, as ours do

  private DjlPeer() {}

  /** Prints four lines for each density. */
  public static void main(String[] args) throws Exception {
    Libtorch.threads(1);
    TicketSearch search = new TicketSearch(args[0], 1);
    Race race = new Race(Integer.parseInt(args[1]));
    Inputs inputs = Inputs.mnist(search);
    for (String density : Arrays.copyOfRange(args, 2, args.length)) {
      TicketSearch.Found found = search.at(Double.parseDouble(density));
      SparseNetwork ours =
          SparseNetwork.compile(search.network, found.trained(), found.mask(), search.kernels);
      PanelForward panels = new PanelForward(search.network, found, search.kernels, BATCH);
      String title =
          String.format(Locale.ROOT, "d=%5.3f, %s, ", found.mask().density(), inputs.name());
      try (Libtorch theirs = new Libtorch(search.network, found.trained(), found.mask())) {
        List<NDArray> batches = prepare(inputs, BATCH, PREPARED, theirs);
        List<NDArray> samples = prepare(inputs, 1, 2000, theirs);
        for (int call = 0; call < PREPARED; call++) {
          float[][] batch = inputs.batch(call, BATCH);
          float[][] wanted = ours.predict(batch);
          Race.requireClose(Libtorch.name(), wanted, theirs.predict(batch));
          float[][] one = inputs.batch(call, 1);
          Race.requireClose(
              Libtorch.name(), new float[][] {ours.predict(one[0])}, theirs.predict(one));
          panels.add(batch);
          panels.run(call);
          Race.requireClose("our kernels alone", wanted, panels.logits());
        }
        System.out.println(
            title
                + "one sample, with conversion: "
                + race.run(
                    2000,
                    new Race.Side(
                        "ours",
                        call -> new float[][] {ours.predict(inputs.batch(call, 1)[0])}[0][0]),
                    converting(theirs, inputs, 1)));
        System.out.println(
            title
                + "one sample, kernels alone: "
                + race.run(
                    2000,
                    new Race.Side("ours", call -> ours.predict(inputs.samples()[call])[0]),
                    alone(theirs, samples)));
        System.out.println(
            title
                + "64, with conversion: "
                + race.run(
                    inputs.samples().length / BATCH,
                    new Race.Side("ours", call -> ours.predict(inputs.batch(call, BATCH))[0][0]),
                    converting(theirs, inputs, BATCH)));
        System.out.println(
            title
                + "64, kernels alone: "
                + race.run(
                    152,
                    new Race.Side("ours", call -> panels.run(call % PREPARED)),
                    alone(theirs, batches)));
      }
    }
  }

  private static List<NDArray> prepare(Inputs inputs, int size, int calls, Libtorch theirs) {
    List<NDArray> prepared = new ArrayList<>();
    for (int call = 0; call < calls; call++) {
      prepared.add(theirs.manager.create(inputs.batch(call, size)));
    }
    return prepared;
  }

  private static Race.Side converting(Libtorch theirs, Inputs inputs, int size) {
    return new Race.Side(Libtorch.name(), call -> theirs.predict(inputs.batch(call, size))[0][0]);
  }

  /** Leaves the logits in libtorch. */
  private static Race.Side alone(Libtorch theirs, List<NDArray> prepared) {
    return new Race.Side(
        Libtorch.name() + " on its arrays",
        call -> {
          try (NDManager local = theirs.manager.newSubManager()) {
            NDArray x = prepared.get(call % prepared.size());
            x.attach(local);
            float any = theirs.forward(x).getShape().dimension();
            x.attach(theirs.manager);
            return any;
          }
        });
  }
}
