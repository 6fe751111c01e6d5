"""Sentence boundaries: exact spans of the sentences of an abstract, by rules.

The rules look at each possible end (a stop, a line break, a bullet), at the word before it and at
the word after it, and never further than a fixed distance, so the time is linear in the text.
They were written against computer-science and biomedical abstracts.
"""

from __future__ import annotations

import re
from typing import Final

from paperchat.text.abbreviations import (
    ENUMERATOR,
    NAMES_WITH_EXCLAMATION,
    OPENERS,
    REACH,
    STARTERS,
    Stop,
    is_abbreviation,
    is_starter,
)
from paperchat.types import Span

_LONGEST_ASIDE: Final = 400
"""A bracket that stays open longer than this is a typing error, not an aside."""

_CLOSERS = "\"'”’»›)\\]}」』）】"
_CANDIDATE = re.compile(
    rf"(?P<wide>[。！？｡]+[{_CLOSERS}]*)"
    # A citation may follow its stop directly, a closing quote at the distance of a space.
    rf"|(?P<stop>[.!?…]+)(?P<closers>[{_CLOSERS}]*(?:\[\d[\d,– -]{{0,30}}\])?"
    r"(?:\s(?:[\"”»]|''|’’)(?=\s|$))?)"
    r"|(?P<line>[\n\u2029]\s*)"
    r"|(?P<bullet>(?<=\s)[•‣▪◦●■](?=\s))"
    r"|(?P<bracket>[()])"
)
_NEXT = re.compile(
    rf"[\s\u200b-\u200f\u2060\ufeff]*(?P<opener>[{re.escape(OPENERS)}]*)(?P<word>\S{{0,{REACH}}})"
)
_BRACKETED_ENUMERATOR = re.compile(r"(?:\d{1,2}|[a-zA-Z]|[ivx]{1,5})\)")
_LEADS = "©#%-–—*•‣▪◦●■"
_BULLET_LINE = re.compile(r"[-–—*•‣▪◦●■·]\s")
_HEADING_LINE = re.compile(r"[A-Z][A-Z /&,-]{3,40}(?::|\n|$)")
# Names that start in lower case: "iPhone", "vLLM", "p53", "x-vectors", "t-SNE", "α-synuclein".
_LOWER_CASE_NAME = re.compile(r"[a-z]+[A-Z0-9]|[a-z]-\w|[α-ω]|https?://")
_ADDRESS = re.compile(r"://|www\.|[@/\\_]")
_INNER_DOT = re.compile(r"[A-Za-z]\.")
_LONG_WORD = re.compile(r"(?:\w+-)*[a-z]{5,}")
_CLEAR_END = re.compile(r"[^\W\d_]{3}$|^\d+$|[A-Za-z]-?\d+$|[)\]]$|^(?:it|us|so|do|be)$")
_PLAIN_END = re.compile(r"(?<![A-Za-z])(?P<letters>[a-z]{4,})$")
_GLUED = re.compile(rf"[{re.escape(OPENERS)}]*(?P<word>[A-Z][A-Za-z0-9]*)(?![\w.(/@])")


def split_sentences(text: str) -> tuple[Span, ...]:
    """Return the spans of the sentences of ``text``.

    Spans are in order, do not overlap, neither start nor end with white space, and together
    cover every character that is not white space. A blank text has none.
    """
    cuts = _cuts(text)
    spans: list[Span] = []
    for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True):
        piece = text[start:end]
        inner = piece.strip()
        if not inner:
            continue
        offset = start + len(piece) - len(piece.lstrip())
        span = Span(offset, offset + len(inner))
        if spans and not _has_word(inner):
            span = Span(spans.pop().start, span.end)  # stray signs belong to what they follow
        spans.append(span)
    return tuple(spans)


def _has_word(piece: str) -> bool:
    return any(char.isalnum() for char in piece)


def _cuts(text: str) -> list[int]:
    """Return the offsets at which ``text`` is cut into sentences."""
    cuts: list[int] = []
    start = 0
    opened: list[int] = []
    for match in _CANDIDATE.finditer(text):
        if match["bracket"]:
            _track(opened, match)
            continue
        at = match.start() if match["bullet"] or match["line"] else match.end()
        if match["closers"] and opened:
            opened = opened[: len(opened) - match["closers"].count(")")]
        inside = bool(opened) and _is_aside(text, start, opened[0], at)
        if _is_cut(text, start, match, inside=inside):
            cuts.append(at)
            start = at
            opened = []
    return cuts


