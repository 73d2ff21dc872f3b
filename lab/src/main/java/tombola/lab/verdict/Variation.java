package tombola.lab.verdict;

/** How differences vary over the seeds, and what follows for their mean. */
public sealed interface Variation {

  /** One seed: nothing is known of the spread. */
  record OneSeed() implements Variation {}

  /**
   * All differences are equal, but for rounding: Student's t has no meaning, and an interval of no
   * width would claim too much.
   */
  record AllEqual() implements Variation {}

  /**
   * The usual case.
   *
   * @param sd standard deviation, n - 1 below the fraction
   * @param interval of the mean, two-sided, 95%, by Student's t with n - 1 degrees of freedom
   * @param t mean / (sd / √n)
   * @param effect standardised mean difference of the pairs, d_z = mean / sd (Cohen 1988, section
   *     2.3.5)
   * @param correctedEffect {@code effect} times 1 - 3 / (4 (n - 1) - 1), as few seeds overstate it
   *     (Hedges 1981)
   */
  record Varying(double sd, Interval interval, double t, double effect, double correctedEffect)
      implements Variation {}
}
