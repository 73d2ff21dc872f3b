package tombola.lab.store;

import java.util.Optional;
import tombola.data.Checksum;

/**
 * The SHA-256 of what one training left, equal whoever made it; weights and ticket are taken as
 * safetensors files of the tensors alone.
 *
 * @param ticket of mask and start, if the store keeps them
 * @param best of the weights at the step of least validation loss
 * @param end of the weights after the last step
 * @param metrics of the file with its figures and its curve
 */
public record TrainingSums(Optional<String> ticket, String best, String end, String metrics) {

  /** Returns the checksums of {@code level}. */
  public static TrainingSums of(StoredLevel level) {
    return new TrainingSums(
        Optional.of(LevelFiles.checksum(level.ticket())),
        LevelFiles.checksum(level.run().best()),
        LevelFiles.checksum(level.run().end()),
        Checksum.of(Json.write(level.metrics())));
  }
}
