from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import pytest

from paperchat.embedding.graph_cache import CachedGraph
from paperchat.embedding.minilm import DIMENSION, GROUP, MiniLMEmbedder
from paperchat.embedding.port import Vectors

WORDS = "Rewards learned from comparisons of answers drift as soon as they are optimised against. "
LONG = WORDS * 60  # about 960 tokens, four windows


def _unit(vectors: Vectors) -> bool:
    return bool(np.allclose(np.linalg.norm(vectors, axis=-1), 1.0, atol=1e-5))


def test_vectors_agree_with_pytorch(
    minilm: MiniLMEmbedder, sentences: list[str], reference: Vectors
) -> None:
    vectors = minilm.embed_texts(sentences)
    cosines = (vectors * reference).sum(axis=1)
    assert cosines.min() >= 0.99


def test_known_similarities(minilm: MiniLMEmbedder, sentences: list[str]) -> None:
    # 0.2417, 0.5009 and -0.0065 with PyTorch (see the fixture ``reference``).
    vectors = minilm.embed_texts(sentences)
    found = [vectors[0] @ vectors[1], vectors[1] @ vectors[2], vectors[0] @ vectors[5]]
    assert found == pytest.approx([0.2417, 0.5009, -0.0065], abs=0.03)


def test_shape_type_and_length(minilm: MiniLMEmbedder, sentences: list[str]) -> None:
    vectors = minilm.embed_texts(sentences)
    assert vectors.shape == (len(sentences), DIMENSION) == (6, minilm.dimension)
    assert vectors.dtype == np.float32
    assert _unit(vectors)
    query = minilm.embed_query(sentences[1])
    assert query.shape == (DIMENSION,)
    assert query.dtype == np.float32


def test_no_texts_give_no_rows(minilm: MiniLMEmbedder) -> None:
    assert minilm.embed_texts([]).shape == (0, DIMENSION)


def test_order_is_kept_whatever_the_lengths(minilm: MiniLMEmbedder) -> None:
    texts = [f"Study {n}: " + WORDS * (n % 5) for n in range(GROUP + 7)]
    vectors = minilm.embed_texts(texts)
    for index in (0, 1, 4, GROUP - 1, GROUP, GROUP + 6):
        assert np.array_equal(vectors[index], minilm.embed_query(texts[index]))


def test_a_vector_does_not_depend_on_the_company(
    minilm: MiniLMEmbedder, sentences: list[str]
) -> None:
    together = minilm.embed_texts(sentences)
    backwards = minilm.embed_texts(sentences[::-1])[::-1]
    alone = np.stack([minilm.embed_query(text) for text in sentences])
    assert np.array_equal(together, backwards)
    assert np.array_equal(together, alone)


def test_threads_do_not_change_vectors(
    minilm: MiniLMEmbedder, built: CachedGraph, sentences: list[str]
) -> None:
    single = MiniLMEmbedder(built.folder, threads=1).embed_texts(sentences)
    assert np.array_equal(single, minilm.embed_texts(sentences))


def test_the_end_of_a_long_text_counts(minilm: MiniLMEmbedder) -> None:
    plain = minilm.embed_query(LONG)
    changed = minilm.embed_query(LONG + "Sourdough bread needs flour, water and patience. " * 20)
    bread = minilm.embed_query("Sourdough bread needs flour, water and patience.")
    assert _unit(plain)
    assert plain @ changed < 0.999
    assert changed @ bread > plain @ bread + 0.05


def test_a_long_text_is_the_weighted_mean_of_its_windows(minilm: MiniLMEmbedder) -> None:
    # 300 one-token words are split in two windows of 150 each.
    first, second = "paper " * 150, "bread " * 150
    mean = minilm.embed_query(first) + minilm.embed_query(second)
    assert minilm.embed_query(first + second) @ (mean / np.linalg.norm(mean)) > 0.9999


def test_a_question_is_embedded_and_read_alike(built: CachedGraph, sentences: list[str]) -> None:
    asking, reading = (MiniLMEmbedder(built.folder) for _ in range(2))
    for question in (sentences[0], "", "moss " * 300, sentences[1]):
        assert np.array_equal(asking.embed_query(question), reading.embed_texts([question])[0])
        for own, other in zip(
            asking.read([sentences[2], question]),
            reading.read([sentences[2], question]),
            strict=True,
        ):
            assert np.array_equal(own.vector, other.vector)
            assert np.array_equal(own.states, other.states)
            assert np.array_equal(own.spans, other.spans)


def test_window_boundary(minilm: MiniLMEmbedder) -> None:
    # 254 words and the two frame tokens fill one window; one more word makes it two.
    vectors = minilm.embed_texts(["paper " * count for count in (253, 254, 255)])
    assert _unit(vectors)
    assert vectors[0] @ vectors[1] > 0.99


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   \n\t",
        "\x00",
        "before\x00after",
        "\ud83d",
        "half \udc00 pair",
        "😀" * 300,
        "👩‍👩‍👧‍👦🏳️‍🌈",
        "ﷺ" * 50,
        "a\u0301" * 100,
        "[CLS] [SEP] [PAD] [MASK]",
        "\u202eright to left",
        "x" * 100_000,
    ],
    ids=lambda text: f"{len(text)} x {text[:1]!a}",
)
def test_odd_text_has_a_unit_vector(minilm: MiniLMEmbedder, text: str) -> None:
    vectors = minilm.embed_texts([text, "An ordinary sentence."])
    assert np.isfinite(vectors).all()
    assert _unit(vectors)
    assert np.array_equal(vectors[1], minilm.embed_query("An ordinary sentence."))


def test_a_million_characters(minilm: MiniLMEmbedder) -> None:
    # Long made-up words: each counts as one unknown token, so that this stays quick.
    text = ("q" * 120 + " ") * 8_300
    assert len(text) > 1_000_000
    assert _unit(minilm.embed_query(text))


def test_many_threads_at_once(built: CachedGraph, sentences: list[str]) -> None:
    fresh = MiniLMEmbedder(built.folder, threads=2)
    expected = MiniLMEmbedder(built.folder).embed_texts(sentences)
    wrong: list[int] = []
    barrier = threading.Barrier(8)

    def work(number: int) -> None:
        barrier.wait()
        if not np.array_equal(fresh.embed_texts(sentences), expected):
            wrong.append(number)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


@pytest.mark.usefixtures("no_threads_left")
def test_no_threads_stay_behind(built: CachedGraph, sentences: list[str]) -> None:
    MiniLMEmbedder(built.folder, threads=4).embed_texts(sentences)


def test_fingerprint_names_what_vectors_depend_on(minilm: MiniLMEmbedder, tmp_path: Path) -> None:
    assert minilm.fingerprint == "minilm-l6-v2:53aa51172d14:int8-2:window-256:mean"
    assert MiniLMEmbedder(tmp_path, threads=7).fingerprint == minilm.fingerprint


def test_creating_it_builds_and_loads_nothing(tmp_path: Path) -> None:
    MiniLMEmbedder(tmp_path / "cache")
    assert not (tmp_path / "cache").exists()
