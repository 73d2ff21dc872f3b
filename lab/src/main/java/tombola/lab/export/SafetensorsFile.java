package tombola.lab.export;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tombola.kernel.Linear;
import tombola.lab.data.InputUnits;
import tombola.lab.store.Safetensors;
import tombola.lab.store.Tensor;
import tombola.nn.Layer;
import tombola.nn.Volume;
import tombola.sparse.LiveLayer;

/**
 * A safetensors file for other frameworks. Of each layer {@code fc1}: {@code fc1.bias}; {@code
 * fc1.weight}, {@code [out][in]} with zeros, and its {@code .mask}; the same weights by compressed
 * rows as PyTorch names them, {@code .crow_indices}, {@code .col_indices}, {@code .values}. A
 * sample is {@code (value - input.shift) * input.scale}, which hold one number or one a feature.
 * The weight of a convolution is {@code [out][in][ky][kx]}, its compressed rows are those of {@code
 * flatten(1)}; pictures are {@code [channel][y][x]}, and so are the columns of the layer after
 * them.
 *
 * @see <a href="https://pytorch.org/docs/stable/generated/torch.sparse_csr_tensor.html">CSR</a>
 */
final class SafetensorsFile implements Exporter {
  /** Lines of Python that predict with such a file; {@code %s} is its name. */
  static final String PYTHON =
      """
      import torch
      from safetensors.torch import load_file
      t = load_file("%s")
      names = sorted({key.split(".")[0] for key in t if key.endswith(".bias")}, key=lambda n: (len(n), n))
      csr = lambda w: torch.sparse_csr_tensor(t[w + ".crow_indices"], t[w + ".col_indices"], t[w + ".values"], t[w].shape)
      def predict(x):  # [samples, features] in the data's own units -> logits
          x = (x - t["input.shift"]) * t["input.scale"]
          for n in names:
              x = (csr(n + ".weight") @ x.T).T + t[n + ".bias"]
              x = torch.relu(x) if n != names[-1] else x
          return x
      """;

  /**
   * Returns lines of Python that predict with {@code file}, which was written from {@code ticket}:
   * the above, or where there are other layers than {@code fc1} to {@code fcN} one line for each
   * step.
   */
  static List<String> python(PackedTicket ticket, Path file) {
    if (isPerceptron(ticket)) {
      return PYTHON.formatted(file).lines().toList();
    }
    boolean pictures = ticket.pictures();
    Volume input = ticket.input();
    List<String> lines = new ArrayList<>();
    lines.add("from safetensors.torch import load_file");
    lines.add("from torch.nn import functional as F");
    lines.add("t = load_file(\"%s\")".formatted(file));
    lines.add(
        "def predict(x):  # [samples, %s] in the data's own units -> logits"
            .formatted(pictures ? "channels, y, x" : "features"));
    boolean each = pictures && ticket.units() instanceof InputUnits.Columns;
    String scale = each ? ".view(%d, %d, %d)" : "";
    String view = scale.formatted(input.channels(), input.height(), input.width());
    lines.add("    x = (x - t[\"input.shift\"]%1$s) * t[\"input.scale\"]%1$s".formatted(view));
    steps(lines, ticket);
    lines.add("    return x");
    return lines;
  }

  /** Adds a line for each step; values that are recalled have names of their own. */
  private static void steps(List<String> lines, PackedTicket ticket) {
    BitSet kept = new BitSet();
    for (PackedStep step : ticket.steps()) {
      switch (step) {
        case PackedRecall recall -> kept.set(recall.value());
        case PackedSum sum -> kept.set(sum.other());
        case PackedLayer _, PackedConvolution _, PackedPool _, PackedActivation _ -> {}
      }
    }
    boolean flat = !ticket.pictures();
    for (int i = 0; i < ticket.steps().size(); i++) {
      PackedStep step = ticket.steps().get(i);
      if (!flat && step instanceof PackedLayer) {
        lines.add("    x = x.flatten(1)");
        flat = true;
      }
      flat &= !(step instanceof PackedRecall && ticket.pictures());
      lines.add("    x = " + python(step));
      if (kept.get(i + 1)) {
        lines.add("    x%d = x".formatted(i + 1));
      }
    }
  }

  /** Returns whether the layers are those that {@link #PYTHON} goes through. */
  private static boolean isPerceptron(PackedTicket ticket) {
    int layers = ticket.steps().size();
    return IntStream.range(0, layers)
        .allMatch(i ->
            ticket.steps().get(i) instanceof PackedLayer layer
                && layer.name().equals("fc" + (i + 1))
                && layer.relu() == (i + 1 < layers));
  }

  private static String python(PackedStep step) {
    return switch (step) {
      case PackedLayer layer ->
          rectified(layer, "F.linear(x, t[\"%1$s.weight\"], t[\"%1$s.bias\"])");
      case PackedConvolution(Layer.Conv2d shape, PackedLayer layer) ->
          rectified(
              layer,
              "F.conv2d(x, t[\"%%1$s.weight\"], t[\"%%1$s.bias\"], %d, %d)"
                  .formatted(shape.stride(), shape.padding()));
      case PackedPool(Layer.Pool pool) ->
          "F.%s_pool2d(x, %d, %d)"
              .formatted(
                  switch (pool.kind()) {
                    case MAX -> "max";
                    case AVERAGE -> "avg";
                  },
                  pool.size(),
                  pool.stride());
      case PackedActivation activation ->
          switch (activation.kind()) {
            case GELU -> "F.gelu(x)";
            case TANH -> "x.tanh()";
          };
      case PackedRecall recall -> "x" + recall.value();
      case PackedSum sum -> (sum.relu() ? "F.relu(x + x%d)" : "x + x%d").formatted(sum.other());
    };
  }

