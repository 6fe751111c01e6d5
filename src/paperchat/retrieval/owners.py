"""Whose name it is: the paper that introduces a name, among all that mention it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from paperchat.retrieval.lookup import phrase
from paperchat.retrieval.plain_forms import definitions_in
from paperchat.text.names import distinctive_names, normalise_name
from paperchat.types import Paper

OWNS = 2.0
_HEADS = 4.0
_WIDESPREAD = 3
"""A name that more papers use than this names none of them, unless it heads a title."""

_CUE = re.compile(
    r"\b(?:propos|introduc|present|develop|call|nam|term|dub|identif|formali[sz]|creat|"
    r"design|build|built|releas|defin)\w*",
    re.IGNORECASE,
)
_NAMING = re.compile(
    r"\b(?:propos|introduc|present|call|nam|term|dub)(?:e[sd]?|ing|ed|s)?\b", re.IGNORECASE
)
_NEXT_TO = 30
_NEAR = 60
"""Characters before a name in which a word like "introduce" speaks of it."""


def owners(name: str, users: Sequence[Paper]) -> list[Paper]:
    """Return the papers that introduce ``name``, of all that mention it; several if they tie."""
    wanted = normalise_name(name)
    if len(users) > _WIDESPREAD:
        headed = [p for p in users if normalise_name(p.title.split(":")[0]) == wanted]
        # A plain word that many papers use is no name, whatever title it heads.
        return [p for p in headed if name != name.lower() or _is_distinctive(name, p)]
    if len(users) == 1 and len(phrase(name).findall(users[0].text)) > 1:
        return list(users)
    scored = [(ownership(name, paper), paper) for paper in users]
    best = max((score for score, _ in scored), default=0.0)
    return [paper for score, paper in scored if score == best] if best >= OWNS else []


def ownership(name: str, paper: Paper) -> float:
    """Return how clearly ``paper`` is the one that introduces ``name``; 2 and more is clear.

    A paper owns a name that heads its title, or that it defines next to a word like "introduce".
    """
    wanted = normalise_name(name)
    if not wanted:
        return 0.0
    score = 0.0
    if normalise_name(paper.title.split(":")[0]) == wanted:
        score += _HEADS
    elif wanted in _names_in(paper.title):
        score += OWNS
    places = [match.start() for match in phrase(name).finditer(paper.text)]
    # "introduce Long Form (LF)": what counts is what stands before the long form.
    places += [
        d.span.start
        for d in definitions_in(paper.text)
        if wanted in (normalise_name(d.short), normalise_name(d.long))
    ]
    if any(_CUE.search(paper.text[max(0, at - _NEAR) : at]) for at in places):
        score += OWNS
    return score


def introduces(name: str, paper: Paper) -> bool:
    """Tell whether ``paper`` gives something this name: in its title's head, or by saying so."""
    if normalise_name(paper.title.split(":")[0]) == normalise_name(name):
        return True
    places = [match.start() for match in phrase(name).finditer(paper.text)]
    return any(_NAMING.search(paper.text[max(0, at - _NEXT_TO) : at]) for at in places)


def is_name_in(name: str, paper: Paper) -> bool:
    """Tell whether ``paper`` uses a word or words, typed in any form, as a name."""
    heading = normalise_name(paper.title.split(":")[0])
    return normalise_name(name) == heading or _is_distinctive(name, paper)


def is_called(name: str, paper: Paper) -> bool:
    """Tell whether a word is a name where ``paper`` uses it; one typed with capitals is."""
    return name != name.lower() or is_name_in(name, paper)


def _is_distinctive(name: str, paper: Paper) -> bool:
    return normalise_name(name) in _names_in(f"{paper.title}. {paper.text}")


@lru_cache(maxsize=2_048)
def _names_in(text: str) -> frozenset[str]:
    return frozenset(normalise_name(mention.text) for mention in distinctive_names(text))
