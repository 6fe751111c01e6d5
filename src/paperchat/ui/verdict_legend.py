"""How sentences of an answer are marked: each mark as answers carry it, with what it means."""

from __future__ import annotations

from paperchat.types import Verdict
from paperchat.ui.answer_html import doubt_html, voice
from paperchat.ui.quote import escaped

_MEANINGS: tuple[tuple[Verdict, str, str], ...] = (
    ("verbatim", "Word for word from the paper.", "A quote. Its number opens it in its place."),
    (
        "supported",
        "Written by a language model.",
        "The passages it cites bear it out. Each was checked as it came.",
    ),
    (
        "weak",
        "Written by a language model.",
        "They bear it out in part. What is wrong stands beside it.",
    ),
    (
        "unsupported",
        "Written by a language model.",
        "They do not bear it out, or a number or a name in it is not theirs.",
    ),
)


def legend_html() -> str:
    """Return a list of the marks; the words that carry them are ours and cite nothing."""
    rows = (
        f'<dt><span class="{voice(verdict)}">{escaped(sample)}</span>{doubt_html(verdict, ())}</dt>'
        f"<dd>{escaped(meaning)}</dd>"
        for verdict, sample, meaning in _MEANINGS
    )
    return f'<dl class="pc-legend">{"".join(rows)}</dl>'
