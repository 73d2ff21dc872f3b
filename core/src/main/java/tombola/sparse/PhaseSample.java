package tombola.sparse;

/**
 * Copies planes to where a convolution wants them. For one of stride s, every plane becomes
 * several, one for each row and column of the filter modulo s, of the pixels that this part of the
 * filter meets: on them it passes with stride 1. Padding becomes zeros.
 *
 * @param from the planes that are there
 * @param to the copies; places that nothing is copied to have to be zeros in the array already
 * @param stride of the convolution
 * @param padding of the convolution, 0 if the border has it
 * @param phases rows and columns of the filter that differ modulo the stride
 */
record PhaseSample(PlaneLayout from, PlaneLayout to, int stride, int padding, int phases)
    implements SampleLayer {

  /** Returns a copy without other changes. */
  static PhaseSample copy(PlaneLayout from, PlaneLayout to) {
    return new PhaseSample(from, to, 1, 0, 1);
  }

  @Override
  public void forward(float[] x, float[] y) {
    for (int phase = 0; phase < phases; phase++) {
      int shift = phase - padding; // column of the picture that place 0 sees
      int first = Math.max(0, (stride - 1 - shift) / stride);
      int end = Math.floorDiv(from.shape().width() - 1 - shift, stride) + 1;
      copyColumns(phase, x, shift, y, first, Math.min(to.shape().width(), end));
    }
  }

  /** Copies what columns of one phase see at places [{@code first}, {@code end}) of all rows. */
  private void copyColumns(int phase, float[] x, int shift, float[] y, int first, int end) {
    for (int channel = 0; channel < from.shape().channels(); channel++) {
      for (int rows = 0; rows < phases; rows++) {
        int plane = (channel * phases + rows) * phases + phase;
        int at = rows - padding; // row of the picture
        for (int row = 0; row < to.shape().height(); row++, at += stride) {
          if (at >= 0 && at < from.shape().height()) {
            copyRow(x, from.row(channel, at) + shift, y, to.row(plane, row), first, end);
          }
        }
      }
    }
  }

  private void copyRow(float[] x, int source, float[] y, int target, int first, int end) {
    if (stride == 1 && end > first) {
      System.arraycopy(x, source + first, y, target + first, end - first);
      return;
    }
    for (int place = first, seen = source + first * stride; place < end; place++) {
      y[target + place] = x[seen];
      seen += stride;
    }
  }
}
