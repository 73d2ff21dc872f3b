package tombola.kernel;

import java.lang.foreign.MemorySegment;

/**
 * The dense products of a convolution, forward and backward. Places outside the picture take no
 * part in a sum; since every sum has +0.0 added, that gives the bits of a border of zeros.
 */
public interface Convolutions {

  /**
   * {@code y[p][oy][ox][o][l] = act(bias[o] + Σ w[o][ky][kx][c] · x[p][oy · stride + ky -
   * padding][ox · stride + kx - padding][c][l])}: one accumulator from the bias, fused
   * multiply-adds over ky, kx and c ascending, plus +0.0.
   *
   * @param relu whether act is the rectifier; else the identity
   */
  void forward(
      Convolution shape,
      MemorySegment w,
      MemorySegment bias,
      MemorySegment x,
      MemorySegment y,
      boolean relu,
      int fromPanel,
      int toPanel);

  /**
   * {@code dx[p][iy][ix][c][l] = x[p][iy][ix][c][l] <= 0 ? +0 : Σ w[o][ky][kx][c] ·
   * dy[p][oy][ox][o][l]} over the ky, kx and o, ascending, whose filter o sees the pixel from the
   * place (oy, ox): one accumulator from +0.0, fused multiply-adds, plus +0.0; the gate is that of
   * the rectifier which made {@code x}.
   */
  void inputGradient(
      Convolution shape,
      MemorySegment w,
      MemorySegment dy,
      MemorySegment x,
      MemorySegment dx,
      int fromPanel,
      int toPanel);

  /**
   * {@code dw[o][ky][kx][c]} for filters o in [{@code fromFilter}, {@code toFilter}): for each of
   * panels [{@code fromPanel}, {@code toPanel}), at least one, sixteen accumulators from +0.0,
   * fused multiply-adds {@code dy[p][oy][ox][o][l] · x[…][c][l]} over oy and ox ascending, then the
   * tree; what the panels give is added, p ascending. So panels may be computed one by one, each by
   * another thread, and added afterwards.
   *
   * @param dy padding samples +0.0
   */
  void weightGradient(
      Convolution shape,
      MemorySegment dy,
      MemorySegment x,
      MemorySegment dw,
      int fromPanel,
      int toPanel,
      int fromFilter,
      int toFilter);
}
