"""Sentence boundaries: exact spans of the sentences of an abstract, by rules.

The rules look at each possible end (a stop, a line break, a bullet), at the word before it and at
the word after it, and never further than a fixed distance, so the time is linear in the text.
They were written against computer-science and biomedical abstracts.
"""

from __future__ import annotations

import re
from typing import Final

from paperchat.text.abbreviations import (
    BEFORE_NUMBER,
    NAMES_WITH_EXCLAMATION,
    NEVER_FINAL,
    PREPOSITIONS,
    STARTERS,
)
from paperchat.types import Span

_REACH: Final = 48
"""Characters looked at on either side of a possible end: longer than any word that matters."""
_LONGEST_ASIDE: Final = 400
"""A bracket that stays open longer than this is a typing error, not an aside."""

_CLOSERS = "\"'”’»›)\\]}」』）】"
_OPENERS = "([{\"'“‘«‹`$*「『（【"
_CANDIDATE = re.compile(
    rf"(?P<wide>[。！？｡]+[{_CLOSERS}]*)"
    # A closing quote may stand apart from its stop by a space.
    rf"|(?P<stop>[.!?…]+)(?P<closers>[{_CLOSERS}]*(?:\s(?:[\"”»]|''|’’)(?=\s|$))?)"
    r"|(?P<line>[\n\u2029]\s*)"
    r"|(?P<bullet>(?<=\s)[•‣▪◦●■](?=\s))"
    r"|(?P<bracket>[()])"
)
_NEXT = re.compile(rf"\s*(?P<opener>[{re.escape(_OPENERS)}]*)(?P<word>\S{{0,{_REACH}}})")
_ENUMERATOR = re.compile(r"\(?(?:\d{1,2}|[a-zA-Z]|[ivxIVX]{1,5})[.):](?=\s|$)")
_BRACKETED_ENUMERATOR = re.compile(r"(?:\d{1,2}|[a-zA-Z]|[ivx]{1,5})\)")
_BULLET_LINE = re.compile(r"[-–—*•‣▪◦●■·]\s")
_HEADING_LINE = re.compile(r"[A-Z][A-Z /&,-]{3,40}(?::|\n|$)")
# Names that start in lower case: "iPhone", "vLLM", "p53", "x-vectors", "t-SNE", "α-synuclein".
_LOWER_CASE_NAME = re.compile(r"[a-z]+[A-Z0-9]|[a-z]-\w|[α-ω]")
_INITIAL = re.compile(r"[A-Z]\.")
_DOTTED = re.compile(r"(?:[A-Za-z]{1,2}\.)+[A-Za-z]")
_ADDRESS = re.compile(r"://|www\.|[@/\\_]")
_GLUED = re.compile(rf"[{re.escape(_OPENERS)}]*(?P<word>[A-Z][a-z]*)(?![\w.(/@])")


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
        inside = bool(opened) and _is_aside(text, start, opened[0], at)
        if _is_cut(text, start, match, inside=inside):
            cuts.append(at)
            start = at
            opened.clear()
        elif ")" in (match["closers"] or ""):
            opened[-match["closers"].count(")") :] = []
    return cuts


def _track(opened: list[int], bracket: re.Match[str]) -> None:
    """Keep the offsets of the round brackets that are open."""
    if bracket[0] == "(":
        opened.append(bracket.start())
    elif opened:
        opened.pop()


def _is_aside(text: str, start: int, opened: int, at: int) -> bool:
    """Tell whether ``at`` lies in brackets that opened within a sentence and close soon."""
    if at - opened > _LONGEST_ASIDE or not text[start:opened][:_REACH].strip():
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
    window = text[max(start, end - _REACH) : end]
    if not window or window[-1].isspace():
        return ""
    return window.split()[-1].lstrip(_OPENERS)


def _is_line_cut(text: str, match: re.Match[str]) -> bool:
    """A line break ends a sentence before a blank line, a bullet, a heading or a listed item."""
    if match[0].count("\n") + match[0].count("\u2029") > 1:
        return True
    following = text[match.end() : match.end() + _REACH]
    if _BULLET_LINE.match(following) or _HEADING_LINE.match(following):
        return True
    before = text[max(0, match.start() - _REACH) : match.start()].rstrip()
    return before.endswith((".", ":", ";", "!", "?")) and bool(_ENUMERATOR.match(following))


