"""Predicts with an exported safetensors file: python3 predict.py ticket.safetensors samples.csv

Nothing but the standard library: the file is a length, a header in JSON and the numbers. With PyTorch
at hand, the lines that `tombola export --format safetensors` prints do the same.
"""
import array
import json
import struct
import sys

TYPES = {"F32": "f", "I32": "i"}


def load(path):
    """Returns the tensors by name, flat, and the metadata."""
    with open(path, "rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
        body = file.read()
    metadata = header.pop("__metadata__")
    tensors = {}
    for name, entry in header.items():
        if entry["dtype"] in TYPES:
            begin, end = entry["data_offsets"]
            tensors[name] = array.array(TYPES[entry["dtype"]], body[begin:end])
            if sys.byteorder == "big":
                tensors[name].byteswap()
    return tensors, metadata


def predict(tensors, metadata, sample):
    """Returns the logits of a sample in the units of the data."""
    shift, scale = tensors["input.shift"], tensors["input.scale"]
    x = [(value - shift[i % len(shift)]) * scale[i % len(scale)] for i, value in enumerate(sample)]
    names = sorted({key.split(".")[0] for key in tensors if key.endswith(".bias")}, key=lambda n: (len(n), n))
    for name in names:
        first, columns, values = (tensors[name + ".weight." + part] for part in ("crow_indices", "col_indices", "values"))
        y = list(tensors[name + ".bias"])
        for row in range(len(y)):
            for k in range(first[row], first[row + 1]):
                y[row] += values[k] * x[columns[k]]
        x = [max(0.0, value) for value in y] if name in metadata["relu"].split(",") else y
    return x


def main(model, samples):
    tensors, metadata = load(model)
    with open(samples, encoding="utf-8") as lines:
        for line in lines:
            logits = predict(tensors, metadata, [float(cell) for cell in line.split(",")])
            top = max(range(len(logits)), key=logits.__getitem__)
            print(top, " ".join(repr(logit) for logit in logits))


if __name__ == "__main__":
    main(*sys.argv[1:])
