"""A masked step of a network of convolutions in plain PyTorch on MNIST, as fast as we know how: no data loader, all samples
in one tensor, weights multiplied by their masks before each step, in both layouts of memory; the faster one is what counts.
conv-2 takes batches of 60 and Adam, resnet-20 of 128 and SGD with momentum.

  python3 torch_conv.py THREADS [STEPS [BLOCKS [conv-2|resnet-20]]]
"""
import statistics
import sys
import time

from torch_common import F, mnist, torch

arguments = sys.argv[1:] + ['20', '3', 'conv-2'][len(sys.argv) - 2:]
threads, steps, blocks = (int(a) for a in arguments[:3])
residual = arguments[3] == 'resnet-20'
batch_size = 128 if residual else 60
torch.set_num_threads(threads)
torch.manual_seed(0)
images, labels = mnist()


class Block(torch.nn.Module):
    """Two convolutions with batch normalisation and a shortcut, by 1x1 where the shape changes."""

    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.body = torch.nn.Sequential(
            torch.nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False), torch.nn.BatchNorm2d(outputs), torch.nn.ReLU(),
            torch.nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False), torch.nn.BatchNorm2d(outputs))
        self.shortcut = torch.nn.Identity() if stride == 1 else torch.nn.Sequential(
            torch.nn.Conv2d(inputs, outputs, 1, stride, bias=False), torch.nn.BatchNorm2d(outputs))

    def forward(self, x):
        return F.relu(self.body(x) + self.shortcut(x))


def resnet():
    layers = [torch.nn.Conv2d(1, 16, 3, 1, 1, bias=False), torch.nn.BatchNorm2d(16), torch.nn.ReLU()]
    inputs = 16
    for outputs in 16, 32, 64:
        for number in range(3):
            layers.append(Block(inputs, outputs, 2 if number == 0 and outputs > 16 else 1))
            inputs = outputs
    return torch.nn.Sequential(*layers, torch.nn.AdaptiveAvgPool2d(1), torch.nn.Flatten(), torch.nn.Linear(64, 10))


def network():
    if residual:
        return resnet()
    flat, conv, linear = torch.nn.Flatten(), torch.nn.Conv2d, torch.nn.Linear
    relu, pool = torch.nn.ReLU(), torch.nn.MaxPool2d(2)
    return torch.nn.Sequential(conv(1, 64, 3, padding=1), relu, conv(64, 64, 3, padding=1), relu, pool, flat,
                               linear(64 * 14 * 14, 256), relu, linear(256, 256), relu, linear(256, 10))


def measure(layout):
    """Prints the milliseconds of a step in blocks."""
    model = network().to(memory_format=layout)
    pictures = images.reshape(-1, 1, 28, 28).contiguous(memory_format=layout)
    masks = [(m.weight, torch.ones_like(m.weight)) for m in model.modules()
             if isinstance(m, (torch.nn.Conv2d, torch.nn.Linear))]
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01, momentum=0.9, weight_decay=1e-4, foreach=True) if residual \
        else torch.optim.Adam(model.parameters(), lr=2e-4, foreach=True)
    order = torch.randperm(60000)

    def step(number):
        batch = order[number * batch_size % (60000 - batch_size):][:batch_size]
        optimizer.zero_grad(set_to_none=True)
        for weight, mask in masks:
            weight.data *= mask
        F.cross_entropy(model(pictures[batch]), labels[batch]).backward()
        optimizer.step()

    for number in range(5):
        step(number)
    times = []
    for block in range(blocks):
        began = time.perf_counter()
        for number in range(steps):
            step(block * steps + number)
        times.append((time.perf_counter() - began) / steps * 1e3)
    name = 'nchw' if layout == torch.contiguous_format else 'nhwc'
    print(f'torch-{torch.__version__}-{name} threads={threads} best={min(times):8.3f} median={statistics.median(times):8.3f} '
          f'worst={max(times):8.3f} ms/step ({blocks}x{steps} steps)', flush=True)


for layout in torch.contiguous_format, torch.channels_last:
    measure(layout)
