"""An answer as text for a terminal, in one piece or sentence by sentence."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from paperchat.answering.narrowing import asked_of_all, told
from paperchat.layout import ABOUT_DIGESTS, DOUBTS, kind_of, spent
from paperchat.types import Answer, AnswerSentence

_WIDTH = 96
_WRITTEN = ("supported", "weak", "unsupported")


def answer_as_text(answer: Answer) -> str:
    """Return an answer: how it was understood, paragraphs with labels, sources, what to know."""
    lines = understood_lines(answer.rewritten_question)
    for sentence in answer.sentences:
        lines += sentence_lines(sentence, first=not lines or not lines[-1])
    return "\n".join([*lines, *closing_lines(answer)])


def understood_lines(question: str | None) -> list[str]:
    """Return how the question was understood, with an empty line after it; nothing if as asked."""
    if not question:
        return []
    return [*textwrap.wrap(f"Understood as: {question}", _WIDTH), ""]


def sentence_lines(sentence: AnswerSentence, *, first: bool) -> list[str]:
    """Return a sentence with its labels, and what is wrong with it; ``first`` begins the text."""
    doubt = DOUBTS.get(sentence.verdict)
    indent = "  " if sentence.verdict != "none" else ""
    labels = "".join(f" [{label}]" for label in sentence.labels)
    lines = [] if first or sentence.verdict != "none" else [""]
    lines += _wrapped(f"{sentence.text}{labels}{f' ({doubt})' if doubt else ''}", indent)
    for problem in sentence.problems:
        lines += _wrapped(f"! {problem}", f"{indent}  ")
    if sentence.added:
        found = "".join(f"[{label}]" for label in sentence.added)
        lines += _wrapped(f"+ The model named no source here; {found} was found for it.", "    ")
    return lines


def closing_lines(answer: Answer) -> list[str]:
    """Return what stands below the sentences of an answer."""
    lines: list[str] = []
    if answer.citations:
        lines += ["", "Sources"]
        # What a model wrote is compared with what the papers say; a quote is that already.
        written = any(sentence.verdict in _WRITTEN for sentence in answer.sentences)
        for item in answer.citations:
            lines.append(
                f"  [{item.label}] {item.title} ({kind_of(item)}, {item.start}-{item.end})"
                + (f" {item.url}" if item.url else "")
            )
            lines += _wrapped(f"“{item.quote}”", "      ") if written and answer.usage else []
        if any(kind_of(item) == "digest" for item in answer.citations):
            lines += ["", ABOUT_DIGESTS]
    if answer.nearest:
        lines += ["", "Nearest papers"]
        for near in answer.nearest:
            lines += [f"  {near.title}"]
            lines += _wrapped(f"“{near.quote}”", "      ") if near.quote else []
    if said := told(answer):
        instead = asked_of_all(answer)
        lines += ["", *_wrapped(f"{said} To ask all papers: {instead}" if instead else said, "")]
    if answer.notes:
        lines += ["", *(line for note in answer.notes for line in _wrapped(note, ""))]
    took = spent(answer)
    return [*lines, "", took] if took else lines


def _wrapped(text: str, indent: str) -> Sequence[str]:
    return textwrap.wrap(text, _WIDTH, initial_indent=indent, subsequent_indent=indent)
