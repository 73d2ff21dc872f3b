"""A masked step of Conv-2 in plain PyTorch (MNIST, batch 60, Adam), as fast as we know how: no data loader, all samples in
one tensor, weights multiplied by their masks before each step, in both layouts of memory; the faster one is what counts.

  python3 torch_conv.py THREADS [STEPS [BLOCKS]]
"""
import statistics
import sys
import time

from torch_common import F, mnist, torch

threads, steps, blocks = (int(a) for a in (sys.argv[1:] + ['20', '3'][len(sys.argv) - 2:])[:3])
torch.set_num_threads(threads)
torch.manual_seed(0)
images, labels = mnist()


def network():
    flat, conv, linear = torch.nn.Flatten(), torch.nn.Conv2d, torch.nn.Linear
    relu, pool = torch.nn.ReLU(), torch.nn.MaxPool2d(2)
    return torch.nn.Sequential(conv(1, 64, 3, padding=1), relu, conv(64, 64, 3, padding=1), relu, pool, flat,
                               linear(64 * 14 * 14, 256), relu, linear(256, 256), relu, linear(256, 10))


def measure(layout):
    """Prints the milliseconds of a step in blocks."""
    model = network().to(memory_format=layout)
    pictures = images.reshape(-1, 1, 28, 28).contiguous(memory_format=layout)
    masks = [(m.weight, torch.ones_like(m.weight)) for m in model if hasattr(m, 'weight')]
    optimizer = torch.optim.Adam(model.parameters(), lr=2e-4, foreach=True)
    order = torch.randperm(60000)

    def step(number):
        batch = order[number * 60 % 59940:][:60]
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
