"""An explanation of an answer, for a terminal; what its words mean stands in docs/explain.md."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from paperchat.answering.signal_meanings import SIGNAL_MEANINGS
from paperchat.cli.writing_text import writing_lines

if TYPE_CHECKING:
    from paperchat.answering.explanation import (
        Candidate,
        CatalogueReading,
        Explanation,
        GateReading,
        ModelReading,
        QuestionReading,
    )
    from paperchat.types import Answer

_WIDTH = 95
_LANGUAGES = {"english": "English", "other": "not English", "script": "not in Latin letters"}


def answer_with(
    answer: Answer,
    explanation: Explanation | None = None,
    suggestions: Sequence[str] | None = None,
) -> dict[str, object]:
    """Return the Answer object of the JSON contract, with a key more for each that is given."""
    found: dict[str, object] = asdict(answer)
    if explanation is not None:
        found["explanation"] = asdict(explanation)
    if suggestions is not None:
        found["suggestions"] = list(suggestions)
    return found


def suggestions_as_text(suggestions: Sequence[str] | None) -> str:
    """Return questions to go on with, one a line; empty where there are none."""
    if not suggestions:
        return ""
    return "\n".join(["You might ask", *(f"  {question}" for question in suggestions)])


def explanation_as_text(explanation: Explanation) -> str:
    """Return an explanation as text of at most 95 columns."""
    lines = ["Explanation", *_wrapped(explanation.outcome, "  ")]
    lines += ["", "How the question was understood", *_question(explanation.question)]
    if explanation.catalogue is not None:
        lines += ["", "Asked of the catalogue", *_catalogue(explanation.catalogue)]
    if explanation.candidates:
        lines += ["", f"Papers: {explanation.ranked} found, {len(explanation.candidates)} weighed"]
        lines += [f"{'dense':>7}{'cosine':>8}{'lexical':>9}{'BM25':>7}"
                  f"{'fused':>7}{'score':>7}{'sentence':>10}  paper"]  # fmt: skip
        lines += [line for paper in explanation.candidates for line in _candidate(paper)]
    if explanation.papers:
        lines += ["", "Papers"]
        for paper in explanation.papers:
            lines += [*_wrapped(paper.title, "  "), *_wrapped(paper.why, "      ")]
    if explanation.gate is not None:
        lines += ["", "Gate", *_gate(explanation.gate)]
    if explanation.writing is not None:
        lines += ["", "Language model", *writing_lines(explanation.writing)]
    return "\n".join(lines)


def _question(read: QuestionReading) -> Iterator[str]:
    yield from _field("kind", read.kind)
    yield from _field("language", _LANGUAGES[read.language])
    if read.rewritten_question:
        yield from _field("rewritten", read.rewritten_question)
    if read.order:
        yield from _field("order", f"about the last answer: {read.order}")
    for name in read.names:
        means = "means" if name.outright else "stands only in"
        by = f"“{name.words}” {means}" if name.words else "the conversation is about"
        yield from _field("paper", f"{by} “{name.title}”")
    for unknown in read.unknown_names:
        yield from _field("unknown", f"“{unknown}”")
    if read.ambiguous:
        titles = ", ".join(f"“{title}”" for title in read.ambiguous.titles)
        yield from _field("unclear", f"“{read.ambiguous.words}” fits {titles}")
    if read.conditions:
        yield from _field("conditions", ", ".join(read.conditions))
    if read.words:
        words = [
            item.word if item.importance is None else f"{item.word} {item.importance:.3f}"
            for item in read.words
        ]
        weighed = any(item.importance is not None for item in read.words)
        yield from _field("importance" if weighed else "words", ", ".join(words))


def _catalogue(read: CatalogueReading) -> Iterator[str]:
    yield from _field("wanted", read.wanted.replace("_", " "))
    if read.topics:
        said = {"about": "on", "mention": "mentioning", "word": "using the word"}.get(
            read.mode, "proposing"
        )
        topics = " or ".join(f"“{topic}”" for topic in read.topics)
        yield from _field("topics", f"{'not ' if read.negated else ''}{said} {topics}")
    if read.surveys:
        yield from _field("only", "surveys and reviews")
    if read.no_surveys:
        yield from _field("left out", "surveys and reviews")
    if read.limit is not None:
        yield from _field("limit", str(read.limit))
    if read.order is not None:
        yield from _field("order", read.order.replace("_", " "))
    if read.matched is not None:
        yield from _field("matched", f"{read.matched} paper{'' if read.matched == 1 else 's'}")


def _candidate(paper: Candidate) -> Iterator[str]:
    numbers = (
        f"{_rank(paper.dense_rank):>7}{_score(paper.cosine, 3):>8}"
        f"{_rank(paper.lexical_rank):>9}{_score(paper.bm25, 2):>7}"
        f"{_rank(paper.fused_rank):>7}{_score(paper.fused_score, 3):>7}"
        f"{_score(paper.best_score, 2):>10}  "
    )
    title = paper.title
    room = _WIDTH - len(numbers)
    yield numbers + (title if len(title) <= room else f"{title[: room - 1].rstrip()}…")
    yield from _wrapped(paper.why, "      ")


def _gate(read: GateReading) -> Iterator[str]:
    yield from _model(read)
    if read.told is not None:
        yield "  Whether the value that is asked for is told:"
        yield from _model(read.told)
    if not read.role_found:
        yield "  The papers make no statement of the kind that is asked for."
    if read.shut:
        yield from _wrapped(f"Kept shut: {read.shut}.", "  ")
    yield f"  The gate {'opened' if read.opened else 'did not open'}."


def _model(read: ModelReading) -> Iterator[str]:
    yield f"  {'signal':<12}{'value':>8}{'weight':>9}{'adds':>9}  what it is"
    for share in read.signals:
        yield (
            f"  {share.name:<12}{share.value:>8.3f}{share.weight:>9.2f}{share.contribution:>9.3f}"
            f"  {SIGNAL_MEANINGS.get(share.name, '')}"
        ).rstrip()
    yield f"  {'(always)':<12}{read.bias:>26.3f}"
    yield f"  {'sum':<12}{read.log_odds:>26.3f}"
    yield f"  {'confidence':<12}{read.confidence:>26.3f}  the bar is {read.bar:.2f}"


def _field(name: str, text: str) -> list[str]:
    return textwrap.wrap(
        text, _WIDTH, initial_indent=f"  {name:<12}", subsequent_indent=" " * 14
    ) or [f"  {name}"]


def _wrapped(text: str, indent: str) -> list[str]:
    return textwrap.wrap(text, _WIDTH, initial_indent=indent, subsequent_indent=indent)


def _rank(rank: int | None) -> str:
    return "-" if rank is None else str(rank)


def _score(score: float | None, digits: int) -> str:
    return "-" if score is None else f"{score:.{digits}f}"
