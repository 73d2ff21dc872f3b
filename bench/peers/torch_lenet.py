"""A masked step of LeNet-300-100 in plain PyTorch (MNIST, batch 60, Adam), as fast as we know how: no data loader, all
samples in one tensor, weights multiplied by their masks before each step.

  python3 torch_lenet.py THREADS [STEPS [BLOCKS]]
"""
import gzip
import pathlib
import statistics
import sys
import time

import torch
from torch.nn import functional as F

threads, steps, blocks = (int(a) for a in (sys.argv[1:] + ['500', '5'][len(sys.argv) - 2:])[:3])
torch.set_num_threads(threads)
torch.manual_seed(0)
folder = pathlib.Path(__file__).parents[2] / 'mnist/src/main/resources/tombola/mnist'


def idx(name, skip):
    return torch.frombuffer(bytearray(gzip.open(folder / name).read()[skip:]), dtype=torch.uint8)


images = idx('train-images-idx3-ubyte.gz', 16).reshape(60000, 784).float() / 255
labels = idx('train-labels-idx1-ubyte.gz', 8).long()
layers = [torch.nn.Linear(i, o) for i, o in ((784, 300), (300, 100), (100, 10))]
for layer in layers:
    torch.nn.init.xavier_normal_(layer.weight)
    torch.nn.init.zeros_(layer.bias)
masks = [torch.ones_like(layer.weight) for layer in layers]
optimizer = torch.optim.Adam([p for layer in layers for p in layer.parameters()], lr=1.2e-3)
order, at = torch.randperm(60000), 0


def step():
    global order, at
    if at + 60 > 60000:
        order, at = torch.randperm(60000), 0
    batch, at = order[at:at + 60], at + 60
    optimizer.zero_grad(set_to_none=True)
    for layer, mask in zip(layers, masks):
        layer.weight.data *= mask
    hidden = F.relu(layers[1](F.relu(layers[0](images[batch]))))
    F.cross_entropy(layers[2](hidden), labels[batch]).backward()
    optimizer.step()


for _ in range(300):
    step()
times = []
for _ in range(blocks):
    began = time.perf_counter()
    for _ in range(steps):
        step()
    times.append((time.perf_counter() - began) / steps * 1e3)
print(f'torch {torch.__version__} threads={threads} best={min(times):8.3f} median={statistics.median(times):8.3f} '
      f'worst={max(times):8.3f} ms/step ({blocks}x{steps} steps)', flush=True)
