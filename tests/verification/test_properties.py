from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import cache
from hashlib import blake2b

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from paperchat.embedding.port import Reading
from paperchat.retrieval.readings import Readings
from paperchat.starter import starter_path
from paperchat.text.sentences import split_sentences
from paperchat.verification.checker import SentenceChecker
from paperchat.verification.claims import claims_nothing
from paperchat.verification.labels import read_labels
from paperchat.verification.verdict import Source

_FIGURE = re.compile(r"(?<![\w.,-])\d{2,4}(?![\w.,-])")


class HashReader:
    """A quick stand-in for the encoder: each word has a vector of its own, wherever it stands."""

    def read(self, texts: Sequence[str]) -> list[Reading]:
        return [self._read(text) for text in texts]

    def _read(self, text: str) -> Reading:
        found = list(re.finditer(r"\w+", text))[:254]
        states = np.array([_vector(match[0].lower()) for match in found], np.float32)
        states = states.reshape(-1, 16)
        total = states.sum(axis=0) + 1e-6
        spans = np.array([match.span() for match in found], np.int32).reshape(-1, 2)
        return Reading(total / np.linalg.norm(total), states.astype(np.float16), spans)


@cache
def _vector(word: str) -> tuple[float, ...]:
    seed = int.from_bytes(blake2b(word.encode("utf-8", "replace"), digest_size=4).digest(), "big")
    row = np.random.default_rng(seed).normal(size=16)
    return tuple(row / np.linalg.norm(row))


QUICKLY = settings(max_examples=60, deadline=None)

CHECKER = SentenceChecker(Readings(HashReader()))

PAPERS = [json.loads(line) for line in starter_path().read_text(encoding="utf-8").splitlines()]
papers = st.sampled_from(PAPERS)
odd_signs = st.sampled_from(
    ["\u202e", "\u200b", "<b>", "**", "[1]", "[99]", "\\[2\\]", "½", "٣", "10^", "%", "\ud800", "-"]
)
hostile = st.lists(st.one_of(st.text(max_size=20), odd_signs), max_size=40).map("".join)


@st.composite
def quotes(draw: st.DrawFn) -> tuple[str, tuple[Source, ...], int]:
    """A sentence of a starter paper, all its sentences as passages, and its label."""
    paper = draw(papers)
    text = paper["text"]
    spans = split_sentences(text)
    sources = tuple(
        Source(label, text[span.start : span.end], paper["title"])
        for label, span in enumerate(spans, 1)
    )
    source = draw(st.sampled_from(sources))
    return source.text, sources, source.label


@QUICKLY
@given(quotes())
def test_a_quote_with_its_own_label_is_supported(
    quote: tuple[str, tuple[Source, ...], int],
) -> None:
    text, sources, label = quote
    checked = CHECKER.check(text, (label,), sources)
    assert (checked.verdict, checked.labels, checked.support) == ("supported", (label,), 1.0)


@QUICKLY
@given(quotes())
def test_a_quote_behind_a_report_has_no_wrong_number_name_or_direction(
    quote: tuple[str, tuple[Source, ...], int],
) -> None:
    text, sources, label = quote
    checked = CHECKER.check(f"It is said that {text}", (label,), sources)
    assert not {problem.kind for problem in checked.problems} & {"number", "name", "direction"}


@QUICKLY
@given(quotes(), st.integers(10_000, 99_999))
def test_another_number_in_a_quote_is_flagged(
    quote: tuple[str, tuple[Source, ...], int], number: int
) -> None:
    text, sources, label = quote
    figure = _FIGURE.search(text)
    place = figure.span() if figure else (len(text), len(text))
    text = f"{text[: place[0]]} {number} {text[place[1] :]}"
    checked = CHECKER.check(text, (label,), sources)
    assert checked.verdict == "unsupported"
    assert "number" in {problem.kind for problem in checked.problems}


@QUICKLY
@given(quotes(), st.integers(1_000, 9_000))
def test_a_label_never_issued_is_flagged(
    quote: tuple[str, tuple[Source, ...], int], unknown: int
) -> None:
    text, sources, label = quote
    checked = CHECKER.check(text, (label, unknown), sources)
    assert checked.verdict == "weak"
    assert [problem.kind for problem in checked.problems] == ["label"]


@QUICKLY
@given(hostile, hostile, st.lists(st.integers(-1, 4), max_size=4))
def test_any_text_can_be_checked(sentence: str, passage: str, labels: list[int]) -> None:
    sources = (Source(1, passage, sentence), Source(2, "Moss stores 57% of it.", passage))
    checked = CHECKER.check(sentence, labels, sources)
    assert 0.0 <= checked.support <= 1.0
    assert set(checked.added) <= set(checked.labels) <= {1, 2}
    assert claims_nothing(sentence) in (True, False)


@QUICKLY
@given(hostile)
def test_labels_are_found_in_any_text(text: str) -> None:
    found = read_labels(text, {1, 2})
    assert set(found.labels) <= {1, 2}
    assert not set(found.unknown) & {1, 2}


@QUICKLY
@given(
    st.sampled_from(
        ["1,", "[1,", "a-", "(", "1 ", "two ", "A", "1.1.", "not ", "<a", "increase ", "\\", "A1-"]
    ),
    st.integers(1, 5_000),
)
def test_long_texts_take_no_long_time(piece: str, times: int) -> None:
    text = piece * times
    read_labels(text, {1})
    claims_nothing(text)
    CHECKER.check(text, (1,), (Source(1, text[:-1], "Moss"),))