def _track(opened: list[int], bracket: re.Match[str]) -> None:
    """Keep the offsets of the round brackets that are open."""
    if bracket[0] == "(":
        opened.append(bracket.start())
    elif opened:
        opened.pop()


def _is_aside(text: str, start: int, opened: int, at: int) -> bool:
    """Tell whether ``at`` lies in brackets that opened within a sentence and close soon."""
    if at - opened > _LONGEST_ASIDE or not text[start : min(opened, start + REACH)].strip():
        return False
    return text.find(")", at, opened + _LONGEST_ASIDE) >= 0


def _is_cut(text: str, start: int, match: re.Match[str], *, inside: bool) -> bool:
    """Tell whether a sentence ends at a candidate."""
    if match["wide"] or match["bullet"]:
        return True
    if match["line"]:
        return _is_line_cut(text, match)
    if inside:
        return False
    token = _token_before(text, start, match.start())
    if match.end() < len(text) and not text[match.end()].isspace():
        return _is_glued_cut(text, match, token)
    return _is_stop_cut(text, start, match, token)


def _token_before(text: str, start: int, end: int) -> str:
    """Return what stands between the last white space and ``end``, without opening signs."""
    window = text[max(start, end - REACH) : end]
    if not window or window[-1].isspace():
        return ""
    return window.split()[-1].lstrip(OPENERS)


def _is_line_cut(text: str, match: re.Match[str]) -> bool:
    """A line break ends a sentence before a blank line, a bullet, a heading or a listed item."""
    if match[0].count("\n") + match[0].count("\u2029") > 1:
        return True
    following = text[match.end() : match.end() + REACH]
    if _BULLET_LINE.match(following) or _HEADING_LINE.match(following):
        return True
    before = text[max(0, match.start() - REACH) : match.start()].rstrip()
    return before.endswith((".", ":", ";", "!", "?")) and bool(ENUMERATOR.match(following))


def _is_glued_cut(text: str, match: re.Match[str], token: str) -> bool:
    """Decide on a stop without a space behind it: "the paradigm.This" but not "torch.nn"."""
    following = text[match.end() : match.end() + REACH]
    after = _GLUED.match(following)
    chunk = token + (following.split()[0] if following.split() else "")
    if after is None or len(match["stop"]) > 1:
        return False
    if _ADDRESS.search(chunk) or _INNER_DOT.search(token):
        return False
    word = after["word"]
    if word in STARTERS or word.endswith(("ly", "ing")):
        return len(token) != 1 or token.isdigit()
    if match["closers"] or token.endswith((")", "]")):
        return True
    letters = _PLAIN_END.search(token)
    shortest = 4 if word[1:].islower() else 5  # "torch.Tensor" is rarer than "results.Tensors"
    return len(word) > 2 and letters is not None and len(letters["letters"]) >= shortest


def _is_stop_cut(text: str, start: int, match: re.Match[str], token: str) -> bool:
    """Decide on a stop with white space or nothing behind it."""
    following = _NEXT.match(text, match.end())
    if following is None or not (following["word"] or following["opener"]):
        return True
    word = following["word"]
    plain_end = match["stop"] == "." and bool(_LONG_WORD.fullmatch(token))
    if not _can_start(following, clear_end=_ends_clearly(token, match), plain_end=plain_end):
        return False
    stop = match["stop"]
    if "!" in stop or "?" in stop:
        return token.casefold() not in NAMES_WITH_EXCLAMATION
    if len(stop) > 1 or stop == "…":
        return (bool(token) and not token.endswith(",")) or is_starter(word)
    place = Stop(text, start, match.start(), token, word, bracketed=bool(following["opener"]))
    return not is_abbreviation(place)


def _ends_clearly(token: str, match: re.Match[str]) -> bool:
    """Tell whether the stop follows something that no abbreviation looks like."""
    return bool(match["closers"]) or bool(_CLEAR_END.search(token))


def _can_start(following: re.Match[str], *, clear_end: bool, plain_end: bool) -> bool:
    """Tell whether a sentence can start with what follows."""
    word, opener = following["word"], following["opener"]
    if not word or opener.endswith("$") or word[0] == "\\":
        return not word.startswith("\\end")
    if "(" in opener and _BRACKETED_ENUMERATOR.match(word):
        return True
    if word[0] in _LEADS:
        bare = word.lstrip(_LEADS)
        return not bare or word[0] == "©" or bare[0].isupper()
    if word[0].islower():
        named = _LOWER_CASE_NAME.match(word) or _BRACKETED_ENUMERATOR.match(word)
        return plain_end or (clear_end and bool(named))
    return word[0].isalnum()
