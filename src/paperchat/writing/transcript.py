"""What a model writes, cut into sentences while it is still being written."""

from __future__ import annotations

import re
from dataclasses import dataclass

from paperchat.text.sentences import split_sentences

_LEADING_LABELS = re.compile(r"(?:\s*\[\d+(?:\s*[,;–-]\s*\d+)*\])+[.,;]?")
_MAYBE_LABEL = re.compile(r"\s*\[?[\d\s,;–\]\[-]*\Z")
_BULLET = re.compile(r"\s*(?:[-*•#>]+|\d{1,2}[.)])\s+")
_EMPHASIS = re.compile(r"\*\*|__|(?<![\w*])\*(?=\S)|(?<=\S)\*(?![\w*])")
_SECOND_WORD = re.compile(r"\S+\s")


@dataclass(frozen=True, slots=True)
class Written:
    """One sentence as the model wrote it, labels included; ``begins`` tells that of a line."""

    text: str
    begins: bool


class Transcript:
    """Collects pieces of text; each sentence is given out once, when it is surely finished.

    A sentence is finished when the next one has begun, since labels may follow its stop. A line
    break ends it too.
    """

    def __init__(self) -> None:
        self._rest = ""
        self._begins = True

    def feed(self, piece: str) -> list[Written]:
        """Add a piece of text, and return the sentences it finishes."""
        self._rest += piece
        return self._taken(final=False)

    def finish(self) -> list[Written]:
        """Return what is left when nothing more will come."""
        return self._taken(final=True)

    @property
    def open(self) -> str:
        """The sentence in the making, without marks of lists and emphasis."""
        return plain(self._rest)

    def _taken(self, *, final: bool) -> list[Written]:
        found: list[Written] = []
        while (end := _line_end(self._rest, final=final)) is not None:
            line, self._rest = self._rest[:end], self._rest[end:]
            found += self._sentences(line)
            self._begins = True
        if final:
            found += self._sentences(self._rest)
            self._rest = ""
            return found
        end = _settled(self._rest)
        if end:
            settled, self._rest = self._rest[:end], self._rest[end:]
            found += self._sentences(settled)
        return found

    def _sentences(self, text: str) -> list[Written]:
        found = []
        for start, end in _spans(text):
            sentence = plain(text[start:end])
            if sentence:
                found.append(Written(sentence, self._begins))
                self._begins = False
        return found


def plain(text: str) -> str:
    """Return a sentence on one line, without marks of lists, headings and emphasis."""
    return " ".join(_EMPHASIS.sub("", _BULLET.sub("", text, count=1)).split())


def _line_end(text: str, *, final: bool) -> int | None:
    """Return where the first line ends, if no label can still follow it."""
    at = text.find("\n")
    if at < 0:
        return None
    rest = text[at + 1 :]
    if not final and _MAYBE_LABEL.match(rest):
        return None
    labels = _LEADING_LABELS.match(rest)
    return at + 1 + labels.end() if labels else at + 1


def _settled(text: str) -> int:
    """Return up to where the sentences of an unfinished line are surely finished."""
    spans = _spans(text)
    if len(spans) < 2 or not _SECOND_WORD.match(text[spans[-1][0] :]):
        return 0
    return spans[-1][0]


def _spans(text: str) -> list[tuple[int, int]]:
    """Return the spans of the sentences of a line; labels after a stop belong to what it ends."""
    found: list[tuple[int, int]] = []
    for span in split_sentences(text):
        start = span.start
        labels = _LEADING_LABELS.match(text, start, span.end)
        if labels and found:
            found[-1] = (found[-1][0], labels.end())
            start = labels.end()
        if text[start : span.end].strip():
            found.append((start, span.end))
    return found
