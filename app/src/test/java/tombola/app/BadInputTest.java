package tombola.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tombola.lab.config.FindConfig;
import tombola.lab.config.Settings;
import tombola.lab.store.RunFolder;
import tombola.lab.store.RunStore;

/** Bad input: exit 2, one line on standard error, nothing on standard output. */
class BadInputTest {
  private static final byte[] LABELS = {0, 0, 8, 1, 0, 0, 0, 6, 0, 1, 2, 0, 1, 2};

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "find --prune 1.2|prune: expected a number in (0, 1), got 1.2",
        "find --levels -1|levels: expected 0 to 1000, got -1",
        "find --steps ten|steps: expected a whole number, got ten",
        "find --steps|missing required parameter for option '--steps'",
        "find --stpes 5|unknown option --stpes; did you mean --steps?",
        "find --seed 1 --seed 2|option '--seed' (N) should be specified only once",
        "find mnist|unexpected argument mnist",
        "find --network resnet|network: expected lenet-300-100, lenet-5, conv-2, conv-4, conv-6, vgg-11, vgg-16, vgg-19, resnet-20[-WIDTH], resnet-32[-WIDTH], resnet-56[-WIDTH] or mlp:WIDTHS",
        "find --network conv-2 --prune-conv 1|prune-conv: expected a number in [0, 1), got 1.0",
        "find --prune-conv 0.1|prune-conv: expected with a network of convolutions alone",
        "find --kernels warp|kernels: expected auto or one of",
        "find --threads 0|threads: expected auto or a whole number",
        "find --nesterov|nesterov: expected with optimizer sgd alone",
        "find --rewind step:20000|rewind: expected step:K with K below the 10000 steps",
        "find --network resnet-56-64 --batch 50000 --threads 1|batch: expected trainings that fit this machine's memory of ",
        "find --data imagenet|imagenet",
        "find --data absent.csv|absent.csv",
        "find --config absent.yaml|absent.yaml: expected a YAML file",
        "fnd|unknown command fnd; did you mean find?",
        "runs shw|unknown command shw; did you mean show?",
        "runs show|missing required parameter: 'RUN'",
        "runs show nothing --out absent|run: expected the name of a run in absent",
        "verify|missing required parameter: 'RUN[:LEVEL]'",
        "bench|missing required parameter: 'RUN[:LEVEL]'",
        "bench nothing --out absent|run: expected the name of a run in absent",
        "bench a --max-size big|max-size: expected a number of B, KB, MB, KiB or MiB such as 50KB, got big",
        "bench a --max-latency 20|max-latency: expected a number of ns, us, ms or s such as 20us, got 20",
        "bench a --min-accuracy 97|min-accuracy: expected a share in (0, 1] such as 0.975, got 97",
        "bench a --format zip|format: expected one of ",
        "bench a --seconds 0|seconds: expected a number from 0.000001 to 60 such as 0.1, got 0.0",
        "verify nothing --out absent|run: expected the name of a run in absent",
        "verify a:b|level: expected a whole number after the colon, as in a:9, got b",
        "verify a: --out absent|level: expected a whole number after the colon, as in a:9, got nothing",
        "verify a --replicates 1|replicates: expected 2 to 1000, got 1 (one shows nothing of the spread",
        "verify a --replicates 0|replicates: expected 2 to 1000, got 0",
        "verify a --arms kept-sings|arms: expected all, none or some of",
        "verify a --arms kept-sings|got kept-sings (did you mean kept-signs?)",
        "verify a --widths 1,x|widths: expected factors above 0 and at most 16 with commas between, each once, got x",
        "verify a --widths 2,2|got 2 twice (0.25,0.5,1,2 is usual)",
        "verify a --widths 1 --scope ticket|widths: expected --scope replicates, got ticket",
        "verify a --scope one|scope: expected one of replicates, ticket, got one",
        "verify a --levels 3|levels: expected all or named, got 3",
        "verify a --margin 1|margin: expected a number in [0, 1), got 1.0",
        "verify a --alpha 0.7|alpha: expected a number in (0, 0.5), got 0.7",
        "verify a --step-margin -1|step-margin: expected a number of at least 0, got -1.0",
        "verify a --power 0.2|power: expected a number in (0.5, 1), got 0.2",
        "runs compare a|missing required parameter: 'B'",
        "doctor --jsn|unknown option --jsn; did you mean --json?",
        "--verison|unknown option --verison; did you mean --version?"
      })
  void argumentsThatCannotBeUsed(String line, String expected) {
    refused(expected, line.split(" "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a,label;1,x;z,y|line 3",
        "a,b,label;1,2,x;3,y|line 3: expected 3 cells",
        "a,label;NaN,x;1,y|NaN",
        "a,label;1,x;2,x|class"
      })
  void csvFilesThatCannotBeUsed(String lines, String expected) throws IOException {
    Path csv = Files.writeString(folder.resolve("a.csv"), lines.replace(';', '\n') + "\n");
    refused(expected, "find", "--data", csv.toString());
  }

  @Test
  void aLabelColumnThatIsNotThere() throws IOException {
    refused("label: expected one of the columns", Cli.find(folder, "--label", "colour"));
  }

  @Test
  void idxFilesThatAreDamaged() throws IOException {
    byte[] images = new byte[16 + 6 * 4];
    ByteBuffer.wrap(images).putInt(0x0803).putInt(6).putInt(2).putInt(2);
    idx("train-images-idx3-ubyte", images);
    idx("t10k-images-idx3-ubyte", images);
    idx("train-labels-idx1-ubyte", LABELS);
    idx("t10k-labels-idx1-ubyte", LABELS);

    byte[] huge = images.clone();
    ByteBuffer.wrap(huge).putInt(4, 0x80000000);
    refusedWith("train-images-idx3-ubyte", huge, "claims 2147483648");
    byte[] wrongMagic = images.clone();
    wrongMagic[2] = 13;
    refusedWith("train-images-idx3-ubyte", wrongMagic, "magic number");
    byte[] unknownLabel = LABELS.clone();
    unknownLabel[13] = 9;
    idx("train-images-idx3-ubyte", images);
    refusedWith("t10k-labels-idx1-ubyte", unknownLabel, "t10k-labels-idx1-ubyte");
    idx("t10k-labels-idx1-ubyte", LABELS);
    Files.delete(folder.resolve("train-labels-idx1-ubyte"));
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
      gzip.write(LABELS);
    }
    byte[] truncated = Arrays.copyOf(zipped.toByteArray(), zipped.size() - 9);
    refusedWith("train-labels-idx1-ubyte.gz", truncated, "train-labels-idx1-ubyte.gz");
  }

  /** Shapes follow from the data, here MNIST's 28x28 pixels. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        "[cnv: {filters: 8, kernel: 3}]#net.yaml: layer 1: expected a known layer, got cnv (did you",
        "[conv: {filters: 8, kernel: 33}]#network: layer 1 (conv): conv1: expected pictures of at",
        "[conv: {filters: 8, kernel: 3}, relu]#network: fc1: expected 26x26x8 as the layer before",
        "[conv: {filters: 8, kernel: 3}, relu, residual: {body: [conv: {filters: 9, kernel: 3}]},"
            + " relu, flatten]#network: res3: expected a sum of equal shapes, got 24x24x9 of its body",
        "[conv: {filters: 0, kernel: 3}]#network: layer 1 (conv): conv1: expected at least one filter",
        "[conv: {filters: 8, kernel: 3}, relu, max-pool: {size: 27, stride: 1}]#network: layer 3 (max",
      })
  void networkFilesThatCannotBeUsed(String layers, String expected) throws IOException {
    Path yaml = Files.writeString(folder.resolve("net.yaml"), "layers: " + layers + "\n");
    refused(expected, "find", "--network", yaml.toString(), "--steps", "1");
  }

  @Test
  void aSettingThatNobodyKnows() throws IOException {
    Path yaml = Files.writeString(folder.resolve("lab.yaml"), "seed: 1\nstpes: 5\n");
    refused("line 2: stpes: expected a known setting", "find", "--config", yaml.toString());
  }

  @Test
  void aFolderThatCannotBeWritten() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    refused("cannot be written", Cli.find(folder, "--out", file.resolve("runs").toString()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ticket.safetensors", "metrics.json"})
  void aStoreFileThatIsDamaged(String name) throws IOException {
    Cli.run(Cli.find(folder, "--json"));
    Path file = run().resolve("replicate-1/level-1").resolve(name);
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
    refused(name, Cli.find(folder));
  }

  @Test
  void aRunOnWhichAnotherProcessIsAtWork() throws IOException {
    Cli.run(Cli.find(folder, "--json"));
    RunFolder run = new RunFolder(run());
    Settings out = Settings.of(Map.of("out", folder.resolve("runs").toString()));
    FindConfig config = FindConfig.of(Settings.of(run.config()).overriddenBy(out));
    try (RunStore store = RunStore.open(config, run.facts())) {
      assertThat(store.run().isLocked()).isTrue();
      refused("at work on this run", Cli.find(folder));
      refused("at work on this run", "verify", run() + ":1");
      refused("at work on this run", "runs", "rm", run().toString(), "--yes");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0|level: expected 1 to 2, the levels of sizes-",
        "3|level: expected 1 to 2, the levels of sizes-",
        "-1|got -1 (at level 0 nothing is pruned)"
      })
  void levelsThatARunDoesNotHave(String level, String expected) throws IOException {
    Cli.run(Cli.find(folder, "--json"));
    refused(expected, "verify", run() + ":" + level);
    assertThat(run().resolve("verify")).doesNotExist();
  }

  @Test
  void kernelsThatAVerificationCannotHave() throws IOException {
    Cli.run(Cli.find(folder, "--json"));
    refused("kernels: expected auto", "verify", run() + ":1", "--kernels", "warp");
    refused("threads: expected auto", "verify", run() + ":1", "--threads", "0");
  }

  @Test
  void aRemovalThatNobodyConfirms() throws IOException {
    Cli.run(Cli.find(folder, "--json"));
    refused("expected --yes", "runs", "rm", run().toString());
    assertThat(run()).exists();
  }

  private Path run() throws IOException {
    try (var runs = Files.list(folder.resolve("runs"))) {
      return runs.findFirst().orElseThrow();
    }
  }

  private void idx(String name, byte[] content) throws IOException {
    Files.write(folder.resolve(name), content);
  }

  private void refusedWith(String name, byte[] content, String expected) throws IOException {
    idx(name, content);
    refused(expected, "find", "--data", folder.toString(), "--validation", "3");
  }

  private static void refused(String expected, String... args) {
    Cli.Result result = Cli.run(args);
    assertThat(result.errorLines()).hasSize(1);
    assertThat(result.err()).startsWith("tombola: ").contains(expected);
    assertThat(result.err()).doesNotContain("internal fault");
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
  }
}
