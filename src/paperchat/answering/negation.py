"""Questions for what does without something, and which sentences say that the thing is absent.

A sentence that merely speaks of training answers no "which papers need no training?". What answers
says itself that the thing is absent, so only such sentences are quoted; where there are none, that
is said first.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from paperchat.text.terms import stem, terms
from paperchat.types import Evidence

NOT_OUTRIGHT = "No sentence says outright that this is absent; what comes nearest:"

_ASKS_FOR_SOME = re.compile(
    r"^\W*(?:which|what|list|find|show|name|are there|is there|do any|does any|any|"
    r"how (?:can|could|do|does|might|to)|can|between)\b",
    re.IGNORECASE,
)
USE = r"(?:need|use|require|rely on|depend on|involve|employ|have|want|take)"
_WITHOUT = re.compile(
    r"\b(?:(?:avoid|eliminate|bypass|skip|dispense with|do away with|do without|get rid of|forgo)s?"
    r"(?: any| the| an?)?|"
    rf"without(?: any| the| an?)?|free (?:of|from)|{USE}s? (?:no|neither)|"
    rf"(?:do|does|did)(?: not|n[’']?t) {USE}(?: any| the| an?)?|(?:needing|using|requiring) no)\s+"
    r"(?P<thing>[\w-]+(?:\s+[\w-]+)?)|"
    r"\b(?P<freed>\w{4,}(?:[-‐‑]\w{4,})*)[-‐‑]free\b(?! (?:of|from)\b)",
    re.IGNORECASE,
)
_ABSENT = (
    r"(?:\b(?:no|not|without|neither|nor|free (?:of|from)|instead of|rather than|lacks?|"
    r"avoid\w*|eliminat\w+|remov\w+|bypass\w*|skip\w*|dispens\w+|obviat\w+|forgo\w*|sidestep\w*|"
    r"circumvent\w*|replac\w+|un|non)\b|n[’']t\b)"
)
_LONG = 4
_REACH = 60
"""Characters between the word that denies and what it denies."""


@dataclass(frozen=True, slots=True)
class Denied:
    """A thing that is to be absent, its stems, and the question without the words for it."""

    thing: str
    stems: tuple[str, ...]
    rest: str


def read_denied(question: str) -> Denied | None:
    """Return what a question wants to be absent; None if it wants nothing so."""
    found = _WITHOUT.search(question) if _ASKS_FOR_SOME.match(question) else None
    if found is None:
        return None
    name = "thing" if found["thing"] else "freed"
    words = [term for term in terms(found[name]) if not (term.is_stop or term.is_part)]
    if not words:
        return None
    start, end = words[0].start, words[-1].end
    after = found.start(name) + end if name == "thing" else found.end()
    rest = f"{question[: found.start()]} {question[after:]}"
    return Denied(found[name][start:end], tuple(term.stem for term in words), rest)


def denied_in(question: str) -> tuple[str, ...]:
    """Return the stems of what a question wants to be absent; none if it wants nothing so."""
    denied = read_denied(question)
    return denied.stems if denied else ()


def denying(evidence: Sequence[Evidence], denied: Sequence[str]) -> list[Evidence]:
    """Return the ``evidence`` that says of what the ``denied`` stems name that it is absent."""
    things = naming(denied)
    says = re.compile(
        rf"{_ABSENT}[^.;:]{{0,{_REACH}}}?(?:{things})|(?:{things})\w*[-‐‑]free\b|\bun(?:{things})",
        re.IGNORECASE,
    )
    return [item for item in evidence if says.search(item.sentence.text)]


def naming(denied: Sequence[str]) -> str:
    """Return a pattern that finds a thing by its stems, up to its ending."""
    things = r"\w*\W+(?:\w+\W+)?".join(map(_pattern, denied))
    if len(denied) == 1 and "-" in denied[0]:
        # Who does without any tuning does without fine-tuning.
        things = rf"{things}|(?<=\s){_pattern(stem(denied[0].rsplit('-', 1)[1]).rstrip('e'))}"
    return things


def _pattern(stem: str) -> str:
    """Return what finds a stem; who needs no tuning needs no retuning."""
    return rf"(?:re)?-?{re.escape(stem.removeprefix('re') if len(stem) > _LONG else stem)}"
