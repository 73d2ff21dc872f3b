package tombola.lab.export;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import tombola.lab.data.DataSources;
import tombola.lab.data.InputUnits;
import tombola.lab.data.Prepared;
import tombola.lab.onnx.OnnxNetwork;
import tombola.lab.onnx.OnnxReader;
import tombola.lab.run.Surroundings;
import tombola.prune.Mask;
import tombola.runtime.Tombola;
import tombola.sparse.SparseNetwork;

/** Makes files of ours of models that were trained elsewhere. Weights of zero count as pruned. */
public final class ModelImport {
  private final DataSources sources;

  /** Creates an import that reads data from {@code sources}. */
  public ModelImport(DataSources sources) {
    this.sources = sources;
  }

  /**
   * Writes the file that {@code request} asks for, in place of one that may be there.
   *
   * @throws IOException if the model cannot be read
   * @throws tombola.lab.config.InputException in one line if it is none that can be worked with,
   *     does not fit the data, or the file cannot be written
   * @throws tombola.data.BadDataException in one line if the data cannot be used
   */
  public ImportResult read(ImportRequest request) throws IOException {
    OnnxNetwork model = OnnxReader.read(request.model());
    Optional<Prepared> prepared = request.data().map(sources::prepare);
    prepared.ifPresent(data -> model.checkFits("data", request.model().toString(), data));
    Mask mask = model.mask();
    InputUnits units = units(model, prepared);
    PackedTicket ticket = packed(model, request.model(), prepared, request.values());
    byte[] content = request.format().exporter(request.sparse()).write(ticket);
    OutputFile.write(request.to(), content);
    Optional<Measured> measured =
        prepared.map(data ->
            Measured.of(
                ticket,
                content,
                request.format(),
                request.to(),
                predictor ->
                    Agreement.of(
                        SparseNetwork.compile(model.network(), model.weights(), mask),
                        predictor,
                        data.units(),
                        data.data().test())));
    return new ImportResult(
        request.model().toString(),
        model.opset(),
        model.network().name(),
        mask.total(),
        mask.liveCount(),
        units.words(),
        model.leftOut(),
        request.format().id(),
        request.values().id(),
        request.to().toString(),
        content.length,
        ticket.widths(),
        ticket.classes(),
        measured.map(Measured::agreement),
        measured.map(Measured::by));
  }

  /**
   * Returns the ONNX model in {@code file} to predict with: in the units and with the classes that
   * its metadata name, else with values as they are and classes by number.
   *
   * @throws IOException if it cannot be read
   * @throws tombola.lab.config.InputException in one line if it is none that can be worked with
   */
  static Tombola predictor(Path file) throws IOException {
    PackedTicket ticket =
        packed(OnnxReader.read(file), file, Optional.empty(), WeightValues.FLOAT32);
    return Tombola.load(ByteBuffer.wrap(new TombolaFile().write(ticket)));
  }

  private static PackedTicket packed(
      OnnxNetwork model, Path file, Optional<Prepared> prepared, WeightValues values) {
    return PackedTicket.of(
        model.network(),
        model.weights(),
        model.mask(),
        classes(model, prepared),
        units(model, prepared),
        "imported from " + file.getFileName(),
        Map.of("version", Surroundings.look().version()),
        values);
  }

  private static InputUnits units(OnnxNetwork model, Optional<Prepared> prepared) {
    return model.units().or(() -> prepared.map(Prepared::units)).orElseGet(() -> asTheyAre(model));
  }

  private static InputUnits asTheyAre(OnnxNetwork model) {
    double[] ones = new double[model.network().inputs()];
    Arrays.fill(ones, 1);
    return new InputUnits.Columns(new double[ones.length], ones);
  }

  private static List<String> classes(OnnxNetwork model, Optional<Prepared> prepared) {
    return model
        .classes()
        .or(() -> prepared.map(data -> data.data().classes()))
        .orElseGet(() ->
            IntStream.range(0, model.network().classes()).mapToObj(Integer::toString).toList());
  }
}
