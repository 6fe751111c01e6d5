"""The short names by which a question calls papers whose titles do not say them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from paperchat.text.acronyms import acronym_definitions
from paperchat.types import Paper

_WORD = re.compile(r"\w[\w-]*")


def short_names(question: str, papers: Sequence[Paper | None]) -> list[str]:
    """Return for each paper the acronym that ``question`` has for what it alone defines.

    It is empty where the question has none, or where the title says it.
    """
    asked = dict.fromkeys(_WORD.findall(question))
    defined = [_defined(paper) for paper in papers]
    return [
        next((word for word in asked
              if word in own and not _in_title(word, paper)
              and sum(word in other for other in defined) == 1), "")
        for paper, own in zip(papers, defined, strict=True)
    ]  # fmt: skip


def _defined(paper: Paper | None) -> frozenset[str]:
    if paper is None:
        return frozenset()
    found = acronym_definitions(f"{paper.title}. {paper.text}")
    return frozenset(definition.short for definition in found)


def _in_title(word: str, paper: Paper | None) -> bool:
    return paper is not None and word in _WORD.findall(paper.title)
