"""A paper's record as HTML in which nothing of the paper is markup."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from urllib.parse import quote, urlencode

from paperchat.text.dates import date_in_words
from paperchat.types import Body, PageSpan, Paper, Sentence, SentenceRole, Span
from paperchat.ui.citation_html import (
    AWAY,
    BODY_NOTE,
    KIND_NOTE,
    authors,
    in_line,
    links_html,
    time_html,
)
from paperchat.ui.links import safe_url
from paperchat.ui.quote import escaped, highlighted

ROLE_NAMES: Mapping[SentenceRole, str] = MappingProxyType(
    {
        "problem": "Problem",
        "method": "Approach",
        "data": "Data",
        "result": "Result",
        "limit": "Limit",
        "resource": "Resource",
    }
)


def brief(paper: Paper, quoted: str = "") -> str:
    """Return what a line of a list says below a title: date, authors, kind of text, code.

    ``quoted`` stands for the kind of text where something else was quoted.
    """
    facts = [f'<span class="pc-badge">{quoted or paper.text_kind}</span>']
    if paper.published is not None:
        facts.append(time_html(paper.published))
    facts += [escaped(authors(paper)), "code" if paper.code_url else ""]
    return in_line(facts)


def heading(paper: Paper) -> str:
    """Return the title of a paper's own page."""
    return f'<h1 class="pc-paper-title" dir="auto">{escaped(paper.title)}</h1>'


def text_html(paper: Paper, marked: Sequence[Span] = ()) -> str:
    """Return the paper's text as it stands, with the spans ``marked`` highlighted."""
    return (
        f'<div class="pc-paper-text" dir="auto">{highlighted(paper.text, marked)}</div>'
        f'<div class="pc-kind">{KIND_NOTE[paper.text_kind]}</div>'
    )


def body_html(body: Body, marked: Sequence[Span] = ()) -> str:
    """Return the text behind the abstract page by page, with the spans ``marked`` highlighted."""
    pages = "".join(
        f'<section class="pc-leaves" aria-label="Page {page.page}">'
        f'<h3 class="pc-leaf-head">p. {page.page}</h3>'
        f'<div class="pc-paper-text" dir="auto">{_page(body, page, marked)}</div></section>'
        for page in body.pages
    )
    return f'{pages}<div class="pc-kind">{BODY_NOTE}</div>'


def _page(body: Body, page: PageSpan, marked: Sequence[Span]) -> str:
    shifted = [Span(span.start - page.start, span.end - page.start) for span in marked]
    return highlighted(body.text[page.start : page.end], shifted)


def roles_html(
    paper: Paper,
    sentences: Sequence[Sentence],
    roles: Sequence[SentenceRole],
    marked: Sequence[Span] = (),
) -> str:
    """Return the text with each run of sentences of one role shaded and named."""
    parts: list[str] = []
    end, former = 0, None

    def part(start: int, end: int) -> str:
        shifted = [Span(span.start - start, span.end - start) for span in marked]
        return highlighted(paper.text[start:end], shifted)

    for sentence, role in zip(sentences, roles, strict=True):
        parts.append(part(end, sentence.start))
        named = "" if role == former else f'<span class="pc-role-name">{ROLE_NAMES[role]}</span>'
        said = part(sentence.start, sentence.end)
        parts.append(f'<span class="pc-role pc-role-{role}">{named}{said}</span>')
        end, former = sentence.end, role
    parts.append(part(end, len(paper.text)))
    return (
        f'<div class="pc-paper-text" dir="auto">{"".join(parts)}</div>'
        f'<div class="pc-kind">{KIND_NOTE[paper.text_kind]} What each sentence does is a guess by '
        "its words and place.</div>"
    )


def title_bar(paper: Paper) -> str:
    """Return what keeps the title in sight once the heading has been scrolled away."""
    return f'<div class="pc-paper-bar" aria-hidden="true" dir="auto">{escaped(paper.title)}</div>'


def authors_html(paper: Paper, conversation: str | None) -> str:
    """Return who wrote the paper, each a link to the list of their papers.

    The links name the ``conversation``, which the list goes on with.
    """
    linked = [_author_anchor(name, conversation) for name in paper.authors]
    count = max(paper.author_count or 0, len(paper.authors))
    if linked and count > len(linked):
        linked.append(f"… ({count} authors)")
    return ", ".join(linked) or escaped(authors(paper))


def _author_anchor(name: str, conversation: str | None) -> str:
    query = {"author": name} | ({"c": conversation} if conversation else {})
    address = escaped(f"library?{urlencode(query, errors='replace')}")
    return f'<a class="pc-to-paper" href="{address}">{escaped(name)}</a>'


def _doi_html(doi: str | None) -> str:
    """Return a DOI as a link to where it leads, which is asked for by a click alone."""
    address = safe_url(f"https://doi.org/{quote(doi, safe='/:;().-_')}") if doi else None
    if not doi or address is None:
        return escaped(doi or "")
    return f'<a href="{escaped(address)}" {AWAY}>{escaped(doi)} ↗</a>'


def facts_html(paper: Paper, conversation: str | None = None) -> str:
    """Return what the record says of a paper, and its links; see :func:`authors_html`."""
    facts = {
        "Published": escaped(date_in_words(paper.published)),
        "Authors": authors_html(paper, conversation),
        "arXiv": escaped(paper.arxiv_id or ""),
        "DOI": _doi_html(paper.doi),
        "Source": escaped(paper.source),
        "Added": f"{paper.added_at:%B} {paper.added_at.day}, {paper.added_at.year}",
        "Id": "" if paper.id == paper.arxiv_id else escaped(paper.id),
    }
    rows = "".join(
        f'<div><dt>{name}</dt><dd dir="auto">{said}</dd></div>'
        for name, said in facts.items()
        if said
    )
    return f'<dl class="pc-facts">{rows}</dl>{links_html(paper)}'
