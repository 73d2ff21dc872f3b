package tombola.lab.export;

import java.util.ArrayList;
import java.util.List;
import tombola.nn.Volume;

/**
 * Between our order of a layer's inputs, {@code [place][channel]}, and that of other frameworks,
 * {@code [channel][place]}. Places are those of a filter, {@code [ky][kx]}, or the pixels of
 * pictures that a fully connected layer takes; for all others there is one, and both are the same.
 *
 * @param channels values of a place
 * @param places how many there are
 */
record PlaneOrder(int channels, int places) {

  /** Returns the order of each layer with weights of {@code ticket}. */
  static List<PlaneOrder> of(PackedTicket ticket) {
    List<PlaneOrder> orders = new ArrayList<>();
    Volume takes = ticket.input();
    for (PackedStep step : ticket.steps()) {
      switch (step) {
        case PackedLayer _ -> orders.add(new PlaneOrder(takes.channels(), takes.pixels()));
        case PackedConvolution convolution ->
            orders.add(new PlaneOrder(takes.channels(), convolution.shape().taps()));
        case PackedPool _, PackedActivation _, PackedRecall _, PackedSum _ -> {}
      }
      takes = step.gives();
    }
    return orders;
  }

  /** Returns the other frameworks' number of our input {@code column}. */
  int toPlanes(int column) {
    return column % channels * places + column / channels;
  }

  /** Returns our number of the other frameworks' input {@code column}. */
  int toPixels(int column) {
    return column % places * channels + column / places;
  }

  /** Returns weights {@code [out][in]} of the other frameworks' order in ours. */
  float[] toPixels(float[] weights) {
    int inputs = channels * places;
    float[] turned = new float[weights.length];
    for (int i = 0; i < weights.length; i++) {
      turned[i / inputs * inputs + toPixels(i % inputs)] = weights[i];
    }
    return turned;
  }
}
