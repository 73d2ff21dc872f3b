package tombola.lab.store;

import java.util.List;
import tombola.data.Dataset;
import tombola.lab.config.FindConfig;
import tombola.lab.config.Identity;

/**
 * What a run is, so that it can be told from others without its data; its file marks a folder as a
 * run.
 *
 * @param schema version of the settings
 * @param arithmetic version of the arithmetic
 * @param identity the configuration's whole hash
 * @param dataset the data's name
 * @param checksum SHA-256 of the data's content
 * @param features features of a sample
 * @param classes the names of the classes
 * @param trainSamples samples of the train part
 * @param validationSamples samples of the validation part
 * @param testSamples samples of the test part
 * @param network the network's name
 */
public record RunFacts(
    int schema,
    int arithmetic,
    String identity,
    String dataset,
    String checksum,
    int features,
    List<String> classes,
    int trainSamples,
    int validationSamples,
    int testSamples,
    String network) {

  /** Returns the facts about a search of {@code config} on {@code data}. */
  public static RunFacts of(FindConfig config, Dataset data) {
    return new RunFacts(
        FindConfig.SCHEMA,
        FindConfig.ARITHMETIC,
        Identity.of(config, data.checksum()).hash(),
        data.name(),
        data.checksum(),
        data.width(),
        data.classes(),
        data.training().train().size(),
        data.training().validation().size(),
        data.test().size(),
        config.network());
  }

  /** Returns these facts with another name of the data. */
  public RunFacts named(String name) {
    return new RunFacts(
        schema,
        arithmetic,
        identity,
        name,
        checksum,
        features,
        classes,
        trainSamples,
        validationSamples,
        testSamples,
        network);
  }

  /** Returns the name of the run's folder. */
  public String runName() {
    return new Identity(identity).runName(dataset, network);
  }
}
