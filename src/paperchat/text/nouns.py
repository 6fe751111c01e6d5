"""Telling by its ending whether an English word may be a noun."""

from __future__ import annotations

import re


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_ADJECTIVE = re.compile(
    r"(?:ous|ful|less|ible|able|ive|ical|ional|ular|[^i]al|ial|ary|ic|linear|ent|ant)$"
)
_NOUNS_LIKE_ADJECTIVES = _words("""
    table variable cable vegetable objective perspective narrative archive incentive adjective
    additive drive signal retrieval removal goal trial proposal animal journal survival material
    capital metal crystal hospital interval manual tutorial arousal denial refusal recall
    boundary summary library vocabulary dictionary salary glossary topic music metric heuristic
    logic critic traffic arithmetic clinic magic arctic antibiotic plastic fabric agent
    document content event component environment treatment alignment adjustment patient gradient
    coefficient assignment experiment sentiment moment segment fragment element plant infant variant
    mutant consultant assistant participant transplant implant contaminant descent accident parent
    judgment movement management measurement assessment instrument investment refinement argument
    department pavement sediment talent client incident student nutrient ingredient constant
    deployment enrichment entailment enforcement recruitment agreement placement displacement cement
    government parliament employment environment entanglement ligament filament pigment
""")
_NO_HEADS = _words("""
    immune male female adult stem pilot intact imprecise unseen
    deep soft dual joint core discrete latent sparse safe random weak human inner global local
    online open free paired minimal maximum individual urban dynamic negative positive adaptive
""")
_NO_HEADS_JOINED = _words("""
    level modal box shot time scale wise aware specific term like class art end bit step hoc wide
    tailed domain order stage stakes risk turn hop sized image text dimensional language task agent
    line source data side rank depth way form cost grade fidelity weight entropy
""")
"""What ends compounds that stand before a noun: "token-level", "zero-shot"."""

_PARTS = re.compile(r"[-‐‑]")


def may_be_noun(word: str) -> bool:
    """Tell whether a lower-case word, or the last part of a compound, may be a noun."""
    *joined, last = _PARTS.split(word)
    if last in _NO_HEADS or (joined and last in _NO_HEADS_JOINED):
        return False
    if last.endswith("ed") and not last.endswith("eed"):
        return False
    return not _ADJECTIVE.search(last) or last in _NOUNS_LIKE_ADJECTIVES or last.endswith("ment")
