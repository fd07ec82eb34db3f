"""A reader as it ships, in 8-bit integers -> weights to train on: the floats that its integers stand for.

What rounding took is lost; the restored network reads as the shipped one does, not as the one that was exported.
"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import ModelProto, NodeProto, numpy_helper
from safetensors.torch import save_file

Arrays = dict[str, NDArray[np.generic]]

MIDDLE = 128
"""What zero is rounded to in the deep reader's blocks."""


def restore_weights(reader: Path, target: Path) -> Path:
    """Writes the weights of an exported reader, of either kind, under the names of its `SpanNetwork`."""
    model = onnx.load(reader)
    arrays: Arrays = {tensor.name: numpy_helper.to_array(tensor) for tensor in model.graph.initializer}
    weights = {name: array for name, array in arrays.items() if name.startswith(("encoder.", "head."))}
    weights = {name: array for name, array in weights.items() if array.dtype == np.float32 and _is_whole(name)}
    weights |= dict(_tables(arrays))
    weights |= dict(_matrices(model, arrays))
    tensors = {name: torch.from_numpy(np.array(array, np.float32, order="C")) for name, array in weights.items()}
    save_file(tensors, target)
    return target


def _is_whole(name: str) -> bool:
    return name.endswith((".weight", ".bias"))


def _tables(arrays: Arrays) -> Iterator[tuple[str, NDArray[np.generic]]]:
    """Those that rows are gathered from: one scale a row, or one for the table."""
    for name, rounded in arrays.items():
        table, _, form = name.rpartition("." if name.endswith(".rounded") else "_")
        if form == "rounded":
            yield table, rounded.astype(np.float32) * arrays[f"{table}.scales"].astype(np.float32)
        elif form == "quantized" and "embeddings." in table:
            shifted = rounded.astype(np.float32) - arrays[f"{table}_zero_point"].astype(np.float32)
            yield table, shifted * arrays[f"{table}_scale"].astype(np.float32)


def _matrices(model: ModelProto, arrays: Arrays) -> Iterator[tuple[str, NDArray[np.generic]]]:
    """Those of the linear layers, which are known by the bias that is added to their products."""
    readers: dict[str, list[NodeProto]] = {}
    for node in model.graph.node:
        for name in node.input:
            readers.setdefault(name, []).append(node)
    for node in model.graph.node:
        if (matrix := _matrix(node, arrays)) is not None:
            bias = _bias_after(node, readers, arrays)
            yield bias.removesuffix("bias") + "weight", matrix


def _bias_after(node: NodeProto, readers: dict[str, list[NodeProto]], arrays: Arrays) -> str:
    while True:
        (node,) = readers[node.output[0]]
        for name in map(str, node.input):
            if name in arrays and name.endswith(".bias"):
                return name


def _matrix(node: NodeProto, arrays: Arrays) -> NDArray[np.generic] | None:
    """(outputs, inputs), of a product with a matrix that was learnt."""
    if len(node.input) < 2 or node.input[1] not in arrays:
        return None
    matrix = arrays[node.input[1]]
    if node.op_type == "MatMul":
        return matrix.T
    if node.op_type == "MatMulInteger":
        name = node.input[1].removesuffix("_quantized")
        shifted = matrix.astype(np.float32) - arrays[f"{name}_zero_point"].astype(np.float32)
        return (shifted * arrays[f"{name}_scale"].astype(np.float32)).T
    if node.op_type == "MatMulNBits":
        scales = arrays[node.input[2]].astype(np.float32).reshape(*matrix.shape[:2], 1)
        return ((matrix.astype(np.float32) - MIDDLE) * scales).reshape(len(matrix), -1)
    return None
