/* Predicts with an exported C file: reads samples from standard input, numbers with blanks, commas or
 * line ends between, and prints the class of each.
 *
 *   tombola export RUN --format c --values int8 --to ticket.c
 *   cc -std=c99 -Os -I FOLDER_OF_TICKET main.c -o main && ./main < samples.csv
 *
 * On a microcontroller the sample comes from a sensor and nothing but tombola_predict is needed: no
 * heap, no library.
 */
#include "ticket.c"
#include <stdio.h>

/* Reads one value; returns 0 at the end and -1 where no number stands. */
static int next_value(double *value)
{
  const int found = scanf(" %lf", value);
  if (found == 1) {
    if (scanf(" ,") == EOF) {
      clearerr(stdin); /* the number before the end counts */
    }
    return 1;
  }
  return found == EOF ? 0 : -1;
}

int main(void)
{
  static tombola_input input[TOMBOLA_INPUTS];
  static float logits[TOMBOLA_CLASSES];
  int known = 0;
  double value;
  int state;

  while ((state = next_value(&value)) == 1) {
    input[known++] = (tombola_input)value;
    if (known == TOMBOLA_INPUTS) {
      const int class = tombola_predict(input, logits);
      printf("%s (logit %.9g)\n", tombola_classes[class], (double)logits[class]);
      known = 0;
    }
  }
  if (state < 0 || known > 0) {
    fprintf(stderr, "main: expected samples of %d numbers, found %s\n", TOMBOLA_INPUTS,
            state < 0 ? "other text" : "an end within one");
    return 2;
  }
  return 0;
}
