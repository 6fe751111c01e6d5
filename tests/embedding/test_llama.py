from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.schema import TextNode

from paperchat.embedding.llama import LlamaIndexEmbedder, PaperchatEmbedding
from paperchat.embedding.minilm import MiniLMEmbedder
from paperchat.embedding.port import Vectors
from paperchat.errors import EmbeddingError


class Counting(BaseEmbedding):
    """A provider that says how it is called: (length of the text, 1, 0), times ten."""

    answers: list[list[float]] | None = None
    fails: str = ""
    asked: int = 0

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embeddings([query])[0]

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_query_embedding(query)

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        self.asked += 1
        if self.fails:
            raise RuntimeError(self.fails)
        if self.answers is not None:
            return self.answers
        for text in texts:
            text.encode()  # a provider sends UTF-8
        return [[10.0 * len(text), 10.0, 0.0] for text in texts]


def _floats(values: list[float] | list[list[float]] | None) -> Vectors:
    return np.asarray(values, np.float32)


# --- ours as theirs -------------------------------------------------------------------------------


def test_our_vectors_come_out_of_llama_index(minilm: MiniLMEmbedder, sentences: list[str]) -> None:
    face = PaperchatEmbedding(minilm)
    expected = minilm.embed_texts(sentences)
    assert np.array_equal(_floats(face.get_text_embedding_batch(sentences)), expected)
    assert np.array_equal(_floats(face.get_text_embedding(sentences[3])), expected[3])
    assert np.array_equal(_floats(face.get_query_embedding(sentences[1])), expected[1])
    assert face.model_name == minilm.fingerprint


def test_the_asynchronous_methods(minilm: MiniLMEmbedder, sentences: list[str]) -> None:
    face = PaperchatEmbedding(minilm)
    expected = minilm.embed_texts(sentences)

    async def ask() -> tuple[list[float], list[float], list[list[float]]]:
        return (
            await face.aget_query_embedding(sentences[1]),
            await face.aget_text_embedding(sentences[2]),
            await face.aget_text_embedding_batch(sentences),
        )

    # In a thread of its own: a browser driver of other tests keeps a loop in this one.
    with ThreadPoolExecutor(1) as pool:
        query, text, batch = pool.submit(asyncio.run, ask()).result()
    assert np.array_equal(_floats(query), expected[1])
    assert np.array_equal(_floats(text), expected[2])
    assert np.array_equal(_floats(batch), expected)


def test_it_embeds_nodes_as_part_of_a_pipeline(minilm: MiniLMEmbedder) -> None:
    nodes = PaperchatEmbedding(minilm)([TextNode(text="Preference data is expensive.")])
    assert np.array_equal(
        _floats(nodes[0].embedding), minilm.embed_query("Preference data is expensive.")
    )


# --- theirs as ours -------------------------------------------------------------------------------


def test_rows_are_scaled_to_unit_length_in_order() -> None:
    vectors = LlamaIndexEmbedder(Counting()).embed_texts(["", "a", "abc"])
    expected = np.array([[0, 1, 0], [1, 1, 0], [3, 1, 0]]) / np.sqrt([[1], [2], [10]])
    assert vectors.dtype == np.float32
    assert np.allclose(vectors, expected)


def test_the_dimension_is_asked_for_once() -> None:
    model = Counting()
    embedder = LlamaIndexEmbedder(model)
    assert model.asked == 0
    assert [embedder.dimension, embedder.dimension] == [3, 3]
    assert model.asked == 1
    assert embedder.embed_texts([]).shape == (0, 3)
    assert model.asked == 1


def test_the_dimension_is_known_after_the_first_text() -> None:
    model = Counting()
    embedder = LlamaIndexEmbedder(model)
    embedder.embed_query("hello")
    assert embedder.dimension == 3
    assert model.asked == 1


def test_the_fingerprint_is_provider_and_model() -> None:
    assert LlamaIndexEmbedder(Counting(model_name="m1")).fingerprint == "base_component:m1"
    assert LlamaIndexEmbedder(Counting(), name="openai:m1").fingerprint == "openai:m1"


def test_lone_surrogates_reach_no_provider() -> None:
    embedder = LlamaIndexEmbedder(Counting())
    assert embedder.embed_texts(["half \ud83d"]).shape == (1, 3)
    assert embedder.embed_query("\udc00").shape == (3,)


def test_a_failure_is_one_sentence_without_the_key() -> None:
    secret = "my-own-gateway-key-123"
    fails = f"Error 401:\n  key {secret} or sk-proj-abc***xyz\nand Bearer tok.en-9 refused."
    embedder = LlamaIndexEmbedder(Counting(fails=fails), name="openai:m", secrets=(secret,))
    with pytest.raises(EmbeddingError) as caught:
        embedder.embed_query("hello")
    assert str(caught.value) == (
        "The embedder openai:m failed: Error 401: key [key] or [key] and Bearer [key] refused."
    )
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


def test_a_very_long_failure_is_cut() -> None:
    embedder = LlamaIndexEmbedder(Counting(fails="x" * 10_000), name="m")
    with pytest.raises(EmbeddingError, match=r"x…\.$") as caught:
        embedder.embed_query("hello")
    assert len(str(caught.value)) < 400


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        ([[1.0, 0.0]], "wrong number of values"),
        ([[1.0, 0.0], [1.0]], "wrong number of values"),
        ([[], []], "wrong number of values"),
        ([[1.0, 0.0], [0.0, 0.0]], "without a direction"),
        ([[1.0, 0.0], [float("nan"), 1.0]], "without a direction"),
    ],
)
def test_a_malformed_answer_is_refused(answers: list[list[float]], message: str) -> None:
    with pytest.raises(EmbeddingError, match=message):
        LlamaIndexEmbedder(Counting(answers=answers)).embed_texts(["a", "b"])


def test_a_changed_dimension_is_refused() -> None:
    model = Counting()
    embedder = LlamaIndexEmbedder(model)
    embedder.embed_query("hello")
    model.answers = [[1.0, 2.0]]
    with pytest.raises(EmbeddingError, match="2 values after vectors of 3"):
        embedder.embed_query("hello")
