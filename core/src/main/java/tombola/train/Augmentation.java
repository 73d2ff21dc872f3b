package tombola.train;

import tombola.data.Move;

/**
 * How pictures are varied in training, each anew at every step: cut out at random from a border of
 * zeros, and mirrored or not at random. Validation and test see them as they are.
 *
 * @param crop pixels of the border, 0 for none
 * @param flip whether left and right are exchanged in half of the cases
 * @see <a href="https://arxiv.org/abs/1512.03385">He et al. 2016, section 4.2: a border of 4 and
 *     flips on CIFAR-10</a>
 */
public record Augmentation(int crop, boolean flip) {
  /** Pictures as they are. */
  public static final Augmentation NONE = new Augmentation(0, false);

  /** The usual one for small pictures of things. */
  public static final Augmentation CROP_AND_FLIP = new Augmentation(4, true);

  /** Checks the range. */
  public Augmentation {
    if (crop < 0 || crop > Move.FARTHEST) {
      throw new IllegalArgumentException(
          "augment: expected a crop of 0 to %d pixels, got %d".formatted(Move.FARTHEST, crop));
    }
  }
}
