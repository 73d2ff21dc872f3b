package tombola.sparse;

import tombola.nn.Volume;

/**
 * Goes on from an earlier value: here the shortcut of a residual block begins.
 *
 * @param shape of the value
 * @param value its number
 */
public record LiveRecall(Volume shape, int value) implements LiveStep {}
