"""Typing errors in the words by which questions for the catalogue are recognised."""

from __future__ import annotations

import re

_LISTED = """
    papers paper surveys survey reviews articles authors author newest oldest latest recent earliest
    published before after since between until mention mentions mentioning contain contains about
    which what many list show code year years month authors publication library average topics
    without written number
"""
_KNOWN = frozenset(_LISTED.split())
_IN_ORDER = sorted(_KNOWN)
_WORD = re.compile(r"[A-Za-z]{4,}")
_LONG = 5


def corrected(text: str) -> str:
    """Return ``text`` with slips in such words mended: "papres", "wich", "how mnay", "newst".

    Two letters may be swapped, and in words of five letters one be left out or put in; a letter is
    never taken for another one, which would make other words of words ("court", "count").
    """
    text = re.sub(r"\bform (?=(?:19|20)\d\d)", "from ", text)
    return _WORD.sub(lambda match: _mended(match[0]), text)


def _mended(word: str) -> str:
    lowered = word.lower()
    if lowered in _KNOWN or not (word.islower() or word.istitle()):
        return word
    for known in _IN_ORDER:
        if _slipped(lowered, known):
            return known.capitalize() if word.istitle() else known
    return word


def _slipped(typed: str, meant: str) -> bool:
    if len(typed) == len(meant):
        wrong = [at for at in range(len(typed)) if typed[at] != meant[at]]
        return (
            len(wrong) == 2
            and wrong[1] == wrong[0] + 1
            and typed[wrong[0]] == meant[wrong[1]]
            and typed[wrong[1]] == meant[wrong[0]]
        )
    short, long = sorted((typed, meant), key=len)
    if len(long) - len(short) != 1 or len(meant) < _LONG or typed == f"{meant}s":
        return False
    if f"{typed}s" == meant or long[:-1] == short:  # another form of the word, not a slip
        return False
    return any(long[:at] + long[at + 1 :] == short for at in range(len(long)))
