"""An answer in the making: sentences with labels, and the citations behind the labels."""

from __future__ import annotations

from collections.abc import Sequence

from paperchat.text.inert import inert
from paperchat.types import AnswerSentence, Citation, Paper, Sentence


class Draft:
    """Collects an answer sentence by sentence; labels count from 1 in order of appearance."""

    def __init__(self) -> None:
        self._sentences: list[AnswerSentence] = []
        self._paragraphs: list[list[str]] = []
        self._citations: dict[tuple[str, str, int, int], Citation] = {}

    def say(self, text: str) -> AnswerSentence:
        """Begin a paragraph with words of ours that claim nothing about a paper."""
        return self._add(AnswerSentence(text, (), "none"), inert(text), new_paragraph=True)

    def quote(self, sentence: Sentence, paper: Paper) -> AnswerSentence:
        """Add a sentence of a paper as it stands, with its label."""
        label = self.cite(sentence, paper)
        spoken = AnswerSentence(sentence.text, (label,), "verbatim")
        return self._add(spoken, f"{inert(sentence.text)} [{label}]", new_paragraph=False)

    def claim(self, opening: str, parts: Sequence[tuple[str, Sequence[int]]]) -> AnswerSentence:
        """Add a sentence of ours that quotes bear out.

        ``opening`` begins it ("Both speak of"); each of the ``parts`` that it goes on with has the
        labels of the quotes it is found in.

        Raises:
            ValueError: a part has no label, or one that was not issued.
        """
        issued = {citation.label for citation in self._citations.values()}
        if not parts or not all(labels and issued.issuperset(labels) for _, labels in parts):
            raise ValueError(f"each part of a claim needs labels of quotes: {parts}")
        text = listed([words for words, _ in parts])
        cited = listed(
            [f"{inert(words)} {''.join(f'[{n}]' for n in found)}" for words, found in parts]
        )
        labels = tuple(dict.fromkeys(label for _, found in parts for label in found))
        spoken = AnswerSentence(f"{opening} {text}.", labels, "supported")
        return self._add(spoken, f"{opening} {cited}.", new_paragraph=False)

    def cites(self, sentence: Sentence) -> bool:
        """Tell whether a sentence has a label already."""
        return _key(sentence) in self._citations

    def cite(self, sentence: Sentence, paper: Paper) -> int:
        """Return the label of a sentence; the same sentence keeps its label."""
        key = _key(sentence)
        if key not in self._citations:
            self._citations[key] = Citation(
                label=len(self._citations) + 1,
                paper_id=paper.id,
                title=paper.title,
                quote=sentence.text,
                start=sentence.start,
                end=sentence.end,
                url=paper.url,
                text_kind=paper.text_kind,
                part=sentence.part,
                page=sentence.page,
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


def _key(sentence: Sentence) -> tuple[str, str, int, int]:
    return sentence.paper_id, sentence.part, sentence.start, sentence.end


def listed(items: Sequence[str], word: str = "and") -> str:
    """Return ``items`` as English lists them: "a, b and c"."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {word} {items[-1]}"
