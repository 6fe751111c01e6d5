"""Full stops that belong to the word before them: abbreviations, initials, numbers of lists."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

REACH: Final = 48
"""Characters looked at on either side of a stop: longer than any word that matters."""
OPENERS: Final = "([{\"'“‘«‹`$*「『（【"
ENUMERATOR: Final = re.compile(r"\(?(?:\d{1,2}|[a-zA-Z]|[ivxIVX]{1,5})[.):]{1,2}(?=\s|$)")
"""The sign before an item of a list: "1.", "(2)", "b)", "iv." """

_LETTERS = re.compile(r"[A-Za-z]+")
_INITIAL = re.compile(r"[A-Z]\.")
_DOTTED = re.compile(r"(?:[A-Za-z]{1,2}\.)+[A-Za-z]")


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


# The words below are lower case, except STARTERS, and lack their last full stop.

NEVER_FINAL = _words("""
    e.g eg i.e ie cf viz vs v.s w.r.t wrt s.t c.f a.k.a aka resp approx esp incl excl ca coeff subsp
    dr mr mrs ms prof st mt rev hon gen sen capt
    fig figs eq eqs eqn eqns tab thm lem cor ref refs sect chap vol
    """)
"""A sentence does not end with these, whatever follows."""

BEFORE_NUMBER = _words("""
    no nos sec secs art ch p pp n def defn prop alg app ex ver par obs suppl av
    jan feb mar apr jun jul aug sep sept oct nov dec
    """)
"""These belong to a number, a letter or a bracket that follows ("No. 5", "Sec. (2)")."""

BEFORE_NAMES = frozenset({"al", "i.i.d", "iid", "ltd", "inc", "co", "corp", "gmbh"})
"""A sentence ends with these only if a word that often starts sentences follows."""

NAMES_WITH_EXCLAMATION = frozenset({"yahoo", "jeopardy"})

PREPOSITIONS = _words(
    "by of from with and in to for on at the or & between against after than as de van von"
)
"""After these a single capital letter is somebody's initial or a genus, not the end of a name."""

STARTERS = _words("""
    A After All Although Among An And Another As At Background Based Because Before Both But By
    Code Compared Conclusion Conclusions Consequently Data Despite Does During Each Empirical Even
    Existing Experimental Experiments Extensive Few Finally First For From Further Furthermore
    Given Hence Here How However If Importantly In Indeed Instead Is It Its Later Many Meanwhile
    Methods Moreover More Most Much No Nonetheless Nevertheless None Not Notably Now Of On Once One
    Only Other Our Over Overall Patients Recent Recently Results Second Several She He Similarly
    Simulations Since So Some Specifically Subsequently Such That The Their Then There Thereby
    Therefore These They Third This Those Three Through Thus To Together Two Under Unlike Until
    Using We What When Where Whereas Whether Which While Who Why With Within Without Yet You
    Additionally Also Are Can Do Evaluations Code Source Through Ultimately Unfortunately Via
    """)
"""Capitalised words that start sentences far more often than they start names."""


@dataclass(frozen=True, slots=True)
class Stop:
    """A single full stop at ``text[end]``, in a sentence that began at ``start``.

    ``token`` is the word before it, ``word`` the one after it, both without the brackets or
    quotes that open before them; ``bracketed`` tells whether ``word`` had any.
    """

    text: str
    start: int
    end: int
    token: str
    word: str
    bracketed: bool


def is_starter(word: str) -> bool:
    """Tell whether ``word``, or its part up to the first sign, often starts sentences."""
    letters = _LETTERS.match(word)
    return letters is not None and letters[0] in STARTERS


def is_abbreviation(stop: Stop) -> bool:
    """Tell whether a full stop belongs to the word before it, so that the sentence goes on."""
    token, word = stop.token, stop.word
    lowered = token.casefold()
    if lowered in NEVER_FINAL:
        acronym = token.isupper() and token.isalpha() and not word[:1].isdigit()
        return not acronym  # "Fig." and "FIG. 2", but "... the method VS. It ..." ends
    if lowered == "0" and word[:1].isdigit():
        return True  # a decimal broken by a space: "0. 04"
    if lowered in BEFORE_NUMBER and (word[:1].isdigit() or stop.bracketed):
        return True
    starter = is_starter(word) and not _INITIAL.match(word)
    if lowered in BEFORE_NAMES or (_DOTTED.fullmatch(token) and not token.islower()):
        return not starter or "All rights reserved" in stop.text[stop.end : stop.end + REACH]
    if _is_list_number(stop):
        return True
    return len(token) == 1 and token.isupper() and not starter and _is_initial(stop)


def _is_list_number(stop: Stop) -> bool:
    """Tell whether "1." or "b." counts the items of a list rather than ends a sentence."""
    if not ENUMERATOR.fullmatch(f"{stop.token}."):
        return False
    sign = stop.end - len(stop.token)
    lead = stop.text[max(stop.start, sign - REACH) : sign].rstrip()
    first = sign - stop.start <= REACH and not lead.strip().strip(OPENERS)
    return first or lead.endswith((":", ";"))


def _is_initial(stop: Stop) -> bool:
    """Tell whether a capital letter before a full stop is an initial ("J. Smith")."""
    lead = stop.text[max(stop.start, stop.end - REACH) : stop.end - 1]
    if not lead.strip() or lead[-1] in OPENERS:
        return True
    previous = lead.split()[-1].lstrip(OPENERS)
    listed = previous.endswith(",") and len(previous) > 3
    return listed or previous.casefold() in PREPOSITIONS or previous[:1].isupper()
