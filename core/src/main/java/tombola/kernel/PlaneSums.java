package tombola.kernel;

import java.util.BitSet;

/**
 * What a convolution does to one sample that lies as planes, {@code [channel][y][x]} with borders
 * of zeros: {@code y[start + o * plane + i] = act(bias[o] + Σ weight[k] · x[offset[k] + i])} for
 * each place i that is kept, over the filter's live weights k ascending, and +0.0 for other i. So
 * every live weight passes over a stretch of the input that has the places of all rows in turn; the
 * places between rows are computed and thrown away.
 *
 * @param relu whether a rectifier follows
 * @param first the first weight of each filter, then the number of weights
 * @param offset of each weight: the input of place 0
 * @param weight the live weights, by filter
 * @param bias a filter each
 * @param kept the places of a stretch that are pixels; others are between rows
 * @param start the output of filter 0 at place 0
 * @param plane outputs from one filter to the next; after the last place at least 16 are no
 *     filter's
 */
@SuppressWarnings("ArrayRecordComponent") // never compared or changed
public record PlaneSums(
    boolean relu,
    int[] first,
    int[] offset,
    float[] weight,
    float[] bias,
    BitSet kept,
    int start,
    int plane) {

  /** Returns the places of a stretch. */
  public int places() {
    return kept.length();
  }

  /** Returns the filters. */
  public int filters() {
    return bias.length;
  }
}
