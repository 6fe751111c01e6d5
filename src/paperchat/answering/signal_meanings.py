"""A few words on each signal of the gate, for those who are shown it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

SIGNAL_MEANINGS: Mapping[str, str] = MappingProxyType(
    {
        "support": "how far the best paper speaks of the words",
        "weakest": "... of the important word it tells least",
        "joint": "how far one sentence speaks of all words",
        "unmet": "share of the words it hardly speaks of",
        "strangers": "names in the question it does not say",
        "cosine": "nearness of its best sentence",
        "around": "nearness of its three best sentences",
        "words": "words of the question",
        "leads": "whether no paper is nearer by words",
        "defines": "whether it asks what something is",
        "untold": "words for what abstracts seldom tell",
        "named": "whether the question names papers",
        "valued": "how far what is asked stands by a value",
        "spoken": "how far what is asked is spoken of",
        "seldom": "how like it is to what is seldom told",
        "counts": "whether it asks how many",
        "counted": "whether a number counts what is asked",
        "figure": "how far a sentence with a figure fits",
    }
)
