"""What a visitor reads first: what Paperchat does, how to read it, and what the library holds."""

from __future__ import annotations

from paperchat.layout import DOUBTS
from paperchat.ui.quote import escaped
from paperchat.ui.sidebar import size
from paperchat.ui.workspace import LibraryFacts

_QUOTED = (
    "What carries a number is quoted word for word: open the number to read it in its place. "
    "Lines without a number are Paperchat's own."
)
_DIGESTS = (
    " Where a text is marked as a digest, its words are this library's, not the authors': quote "
    "the paper itself."
)
_WRITTEN = (
    "A language model writes, and each of its sentences is checked against the passages it cites: "
    "open a number to read one. A sentence that they do not bear out is underlined and says "
    f"“{DOUBTS['unsupported']}”."
)
_EMPTY = "The library is empty: add papers to it on the page “Library”."


def welcome_html(facts: LibraryFacts, *, quotes: bool) -> str:
    """Return the words of the first page; ``quotes`` tells that no language model writes."""
    how = (_QUOTED if quotes else _WRITTEN) + (_DIGESTS if facts.digests else "")
    lines = (invitation(facts), how) if facts.papers else (_EMPTY,)
    said = "".join(f"<div>{escaped(line)}</div>" for line in lines)
    return (
        f'<div class="pc-start"><div class="pc-start-title">Paperchat</div>'
        f'<div class="pc-start-text">{said}</div></div>'
    )


def invitation(facts: LibraryFacts) -> str:
    """Invite to ask about "the 48 papers of this library, 2022 to 2025, among them some on A"."""
    parts = [f"Ask about the {size(facts)} of this library"]
    if facts.oldest is not None and facts.newest is not None:
        years = dict.fromkeys((str(facts.oldest.year), str(facts.newest.year)))
        parts.append(" to ".join(years))
    if facts.subjects:
        *before, last = facts.subjects
        listed = f"{', '.join(before)} and {last}" if before else last
        parts.append(f"among them some on {listed}")
    return f"{', '.join(parts)}."
