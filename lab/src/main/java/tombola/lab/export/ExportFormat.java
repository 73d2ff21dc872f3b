package tombola.lab.export;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import tombola.lab.config.InputException;

/** The kinds of files that a ticket can leave in. */
public enum ExportFormat {
  /** Our compact file; docs/format.md describes it. */
  TOMBOLA,
  /** Weights, masks and PyTorch's compressed rows, for other frameworks. */
  SAFETENSORS,
  /** Nodes and initialisers for ONNX Runtime and others. */
  ONNX,
  /** One C99 file that needs no other and no heap. */
  C,
  /** A program and library for Java 17 with the ticket in it. */
  JAR;

  /** Returns the name as users write it. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns what writes this format, weights sparsely or not where there is a choice. */
  Exporter exporter(boolean sparse) {
    return switch (this) {
      case TOMBOLA -> new TombolaFile();
      case SAFETENSORS -> new SafetensorsFile();
      case ONNX -> new OnnxFile(sparse);
      case C -> new CFile();
      case JAR -> new TicketJar();
    };
  }

  /** Returns how a file of this format can hold its weights. */
  public Set<WeightValues> weightValues() {
    return switch (this) {
      case TOMBOLA, JAR -> EnumSet.allOf(WeightValues.class);
      case SAFETENSORS, ONNX -> EnumSet.of(WeightValues.FLOAT32);
      case C -> EnumSet.of(WeightValues.FLOAT32, WeightValues.INT8);
    };
  }

  /** Returns whether there is a choice of weights with zeros and of places and values alone. */
  public boolean sparseOrDense() {
    return switch (this) {
      case ONNX -> true;
      case TOMBOLA, SAFETENSORS, C, JAR -> false;
    };
  }

  /**
   * Checks that this format can hold {@code wanted}, and sparsely if so asked.
   *
   * @throws InputException in one line if it cannot
   */
  void check(WeightValues wanted, boolean sparse) {
    if (sparse && !sparseOrDense()) {
      throw new InputException(
          "sparse: expected format onnx, got %s (tombola, c and jar hold live weights alone anyway)"
              .formatted(id()));
    }
    if (!weightValues().contains(wanted)) {
      throw new InputException(
          "values: expected %s for format %s, got %s"
              .formatted(
                  weightValues().stream().map(WeightValues::id).collect(Collectors.joining(" or ")),
                  id(),
                  wanted.id()));
    }
  }

  /**
   * Returns the format called {@code id}.
   *
   * @throws InputException in one line if there is none
   */
  public static ExportFormat named(String id) {
    return Arrays.stream(values())
        .filter(format -> format.id().equals(id))
        .findFirst()
        .orElseThrow(() ->
            new InputException(
                "format: expected one of %s, got %s"
                    .formatted(
                        Arrays.stream(values())
                            .map(ExportFormat::id)
                            .collect(Collectors.joining(", ")),
                        id)));
  }
}
