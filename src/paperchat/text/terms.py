"""Terms: the words of a text in a form in which a question and a sentence can be compared."""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Protocol

from paperchat.text.folding import fold
from paperchat.text.stopwords import STOP_WORDS

_LONGEST_STEMMED = 64
"""Longer runs of letters are no English words; they are compared as they are."""

_WORD = r"[^\W_](?:[^\W_]|[\u0300-\u036f])*"
_NUMBER = r"(?>\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)"
# What joins a compound: hyphen, slash and the like always; a comma inside a number; a dot in
# "GPT-3.5", "Node.js" and "U.S", but not in "end.Then".
_JOINT = r"(?:[-‐‑/_+&'’]|(?<=\d),(?=\d{3}(?!\d))|\.(?=[\da-z])|(?<=[A-Z])\.(?=[A-Z]))"
_LATEX = r"text[a-z]{2}|math[a-z]+|emph|times|cdot|l?dots|sim|approx|[lg]eq?|pm|left|right"
_TOKEN = re.compile(
    r"(?P<url>https?://\S+|www\.\S+)"
    rf"|(?P<number>(?<!\w){_NUMBER}(?![^\W_]|[-‐‑/_]\w|[.,]\d)(?P<percent>\s?\\?%)?)"
    rf"|(?P<command>\\(?:{_LATEX})(?![A-Za-z]))"
    rf"|(?P<word>{_WORD}(?:{_JOINT}{_WORD})*\+*)"
)
_PART = re.compile(rf"{_WORD}(?:(?<=\d)[.,]\d+|['’]{_WORD})*")


class _Stemmer(Protocol):
    def stemWord(self, word: str) -> str: ...  # noqa: N802  # named by snowballstemmer


@dataclass(frozen=True, slots=True)
class Term:
    """One word, number or compound of a text: ``text[start:end] == surface``.

    ``stem`` is what to compare: folded and, for plain words, stemmed. A compound ("text-to-image")
    is followed by its parts, marked ``is_part``; their spans lie inside its own.
    """

    surface: str
    stem: str
    start: int
    end: int
    is_stop: bool
    is_part: bool = False


def terms(text: str) -> tuple[Term, ...]:
    r"""Return the terms of ``text`` in order of their start, each compound before its parts.

    Numbers lose the commas of thousands ("867,653" is 867653) and keep a per-cent sign
    ("78.2\%" is "78.2%", with the part "78.2"). Parts of one character are left out.
    """
    found: list[Term] = []
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        if match["number"]:
            found.extend(_number(match[0], start, percent=match["percent"]))
        elif match["url"]:
            address = match[0].rstrip(".,;:!?)]}>\"'”’")
            found.append(Term(address, fold(address), start, start + len(address), is_stop=False))
        elif match["word"]:
            found.extend(_word(match[0], start, end))
    return tuple(found)


def content_stems(text: str) -> frozenset[str]:
    """Return the stems of all terms and parts of ``text`` that are not stop words."""
    return frozenset(term.stem for term in terms(text) if not term.is_stop)


def _number(surface: str, start: int, *, percent: str | None) -> list[Term]:
    """Return a number, and without its per-cent sign once more as a part."""
    digits = surface[: len(surface) - len(percent or "")]
    plain = fold(digits).replace(",", "")
    plain = f"0{plain}" if plain.startswith(".") else plain
    if not percent:
        return [Term(surface, plain, start, start + len(surface), is_stop=False)]
    return [
        Term(surface, f"{plain}%", start, start + len(surface), is_stop=False),
        Term(digits, plain, start, start + len(digits), is_stop=False, is_part=True),
    ]


def _word(surface: str, start: int, end: int) -> list[Term]:
    """Return a word, and its parts if it is a compound of several."""
    if surface.isalpha():
        return [Term(surface, stem(surface), start, end, _is_stop(surface))]
    parts = [_part(match[0], start + match.start()) for match in _PART.finditer(surface)]
    if len(parts) == 1 and parts[0].surface == surface:
        return [Term(surface, parts[0].stem, start, end, parts[0].is_stop)]
    only_stops = all(part.is_stop for part in parts)
    whole = Term(surface, stem(surface), start, end, _is_stop(surface) or only_stops)
    return [whole, *(part for part in parts if len(part.stem) > 1)]


def _part(surface: str, start: int) -> Term:
    end = start + len(surface)
    return Term(surface, stem(surface), start, end, _is_stop(surface), is_part=True)


def _is_stop(surface: str) -> bool:
    return len(surface) <= _LONGEST_STEMMED and _known(surface)[1]


def stem(word: str) -> str:
    """Return the folded Snowball English stem of a word; a code like "gpt-4" is only folded."""
    return _known(word)[0] if len(word) <= _LONGEST_STEMMED else _comparable(word)


@lru_cache(maxsize=65_536)
def _known(word: str) -> tuple[str, bool]:
    """Return the stem of a word, and whether it is a stop word."""
    plain = _comparable(word)
    is_stop = plain in STOP_WORDS
    if not plain.replace("'", "").isalpha():
        return plain, is_stop
    stemmer, lock = _english()
    with lock:  # a Snowball stemmer keeps the word it works on in itself
        return stemmer.stemWord(plain), is_stop


def _comparable(surface: str) -> str:
    return fold(surface).replace("’", "'").replace("‐", "-").replace("‑", "-").replace(",", "")


@cache
def _english() -> tuple[_Stemmer, threading.Lock]:
    # Imported at first use: the package loads the stemmers of thirty languages.
    import snowballstemmer  # type: ignore[import-untyped]  # ships no types

    stemmer: _Stemmer = snowballstemmer.stemmer("english")
    return stemmer, threading.Lock()
