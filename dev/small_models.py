#!/usr/bin/env python3
"""Writes the models that PyTorchModelTest imports, and what PyTorch predicts with them.

    python3 dev/small_models.py lab/src/test/resources/tombola/lab/onnx

makes small-cnn.onnx, convolutions with batch normalisations that are nodes of their own, small-resnet.onnx, residual blocks with
and without a projection and normalisations in them, small-gelu.onnx, GELU and tanh, and small-mlp.onnx; beside each a text: a
line for each of ten samples, its logits. Value i of sample s is ((s * 97 + i * 31) % 256) / 256. Needs torch (1.13 was used).
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
        for layer in model.modules():
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


class Block(nn.Module):
    """A residual block; with a projection where it changes the shape."""

    def __init__(self, channels, filters, stride):
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv2d(channels, filters, 3, stride=stride, padding=1, bias=False),
            nn.BatchNorm2d(filters),
            nn.ReLU(),
            nn.Conv2d(filters, filters, 3, padding=1, bias=False),
            nn.BatchNorm2d(filters),
        )
        self.shortcut = nn.Sequential()
        if stride > 1:
            self.shortcut = nn.Sequential(
                nn.Conv2d(channels, filters, 1, stride=stride, bias=False), nn.BatchNorm2d(filters)
            )

    def forward(self, x):
        return torch.relu(self.body(x) + self.shortcut(x))


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
torch.manual_seed(8)
residual = nn.Sequential(
    nn.Conv2d(1, 4, 3, padding=1, bias=False),
    nn.BatchNorm2d(4),
    nn.ReLU(),
    Block(4, 4, 1),
    Block(4, 6, 2),
    nn.AdaptiveAvgPool2d(1),
    nn.Flatten(),
    nn.Linear(6, 3),
)
write(folder + "/small-resnet", residual, samples(1, 12, 12))
smooth = nn.Sequential(
    nn.Conv2d(1, 3, 3),
    nn.GELU(),
    nn.MaxPool2d(2),
    nn.Flatten(),
    nn.Linear(3 * 3 * 3, 6),
    nn.Tanh(),
    nn.Linear(6, 3),
)
write(folder + "/small-gelu", smooth, samples(1, 8, 8))
