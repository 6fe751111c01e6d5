"""Whether a clause speaks of what others did before, so that what it says is not the paper's."""

from __future__ import annotations

import re

_EARLIER = re.compile(
    r"\b(?:prior|previous|existing|earlier|current|traditional|conventional|other|most|many|past|"
    r"former|classical)\s+(?:[\w-]+\s+){0,3}?(?:works?|methods?|approach(?:es)?|techniques?|"
    r"stud(?:y|ies)|models?|systems?|algorithms?|frameworks?|research|literature|papers?|"
    r"solutions?|efforts?|protocols?|pipelines?|data ?sets?|benchmarks?|corpora)\b",
    re.IGNORECASE,
)


def speaks_of_earlier_work(text: str) -> bool:
    """Tell whether ``text`` names earlier work: "existing methods", "most prior studies"."""
    return bool(_EARLIER.search(text))
