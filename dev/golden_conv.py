#!/usr/bin/env python3
"""Writes the numbers that GoldenConvolutionsTest compares the engine with, computed by PyTorch in double precision.

    python3 dev/golden_conv.py kernels/src/test/resources/tombola/train

makes golden-conv-2.txt and golden-lenet-5.txt there. Inputs, labels and initial weights are those of one formula, which
the test has too; so the networks are whole and the files small: a line has a tensor's name, its Euclidean norm, its
greatest magnitude and at most 200 of its values, evenly spaced. Tensors are laid out as the engine has them: weights of
convolutions [out][ky][kx][in], columns of the first linear layer [y][x][channel]. Needs torch (1.13 was used).
"""
import sys

import numpy
import torch
import torch.nn.functional as F

BATCH, STEPS, SHOWN = 20, 10, 200
SIDE, CLASSES = 28, 10


def numbers(salt, count):
    """Numbers in [-1, 1): the integers from 1 on, stirred."""
    mask = numpy.uint64(0xFFFFFFFF)
    z = (numpy.arange(1, count + 1, dtype=numpy.uint64) + numpy.uint64(salt * 1000003)) & mask
    z = (z * numpy.uint64(0x9E3779B1)) & mask
    z ^= z >> numpy.uint64(15)
    z = (z * numpy.uint64(0x85EBCA77)) & mask
    z ^= z >> numpy.uint64(13)
    z = (z * numpy.uint64(0xC2B2AE3D)) & mask
    z ^= z >> numpy.uint64(16)
    return z.astype(numpy.float64) * 2.0**-31 - 1.0


def single(values):
    """Rounds to float32, which is what the engine begins with, and goes on in double."""
    return torch.from_numpy(values.astype(numpy.float32).astype(numpy.float64))


NETWORKS = {  # (filters, kernel, padding, pool behind it) and the widths behind them
    "conv-2": ([(64, 3, 1, False), (64, 3, 1, True)], [256, 256, CLASSES], 2e-4),
    "lenet-5": ([(6, 5, 2, True), (16, 5, 0, True)], [120, 84, CLASSES], 1.2e-3),
}


class Layer:
    """A layer's weight in the engine's layout, and the way to PyTorch's."""

    def __init__(self, name, shape, flat=None):
        self.name, self.shape, self.flat = name, shape, flat  # flat: (y, x, channels) before a linear layer

    def torch(self, w):
        if len(self.shape) == 4:
            return w.reshape(self.shape).permute(0, 3, 1, 2)
        if self.flat:
            return w.reshape(self.shape[0], *self.flat).permute(0, 3, 1, 2).reshape(self.shape)
        return w.reshape(self.shape)


def layers(name):
    convolutions, widths, _ = NETWORKS[name]
    found, side, channels = [], SIDE, 1
    for i, (filters, kernel, padding, pool) in enumerate(convolutions, 1):
        found.append(Layer(f"conv{i}", (filters, kernel, kernel, channels)))
        side = (side + 2 * padding - kernel + 1) // (2 if pool else 1)
        channels = filters
    inputs, flat = side * side * channels, (side, side, channels)
    for i, width in enumerate(widths, 1):
        found.append(Layer(f"fc{i}", (width, inputs), flat))
        inputs, flat = width, None
    return found


def forward(name, parameters, x):
    convolutions, widths, _ = NETWORKS[name]
    shapes = {layer.name: layer for layer in layers(name)}
    for i, (_, _, padding, pool) in enumerate(convolutions, 1):
        w = shapes[f"conv{i}"].torch(parameters[f"conv{i}.weight"])
        x = F.relu(F.conv2d(x, w, parameters[f"conv{i}.bias"], padding=padding))
        x = F.max_pool2d(x, 2) if pool else x
    x = x.flatten(1)
    for i in range(1, len(widths) + 1):
        x = F.linear(x, shapes[f"fc{i}"].torch(parameters[f"fc{i}.weight"]), parameters[f"fc{i}.bias"])
        x = F.relu(x) if i < len(widths) else x
    return x


def line(name, values):
    flat = values.reshape(-1)
    step = max(1, -(-len(flat) // SHOWN))
    shown = flat[::step].tolist()
    return " ".join([name] + [f"{v:.9g}" for v in [flat.norm().item(), flat.abs().max().item()] + shown]) + "\n"


def start(name):
    parameters = {}
    for i, layer in enumerate(layers(name), 1):
        columns = int(numpy.prod(layer.shape[1:]))
        taps = layer.shape[1] * layer.shape[2] if len(layer.shape) == 4 else 1
        scale = numpy.sqrt(6.0 / (columns + layer.shape[0] * taps))
        weight = single(numbers(2 * i, layer.shape[0] * columns) * scale)
        bias = single(numbers(2 * i + 1, layer.shape[0]) * 0.1)
        parameters[f"{layer.name}.weight"] = weight.requires_grad_()
        parameters[f"{layer.name}.bias"] = bias.requires_grad_()
    return parameters


def main(folder):
    torch.set_default_dtype(torch.float64)
    samples = BATCH * STEPS
    inputs = single(numbers(100, samples * SIDE * SIDE)).reshape(samples, 1, SIDE, SIDE)
    labels = torch.from_numpy((numbers(101, samples) * 5 + 5).astype(numpy.int64))
    for name, (_, _, rate) in NETWORKS.items():
        parameters = start(name)
        rule = torch.optim.Adam(parameters.values(), lr=rate, betas=(0.9, 0.999), eps=1e-8)
        losses = []
        with open(f"{folder}/golden-{name}.txt", "w", encoding="ascii") as out:
            for step in range(STEPS):
                batch = slice(step * BATCH, (step + 1) * BATCH)
                rule.zero_grad()
                logits = forward(name, parameters, inputs[batch])
                loss = F.cross_entropy(logits, labels[batch])
                loss.backward()
                losses.append(loss.item())
                if step == 0:
                    out.write(line("logits", logits.detach()))
                    for n, v in parameters.items():
                        out.write(line(f"gradient.{n}", v.grad))
                rule.step()
            out.write(line("losses", torch.tensor(losses)))
            for n, v in parameters.items():
                out.write(line(f"end.{n}", v.detach()))


if __name__ == "__main__":
    main(sys.argv[1])
