package tombola.sparse;

/** A step of a simplified network, of which only live weights count. */
public sealed interface LiveStep permits LiveLayer, LiveConvolution, LivePool {}
