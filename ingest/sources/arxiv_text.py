"""What arXiv's listings put around a title and an abstract."""

from __future__ import annotations

import re

_ANNOUNCEMENT = re.compile(
    r"\s*arXiv:\S+\s+Announce Type:\s*[\w-]+\s*(?:Abstract:\s*)?", re.IGNORECASE
)
_TITLE_TAIL = re.compile(r"\.?\s*\(arXiv:(?P<id>\S+?)(?:v\d+)?\s*(?:\[[^\]]*\])?(?:\s+\w+)*\)\s*$")


def without_announcement(abstract: str) -> str:
    """Cut "arXiv:2401.00001v1 Announce Type: new Abstract:" from the start of an abstract."""
    return _ANNOUNCEMENT.sub("", abstract, count=1) if "Announce" in abstract[:200] else abstract


def split_listed_title(title: str) -> tuple[str, str]:
    """Return a title without the "(arXiv:2001.00001v1 [cs.CL])" behind it, and that id or ""."""
    match = _TITLE_TAIL.search(title)
    return (title[: match.start()], match["id"]) if match else (title, "")
