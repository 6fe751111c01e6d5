"""A citation as HTML: the chip with its label, the quote it shows, and the panel the chip opens.

A chip shows its quote while it is pointed at or has the keyboard's focus, by style alone. Chip and
panel are the browser's own popover: they need no script, open with mouse, touch, Enter or Space,
close with Escape or a tap beside them, and stay open while the page is drawn again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode

from paperchat.answering.common_ground import short_title
from paperchat.layout import kind_of
from paperchat.text.dates import date_in_words, short_date
from paperchat.types import Body, Citation, Paper, Span, TextKind
from paperchat.ui.links import host_of, safe_url
from paperchat.ui.quote import escaped, highlighted

_AUTHORS_NAMED = 6
KIND_NOTE: Mapping[TextKind, str] = {
    "abstract": "The authors' abstract.",
    "digest": "A digest of the abstract, written for this library; not the authors' own wording.",
}

_GONE = "This paper is no longer in the library: the quote is as it was when the answer was given."
_CHANGED = "The library no longer holds the text this was quoted from."
AWAY = 'target="_blank" rel="noopener noreferrer"'
"""Of a link to another site."""
BODY_NOTE = "The paper's own text, as its PDF gives it."


@dataclass(frozen=True, slots=True)
class Sources:
    """What the labels of one answer refer to. ``papers`` lacks those no longer in the library."""

    citations: Mapping[int, Citation]
    papers: Mapping[str, Paper]
    prefix: str
    """Begins every element's id; differs between the answers of a page."""
    conversation: str | None = None
    """The conversation that the answer belongs to, once it is kept: links go on with it."""
    bodies: Mapping[str, Body] = field(default_factory=dict)
    """The texts that quotes of a body are from."""

    def holds(self, citation: Citation) -> bool:
        """Tell whether the library still holds the text that was quoted, at its place."""
        paper, body = self.papers.get(citation.paper_id), self.bodies.get(citation.paper_id)
        if paper is None or (citation.part == "body" and body is None):
            return False
        text = body.text if citation.part == "body" and body is not None else paper.text
        return text[citation.start : citation.end] == citation.quote


def chip(sources: Sources, label: int, place: str, *, added: bool = False) -> str:
    """Return the chip of ``label``, which opens the panel at the same ``place``.

    A label that was never issued becomes a chip that says so and opens nothing. One that was
    ``added``, since the model named no source, is marked as such.
    """
    citation = sources.citations.get(label)
    if citation is None:
        return f'<span class="pc-chip pc-chip-unknown" title="No such source">[{label}]</span>'
    tip = f"{_id(sources, place)}-tip"
    return (
        '<span class="pc-cite">'
        f'<button type="button" class="pc-chip{" pc-chip-added" if added else ""}" '
        f'popovertarget="{_id(sources, place)}" aria-describedby="{tip}" aria-label="Source {label}'
        f"{', found for this sentence, since the model named none' if added else ''}: "
        f'{escaped(citation.title)}">[{"+" if added else ""}{label}]</button>'
        f'<span class="pc-tip" role="tooltip" id="{tip}">'
        f'<span class="pc-tip-title" dir="auto">{escaped(short_title(citation.title))}'
        f"{page_html(citation)}</span>"
        f'<span class="pc-tip-quote" dir="auto">{escaped(citation.quote)}</span></span></span>'
    )


def panel(sources: Sources, label: int, place: str) -> str:
    """Return the panel of ``label``: its quote within the paper's text, and the paper's record."""
    citation = sources.citations.get(label)
    if citation is None:
        return ""
    paper = sources.papers.get(citation.paper_id)
    element = _id(sources, place)
    return (
        f'<div popover class="pc-panel" id="{element}" role="dialog" '
        f'aria-label="Source {label}: {escaped(citation.title)}">'
        f'<div class="pc-panel-bar"><span class="pc-chip">[{label}]</span>'
        f'<button type="button" class="pc-close" popovertarget="{element}" '
        'popovertargetaction="hide">Close</button></div>'
        f'<div class="pc-panel-title" dir="auto">{escaped(citation.title)}</div>'
        f'<div class="pc-meta">{_meta(citation, paper)}</div>'
        f'<div class="pc-text" dir="auto">{_text(sources, citation, paper)}</div>'
        f'<div class="pc-kind">{kind_note(citation)}</div>'
        f"{_links(sources, citation, paper)}</div>"
    )


