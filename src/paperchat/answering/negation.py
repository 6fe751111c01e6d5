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
    r"(?P<thing>[\w-]+(?:\s+(?!(?:n?or|and)\b)[\w-]+)?)"
    r"(?:\s+(?:n?or|and)\s+(?:(?:any|no|the|an?)\s+)?(?P<other>[\w-]+))?|"
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


Stems = tuple[str, ...]
"""The stems of the words that name one thing."""


@dataclass(frozen=True, slots=True)
class Denied:
    """What is to be absent, the stems of each thing, and the question without the words for it."""

    things: tuple[str, ...]
    stems: tuple[Stems, ...]
    rest: str

    @property
    def named(self) -> str:
        """The things in quotation marks."""
        return " or ".join(f"“{thing}”" for thing in self.things)


def read_denied(question: str) -> Denied | None:
    """Return what a question wants to be absent; None if it wants nothing so."""
    found = _WITHOUT.search(question) if _ASKS_FOR_SOME.match(question) else None
    if found is None:
        return None
    spans: list[tuple[int, int]] = []
    stems: list[Stems] = []
    for name in filter(found.group, ("thing", "other", "freed")):
        words = [term for term in terms(found[name]) if not (term.is_stop or term.is_part)]
        if words:
            at = found.start(name)
            spans.append((at + words[0].start, at + words[-1].end))
            stems.append(tuple(term.stem for term in words))
    if not spans:
        return None
    after = found.end() if found["freed"] else spans[-1][1]
    rest = f"{question[: found.start()]} {question[after:]}"
    return Denied(tuple(question[start:end] for start, end in spans), tuple(stems), rest)


def denied_in(question: str) -> tuple[Stems, ...]:
    """Return the stems of what a question wants to be absent; none if it wants nothing so."""
    denied = read_denied(question)
    return denied.stems if denied else ()


def denying(evidence: Sequence[Evidence], denied: Sequence[Stems]) -> list[Evidence]:
    """Return the ``evidence`` that says of what the ``denied`` stems name that it is absent."""
    things = naming(denied)
    says = re.compile(
        rf"{_ABSENT}[^.;:]{{0,{_REACH}}}?(?:{things})|(?:{things})\w*[-‐‑]free\b|\bun(?:{things})",
        re.IGNORECASE,
    )
    return [item for item in evidence if says.search(item.sentence.text)]


def naming(denied: Sequence[Stems]) -> str:
    """Return a pattern that finds one of the things by their stems, up to its ending."""
    return "|".join(map(_thing, denied))


def _thing(stems: Stems) -> str:
    thing = r"\w*\W+(?:\w+\W+)?".join(map(_pattern, stems))
    if len(stems) == 1 and "-" in stems[0]:
        # Who does without any tuning does without fine-tuning.
        thing = rf"{thing}|(?<=\s){_pattern(stem(stems[0].rsplit('-', 1)[1]))}"
    return thing


def _pattern(stem: str) -> str:
    """Return what finds a stem in any form; who needs no tuning needs no retuning."""
    base = re.escape(stem.removeprefix("re") if len(stem) > _LONG else stem)
    if base.endswith("e"):
        base = f"{base.removesuffix('e')}[eia]"  # "Tune", "tuning" and "tunable".
    return rf"(?:re)?-?{base}"
