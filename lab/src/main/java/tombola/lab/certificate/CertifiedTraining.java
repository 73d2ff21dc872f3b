package tombola.lab.certificate;

import java.util.Optional;
import tombola.lab.store.JsonFiles;
import tombola.lab.store.TrainingSums;
import tombola.lab.verify.SeedFigures;

/**
 * One training behind a verdict. Those of the searches are called {@code dense} at level 0 and
 * {@code ticket} below, whether the plan looks at them or they led to what it looks at.
 *
 * @param arm the arm's id
 * @param level prunings; of a control or method the level of the ticket that it stands beside
 * @param seed of the data order and of what is drawn
 * @param search seed of the replicate whose search it is or begins with
 * @param sums the SHA-256 of what it left; none if it diverged
 * @param figures what it measured; none if it diverged
 * @param diverged why, if it did
 */
public record CertifiedTraining(
    String arm,
    int level,
    long seed,
    long search,
    Optional<TrainingSums> sums,
    Optional<SeedFigures> figures,
    Optional<String> diverged) {

  /** What tells a training from the others. */
  public record Key(String arm, int level, long seed) {}

  /** Returns what tells this training from the others. */
  public Key key() {
    return new Key(arm, level, seed);
  }

  /** Returns what a person calls this. */
  public String words() {
    return "seed %d, %s, level %d".formatted(seed, arm, level);
  }

  /** Returns what differs in {@code again}, a figure rather than a checksum, if anything does. */
  public Optional<String> difference(CertifiedTraining again) {
    return figures
        .flatMap(here ->
            again
                .figures()
                .flatMap(
                    there -> JsonFiles.difference(JsonFiles.tree(here), JsonFiles.tree(there))))
        .or(() -> JsonFiles.difference(JsonFiles.tree(this), JsonFiles.tree(again)));
  }
}
