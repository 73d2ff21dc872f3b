#!/usr/bin/env python3
"""Writes the numbers that GoldenRunTest compares the engine with, computed by PyTorch in double precision.

    python3 dev/golden.py core/src/test/resources/tombola/train/golden.txt

Each line is a name and its values, matrices [rows][columns] row-major. Needs torch (1.13 was used); the file that is
kept with the tests need not be made again.
"""
import random
import sys

import torch

WIDTHS = [13, 17, 11, 5]
SAMPLES, BATCH, STEPS = 60, 20, 10
DECAY = 0.01


def single(values):
    """Rounds to float32, which is what the engine begins with, and goes on in double."""
    return values.to(torch.float32).to(torch.float64)


def line(name, values):
    return " ".join([name] + [f"{v:.9g}" for v in values.reshape(-1).tolist()]) + "\n"


def initial(seed):
    generator = torch.Generator().manual_seed(seed)
    parameters = {}
    for i, (inputs, outputs) in enumerate(zip(WIDTHS, WIDTHS[1:]), 1):
        weight = torch.randn(outputs, inputs, generator=generator) * (2 / (inputs + outputs)) ** 0.5
        bias = torch.randn(outputs, generator=generator) * 0.1
        parameters[f"fc{i}.weight"], parameters[f"fc{i}.bias"] = single(weight), single(bias)
    return parameters


def forward(parameters, x):
    layers = len(WIDTHS) - 1
    for i in range(1, layers + 1):
        x = torch.nn.functional.linear(x, parameters[f"fc{i}.weight"], parameters[f"fc{i}.bias"])
        x = torch.relu(x) if i < layers else x
    return x


def optimizers(weights, biases):
    """Decay acts on weights and not on biases; the rate of step s is the first one times (1 - s / 20)."""

    def groups(decay):
        return [{"params": weights, "weight_decay": decay}, {"params": biases, "weight_decay": 0}]

    return {
        "adam": lambda: torch.optim.Adam(groups(DECAY), lr=0.01, betas=(0.9, 0.999), eps=1e-8),
        "adamw": lambda: torch.optim.AdamW(groups(10 * DECAY), lr=0.01, betas=(0.9, 0.999), eps=1e-8),
        "sgd": lambda: torch.optim.SGD(groups(0), lr=0.1),
        "nesterov": lambda: torch.optim.SGD(groups(DECAY), lr=0.05, momentum=0.9, nesterov=True),
    }


def train(start, masks, optimizer, inputs, labels, out, name):
    parameters = {n: (v * masks.get(n, 1)).requires_grad_() for n, v in start.items()}
    weights = [v for n, v in parameters.items() if n.endswith("weight")]
    biases = [v for n, v in parameters.items() if n.endswith("bias")]
    rule = optimizers(weights, biases)[optimizer]()
    rates = [group["lr"] for group in rule.param_groups]
    losses = []
    for step in range(STEPS):
        for group, rate in zip(rule.param_groups, rates):
            group["lr"] = rate * (1 - step / 20)
        batch = [(step * BATCH + i) % SAMPLES for i in range(BATCH)]
        rule.zero_grad()
        # A pruned weight is multiplied by 0, so that it passes no gradient on and gets none.
        logits = forward({n: v * masks.get(n, 1) for n, v in parameters.items()}, inputs[batch])
        loss = torch.nn.functional.cross_entropy(logits, labels[batch])
        loss.backward()
        losses.append(loss.item())
        if step == 0 and optimizer == "sgd":
            out.write(line(f"{name}.logits", logits.detach()))
            for n, v in parameters.items():
                out.write(line(f"{name}.gradient.{n}", v.grad))
        rule.step()
    out.write(line(f"{name}.losses", torch.tensor(losses)))
    for n, v in parameters.items():
        out.write(line(f"{name}.end.{n}", v.detach()))


def main(path):
    torch.set_default_dtype(torch.float64)
    generator = torch.Generator().manual_seed(7)
    inputs = single(torch.randn(SAMPLES, WIDTHS[0], generator=generator))
    labels = torch.randint(WIDTHS[-1], (SAMPLES,), generator=generator)
    start = initial(11)
    random.seed(3)
    masks = {}
    for n, v in start.items():
        if n.endswith("weight"):
            live = torch.zeros(v.numel())
            live[random.sample(range(v.numel()), v.numel() * 2 // 5)] = 1
            masks[n] = live.reshape(v.shape)
    with open(path, "w", encoding="ascii") as out:
        out.write(line("inputs", inputs) + line("labels", labels))
        for n, v in start.items():
            out.write(line(f"start.{n}", v))
        for n, v in masks.items():
            out.write(line(f"mask.{n}", v))
        for optimizer in ["sgd", "nesterov", "adam", "adamw"]:
            train(start, {}, optimizer, inputs, labels, out, f"dense.{optimizer}")
            train(start, masks, optimizer, inputs, labels, out, f"masked.{optimizer}")


if __name__ == "__main__":
    main(sys.argv[1])