  private static String rectified(PackedLayer layer, String call) {
    String line = call.formatted(layer.name());
    return layer.relu() ? "F.relu(" + line + ")" : line;
  }

  @Override
  public byte[] write(PackedTicket ticket) {
    Map<String, Tensor> tensors = new TreeMap<>();
    Iterator<PlaneOrder> orders = PlaneOrder.of(ticket).iterator();
    for (PackedStep step : ticket.steps()) {
      switch (step) {
        case PackedLayer layer ->
            add(tensors, layer, orders.next(), List.of(layer.outputs(), layer.inputs()));
        case PackedConvolution(Layer.Conv2d shape, PackedLayer layer) ->
            add(
                tensors,
                layer,
                orders.next(),
                List.of(layer.outputs(), shape.takes().channels(), shape.kernel(), shape.kernel()));
        case PackedPool _, PackedActivation _, PackedRecall _, PackedSum _ -> {}
      }
    }
    switch (ticket.units()) {
      case InputUnits.Bytes _ -> {
        tensors.put("input.shift", new Tensor.F32(List.of(1), new float[1]));
        tensors.put(
            "input.scale", new Tensor.F32(List.of(1), new float[] {InputUnits.Bytes.FACTOR}));
      }
      case InputUnits.Columns columns -> {
        tensors.put("input.shift", floats(columns.shift()));
        double[] scale = columns.deviation();
        for (int f = 0; f < scale.length; f++) {
          scale[f] = scale[f] == 0 ? 0 : 1 / scale[f];
        }
        tensors.put("input.scale", floats(scale));
      }
    }
    String rectified =
        ticket.layers().stream()
            .filter(PackedLayer::relu)
            .map(PackedLayer::name)
            .collect(Collectors.joining(","));
    Map<String, String> metadata =
        Map.of(
            "classes", String.join(",", ticket.classes()),
            "format", "pt",
            "input", ticket.units().words(),
            "origin", ticket.origin(),
            "relu", rectified);
    return new Safetensors(metadata, tensors).bytes();
  }

  private static Tensor floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return new Tensor.F32(List.of(values.length), floats);
  }

  private static void add(
      Map<String, Tensor> tensors, PackedLayer layer, PlaneOrder order, List<Integer> shape) {
    int inputs = layer.inputs();
    float[] dense = new float[Math.multiplyExact(layer.outputs(), inputs)];
    BitSet mask = new BitSet(dense.length);
    for (int k = 0; k < layer.live(); k++) {
      int place = layer.rows()[k] * inputs + order.toPlanes(layer.columns()[k]);
      dense[place] = layer.weights()[k];
      mask.set(place);
    }
    int[] crow = new int[layer.outputs() + 1];
    int[] columns = new int[layer.live()];
    float[] values = new float[layer.live()];
    int k = 0;
    for (int place = mask.nextSetBit(0); place >= 0; place = mask.nextSetBit(place + 1)) {
      columns[k] = place % inputs;
      values[k++] = dense[place];
      crow[place / inputs + 1] = k;
    }
    for (int o = 0; o < layer.outputs(); o++) {
      crow[o + 1] = Math.max(crow[o + 1], crow[o]);
    }
    String weight = layer.name() + ".weight";
    tensors.put(layer.name() + ".bias", new Tensor.F32(List.of(layer.outputs()), layer.bias()));
    tensors.put(weight, new Tensor.F32(shape, dense));
    tensors.put(weight + ".mask", new Tensor.Bool(shape, mask));
    tensors.put(weight + ".crow_indices", new Tensor.I32(List.of(crow.length), crow));
    tensors.put(weight + ".col_indices", new Tensor.I32(List.of(columns.length), columns));
    tensors.put(weight + ".values", new Tensor.F32(List.of(values.length), values));
  }

  /**
   * Returns the layers that {@code file} holds by compressed rows, in place of those of {@code
   * like}, which it was written from.
   */
  static PackedTicket read(Safetensors file, PackedTicket like) {
    Iterator<PlaneOrder> orders = PlaneOrder.of(like).iterator();
    return like.with(
        like.layers().stream().map(layer -> read(file, layer, orders.next())).toList());
  }

  private static PackedLayer read(Safetensors file, PackedLayer like, PlaneOrder order) {
    String weight = like.name() + ".weight";
    int[] crow = file.numbers(weight + ".crow_indices");
    int[] columns = file.numbers(weight + ".col_indices");
    float[] values = file.floats(weight + ".values");
    BitSet live = new BitSet();
    float[] dense = new float[like.outputs() * like.inputs()];
    for (int row = 0; row < like.outputs(); row++) {
      for (int k = crow[row]; k < crow[row + 1]; k++) {
        int place = row * like.inputs() + order.toPixels(columns[k]);
        live.set(place);
        dense[place] = values[k];
      }
    }
    return PackedLayer.of(
        new LiveLayer(
            like.name(),
            new Linear(like.inputs(), like.outputs()),
            like.relu(),
            live,
            dense,
            file.floats(like.name() + ".bias")),
        WeightValues.FLOAT32);
  }
}
