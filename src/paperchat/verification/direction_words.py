"""Words that say a direction, with those that say the opposite, and words that negate."""

from __future__ import annotations

from collections.abc import Iterator

from paperchat.text.terms import stem


def _words(listed: str) -> list[str]:
    return listed.split()


_OPPOSITES = (
    (
        "amount",
        """increase rise grow raise elevate elevation enhance enhancement boost upregulate
        up-regulate upregulation augment amplify escalate expand more higher greater larger longer
        promote promotes stimulate stimulation activate activation accelerate strengthen
        heighten high maximize exacerbate elevated""",
        """decrease decline reduce reduction lower drop fall shrink diminish suppress suppression
        inhibit inhibition downregulate down-regulate downregulation attenuate attenuation impair
        impairment block prevent prevention less fewer smaller shorter lessen weaken low minimize
        abolish abrogate curb dampen lowered alleviate mitigate slow""",
    ),
    (
        "quality",
        """better superior improve improvement stronger effective efficacious beneficial
        succeed""",
        """worse inferior degrade degradation deteriorate deterioration weaker worsen
        ineffective harmful fail""",
    ),
    ("sign", "positive positively", "negative negatively inverse inversely"),
    ("stance", "support confirm corroborate validate", "refute contradict disprove reject"),
    ("having", "with presence", "without absence lack"),
    ("dependence", "dependent", "independent"),
    ("need", "necessary required essential needed require requires", "dispensable unnecessary"),
    ("enough", "sufficient", "insufficient"),
    ("ability", "able capable", "unable incapable"),
    ("speed", "faster quicker", "slower"),
)

BEATS = {stem(word) for word in _words("outperform surpass exceed beat outrank outscore")}
LOSES = {stem(word) for word in _words("underperform trail lag")}

NEGATIONS = frozenset(
    _words("""
    not no never cannot neither nor none fails fail failed failing unable hardly scarcely
    unlikely don't doesn't didn't isn't aren't wasn't weren't can't couldn't won't wouldn't
    hasn't haven't unaffected nothing little
    """)
)
NOT_NEGATING = frozenset(_words("only just merely least doubt matter longer"))
"""Behind "not" or "no" these make no negation: "not only", "no doubt"."""


NO_DIRECTIONS = frozenset(
    _words("activity activities active actively highly largely heights supports supporting")
)
"""They share a stem with words of direction, and say none."""


def _directions() -> Iterator[tuple[str, tuple[str, int]]]:
    for family, up, down in _OPPOSITES:
        for sign, listed in ((1, up), (-1, down)):
            for word in _words(listed):
                yield stem(word), (family, sign)


DIRECTIONS: dict[str, tuple[str, int]] = dict(_directions())
"""Stems of words that say a direction: what it is of, and 1 or -1."""
