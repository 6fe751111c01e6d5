"""A text with its quoted spans marked, as HTML in which nothing of the text is markup."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from paperchat.types import Span

_LINE_ENDS = {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}


def escaped(text: str) -> str:
    """Return ``text`` as HTML that shows it as written, in an element or an attribute value.

    Line ends become references, so that a tool that dedents or strips the HTML leaves them alone.
    """
    html = escape(text, quote=True)
    for character, reference in _LINE_ENDS.items():
        html = html.replace(character, reference)
    return html


def highlighted(text: str, spans: Iterable[Span]) -> str:
    """Return ``text`` as HTML with each span inside ``<mark>``.

    Spans count code points, as everywhere. They may overlap, touch, come in any order or reach
    beyond the text: what they cover together is marked once.
    """
    parts: list[str] = []
    position = 0
    for span in _merged(spans, len(text)):
        parts.append(escaped(text[position : span.start]))
        parts.append(f"<mark>{escaped(text[span.start : span.end])}</mark>")
        position = span.end
    parts.append(escaped(text[position:]))
    return "".join(parts)


def _merged(spans: Iterable[Span], length: int) -> Sequence[Span]:
    merged: list[Span] = []
    inside = (Span(max(span.start, 0), min(span.end, length)) for span in spans)
    for span in sorted(inside, key=lambda span: (span.start, span.end)):
        if span.start >= span.end:
            continue
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged
