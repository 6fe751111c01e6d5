from __future__ import annotations

from datetime import UTC, datetime

from paperchat.answering.matters import matters_of
from paperchat.text.sentences import split_sentences
from paperchat.types import Paper, Sentence


def _surfaces(text: str) -> set[str]:
    paper = Paper(
        id="frames", title="Frames", text=text, text_kind="abstract", authors=(), author_count=None,
        published=None, url=None, code_url=None, project_url=None, arxiv_id=None, doi=None,
        comment_count=None, source="tests", added_at=datetime(2024, 1, 1, tzinfo=UTC),
    )  # fmt: skip
    sentences = [
        Sentence(paper.id, number, span.start, span.end, text[span.start : span.end])
        for number, span in enumerate(split_sentences(text))
    ]
    (found,) = matters_of([paper], {paper.id: sentences})
    return {matter.surface for matter in found.found.values()}


def test_what_is_said_to_be_absent_is_no_matter_of_a_paper() -> None:
    told = _surfaces("The frame needs no braced corner. It bears storm waves without steel cables.")
    assert "storm waves" in told
    assert not {"braced corner", "steel cables"} & told


def test_what_is_also_said_to_be_there_is() -> None:
    told = _surfaces("Others use no steel cables. Our frame hangs on steel cables.")
    assert "steel cables" in told
