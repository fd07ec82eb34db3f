"""torch -> ONNX: the encoder's graph without weights, and the reader, in 32-bit floats and in 8-bit integers."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, numpy_helper
from safetensors.numpy import load_file
from torch import Tensor, nn
from transformers import AutoModel

from qa.training.network import SpanNetwork

_BATCH = torch.export.Dim("batch")
_TOKENS = torch.export.Dim("tokens")
_SHAPE = {0: _BATCH, 1: _TOKENS}


class _SentenceEncoder(nn.Module):
    """Ids and mask (batch, tokens) -> vectors (batch, dimension) of length 1: the mean of the last states."""

    def __init__(self, encoder: nn.Module) -> None:
        super().__init__()
        self.encoder = encoder

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        states = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        weights = mask.unsqueeze(-1).to(states.dtype)
        return nn.functional.normalize((states * weights).sum(1) / weights.sum(1), dim=-1)


def export_encoder(base: Path, target: Path) -> None:
    """Writes `encoder.onnx`, whose weights are stretches of the safetensors file of the base."""
    encoder = AutoModel.from_pretrained(base, add_pooling_layer=False, attn_implementation="eager", dtype=torch.float32)
    model = _to_onnx(_SentenceEncoder(encoder.eval()), _inputs(2), ["ids", "mask"], ["vectors"])
    weights = base / "model.safetensors"
    tensors, offsets = load_file(weights), tensor_offsets(weights)
    transposed: set[str] = set()
    for initializer in model.graph.initializer:
        if source := _source(numpy_helper.to_array(initializer), tensors):
            if source.is_transposed:
                transposed.add(initializer.name)
                initializer.dims[:] = reversed(initializer.dims)
            _place(initializer, weights.name, offsets[source.tensor], len(initializer.raw_data))
    _multiply_transposed(model, transposed)
    target.mkdir(parents=True, exist_ok=True)
    (target / "encoder.onnx").write_bytes(model.SerializeToString())


def tensor_offsets(safetensors: Path) -> dict[str, int]:
    """Tensor -> the byte of the file at which its values begin. The file starts with the length of a JSON header in eight
    bytes, and the header (github.com/huggingface/safetensors, "Format")."""
    with safetensors.open("rb") as file:
        length = int.from_bytes(file.read(8), "little")
        header = json.loads(file.read(length))
    return {name: 8 + length + entry["data_offsets"][0] for name, entry in header.items() if name != "__metadata__"}


def _multiply_transposed(model: onnx.ModelProto, weights: set[str]) -> None:
    """Products with these weights take them as they lie in their file, transposed."""
    for node in model.graph.node:
        if weights.isdisjoint(node.input):
            continue
        if node.op_type != "MatMul" or node.input[1] not in weights:
            raise ValueError(f"{node.name}: {node.op_type} of transposed weights")
        node.op_type, node.domain = "FusedMatMul", "com.microsoft"
        node.attribute.append(onnx.helper.make_attribute("transB", 1))
    model.opset_import.append(onnx.helper.make_opsetid("com.microsoft", 1))


def export_reader(network: SpanNetwork, target: Path) -> None:
    """Writes the reader in 32-bit floats."""
    model = _to_onnx(network.eval(), _inputs(3), ["ids", "mask", "types"], ["start_scores", "end_scores"])
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(model.SerializeToString())


ALIGNMENT = 4096
"""Bytes: weights begin where a page of memory does, so that they can be mapped."""

LEAST_EXTERNAL = 1024
"""Bytes; smaller tensors stay in the graph."""

FLOAT_LAYERS = 3
"""So many first layers keep the second matrix of their feed-forward network in 32-bit floats: of all matrices, these change
the margins most when their inputs are rounded to 8 bits."""


def quantise_reader(source: Path, target: Path) -> None:
    """Weights per channel to 8-bit integers, activations at run time; the embedding tables too."""
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from onnxruntime.quantization.shape_inference import quant_pre_process

    prepared = target.with_suffix(".prepared.onnx")
    quant_pre_process(source, prepared, skip_symbolic_shape=True)
    quantize_dynamic(
        prepared, target, per_channel=True, weight_type=QuantType.QInt8, op_types_to_quantize=["MatMul", "Gather"],
        nodes_to_exclude=_narrowing(onnx.load(prepared))[:FLOAT_LAYERS],
    )  # fmt: skip
    prepared.unlink()


BLOCK = 64
"""Weights that share a scale in the deep reader; inputs are rounded in blocks of as many."""


def quantise_deep_reader(source: Path, target: Path) -> None:
    """Weights and inputs to 8-bit integers block by block, the table of words row by row.

    A few inputs of MPNet's layers are far larger than the others: rounded with one scale for all, as in the small
    reader, it loses 7 F1."""
    from onnxruntime.quantization.matmul_nbits_quantizer import DefaultWeightOnlyQuantConfig, MatMulNBitsQuantizer

    model = onnx.load(source)
    _quantise_table(model)
    config = DefaultWeightOnlyQuantConfig(block_size=BLOCK, is_symmetric=True, accuracy_level=4, bits=8)
    quantizer = MatMulNBitsQuantizer(model, algo_config=config)
    quantizer.process()
    target.write_bytes(quantizer.model.model.SerializeToString())


def _quantise_table(model: onnx.ModelProto) -> None:
    """The largest table that rows are gathered from: 8-bit integers, with a scale for each row."""
    tables = {tensor.name: tensor for tensor in model.graph.initializer}
    gathers = [node for node in model.graph.node if node.op_type == "Gather" and node.input[0] in tables]
    gather = max(gathers, key=lambda node: len(tables[node.input[0]].raw_data))
    table = numpy_helper.to_array(tables[gather.input[0]])
    scales = np.abs(table).max(1, keepdims=True) / 127
    rounded = np.round(table / np.maximum(scales, np.finfo(np.float32).tiny)).astype(np.int8)
    model.graph.initializer.remove(tables[gather.input[0]])
    name, ids, rows = gather.input[0], gather.input[1], gather.output[0]
    model.graph.initializer.append(numpy_helper.from_array(rounded, f"{name}.rounded"))
    model.graph.initializer.append(numpy_helper.from_array(scales.astype(np.float32), f"{name}.scales"))
    nodes = [
        onnx.helper.make_node("Gather", [f"{name}.rounded", ids], [f"{rows}.rounded"]),
        onnx.helper.make_node("Gather", [f"{name}.scales", ids], [f"{rows}.scales"]),
        onnx.helper.make_node("Cast", [f"{rows}.rounded"], [f"{rows}.float"], to=TensorProto.FLOAT),
        onnx.helper.make_node("Mul", [f"{rows}.float", f"{rows}.scales"], [rows]),
    ]
    position = list(model.graph.node).index(gather)
    model.graph.node.remove(gather)
    for node in reversed(nodes):
        model.graph.node.insert(position, node)


def split_weights(source: Path, target: Path, parts: Sequence[Path]) -> None:
    """Writes the graph to `target` and its weights to `parts`, one after the other, each of about the same size."""
    model = onnx.load(source)
    large = [tensor for tensor in model.graph.initializer if len(tensor.raw_data) >= LEAST_EXTERNAL]
    share = -(-sum(len(tensor.raw_data) for tensor in large) // len(parts))
    written: list[list[bytes]] = [[] for _ in parts]
    position = 0
    for tensor in large:
        part = min(position // share, len(parts) - 1)
        data = tensor.raw_data
        position += len(data)
        offset = sum(map(len, written[part]))
        written[part].append(data + b"\0" * (-len(data) % ALIGNMENT))
        _place(tensor, parts[part].name, offset, len(data))
    for file, pieces in zip(parts, written, strict=True):
        file.write_bytes(b"".join(pieces))
    target.write_bytes(model.SerializeToString())


def _place(tensor: TensorProto, file: str, offset: int, length: int) -> None:
    tensor.ClearField("raw_data")
    tensor.data_location = TensorProto.EXTERNAL
    del tensor.external_data[:]
    for key, value in (("location", file), ("offset", offset), ("length", length)):
        tensor.external_data.add(key=key, value=str(value))


def _narrowing(model: onnx.ModelProto) -> list[str]:
    """The matrix products that bring a feed-forward network back to the hidden size, in the order of the layers."""
    shapes = {initializer.name: tuple(initializer.dims) for initializer in model.graph.initializer}
    products = [(node.name, shapes.get(node.input[1])) for node in model.graph.node if node.op_type == "MatMul"]
    return [name for name, shape in products if shape and shape[0] == 4 * shape[1]]


def _inputs(count: int) -> tuple[Tensor, ...]:
    """Distinct tensors: the exporter merges inputs that are given the same one."""
    ids = torch.randint(1000, 2000, (2, 9))
    return (ids, torch.ones_like(ids), torch.zeros_like(ids))[:count]


def _to_onnx(module: nn.Module, inputs: tuple[Tensor, ...], names: list[str], outputs: list[str]) -> onnx.ModelProto:
    program = torch.onnx.export(
        module, inputs, dynamo=True, optimize=True, input_names=names, output_names=outputs,
        dynamic_shapes=dict.fromkeys(names, _SHAPE), verbose=False,
    )  # fmt: skip
    if program is None:
        raise RuntimeError("torch.onnx.export returned no program")
    model: onnx.ModelProto = program.model_proto
    for node in model.graph.node:
        del node.metadata_props[:]
        node.doc_string = ""
    del model.metadata_props[:]
    del model.graph.metadata_props[:]
    del model.graph.value_info[:]
    for value in (*model.graph.input, *model.graph.output, *model.graph.initializer):
        del value.metadata_props[:]
    return model


@dataclass(frozen=True, slots=True)
class _Source:
    """A tensor of the safetensors file that an initialiser is equal to, as it stands or transposed."""

    tensor: str
    is_transposed: bool


def _source(array: np.ndarray, tensors: dict[str, np.ndarray]) -> _Source | None:
    """None for what is small, or is not in the file."""
    if array.size < 100:
        return None
    for name, tensor in tensors.items():
        if tensor.dtype == array.dtype:
            if tensor.shape == array.shape and np.array_equal(tensor, array):
                return _Source(name, is_transposed=False)
            if tensor.T.shape == array.shape and np.array_equal(tensor.T, array):
                return _Source(name, is_transposed=True)
    return None
