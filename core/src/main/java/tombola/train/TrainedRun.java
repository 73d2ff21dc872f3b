package tombola.train;

import tombola.nn.Weights;

/**
 * What a training gives.
 *
 * @param atRewind whole weights at the step to which a search rewinds; the start's own if it begins
 *     there
 * @param best weights at the step of least validation loss; pruned ones are +0.0
 * @param end weights after the last step, which pruning looks at; pruned ones are +0.0
 * @param curve what validation saw
 */
public record TrainedRun(Weights atRewind, Weights best, Weights end, Curve curve) {}
