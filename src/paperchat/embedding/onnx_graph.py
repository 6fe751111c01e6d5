"""The MiniLM encoder as an ONNX graph, made from its weights, and its 8-bit form.

The architecture is BERT (Devlin et al., 2019, arXiv:1810.04805) as distilled by Wang et al. (2020,
arXiv:2002.10957), with the mean pooling of Sentence-BERT (Reimers and Gurevych, 2019,
arXiv:1908.10084). This module needs the ``onnx`` package, so import it only to build a graph.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import (  # type: ignore[import-untyped]  # ships no types
    QuantType,
    quantize_dynamic,
)

LAYERS = 6
HIDDEN = 384
HEADS = 12
HEAD_SIZE = HIDDEN // HEADS
LAYER_NORM_EPSILON = 1e-12
OPSET = 20
IR_VERSION = 9
MASKED = -1e9
"""Added to the attention score of padding, so that its share after softmax is exactly zero."""
KEPT_AT_32_BITS = ["layer0.narrow.product", "layer2.narrow.product"]
"""Products whose inputs have outliers: they make up 40% of the error of the 8-bit vectors."""

Weights = Mapping[str, npt.NDArray[np.float32]]


class _Graph:
    """Collects nodes and constants; every method returns the name of its output."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def constant(self, name: str, value: npt.NDArray[np.generic]) -> str:
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def node(
        self, operator: str, output: str, *inputs: str, **attributes: int | float | tuple[int, ...]
    ) -> str:
        node = helper.make_node(operator, list(inputs), [output], name=output)
        node.attribute.extend(
            helper.make_attribute(key, value) for key, value in attributes.items()
        )
        self.nodes.append(node)
        return output

    def dense(
        self,
        output: str,
        source: str,
        weight: npt.NDArray[np.float32],
        bias: npt.NDArray[np.float32],
    ) -> str:
        """``source @ weight.T + bias``, for a weight stored as (outputs, inputs)."""
        matrix = self.constant(f"{output}.weight", weight.T)
        product = self.node("MatMul", f"{output}.product", source, matrix)
        return self.node("Add", output, product, self.constant(f"{output}.bias", bias))

    def layer_norm(self, output: str, source: str, weights: Weights, prefix: str) -> str:
        return self.node(
            "LayerNormalization",
            output,
            source,
            self.constant(f"{output}.weight", weights[f"{prefix}.weight"]),
            self.constant(f"{output}.bias", weights[f"{prefix}.bias"]),
            axis=-1,
            epsilon=LAYER_NORM_EPSILON,
        )


def build_encoder(weights: Weights) -> onnx.ModelProto:
    """Build the 32-bit graph from the tensors of ``model.safetensors``.

    Inputs ``input_ids`` and ``attention_mask`` are int64 of shape (batch, length); the outputs are
    float32 unit rows: ``embedding`` (batch, 384) for texts, ``states`` (batch, length, 384) for
    their tokens.
    """
    graph = _Graph()
    graph.constant("heads_shape", np.array([0, 0, HEADS, HEAD_SIZE], np.int64))
    graph.constant("rows_shape", np.array([0, 0, HIDDEN], np.int64))
    hidden = _embeddings(graph, weights)
    bias = _attention_bias(graph)
    for layer in range(LAYERS):
        hidden = _encoder_layer(graph, weights, layer, hidden, bias)
    append_pooling(graph.nodes, graph.constants, hidden)
    return _model(graph, ["input_ids", "attention_mask"])


def _embeddings(graph: _Graph, weights: Weights) -> str:
    prefix = "embeddings"
    words = graph.constant("words", weights[f"{prefix}.word_embeddings.weight"])
    # Every text is one segment, so the row of segment 0 is added to the positions once and for all.
    positions = (
        weights[f"{prefix}.position_embeddings.weight"]
        + weights[f"{prefix}.token_type_embeddings.weight"][0]
    )
    table = graph.constant("positions", positions)
    graph.constant("zero", np.array([0], np.int64))
    graph.constant("one", np.array([1], np.int64))
    shape = graph.node("Shape", "shape", "input_ids")
    length = graph.node("Gather", "length", shape, "one")
    placed = graph.node("Slice", "positions.used", table, "zero", length, "zero")
    looked_up = graph.node("Gather", "words.used", words, "input_ids")
    total = graph.node("Add", "embedded", looked_up, placed)
    return graph.layer_norm("embedded.norm", total, weights, f"{prefix}.LayerNorm")


def _attention_bias(graph: _Graph) -> str:
    """0 where a token is, MASKED where padding is; shape (batch, 1, 1, length)."""
    one = graph.constant("one.float", np.array(1, np.float32))
    masked = graph.constant("masked", np.array(MASKED, np.float32))
    shape = graph.constant("bias_shape", np.array([0, 1, 1, -1], np.int64))
    mask = graph.node("Cast", "mask", "attention_mask", to=TensorProto.FLOAT)
    absent = graph.node("Sub", "mask.absent", one, mask)
    flat = graph.node("Mul", "mask.bias", absent, masked)
    return graph.node("Reshape", "attention_bias", flat, shape)


def _encoder_layer(graph: _Graph, weights: Weights, layer: int, hidden: str, bias: str) -> str:
    prefix = f"encoder.layer.{layer}"
    name = f"layer{layer}"
    context = _attention(graph, weights, layer, hidden, bias)
    projected = graph.dense(f"{name}.output", context, *_pair(weights, prefix, "attention.output"))
    summed = graph.node("Add", f"{name}.attended", projected, hidden)
    attended = graph.layer_norm(
        f"{name}.attended.norm", summed, weights, f"{prefix}.attention.output.LayerNorm"
    )
    wide = graph.dense(f"{name}.wide", attended, *_pair(weights, prefix, "intermediate"))
    active = graph.node("Gelu", f"{name}.gelu", wide)
    narrow = graph.dense(f"{name}.narrow", active, *_pair(weights, prefix, "output"))
    total = graph.node("Add", f"{name}.sum", narrow, attended)
    return graph.layer_norm(f"{name}.norm", total, weights, f"{prefix}.output.LayerNorm")


