"""A whole iterative search of LeNet-300-100 in plain PyTorch, with ours' default settings: at each level train from the
first weights (Adam, batch 60), validate 5,000 samples every 100 steps and keep the best weights, then prune 20% of the
live weights of each layer, 10% in the output layer, by size. Prints the seconds of each level, validation included.

  python3 torch_search.py THREADS [--steps N] [--levels N]
"""
import argparse
import time

from torch_common import F, LeNet, check, mnist, torch

parser = argparse.ArgumentParser()
parser.add_argument('threads', type=int)
parser.add_argument('--steps', type=int, default=10000, help='of a level')
parser.add_argument('--levels', type=int, default=15, help='prunings after the dense training')
arguments = parser.parse_args()
torch.set_num_threads(arguments.threads)
torch.manual_seed(0)
check()
images, labels = mnist()
split = torch.randperm(60000)
held, held_labels = images[split[:5000]], labels[split[:5000]]
images, labels = images[split[5000:]], labels[split[5000:]]
network = LeNet()
start = [p.detach().clone() for p in network.parameters]
best = [p.detach().clone() for p in network.parameters]


def copy(source, target):
    with torch.no_grad():
        for s, t in zip(source, target):
            t.copy_(s)


def validate():
    network.mask()
    with torch.no_grad():
        logits = network(held)
        accuracy = float((logits.argmax(1) == held_labels).float().mean())
        return float(F.cross_entropy(logits, held_labels)), accuracy


def train():
    copy(start, network.parameters)
    optimizer = torch.optim.Adam(network.parameters, lr=1.2e-3)
    least, at = float('inf'), len(images)
    for step in range(arguments.steps + 1):
        if step % 100 == 0 or step == arguments.steps:
            loss, accuracy = validate()
            if loss < least:
                least = loss
                copy(network.parameters, best)
        if step == arguments.steps:
            return accuracy
        if at + 60 > len(images):
            order, at = torch.randperm(len(images)), 0
        batch, at = order[at:at + 60], at + 60
        optimizer.zero_grad(set_to_none=True)
        network.mask()
        F.cross_entropy(network(images[batch]), labels[batch]).backward()
        optimizer.step()


def prune():
    for i, (layer, mask) in enumerate(zip(network.layers, network.masks)):
        live = int(mask.sum())
        size = torch.where(mask > 0, layer.weight.detach().abs(), torch.full_like(mask, float('inf')))
        mask.view(-1)[size.view(-1).argsort()[:round((0.1 if i == 2 else 0.2) * live)]] = 0


seconds = []
for level in range(arguments.levels + 1):
    began = time.perf_counter()
    accuracy = train()
    if accuracy < 0.5:
        raise SystemExit(f'level {level} learned nothing: validation accuracy {accuracy}')
    seconds.append(time.perf_counter() - began)
    prune()
print('torch:', ' '.join(f'{s:.2f}' for s in seconds), f'= {sum(seconds):.1f} s', flush=True)
