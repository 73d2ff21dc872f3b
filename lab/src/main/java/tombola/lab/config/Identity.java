package tombola.lab.config;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import tombola.data.Checksum;
import tombola.nn.Networks;

/**
 * What a run is: the hash of every setting that can change a number, defaults included, of the
 * data's content and of the versions of settings and arithmetic. Nothing else is in it.
 *
 * @param hash SHA-256 in hexadecimal
 */
public record Identity(String hash) {
  private static final int SHORT = 10;

  /** Returns the identity of {@code config} on data with this checksum. */
  public static Identity of(FindConfig config, String dataChecksum) {
    Map<String, String> parts = settings(config);
    parts.put("schema", Integer.toString(FindConfig.SCHEMA));
    parts.put("arithmetic", Integer.toString(FindConfig.ARITHMETIC));
    if (Networks.sumsByPanel(config.network())) {
      parts.put("arithmetic-of-pictures", Integer.toString(FindConfig.ARITHMETIC_OF_PICTURES));
    }
    parts.put("data-checksum", dataChecksum);
    StringBuilder canonical = new StringBuilder();
    parts.forEach((name, text) ->
        canonical
            .append(name)
            .append('=')
            .append(text.replace("\\", "\\\\").replace("\n", "\\n"))
            .append('\n'));
    return new Identity(Checksum.of(canonical.toString().getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * Returns every setting of {@code config} that can change a number, name to text, sorted; where
   * the data lie is not among them.
   */
  public static Map<String, String> settings(FindConfig config) {
    Map<String, String> settings = new TreeMap<>();
    for (Setting<?> setting : FindSettings.ALL) {
      if (setting.identifies(config)) {
        setting.text(config).ifPresent(text -> settings.put(setting.name(), text));
      }
    }
    return settings;
  }

  /** Returns the name of the run's folder, {@code <data>-<network>-<hash>}. */
  public String runName(String data, String network) {
    return plain(data) + "-" + plain(Networks.label(network)) + "-" + hash.substring(0, SHORT);
  }

  private static String plain(String text) {
    String plain = text.replaceAll("[^A-Za-z0-9._-]+", "-").replaceAll("^[.-]+", "");
    return plain.isEmpty() ? "x" : plain.substring(0, Math.min(plain.length(), 60));
  }
}
