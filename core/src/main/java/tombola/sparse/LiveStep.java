package tombola.sparse;

/**
 * A step of a simplified network, of which only live weights count. Values are numbered: 0 is the
 * sample, and step i gives value i + 1. A step takes what the one before it gives, but for a {@link
 * LiveRecall}; a {@link LiveSum} takes an earlier value too.
 */
public sealed interface LiveStep
    permits LiveLayer, LiveConvolution, LivePool, LiveActivation, LiveRecall, LiveSum {}
