"""PLACEHOLDER until the real module lands (to be overwritten)."""

from __future__ import annotations
import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NameMention:
    text: str
    start: int
    end: int


def distinctive_names(text: str) -> tuple[NameMention, ...]:
    return tuple(
        NameMention(m[0], m.start(), m.end())
        for m in re.finditer(
            r"\b(?=\w*[A-Z0-9-]\w*[A-Z0-9]|[A-Z]\w*[A-Z0-9])[A-Za-z0-9][\w-]+\b", text
        )
    )


def normalise_name(name: str) -> str:
    return re.sub(r"[\W_]", "", name.casefold()).rstrip("s")
