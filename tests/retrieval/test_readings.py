from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from paperchat.embedding.minilm import MiniLMEmbedder
from paperchat.embedding.port import Embedder, Reading
from paperchat.retrieval.readings import Readings

TEXTS = ["Bogs store water.", "Frozen moss keeps its colour for years.", "Bogs store water."]


class Counting:
    """A reader that notes what it is asked for."""

    def __init__(self, reader: MiniLMEmbedder) -> None:
        self.reader = reader
        self.asked: list[str] = []

    def read(self, texts: Sequence[str]) -> list[Reading]:
        self.asked += texts
        return self.reader.read(texts)


@pytest.fixture
def counting(embedder: Embedder) -> Counting:
    assert isinstance(embedder, MiniLMEmbedder)
    return Counting(embedder)


def test_a_text_is_read_once(counting: Counting) -> None:
    readings = Readings(counting)
    first = readings.of(TEXTS)
    assert counting.asked == TEXTS[:2]
    again = readings.of(list(reversed(TEXTS)))
    assert counting.asked == TEXTS[:2]
    np.testing.assert_array_equal(first[1].states, again[1].states)
    assert readings.of([]) == []


def test_fresh_readings_are_not_kept(counting: Counting) -> None:
    readings = Readings(counting)
    readings.fresh(TEXTS[:1])
    readings.of(TEXTS[:1])
    assert counting.asked == [TEXTS[0], TEXTS[0]]


def test_a_reading_has_the_vector_of_the_embedder_and_a_state_for_each_token(
    counting: Counting, embedder: Embedder
) -> None:
    reading = counting.read([TEXTS[1]])[0]
    np.testing.assert_allclose(reading.vector, embedder.embed_query(TEXTS[1]), atol=1e-5)
    pieces = [TEXTS[1][start:end] for start, end in reading.spans]
    assert "".join(pieces) == TEXTS[1].replace(" ", "")
    assert reading.states.shape == (len(pieces), embedder.dimension)
    lengths = np.linalg.norm(reading.states.astype(np.float32), axis=1)
    np.testing.assert_allclose(lengths, 1.0, atol=0.01)


def test_an_empty_text_and_a_long_one_can_be_read(counting: Counting) -> None:
    empty, long = counting.read(["", "moss " * 2000])
    assert empty.states.shape[0] == 0
    assert 0 < long.states.shape[0] <= 254
