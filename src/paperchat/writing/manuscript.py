"""From checked sentences to the answer that everybody gets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from paperchat.layout import DOUBTS
from paperchat.text.inert import inert
from paperchat.types import Answer, AnswerSentence
from paperchat.writing.passages import Passage


def finished_answer(
    answer: Answer,
    sentences: Sequence[AnswerSentence],
    passages: Sequence[Passage],
    *,
    model: str,
    notes: tuple[str, ...],
) -> Answer:
    """Return ``answer`` with other sentences, and with those citations that these refer to."""
    used = {label for sentence in sentences for label in sentence.labels}
    citations = [passage.citation for passage in passages if passage.label in used]
    return replace(
        answer,
        text=text_of(sentences),
        sentences=tuple(sentences),
        citations=tuple(sorted(citations, key=lambda item: item.label)),
        model=model,
        notes=notes,
    )


def text_of(sentences: Sequence[AnswerSentence]) -> str:
    """Return the answer as Markdown; what is not supported says so, also where it is copied to."""
    paragraphs: list[list[str]] = []
    for sentence in sentences:
        if sentence.verdict == "none" or not paragraphs:
            paragraphs.append([])
        paragraphs[-1].append(_shown(sentence))
    return "\n\n".join(" ".join(paragraph) for paragraph in paragraphs)


def _shown(sentence: AnswerSentence) -> str:
    labels = "".join(f"[{label}]" for label in sentence.labels)
    doubt = DOUBTS.get(sentence.verdict)
    parts = [inert(sentence.text), labels, f"({doubt})" if doubt else ""]
    return " ".join(part for part in parts if part)
