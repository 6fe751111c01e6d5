from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import onnxruntime  # type: ignore[import-untyped]  # ships no types
import pytest
from tokenizers import Tokenizer

from paperchat.embedding import onnx_graph
from paperchat.embedding.port import Vectors
from paperchat.embedding.weights import find_weights

# The first values of the first three vectors of the fixture ``reference``, for a look by eye.
FIRST_VALUES = [
    [0.05960, 0.00394, 0.01806, 0.04982, -0.00021, 0.00638, -0.02239, 0.03495],
    [-0.09020, 0.00902, -0.08377, 0.02161, -0.01656, 0.10879, 0.03098, -0.00785],
    [-0.03044, -0.04204, 0.03519, 0.03605, 0.08896, 0.10476, -0.03307, 0.06926],
]


@pytest.fixture(scope="module")
def folder() -> Path:
    return find_weights().path


@pytest.fixture(scope="module")
def batch(folder: Path, sentences: list[str]) -> dict[str, np.ndarray]:
    """All sentences in one batch, so that padding and the attention mask take part."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.enable_padding()
    encodings = tokenizer.encode_batch(sentences)
    return {
        "input_ids": np.array([item.ids for item in encodings], np.int64),
        "attention_mask": np.array([item.attention_mask for item in encodings], np.int64),
    }


def _run(model: onnx.ModelProto | Path, batch: dict[str, np.ndarray]) -> Vectors:
    content = model if isinstance(model, Path) else model.SerializeToString()
    session = onnxruntime.InferenceSession(content, providers=["CPUExecutionProvider"])
    vectors: Vectors = session.run(["embedding"], batch)[0]
    return vectors


def test_32_bit_graph_is_the_model(
    model: onnx.ModelProto, batch: dict[str, np.ndarray], reference: Vectors
) -> None:
    vectors = _run(model, batch)
    assert np.abs(vectors - reference).max() < 1e-4
    assert np.allclose(vectors[:3, :8], FIRST_VALUES, atol=1e-4)


def test_8_bit_graph_is_close_and_small(
    model: onnx.ModelProto,
    batch: dict[str, np.ndarray],
    reference: Vectors,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    copy = onnx.ModelProto()
    copy.CopyFrom(model)
    target = tmp_path / "graph.onnx"
    onnx_graph.quantise(copy, target)
    assert caplog.records == []
    assert capfd.readouterr() == ("", "")
    assert (_run(target, batch) * reference).sum(axis=1).min() >= 0.99
    assert target.stat().st_size < 30_000_000


def test_a_foreign_encoder_gets_our_inputs_and_output(
    foreign_model: bytes, batch: dict[str, np.ndarray], reference: Vectors
) -> None:
    vectors = _run(onnx_graph.load_foreign_encoder(foreign_model), batch)
    assert np.abs(vectors - reference).max() < 1e-4