def paper_anchor(
    sources: Sources, paper_id: str, words: str, quoted: Citation | None = None
) -> str:
    """Return ``words`` as a link to a paper's page, with what is ``quoted`` marked there.

    Of a paper that has gone the words remain. The address is relative, so that it holds wherever
    the page is served, and names the conversation, which the paper's page goes on with. One that
    is not kept would be lost with the page it is on: then the link opens another.
    """
    if paper_id not in sources.papers:
        return escaped(words)
    query: dict[str, str | int] = {"paper": paper_id}
    if quoted is not None and sources.holds(quoted):
        query |= {"from": quoted.start, "to": quoted.end}
        if quoted.part == "body":
            query["part"] = "body"
    if sources.conversation:
        query["c"] = sources.conversation
    away = "" if sources.conversation else ' target="_blank"'
    address = escaped(f"library?{urlencode(query)}")
    return f'<a class="pc-to-paper" href="{address}"{away}>{escaped(words)}</a>'


def in_line(facts: Sequence[str]) -> str:
    """Return short facts as one line with dots between them; what is empty is left out."""
    return '<span class="pc-between" aria-hidden="true">·</span>'.join(
        fact for fact in facts if fact
    )


def _id(sources: Sources, place: str) -> str:
    return f"{sources.prefix}-{place}"


def _meta(citation: Citation, paper: Paper | None) -> str:
    facts = [f'<span class="pc-badge">{kind_of(citation)}</span>']
    if paper is not None:
        if paper.published is not None:
            facts.append(time_html(paper.published))
        facts.append(escaped(authors(paper)))
    return in_line(facts)


def time_html(day: date) -> str:
    """Return when a paper appeared, as precisely as that is known."""
    return f'<time datetime="{short_date(day)}">{date_in_words(day)}</time>'


def authors(paper: Paper) -> str:
    """Return who wrote the paper, as far as its record says: names, or how many there are."""
    count = max(paper.author_count or 0, len(paper.authors))
    counted = f"{count} author{'' if count == 1 else 's'}" if count else ""
    if not paper.authors:
        return counted
    named = ", ".join(paper.authors[:_AUTHORS_NAMED])
    return named if count <= min(_AUTHORS_NAMED, len(paper.authors)) else f"{named} … ({counted})"


def _text(sources: Sources, citation: Citation, paper: Paper | None) -> str:
    if paper is not None and sources.holds(citation):
        text, start = _around(sources, citation, paper)
        span = Span(citation.start - start, citation.end - start)
        marked = highlighted(text, [span])
        return marked.replace("<mark>", '<span class="pc-here"></span><mark>', 1)
    # The paper was changed or removed after the answer was given: the quote is all that is sure.
    note = _GONE if paper is None else _CHANGED
    return f'<mark>{escaped(citation.quote)}</mark><div class="pc-kind">{note}</div>'


def _around(sources: Sources, citation: Citation, paper: Paper) -> tuple[str, int]:
    """Return what a quote is shown in, and where that begins: an abstract, or a body's pages."""
    body = sources.bodies.get(citation.paper_id)
    if citation.part == "abstract" or body is None:
        return paper.text, 0
    pages = [page for page in body.pages if page.start < citation.end and page.end > citation.start]
    start = pages[0].start if pages else citation.start
    return body.text[start : pages[-1].end if pages else citation.end], start


def kind_note(citation: Citation) -> str:
    """Return what a reader has to know of the text that a quote is from."""
    return BODY_NOTE if citation.part == "body" else KIND_NOTE[citation.text_kind]


def page_html(citation: Citation) -> str:
    """Return the page of a quote of a body, as it follows a title or a label; else nothing."""
    return "" if citation.page is None else f' <span class="pc-leaf">p. {citation.page}</span>'


def _links(sources: Sources, citation: Citation, paper: Paper | None) -> str:
    if paper is None:
        return anchors([("Paper", citation.url)])
    here = paper_anchor(sources, paper.id, "Open in the library", citation)
    return f'<div class="pc-links">{here}</div>{links_html(paper)}'


def links_html(paper: Paper) -> str:
    """Return the links of a paper's record, as far as they are safe; empty where none is."""
    wanted = (("Paper", paper.url), ("Code", paper.code_url), ("Project", paper.project_url))
    return anchors(wanted)


def anchors(wanted: Sequence[tuple[str, str | None]]) -> str:
    """Return links to other sites by their names, as far as their addresses are safe."""
    links = [
        f'<a href="{escaped(url)}" {AWAY}>{name} on {escaped(host_of(url))} ↗</a>'
        for name, url in ((name, safe_url(given)) for name, given in wanted)
        if url is not None
    ]
    return f'<div class="pc-links">{"".join(links)}</div>' if links else ""
