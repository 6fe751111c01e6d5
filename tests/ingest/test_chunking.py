"""Cutting texts: sentences and chunks are spans, chunks cover everything and keep their size."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.chunking import CHUNK_TOKENS, CHUNKER, cut
from paperchat.text.tokens import count_tokens
from paperchat.types import Span

SENTENCE = "Small boats of three ports were counted, e.g. at dawn, and 57.5% had a lamp. "


def _assert_sound(text: str) -> tuple[Span, ...]:
    """Check what holds for every text; returns the chunks."""
    spans = cut("A title", text)
    for found in (spans.sentences, spans.chunks):
        assert all(0 <= span.start < span.end <= len(text) for span in found)
        assert all(a.end <= b.start for a, b in pairwise(found))
        covered = bytearray(len(text))
        for span in found:
            covered[span.start : span.end] = b"\1" * (span.end - span.start)
        # Only white space may lie outside: a text is cut, and nothing of it is cut off.
        assert all(covered[i] or text[i].isspace() for i in range(len(text)))
    assert all(count_tokens(text[c.start : c.end]) <= CHUNK_TOKENS for c in spans.chunks)
    return spans.chunks


def test_a_short_text_is_one_chunk() -> None:
    assert cut("t", "One sentence. And a second one.") == cut(
        "another title", "One sentence. And a second one."
    )
    spans = cut("t", "One sentence. And a second one.")
    assert spans.chunks == (Span(0, 31),)
    assert spans.sentences == (Span(0, 13), Span(14, 31))


def test_an_empty_text_has_no_spans() -> None:
    for text in ("", "  \n "):
        spans = cut("t", text)
        assert (spans.sentences, spans.chunks) == ((), ())


def test_a_long_text_is_cut_between_sentences() -> None:
    text = (SENTENCE * 40).strip()
    chunks = _assert_sound(text)
    total = count_tokens(text)
    assert total // CHUNK_TOKENS <= len(chunks) <= 2 * total // CHUNK_TOKENS
    starts = {span.start for span in cut("t", text).sentences}
    ends = {span.end for span in cut("t", text).sentences}
    assert {chunk.start for chunk in chunks} <= starts
    assert {chunk.end for chunk in chunks} <= ends


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("one long sentence", "word " * 1_000),
        ("no spaces", "abcdefghij" * 400),
        ("one letter", "a" * 5_000),
        ("emoji", "😀🎉👩\u200d👩\u200d👧 " * 300),
        ("emoji without spaces", "😀🎉" * 600),
        ("combining marks", "e\u0301a\u0308 " * 600),
        ("Chinese", "我们数了三个港口的小船。" * 100),
        ("Arabic", "عددنا القوارب الصغيرة في ثلاثة موانئ. " * 60),
        ("control tokens", "<|endoftext|> is text. " * 200),
        ("formulas", r"$\sum_{i=1}^{n} x_i^2 \leq 57.70\%$ " * 150),
        ("long paragraphs", ("Hulls were painted.\n\n" * 150)),
        ("a lone surrogate", "Half \ud83d a sign. " * 200),
        (
            "a link of 4,000 letters",
            "See https://example.org/" + "x" * 4_000 + " for it. " + SENTENCE,
        ),
    ],
)
def test_any_long_text_is_covered(name: str, text: str) -> None:
    assert len(_assert_sound(text)) > 1, name


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.text(max_size=40),
            st.sampled_from([SENTENCE * 9, "x" * 900, "😀 " * 150, "e.g. ", "\n\n", "  "]),
        ),
        max_size=8,
    ).map("".join)
)
def test_any_text_is_covered(text: str) -> None:
    _assert_sound(text)


@pytest.mark.parametrize("unit", [SENTENCE, "nospacesatall"])
def test_a_megabyte_takes_seconds(unit: str) -> None:
    text = (unit * (1_000_000 // len(unit) + 1))[:1_000_000]
    started = time.process_time()
    spans = cut("t", text)
    assert time.process_time() - started < 60
    assert len(spans.chunks) >= 1_000_000 // (CHUNK_TOKENS * 6)
    assert spans.chunks[0].start == 0
    assert spans.chunks[-1].end >= len(text.rstrip()) - 1


def test_the_rules_have_a_name_that_holds_their_size() -> None:
    assert str(CHUNK_TOKENS) in CHUNKER


def test_only_long_texts_need_the_splitter(offline_environment: dict[str, str]) -> None:
    code = (
        "import sys; from ingest.chunking import cut; cut('t', 'A short one. ' * 8);"
        "print('llama_index.core' in sys.modules, 'tiktoken' in sys.modules);"
        "cut('t', 'A short one. ' * 30); print('llama_index.core' in sys.modules);"
        "cut('t', 'A short one. ' * 300); print('llama_index.core' in sys.modules)"
    )
    # Without the cache of this machine: the tables are those inside the packages.
    environment = {k: v for k, v in offline_environment.items() if k != "TIKTOKEN_CACHE_DIR"}
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=environment | {"TMPDIR": os.devnull, "DATA_GYM_CACHE_DIR": ""},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == ["False False", "False", "True"]
