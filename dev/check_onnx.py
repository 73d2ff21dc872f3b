"""The official checker on each ONNX file that is named, with the inference of shapes unless it has sparse initialisers,
to which that inference gives a type that no operator takes.
"""

import sys

import onnx

for name in sys.argv[1:]:
    model = onnx.load(name)
    sparse = len(model.graph.sparse_initializer)
    onnx.checker.check_model(name, full_check=sparse == 0)
    print(
        f"onnx {onnx.__version__}: {name.rsplit('/', 1)[-1]} passes the checker: opset"
        f" {model.opset_import[0].version}, {len(model.graph.initializer)} dense initialisers, {sparse} sparse"
    )
