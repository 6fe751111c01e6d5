"""Questions for what speaks for or against a thing, and sentences that tell it.

"What are the drawbacks of RLHF?" is answered by "RLHF is costly", with no word for drawbacks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

Side = Literal["for", "against"]

_ASKED: dict[Side, re.Pattern[str]] = {
    "against": re.compile(
        r"limitations?|limits|drawbacks?|weakness(?:es)?|shortcomings?|disadvantages?|downsides?|"
        r"caveats?|cons|risks?|dangers?|pitfalls?|flaws?|wrong|problems?|issues?|challenges?|"
        r"difficult(?:y|ies)|failures?",
        re.IGNORECASE,
    ),
    "for": re.compile(
        r"advantages?|benefits?|strengths?|merits?|pros|upsides?|good|attractive|appealing|"
        r"popular|useful",
        re.IGNORECASE,
    ),
}
_OF_A_THING = re.compile(
    r"^\W*(?:what|which|are there|is there|why|name|list|explain|describe|tell me)\b",
    re.IGNORECASE,
)

_TOLD: dict[Side, re.Pattern[str]] = {
    "against": re.compile(
        r"\b(?:limit(?:s|ed|ations?)?|drawbacks?|weakness\w*|shortcomings?|disadvantages?|flaw\w*|"
        r"fail(?:s|ed|ures?|ing)?|suffer\w*|struggl\w+|lack(?:s|ing)?|cost(?:s|ly)|expensive|hard|"
        r"difficult\w*|unstable|instabilit\w+|brittle|fragil\w+|vulnerab\w+|bias(?:es|ed)?|"
        r"trade-?offs?|challeng\w+|bottlenecks?|inefficien\w+|sensitiv\w+|overfit\w*|collapse\w*|"
        r"hallucinat\w+|risk(?:s|y)?|harm(?:s|ful|ed)?|danger\w*|degrad\w+|cannot|unable|barriers?|"
        r"poor(?:ly)?|neglect\w*|overlook\w*|ignor\w+|insufficien\w+|inadequa\w+|intensive|"
        r"prone to|erod\w+|compromis\w+|hinder\w*|hamper\w*|problem\w*|issues?|complex|unsafe|"
        r"unreliab\w+|unclear|puzzles?|patholog\w+|undermin\w+|worse\w*|slow(?:s|er|ly)?|"
        r"obstacles?|wast(?:es?|ed|eful)|scarce|only)\b",
        re.IGNORECASE,
    ),
    "for": re.compile(
        r"\b(?:efficien\w+|simpl(?:e|er|icity|ify|ifies)|streamlin\w+|without|needs? no|no need|"
        r"stab(?:le|ility|ly|ilizes?)|robust\w*|scal(?:able|ability|es)|cheap\w*|fast\w*|light\w*|"
        r"flexib\w+|effectiv\w+|outperform\w*|improv\w+|reduc\w+|better|superior|exceed\w*|"
        r"surpass\w*|elegan\w+|advantages?|benefits?|strengths?|sav(?:es?|ing)|accura\w+|"
        r"interpretab\w+|generali[sz]\w+|powerful|enabl\w+|mitigat\w+|alleviat\w+|helps?|"
        r"prevents?|avoid\w*|promising|success\w*|great(?:er|ly)|easy|easier|easily)\b",
        re.IGNORECASE,
    ),
}


def asked_side(question: str) -> Side | None:
    """Return which side of a thing ``question`` asks for; None if it asks for neither."""
    if not _OF_A_THING.match(question):
        return None
    words = re.findall(r"\w+", question)
    return next((side for side, asked in _ASKED.items() if any(map(asked.fullmatch, words))), None)


def tells(text: str, side: Side) -> bool:
    """Tell whether ``text`` says something for, or against, what it speaks of."""
    return bool(_TOLD[side].search(text))


def asking(surfaces: Sequence[str], side: Side) -> list[int]:
    """Return the places of the words that ask for this side, rather than name the thing."""
    return [place for place, word in enumerate(surfaces) if _ASKED[side].fullmatch(word)]
