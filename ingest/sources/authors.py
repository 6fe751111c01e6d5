"""Author names as sources list them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.sources.cleaning import one_line

_AND = re.compile(r"\s+(?:and|&)\s+", re.IGNORECASE)
_OXFORD_AND = re.compile(r",\s*(?:and|&)\s+", re.IGNORECASE)
_OTHERS = re.compile(r"(?:[,;]\s*|\s+(?:and\s+)?|^)(?:et\.?\s+al\.?|others)\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Authors:
    """The names as given, and how many there are; null when the list does not tell all."""

    names: tuple[str, ...]
    count: int | None


def author_list(value: object) -> Authors:
    """Read a list of names, a list of objects with a name, or one string with all names.

    A string is split at ";", or else at "and" when the parts are "Family, Given" (as in BibTeX),
    or else at "," and "and". A list that ends in "et al." or "others" has an unknown count.
    """
    if isinstance(value, str):
        return _from_string(one_line(value))
    if isinstance(value, dict):
        value = [value]
    if not isinstance(value, list):
        return Authors((), None)
    names = tuple(filter(None, map(_name, value)))
    return Authors(names, len(names) or None)


def reading_order(name: str) -> str:
    """Return "Family, Given" and "Family, Jr, Given" in the order in which names are read."""
    parts = [part.strip() for part in name.split(",") if part.strip()]
    return " ".join((parts[-1], *parts[:-1])) if len(parts) in (2, 3) else name


def _name(entry: object) -> str:
    if isinstance(entry, str):
        return one_line(entry)
    if isinstance(entry, dict):
        for key in ("name", "fullname", "full_name", "literal", "author"):
            if isinstance(entry.get(key), str):
                return one_line(entry[key])
        given = (entry.get(key) for key in ("given", "first", "firstName", "first_name"))
        family = (entry.get(key) for key in ("family", "last", "lastName", "last_name"))
        parts = [next((p for p in side if isinstance(p, str)), "") for side in (given, family)]
        return one_line(" ".join(parts))
    return ""


def _from_string(text: str) -> Authors:
    complete = _OTHERS.sub("", text)
    names = tuple(filter(None, (part.strip(" ,;") for part in _parts(complete))))
    return Authors(names, len(names) if names and complete == text else None)


def _parts(text: str) -> list[str]:
    if ";" in text:
        return text.split(";")
    people = _AND.split(text)
    each_has_comma = all(part.count(",") == 1 for part in people)
    single_words = all(" " not in side.strip() for side in text.split(","))
    if each_has_comma and not _OXFORD_AND.search(text) and (len(people) > 1 or single_words):
        return people
    return [name for person in people for name in person.split(",")]
