#!/usr/bin/env python3
"""Writes the models that PyTorchModelTest imports, and what PyTorch predicts with them.

    python3 dev/small_models.py lab/src/test/resources/tombola/lab/onnx

makes small-cnn.onnx, convolutions with batch normalisations that are nodes of their own, and small-mlp.onnx; beside each a
text: a line for each of ten samples, its logits. Value i of sample s is ((s * 97 + i * 31) % 256) / 256. Needs torch (1.13
was used).
"""
import sys

import torch
from torch import nn


def samples(*shape):
    count = torch.Size(shape).numel()
    rows = [[((s * 97 + i * 31) % 256) / 256 for i in range(count)] for s in range(10)]
    return torch.tensor(rows).view(10, *shape)


def write(path, model, x):
    """Exports a model whose numbers are large enough to tell samples apart."""
    with torch.no_grad():
        for layer in model:
            if isinstance(layer, nn.BatchNorm2d):
                layer.running_mean.uniform_(-0.5, 0.5)
                layer.running_var.uniform_(0.2, 2)
                layer.weight.uniform_(0.5, 2)
                layer.bias.uniform_(-0.5, 0.5)
            elif isinstance(layer, (nn.Linear, nn.Conv2d)):
                layer.weight.mul_(3)
    model.eval()
    torch.onnx.export(
        model,
        x,
        path + ".onnx",
        training=torch.onnx.TrainingMode.PRESERVE,
        do_constant_folding=False,
        input_names=["input"],
        output_names=["logits"],
        dynamic_axes={"input": {0: "batch"}, "logits": {0: "batch"}},
    )
    with torch.no_grad(), open(path + ".txt", "w") as text:
        for row in model(x).tolist():
            text.write(" ".join(repr(value) for value in row) + "\n")


torch.manual_seed(7)
folder = sys.argv[1]
convolutions = nn.Sequential(
    nn.Conv2d(1, 4, 3, padding=1, bias=False),
    nn.BatchNorm2d(4),
    nn.ReLU(),
    nn.MaxPool2d(2),
    nn.Conv2d(4, 6, 3, stride=2),
    nn.BatchNorm2d(6),
    nn.ReLU(),
    nn.Flatten(),
    nn.Dropout(0.5),
    nn.Linear(6 * 2 * 2, 8),
    nn.ReLU(),
    nn.Linear(8, 3),
)
write(folder + "/small-cnn", convolutions, samples(1, 12, 12))
perceptron = nn.Sequential(
    nn.Flatten(), nn.Linear(36, 16), nn.ReLU(), nn.Linear(16, 8), nn.ReLU(), nn.Linear(8, 3)
)
write(folder + "/small-mlp", perceptron, samples(1, 6, 6))
