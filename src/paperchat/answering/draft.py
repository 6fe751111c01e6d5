"""An answer in the making: sentences with labels, and the citations behind the labels."""

from __future__ import annotations

import re

from paperchat.types import AnswerSentence, Citation, Paper, Sentence

_LOOKS_LIKE_LABEL = re.compile(r"\[(\d+(?:\s*[,;-]\s*\d+)*)\]")


class Draft:
    """Collects an answer sentence by sentence; labels count from 1 in order of appearance."""

    def __init__(self) -> None:
        self._sentences: list[AnswerSentence] = []
        self._paragraphs: list[list[str]] = []
        self._citations: dict[tuple[str, int, int], Citation] = {}

    def say(self, text: str) -> AnswerSentence:
        """Begin a paragraph with words of ours that claim nothing about a paper."""
        return self._add(AnswerSentence(text, (), "none"), text, new_paragraph=True)

    def quote(self, sentence: Sentence, paper: Paper) -> AnswerSentence:
        """Add a sentence of a paper as it stands, with its label."""
        label = self.cite(sentence, paper)
        # A bracketed number of the paper's own must not pass for a label of ours.
        shown = _LOOKS_LIKE_LABEL.sub(r"\\[\1\\]", sentence.text)
        spoken = AnswerSentence(sentence.text, (label,), "verbatim")
        return self._add(spoken, f"{shown} [{label}]", new_paragraph=False)

    def cite(self, sentence: Sentence, paper: Paper) -> int:
        """Return the label of a sentence; the same sentence keeps its label."""
        key = (paper.id, sentence.start, sentence.end)
        if key not in self._citations:
            self._citations[key] = Citation(
                label=len(self._citations) + 1,
                paper_id=paper.id,
                title=paper.title,
                quote=paper.text[sentence.start : sentence.end],
                start=sentence.start,
                end=sentence.end,
                url=paper.url,
                text_kind=paper.text_kind,
            )
        return self._citations[key].label

    @property
    def text(self) -> str:
        """The answer as Markdown, a blank line between paragraphs."""
        return "\n\n".join(" ".join(paragraph) for paragraph in self._paragraphs)

    @property
    def sentences(self) -> tuple[AnswerSentence, ...]:
        """All sentences so far."""
        return tuple(self._sentences)

    @property
    def citations(self) -> tuple[Citation, ...]:
        """All citations so far, in label order."""
        return tuple(self._citations.values())

    def _add(self, sentence: AnswerSentence, shown: str, *, new_paragraph: bool) -> AnswerSentence:
        self._sentences.append(sentence)
        if new_paragraph or not self._paragraphs:
            self._paragraphs.append([])
        self._paragraphs[-1].append(shown)
        return sentence