def _is_glued_cut(text: str, match: re.Match[str], token: str) -> bool:
    """Decide on a stop without a space behind it: "the paradigm.This" but not "torch.nn"."""
    following = text[match.end() : match.end() + _REACH]
    after = _GLUED.match(following)
    chunk = token + (following.split()[0] if following.split() else "")
    if after is None or _ADDRESS.search(chunk) or "." in token or len(match["stop"]) > 1:
        return False
    word = after["word"]
    if word in STARTERS:
        return len(token) != 1 or token.isdigit()
    ends_plainly = len(token) > 3 and token.isalpha() and token.islower()
    return len(word) > 2 and (ends_plainly or bool(match["closers"]))


def _is_stop_cut(text: str, start: int, match: re.Match[str], token: str) -> bool:
    """Decide on a stop with white space or nothing behind it."""
    following = _NEXT.match(text, match.end())
    if following is None or not (following["word"] or following["opener"]):
        return True
    word = following["word"]
    if not _can_start(following, clear_end=_ends_clearly(token, match)):
        return False
    stop = match["stop"]
    if "!" in stop or "?" in stop:
        return token.casefold() not in NAMES_WITH_EXCLAMATION
    if len(stop) > 1 or stop == "…":
        return bool(token) and not token.endswith(",") or _first_word(word) in STARTERS
    return not _is_abbreviation(text, start, match.start(), token, following)


def _ends_clearly(token: str, match: re.Match[str]) -> bool:
    """Tell whether the stop follows something that no abbreviation looks like."""
    plain = token.rstrip(_CLOSERS)
    return bool(match["closers"]) or (len(plain) > 3 and plain[-3:].isalpha()) or plain.isdigit()


def _can_start(following: re.Match[str], *, clear_end: bool) -> bool:
    """Tell whether a sentence can start with what follows."""
    word, opener = following["word"], following["opener"]
    if not word or opener.endswith("$") or word[0] == "\\":
        return True
    if "(" in opener and _BRACKETED_ENUMERATOR.match(word):
        return True
    if word[0] in "©#-–—*•‣▪◦●■":
        return len(word) == 1 or word[0] == "©" or word[1].isupper()
    if word[0].islower():
        return clear_end and bool(_LOWER_CASE_NAME.match(word))
    return word[0].isalnum()


def _first_word(word: str) -> str:
    return re.split(r"[^A-Za-z]", word, maxsplit=1)[0]


def _is_abbreviation(
    text: str, start: int, end: int, token: str, following: re.Match[str]
) -> bool:
    """Tell whether a single full stop belongs to the word before it."""
    lowered, word = token.casefold(), following["word"]
    starter = _first_word(word) in STARTERS and not _INITIAL.match(word)
    if lowered in NEVER_FINAL:
        return not (starter and token.isupper())  # "Fig." but not an acronym such as "VS."
    if lowered in BEFORE_NUMBER and (word[:1].isdigit() or following["opener"]):
        return True
    if lowered == "al" or (_DOTTED.fullmatch(token) and not token.islower()):
        return not starter
    if _is_list_number(text, start, end, token):
        return True
    return len(token) == 1 and token.isupper() and _is_initial(text, start, end, starter=starter)


def _is_list_number(text: str, start: int, end: int, token: str) -> bool:
    """Tell whether "1." or "b." counts the items of a list rather than ends a sentence."""
    if not _ENUMERATOR.fullmatch(f"{token}."):
        return False
    before = text[start : end - len(token)].strip() if end - start <= _REACH else "x"
    lead = text[max(start, end - len(token) - _REACH) : end - len(token)].rstrip()
    return not before.strip(_OPENERS) or lead.endswith((":", ";"))


def _is_initial(text: str, start: int, end: int, *, starter: bool) -> bool:
    """Tell whether a capital letter before a full stop is an initial ("J. Smith")."""
    if starter:
        return False
    lead = text[max(start, end - _REACH) : end - 1]
    if not lead.strip() or lead[-1] in _OPENERS:
        return True
    previous = lead.split()[-1].lstrip(_OPENERS)
    return previous.casefold() in PREPOSITIONS or previous[:1].isupper()
