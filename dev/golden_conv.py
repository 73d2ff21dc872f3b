#!/usr/bin/env python3
"""Writes the numbers that GoldenConvolutionsTest compares the engine with, computed by PyTorch in double precision.

    python3 dev/golden_conv.py kernels/src/test/resources/tombola/train

makes golden-conv-2.txt, golden-lenet-5.txt, golden-vgg-block.txt and golden-resnet-20.txt there. Inputs, labels and initial weights (of a
batch normalisation: γ, β, running mean and variance) are those of one formula, which the test has too; so the networks are whole and the files small: a line has a tensor's name, its Euclidean norm, its
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


class Path:
    """A network of normalised convolutions, run as it is described; parameters are made when first met."""

    def __init__(self):
        self.parameters, self.running, self.salt, self.training, self.values = {}, {}, 2, True, None

    def parameter(self, name, shape, scale, middle=0.0):
        if name not in self.parameters and name not in self.running:
            value = single(numbers(self.salt, int(numpy.prod(shape))) * scale + middle).reshape(shape)
            self.salt += 1
            if "running" in name:
                self.running[name] = value
            else:
                self.parameters[name] = value.requires_grad_()
        return self.parameters.get(name, self.running.get(name))

    def conv(self, x, name, filters, kernel, stride):
        channels = x.shape[1]
        scale = numpy.sqrt(6.0 / (kernel * kernel * (channels + filters)))
        w = self.parameter(f"{name}.weight", (filters, kernel, kernel, channels), scale)
        return F.conv2d(x, w.permute(0, 3, 1, 2), stride=stride, padding=kernel // 2)

    def norm(self, x, name):
        channels = (x.shape[1],)
        scale = self.parameter(f"{name}.weight", channels, 0.1, 1.0)
        shift = self.parameter(f"{name}.bias", channels, 0.1)
        mean = self.parameter(f"{name}.running_mean", channels, 0.1)
        variance = self.parameter(f"{name}.running_var", channels, 0.1, 1.0)
        return F.batch_norm(x, mean, variance, scale, shift, self.training, 0.1, 1e-5)

    def linear(self, x, name, width, flat=None):
        w = self.parameter(f"{name}.weight", (width, x.shape[1]), numpy.sqrt(6.0 / (x.shape[1] + width)))
        if flat:
            w = w.reshape(width, *flat).permute(0, 3, 1, 2).reshape(width, -1)
        return F.linear(x, w, self.parameter(f"{name}.bias", (width,), 0.1))

    def vgg_block(self, x):
        for i, filters in enumerate([12, 12], 1):
            x = F.relu(self.norm(self.conv(x, f"conv{i}", filters, 3, 1), f"bn{i}"))
        return self.linear(F.max_pool2d(x, 2).flatten(1), "fc1", CLASSES, (14, 14, 12))

    def resnet_20(self, x):
        x = F.relu(self.norm(self.conv(x, "conv1", 16, 3, 1), "bn1"))
        for stage in range(3):
            for block in range(3):
                name, filters, stride = f"layer{stage + 1}.{block}.", 16 << stage, 2 if stage and not block else 1
                y = F.relu(self.norm(self.conv(x, name + "conv1", filters, 3, stride), name + "bn1"))
                y = self.norm(self.conv(y, name + "conv2", filters, 3, 1), name + "bn2")
                if stride == 2:
                    x = self.conv(x, name + "downsample.0", filters, 1, 2)
                    x = self.norm(x, name + "downsample.1")
                x = F.relu(y + x)
        return self.linear(x.mean((2, 3)), "fc1", CLASSES)


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


def write(name, folder, parameters, forward, rule, others):
    """Ten steps; forward gives the logits in training, others() what else belongs to the weights at the end."""
    samples = BATCH * STEPS
    inputs = single(numbers(100, samples * SIDE * SIDE)).reshape(samples, 1, SIDE, SIDE)
    labels = torch.from_numpy((numbers(101, samples) * 5 + 5).astype(numpy.int64))
    losses = []
    with open(f"{folder}/golden-{name}.txt", "w", encoding="ascii") as out:
        for step in range(STEPS):
            batch = slice(step * BATCH, (step + 1) * BATCH)
            rule.zero_grad()
            logits = forward(inputs[batch])
            loss = F.cross_entropy(logits, labels[batch])
            loss.backward()
            losses.append(loss.item())
            if step == 0:
                out.write(line("logits", logits.detach()))
                for n, v in parameters.items():
                    out.write(line(f"gradient.{n}", v.grad))
            rule.step()
        out.write(line("losses", torch.tensor(losses)))
        for n, v in {**parameters, **others()}.items():
            out.write(line(f"end.{n}", v.detach()))
        if others():
            out.write(line("predictions", forward(inputs[:BATCH], False).detach()))


def main(folder):
    torch.set_default_dtype(torch.float64)
    for name, (_, _, rate) in NETWORKS.items():
        parameters = start(name)
        rule = torch.optim.Adam(parameters.values(), lr=rate, betas=(0.9, 0.999), eps=1e-8)
        write(name, folder, parameters, lambda x, n=name, p=parameters: forward(n, p, x), rule, dict)
    for name, run in {"vgg-block": Path.vgg_block, "resnet-20": Path.resnet_20}.items():
        path = Path()
        path.training = False  # the first run, on zeros, makes the parameters and moves no statistics
        run(path, torch.zeros(2, 1, SIDE, SIDE))

        def logits(x, training=True, path=path, run=run):
            path.training = training
            return run(path, x)

        # at higher rates rounding grows: at 0.02 PyTorch's own single precision is 30% off its double after ten steps of resnet-20
        rule = torch.optim.SGD(path.parameters.values(), lr=1e-4, momentum=0.9)
        write(name, folder, path.parameters, logits, rule, lambda p=path: p.running)


if __name__ == "__main__":
    main(sys.argv[1])
