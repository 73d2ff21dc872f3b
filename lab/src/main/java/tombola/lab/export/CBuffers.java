package tombola.lab.export;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The buffers between the steps of a C program: a value lies in one from the step that gives it to
 * the last that takes it. Sums and activations write where they read, if nothing else does.
 */
final class CBuffers {
  private static final int NONE = -1; // of the sample and the logits

  private final PackedTicket ticket;
  private final int[] origins;
  private final int[] last; // the last step that takes each value
  private final int[] place; // the buffer of each value
  private final List<Integer> floats = new ArrayList<>(); // of each buffer

  CBuffers(PackedTicket ticket) {
    this.ticket = ticket;
    this.origins = ticket.origins();
    this.last = new int[origins.length];
    this.place = new int[origins.length];
    Arrays.fill(place, NONE);
    List<PackedStep> steps = ticket.steps();
    for (int i = 0; i < steps.size(); i++) {
      switch (steps.get(i)) {
        case PackedRecall _ -> {} // nothing is read
        case PackedSum sum -> {
          last[origins[i]] = i;
          last[origins[sum.other()]] = i;
        }
        case PackedLayer _, PackedConvolution _, PackedPool _, PackedActivation _ ->
            last[origins[i]] = i;
      }
    }
    for (int i = 0; i + 1 < steps.size(); i++) {
      give(steps.get(i), i);
    }
  }

  private void give(PackedStep step, int number) {
    int buffer =
        switch (step) {
          case PackedRecall _ -> NONE;
          case PackedActivation _, PackedSum _ ->
              last[origins[number]] == number ? place[origins[number]] : free(number);
          case PackedLayer _, PackedConvolution _, PackedPool _ -> free(number);
        };
    if (buffer != NONE) {
      place[number + 1] = buffer;
      floats.set(buffer, Math.max(floats.get(buffer), step.gives().features()));
    }
  }

  /** Returns the first buffer that holds nothing that step {@code number} or a later one takes. */
  private int free(int number) {
    boolean[] taken = new boolean[floats.size() + 1];
    for (int value = 1; value <= number; value++) {
      if (place[value] != NONE && last[value] >= number) {
        taken[place[value]] = true;
      }
    }
    int buffer = 0;
    while (taken[buffer]) {
      buffer++;
    }
    if (buffer == floats.size()) {
      floats.add(0);
    }
    return buffer;
  }

  /** Returns the floats of each buffer. */
  List<Integer> floats() {
    return floats;
  }

  /** Returns what the program calls value {@code value}. */
  String name(int value) {
    int origin = origins[value];
    if (origin == 0) {
      return "input";
    }
    return origin == ticket.steps().size() ? "logits" : "buffer_" + place[origin];
  }
}
