package tombola.lab.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.SparseTensorProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The tensors that a graph stores, by name. Their numbers are read when a node asks for them. */
final class Constants {
  private static final long FREE_PLACES = 1 << 22;
  private static final long PLACES_A_VALUE = 1_000;

  private final Map<String, Constant> byName = new HashMap<>();
  private final Set<Constant> weights = Collections.newSetFromMap(new IdentityHashMap<>());
  private final TensorReader reader;
  private final Refusal refusal;
  private long free = FREE_PLACES; // places that sparse tensors may claim without values for them

  Constants(GraphProto graph, Refusal refusal) {
    this.refusal = refusal;
    this.reader = new TensorReader(refusal);
    for (TensorProto tensor : graph.getInitializerList()) {
      put(tensor.getName(), new Constant.Dense(tensor));
    }
    for (SparseTensorProto tensor : graph.getSparseInitializerList()) {
      put(tensor.getValues().getName(), new Constant.Sparse(tensor));
    }
  }

  /** Adds what {@code name} stands for. */
  void put(String name, Constant constant) {
    if (name.isEmpty() || byName.putIfAbsent(name, constant) != null) {
      throw refusal.of(
          "initialisers", "a name of its own for each", Refusal.quote(name) + " once more");
    }
  }

  /** Returns what {@code name} stands for, if it is stored. */
  Optional<Constant> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /**
   * Returns the matrix called {@code name}, for one node alone: the layers of a network have
   * weights of their own.
   */
  Matrix weight(String where, String name) {
    return matrix(own(where, name), Refusal.quote(name));
  }

  /** Returns the weight of a convolution called {@code name}, for one node alone. */
  Kernel kernel(String where, String name) {
    Constant constant = own(where, name);
    String quoted = Refusal.quote(name);
    Weight weight =
        switch (constant) {
          case Constant.Dense(TensorProto tensor) -> reader.weight(quoted, 4, tensor);
          case Constant.Sparse(SparseTensorProto tensor) -> {
            claim(quoted, tensor);
            yield reader.weight(quoted, 4, tensor);
          }
          case Constant.Transposed _ ->
              throw refusal.of(where, "a stored tensor", "the transposed " + quoted);
        };
    List<Integer> dims = weight.dims();
    if (!dims.get(2).equals(dims.get(3))) {
      throw refusal.of(where, "filters as high as wide", "shape " + dims);
    }
    return new Kernel(dims.get(0), dims.get(1), dims.get(2), weight.values());
  }

  private Constant own(String where, String name) {
    Constant constant =
        find(name)
            .orElseThrow(() ->
                refusal.of(
                    where, "a weight that the model stores", Refusal.quote(name) + " from a node"));
    if (!weights.add(origin(constant))) {
      throw refusal.of(
          where, "a weight of its own", Refusal.quote(name) + ", which another node has too");
    }
    return constant;
  }

  private static Constant origin(Constant constant) {
    return switch (constant) {
      case Constant.Dense dense -> dense;
      case Constant.Sparse sparse -> sparse;
      case Constant.Transposed(Constant of) -> origin(of);
    };
  }

  private Matrix matrix(Constant constant, String name) {
    return switch (constant) {
      case Constant.Dense(TensorProto tensor) -> matrix(reader.weight(name, 2, tensor));
      case Constant.Sparse(SparseTensorProto tensor) -> {
        claim(name, tensor);
        yield matrix(reader.weight(name, 2, tensor));
      }
      case Constant.Transposed(Constant of) -> matrix(of, name).transposed();
    };
  }

  private static Matrix matrix(Weight weight) {
    return new Matrix(weight.dims().get(0), weight.dims().get(1), weight.values());
  }

  /** Refuses sparse tensors that claim much more room than they have values. */
  private void claim(String name, SparseTensorProto tensor) {
    List<Integer> dims = reader.dims(name, tensor.getDimsList());
    long places = dims.stream().mapToLong(Integer::longValue).reduce(1, (a, b) -> a * b);
    long values = tensor.getValues().getDimsList().stream().reduce(1L, (a, b) -> a * b);
    free -= Math.max(0, places - PLACES_A_VALUE * values);
    if (free < 0) {
      throw refusal.of(
          name,
          "a value for each %d places at least".formatted(PLACES_A_VALUE),
          "%d values for %d places".formatted(values, places));
    }
  }

  /** Returns the numbers called {@code name} of a dense tensor, if it is stored. */
  Optional<Numbers> numbers(String where, String name) {
    return find(name)
        .map(constant ->
            switch (constant) {
              case Constant.Dense(TensorProto tensor) ->
                  reader.numbers(Refusal.quote(name), tensor);
              case Constant.Sparse _ ->
                  throw refusal.of(where, "a dense tensor", "the sparse " + Refusal.quote(name));
              case Constant.Transposed _ ->
                  throw refusal.of(
                      where, "a stored tensor", "the transposed " + Refusal.quote(name));
            });
  }

  /** Returns the shape called {@code name}. */
  List<Long> shape(String where, String name) {
    if (find(name).orElse(null) instanceof Constant.Dense(TensorProto tensor)) {
      return reader.whole(Refusal.quote(name), tensor);
    }
    throw refusal.of(where, "a shape that the model stores", Refusal.quote(name) + " from a node");
  }
}
