package tombola.kernel;

import java.lang.foreign.MemorySegment;

/** The optimizers' steps, element by element. */
public interface Updates {

  /**
   * One step of Adam on elements [{@code from}, {@code to}), both multiples of 16.
   *
   * @param live one bit an element, bit {@code i & 7} of byte {@code i >> 3}
   */
  void adam(
      AdamStep step,
      MemorySegment w,
      MemorySegment g,
      MemorySegment m,
      MemorySegment v,
      MemorySegment live,
      long from,
      long to);

  /** One step of gradient descent on elements [{@code from}, {@code to}), both multiples of 16. */
  void sgd(
      SgdStep step,
      MemorySegment w,
      MemorySegment g,
      MemorySegment m,
      MemorySegment live,
      long from,
      long to);
}
