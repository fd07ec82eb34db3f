"""A reader as it ships, in 8-bit integers -> weights to train on.

What rounding took is lost; the restored network reads as the shipped one does, not as the one that was exported. In its place
stands noise, even over a step of the integers: floats that stood on the steps themselves would be rounded back to them after
training, whose changes are smaller than a step, and most of what was learnt would be lost. With it they are kept in the mean
(Gray and Stockham 1993, "Dithered quantizers"). Weights that do not learn are rounded to the same integers again.
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
Floats = NDArray[np.float32]

MIDDLE = 128
"""What zero is rounded to in the deep reader's blocks."""

SPREAD = 0.98
"""Of a step: the width of the noise."""


def restore_weights(reader: Path, target: Path, *, seed: int | None = 0) -> Path:
    """Writes the weights of an exported reader, of either kind, under the names of its `SpanNetwork`; without a seed for the
    noise, as the integers have them."""
    noise = None if seed is None else np.random.default_rng(seed)
    model = onnx.load(reader)
    arrays: Arrays = {tensor.name: numpy_helper.to_array(tensor) for tensor in model.graph.initializer}
    weights = {name: array for name, array in arrays.items() if name.startswith(("encoder.", "head."))}
    weights = {name: array for name, array in weights.items() if array.dtype == np.float32 and _is_whole(name)}
    weights |= dict(_tables(arrays))
    weights |= {name: _spread(*matrix, noise) for name, matrix in _matrices(model, arrays)}
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


def _matrices(model: ModelProto, arrays: Arrays) -> Iterator[tuple[str, tuple[Floats, Floats | None]]]:
    """Those of the linear layers, which are known by the bias that is added to their products; with their steps."""
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


def _matrix(node: NodeProto, arrays: Arrays) -> tuple[Floats, Floats | None] | None:
    """Of a product with a matrix that was learnt: the matrix (outputs, inputs) and the size of a step at each of its weights,
    0 at those that a scale was taken from, None where it was not rounded."""
    if len(node.input) < 2 or node.input[1] not in arrays:
        return None
    matrix = arrays[node.input[1]]
    if node.op_type == "MatMul":
        return matrix.T.astype(np.float32), None
    if node.op_type == "MatMulInteger":
        name = node.input[1].removesuffix("_quantized")
        shifted = (matrix.astype(np.float32) - arrays[f"{name}_zero_point"].astype(np.float32)).T
        scales = arrays[f"{name}_scale"].astype(np.float32).reshape(-1, 1)
        return shifted * scales, _steps(shifted, scales)
    if node.op_type == "MatMulNBits":
        shifted = matrix.astype(np.float32) - MIDDLE
        scales = arrays[node.input[2]].astype(np.float32).reshape(*matrix.shape[:2], 1)
        shape = len(matrix), -1
        return (shifted * scales).reshape(shape), _steps(shifted, scales).reshape(shape)
    return None


def _steps(shifted: Floats, scales: Floats) -> Floats:
    """Rows that share a scale: the integers of the largest weights say what it is, so that these may not move."""
    sizes = np.abs(shifted)
    return np.where(sizes < sizes.max(-1, keepdims=True), np.abs(scales), np.float32(0))


def _spread(matrix: Floats, steps: Floats | None, noise: np.random.Generator | None) -> Floats:
    if steps is None or noise is None:
        return matrix
    spread: Floats = (noise.random(matrix.shape, np.float32) - np.float32(0.5)) * np.float32(SPREAD)
    return matrix + spread * steps
