package tombola.lab.export;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tombola.lab.data.InputUnits;
import tombola.lab.store.Safetensors;
import tombola.lab.store.Tensor;

/**
 * A safetensors file for other frameworks. Of each layer {@code fc1}: {@code fc1.bias}; {@code
 * fc1.weight}, {@code [out][in]} with zeros, and its {@code .mask}; the same weights by compressed
 * rows as PyTorch names them, {@code .crow_indices}, {@code .col_indices}, {@code .values}. A
 * sample is {@code (value - input.shift) * input.scale}, which hold one number or one a feature.
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

  @Override
  public byte[] write(PackedTicket ticket) {
    Map<String, Tensor> tensors = new TreeMap<>();
    ticket.layers().forEach(layer -> add(tensors, layer));
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

  private static void add(Map<String, Tensor> tensors, PackedLayer layer) {
    int inputs = layer.inputs();
    List<Integer> shape = List.of(layer.outputs(), inputs);
    int[] crow = new int[layer.outputs() + 1];
    for (int row : layer.rows()) {
      crow[row + 1]++;
    }
    for (int o = 0; o < layer.outputs(); o++) {
      crow[o + 1] += crow[o];
    }
    int[] next = crow.clone();
    int[] columns = new int[layer.live()];
    float[] values = new float[layer.live()];
    float[] dense = new float[Math.multiplyExact(layer.outputs(), inputs)];
    BitSet mask = new BitSet(dense.length);
    for (int k = 0; k < layer.live(); k++) { // columns ascend, so each row's do
      int place = next[layer.rows()[k]]++;
      columns[place] = layer.columns()[k];
      values[place] = layer.weights()[k];
      dense[layer.rows()[k] * inputs + layer.columns()[k]] = layer.weights()[k];
      mask.set(layer.rows()[k] * inputs + layer.columns()[k]);
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
    return new PackedTicket(
        like.layers().stream().map(layer -> read(file, layer)).toList(),
        like.classes(),
        like.units(),
        like.origin(),
        like.facts(),
        WeightValues.FLOAT32);
  }

  private static PackedLayer read(Safetensors file, PackedLayer like) {
    String weight = like.name() + ".weight";
    int[] crow = file.numbers(weight + ".crow_indices");
    int[] columns = file.numbers(weight + ".col_indices");
    float[] values = file.floats(weight + ".values");
    int[] next = crow.clone();
    int[] rows = new int[values.length];
    int[] inputs = new int[values.length];
    float[] weights = new float[values.length];
    int k = 0;
    for (int input = 0; input < like.inputs(); input++) {
      for (int row = 0; row < like.outputs(); row++) {
        if (next[row] < crow[row + 1] && columns[next[row]] == input) {
          rows[k] = row;
          inputs[k] = input;
          weights[k++] = values[next[row]++];
        }
      }
    }
    return new PackedLayer(
        like.name(),
        like.inputs(),
        like.outputs(),
        like.relu(),
        inputs,
        rows,
        weights,
        new byte[0],
        new float[0],
        file.floats(like.name() + ".bias"));
  }
}
