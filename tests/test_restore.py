"""From the files that ship back to weights: the same spans are read as by the files themselves."""

from pathlib import Path

import numpy as np
import onnx
import pytest
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from safetensors.torch import load_file

from qa.reading.model_files import DEEP_FILE, SMALL_FILE
from qa.training.network import layer_of
from qa.training.restore import restore_weights


@pytest.mark.parametrize(
    ("file", "layers", "hidden"), [(SMALL_FILE, 12, 384), (DEEP_FILE, 12, 768)], ids=["small", "deep"]
)
def test_every_weight_of_a_reader_that_ships_comes_back(file: Path, layers: int, hidden: int, tmp_path: Path) -> None:
    weights = load_file(restore_weights(file, tmp_path / "weights.safetensors"))
    assert {layer for name in weights if (layer := layer_of(name)) is not None} == set(range(layers))
    matrices = [name for name in weights if layer_of(name) is not None and weights[name].ndim == 2]
    assert len(matrices) == 6 * layers
    assert weights["head.weight"].shape == (2, hidden)
    assert all(f"{name.removesuffix('weight')}bias" in weights for name in matrices)
    assert all(tensor.dtype == torch.float32 and tensor.isfinite().all() for tensor in weights.values())


def test_a_matrix_of_blocks_is_what_its_integers_stand_for(tmp_path: Path) -> None:
    generator = np.random.default_rng(2)
    rounded = generator.integers(0, 256, (3, 2, 64)).astype(np.uint8)
    scales = generator.random((3 * 2,)).astype(np.float32)
    node = helper.make_node("MatMulNBits", ["x", "matrix", "scales"], ["product"], domain="com.microsoft")
    model = saved([node], {"matrix": rounded, "scales": scales}, tmp_path)
    weights = load_file(restore_weights(model, tmp_path / "w", seed=None))
    expected = (rounded.astype(np.float32) - 128) * scales.reshape(3, 2, 1)
    assert np.array_equal(weights["encoder.layer.0.dense.weight"].numpy(), expected.reshape(3, 128))


def test_noise_in_the_place_of_what_was_lost_is_rounded_to_the_same_integers(tmp_path: Path) -> None:
    generator = np.random.default_rng(4)
    rounded = generator.integers(1, 256, (40, 1, 64)).astype(np.uint8)
    rounded[:, 0, 7] = 0  # the largest, which a scale is taken from
    scales = np.full((40,), 0.25, np.float32)
    node = helper.make_node("MatMulNBits", ["x", "matrix", "scales"], ["product"], domain="com.microsoft")
    model = saved([node], {"matrix": rounded, "scales": scales}, tmp_path)
    plain, spread = (
        load_file(restore_weights(model, tmp_path / "w", seed=seed))["encoder.layer.0.dense.weight"].numpy()
        for seed in (None, 3)
    )
    assert np.array_equal(np.round(spread / 0.25), np.round(plain / 0.25))
    assert np.array_equal(spread[:, 7], plain[:, 7])
    assert np.abs(spread - plain).max() == pytest.approx(0.125, abs=0.01)
    moved = plain + np.float32(0.25 * 0.1)  # a tenth of a step survives rounding in the mean
    kept = np.round((spread + 0.025) / 0.25) * 0.25 - plain
    assert np.array_equal(np.round(moved / 0.25), np.round(plain / 0.25))
    assert kept.mean() == pytest.approx(0.025, rel=0.2)


def test_a_matrix_of_columns_is_what_its_integers_stand_for(tmp_path: Path) -> None:
    rounded = np.array([[3, -4], [5, 6]], np.int8)
    arrays: dict[str, NDArray[np.generic]] = {
        "matrix_quantized": rounded,
        "matrix_scale": np.array([0.5, 2], np.float32),
        "matrix_zero_point": np.array([1, 0], np.int8),
    }
    node = helper.make_node("MatMulInteger", ["x", "matrix_quantized"], ["product"])
    weights = load_file(restore_weights(saved([node], arrays, tmp_path), tmp_path / "w", seed=None))
    assert weights["encoder.layer.0.dense.weight"].tolist() == [[1.0, 2.0], [-8.0, 12.0]]


def saved(nodes: list[onnx.NodeProto], arrays: dict[str, NDArray[np.generic]], folder: Path) -> Path:
    """A model whose product has a layer's bias added to it."""
    bias = "encoder.layer.0.dense.bias"
    nodes = [*nodes, helper.make_node("Add", [bias, "product"], ["sum"])]
    tensors = [
        numpy_helper.from_array(array, name) for name, array in {**arrays, bias: np.zeros(2, np.float32)}.items()
    ]
    values = [helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in ("x", "sum")]
    model = helper.make_model(helper.make_graph(nodes, "test", values[:1], values[1:], tensors))
    (folder / "model.onnx").write_bytes(model.SerializeToString())
    return folder / "model.onnx"
