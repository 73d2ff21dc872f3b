"""A masked step of LeNet-300-100 in plain PyTorch (MNIST, batch 60, Adam), as fast as we know how: no data loader, all
samples in one tensor, weights multiplied by their masks before each step.

  python3 torch_lenet.py THREADS [STEPS [BLOCKS]]
"""
import statistics
import sys
import time

from torch_common import F, LeNet, check, mnist, torch

threads, steps, blocks = (int(a) for a in (sys.argv[1:] + ['500', '5'][len(sys.argv) - 2:])[:3])
torch.set_num_threads(threads)
torch.manual_seed(0)
check()
images, labels = mnist()
network = LeNet()
optimizer = torch.optim.Adam(network.parameters, lr=1.2e-3)
order, at = torch.randperm(60000), 0


def step():
    global order, at
    if at + 60 > 60000:
        order, at = torch.randperm(60000), 0
    batch, at = order[at:at + 60], at + 60
    optimizer.zero_grad(set_to_none=True)
    network.mask()
    F.cross_entropy(network(images[batch]), labels[batch]).backward()
    optimizer.step()


for _ in range(300):
    step()
times = []
for _ in range(blocks):
    began = time.perf_counter()
    for _ in range(steps):
        step()
    times.append((time.perf_counter() - began) / steps * 1e3)
print(f'torch-{torch.__version__} threads={threads} best={min(times):8.3f} median={statistics.median(times):8.3f} '
      f'worst={max(times):8.3f} ms/step ({blocks}x{steps} steps)', flush=True)