def _attention(graph: _Graph, weights: Weights, layer: int, hidden: str, bias: str) -> str:
    prefix = f"encoder.layer.{layer}.attention.self"
    name = f"layer{layer}"
    heads: dict[str, str] = {}
    for part, axes in (("query", (0, 2, 1, 3)), ("key", (0, 2, 3, 1)), ("value", (0, 2, 1, 3))):
        weight, offset = weights[f"{prefix}.{part}.weight"], weights[f"{prefix}.{part}.bias"]
        if part == "query":  # the scaling of the scores, done once here
            scale = np.float32(HEAD_SIZE**-0.5)
            weight, offset = weight * scale, offset * scale
        dense = graph.dense(f"{name}.{part}", hidden, weight, offset)
        split = graph.node("Reshape", f"{dense}.split", dense, "heads_shape")
        heads[part] = graph.node("Transpose", f"{dense}.heads", split, perm=axes)
    scores = graph.node("MatMul", f"{name}.scores", heads["query"], heads["key"])
    biased = graph.node("Add", f"{name}.scores.masked", scores, bias)
    shares = graph.node("Softmax", f"{name}.shares", biased, axis=-1)
    mixed = graph.node("MatMul", f"{name}.mixed", shares, heads["value"])
    joined = graph.node("Transpose", f"{name}.joined", mixed, perm=(0, 2, 1, 3))
    return graph.node("Reshape", f"{name}.context", joined, "rows_shape")


def _pair(
    weights: Weights, prefix: str, part: str
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    return weights[f"{prefix}.{part}.dense.weight"], weights[f"{prefix}.{part}.dense.bias"]


def append_pooling(
    nodes: list[onnx.NodeProto], constants: list[onnx.TensorProto], hidden: str
) -> None:
    """Add mean pooling over real tokens and scaling to unit length, of text and of tokens.

    The mean and the sum point the same way, so the sum is enough before scaling. All operators
    used here mean the same in every opset since 5, so that foreign graphs can be extended too.
    """
    constants += [
        numpy_helper.from_array(np.array([0, 1, -1], np.int64), "pool.mask_shape"),
        numpy_helper.from_array(np.array([-1, HIDDEN], np.int64), "pool.rows_shape"),
    ]
    nodes += [
        helper.make_node("Cast", ["attention_mask"], ["pool.mask"], to=TensorProto.FLOAT),
        helper.make_node("Reshape", ["pool.mask", "pool.mask_shape"], ["pool.row"]),
        helper.make_node("MatMul", ["pool.row", hidden], ["pool.sum"], name="pool.sum"),
        helper.make_node("LpNormalization", ["pool.sum"], ["pool.unit"], axis=-1, p=2),
        helper.make_node("Reshape", ["pool.unit", "pool.rows_shape"], ["embedding"]),
        helper.make_node("LpNormalization", [hidden], ["states"], axis=-1, p=2),
    ]


def load_foreign_encoder(content: bytes) -> onnx.ModelProto:
    """Give an encoder that ends in hidden states the inputs and the output of our own graph.

    Args:
        content: an ONNX file with inputs ``input_ids``, ``attention_mask`` and
            ``token_type_ids`` and a first output of shape (batch, length, 384), as Chroma
            distributes it.
    """
    model = onnx.load_model_from_string(content)
    graph = model.graph
    hidden = graph.output[0].name
    inputs = [item for item in graph.input if item.name in {"input_ids", "attention_mask"}]
    zero = helper.make_node("Sub", ["input_ids", "input_ids"], ["token_type_ids"])
    nodes = [zero, *graph.node]
    constants = list(graph.initializer)
    append_pooling(nodes, constants, hidden)
    pooled = helper.make_graph(nodes, "minilm", inputs, _outputs(), constants)
    graph.CopyFrom(pooled)
    return model


def quantise(model: onnx.ModelProto, target: Path) -> None:
    """Write ``model`` to ``target`` with 8-bit tables and constant matrix products.

    Weights are scaled per output channel: with one scale per matrix the vectors drift
    (cosine 0.86 to the 32-bit ones instead of 0.997).
    """
    # Says that shapes are known already; without it the quantiser logs advice on the root logger.
    helper.set_model_props(model, {"onnx.quant.pre_process": "onnxruntime.quant"})
    quantize_dynamic(
        model,
        target,
        op_types_to_quantize=["MatMul", "Gather"],
        nodes_to_exclude=KEPT_AT_32_BITS,
        per_channel=True,
        weight_type=QuantType.QInt8,
    )


def _model(graph: _Graph, inputs: list[str]) -> onnx.ModelProto:
    shape = ["batch", "length"]
    model = helper.make_model(
        helper.make_graph(
            graph.nodes,
            "minilm",
            [helper.make_tensor_value_info(name, TensorProto.INT64, shape) for name in inputs],
            _outputs(),
            graph.constants,
        ),
        opset_imports=[helper.make_opsetid("", OPSET)],
        ir_version=IR_VERSION,
        producer_name="paperchat",
    )
    onnx.checker.check_model(model)
    return model


def _outputs() -> list[onnx.ValueInfoProto]:
    shapes: dict[str, list[str | int]] = {
        "embedding": ["batch", HIDDEN],
        "states": ["batch", "length", HIDDEN],
    }
    return [
        helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)
        for name, shape in shapes.items()
    ]
