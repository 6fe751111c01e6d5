"""Writing a conversation out, with the numbers it was shown with and every quote in full."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType

from paperchat.answering.narrowing import told
from paperchat.export import (
    address,
    bibtex_entry,
    bibtex_fields,
    bibtex_key,
    bibtex_title,
    latex_text,
    markdown_text,
    paper_addresses,
)
from paperchat.layout import (
    ABOUT_DIGESTS,
    Paragraph,
    beside_grid,
    doubt_about,
    kinds_read,
    not_stated,
    paragraphs,
    place_of,
    spent,
    spent_on,
)
from paperchat.library.rating import Rating, rating_in_words
from paperchat.types import (
    Answer,
    AnswerSentence,
    Citation,
    Comparison,
    ComparisonCell,
    Paper,
    TextKind,
    Turn,
    Verdict,
)

Papers = Mapping[str, Paper]
"""Those of the cited papers that the library still holds, by id."""

Ratings = Mapping[int, Rating]
"""What the reader thought of some of the answers, by the number of the turn, from 1."""

_NAMED_AUTHORS = 6
_ADDED = "the model named no source; this one was found for it"
_WEB = ("https://", "http://")
# As references they are characters of the text, and end no line, paragraph or quote of Markdown.
_SPACES = {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}
_OUTER_SPACE = re.compile(r"\A +| +\Z")


def export_conversation(
    title: str,
    turns: Sequence[Turn],
    papers: Papers,
    form: str,
    ratings: Ratings = MappingProxyType({}),
) -> str:
    """Return a conversation as text in ``form``, one of ``CONVERSATION_FORMATS``.

    Quotes, labels and places are those of the answers as they were given; ``papers`` only adds what
    a bibliography wants to know. A paper that is not in it is described by its citation.
    """
    return CONVERSATION_FORMATS[form](title, turns, papers, ratings)


# --- Markdown ------------------------------------------------------------------------------------


def _markdown(title: str, turns: Sequence[Turn], papers: Papers, ratings: Ratings) -> str:
    blocks = [f"# {_plain(title)}"]
    for number, turn in enumerate(turns, 1):
        blocks.append(f"## {number}. {_plain(turn.question)}")
        blocks += _answer(turn.answer, papers)
        if number in ratings:
            blocks.append(_plain(rating_in_words(ratings[number])))
    digests = any(item.text_kind == "digest" for turn in turns for item in turn.answer.citations)
    closing = [_plain(spent_on(turns)), ABOUT_DIGESTS if digests else ""]
    if any(closing):
        blocks += ["---", *filter(None, closing)]
    return "\n\n".join(blocks) + "\n"


def answer_as_markdown(answer: Answer, papers: Papers) -> str:
    """Return one answer with its sources, and what is said below one that quotes a digest."""
    blocks = list(_answer(answer, papers))
    if any(citation.text_kind == "digest" for citation in answer.citations):
        blocks += ["---", ABOUT_DIGESTS]
    return "\n\n".join(blocks)


def _answer(answer: Answer, papers: Papers) -> Iterator[str]:
    if answer.rewritten_question:
        yield f"Understood as: {_plain(answer.rewritten_question)}"
    if answer.comparison is not None:
        yield _grid(answer, answer.comparison, papers)
        beside = beside_grid(answer)
        if beside:
            yield " ".join(map(_sentence, beside))
        yield "Papers:"
        yield "\n".join(_compared(key, answer, papers) for key in answer.comparison.papers)
    else:
        for paragraph in paragraphs(answer.sentences):
            yield from _paragraph(paragraph)
    unsaid = [term for term in answer.missing_terms if term not in answer.text]
    if unsaid:
        yield "Not found: " + ", ".join(f"“{_plain(term)}”" for term in unsaid)
    if answer.citations:
        yield "Sources:"
        yield "\n\n".join(_source(item, papers.get(item.paper_id)) for item in answer.citations)
    if answer.nearest:
        yield "Nearest papers:"
        yield "\n".join(
            f"- {_plain(near.title)}" + (f": “{_plain(near.quote)}”" if near.quote else "")
            for near in answer.nearest
        )
    yield from map(_plain, filter(None, [told(answer), *answer.notes, spent(answer)]))


def _paragraph(paragraph: Paragraph) -> Iterator[str]:
    if paragraph.lead:
        yield _plain(paragraph.lead)
    if paragraph.sentences:
        yield " ".join(map(_sentence, paragraph.sentences))


def _sentence(sentence: AnswerSentence) -> str:
    doubt = _doubt(sentence.verdict, sentence.problems)
    added = [f"*({_ADDED})*"] if sentence.added else []
    return " ".join([_plain(sentence.text), *map(_label, sentence.labels), *added, *doubt])


def _doubt(verdict: Verdict, problems: Sequence[str]) -> list[str]:
    said = doubt_about(verdict, problems)
    return [f"*({_plain(said)})*"] if said else []


def _compared(paper_id: str, answer: Answer, papers: Papers) -> str:
    """Return a line on a compared paper: its title, and where it and its code are found."""
    paper = papers.get(paper_id)
    cited = [item for item in answer.citations if item.paper_id == paper_id]
    if paper is None:
        title, found = (cited[0].title, cited[0].url) if cited else (paper_id, None)
        return f"- {_linked(title, found or '')}"
    found_at = paper_addresses(paper)
    # These two may be of the paper's text, which anybody wrote: they are no links.
    more = [f"{what}: {_plain(found_at[what])}" for what in ("project", "code") if found_at[what]]
    return " · ".join([f"- {_linked(paper.title, found_at['page'])}", *more])


def _linked(title: str, link: str) -> str:
    return f"[{_plain(title)}](<{address(link)}>)" if link.startswith(_WEB) else _plain(title)


def _grid(answer: Answer, comparison: Comparison, papers: Papers) -> str:
    titles = {item.paper_id: item.title for item in answer.citations}
    titles |= {
        paper_id: papers[paper_id].title for paper_id in comparison.papers if paper_id in papers
    }
    heads = [_plain(titles.get(paper_id, paper_id)) for paper_id in comparison.papers]
    rows = [["", *heads], ["---"] * (len(heads) + 1)]
    read = kinds_read(answer.citations, papers)
    kinds = [read.get(paper_id, "abstract") for paper_id in comparison.papers]
    rows += [[_plain(row.facet), *map(_cell, row.cells, kinds)] for row in comparison.rows]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _cell(cell: ComparisonCell | None, kind: TextKind) -> str:
    if cell is None:
        return f"*{not_stated(kind)}*"
    doubt = _doubt(cell.verdict, cell.problems)
    return " ".join([_plain(cell.text), *map(_label, cell.labels), *doubt])


def _source(citation: Citation, paper: Paper | None) -> str:
    title = _linked(citation.title, citation.url or "")
    place = place_of(citation)
    facts = _authors_and_year(paper) if paper is not None else ""
    return f"{_label(citation.label)} {title}{facts}, {place}:\n\n> {_plain(citation.quote)}"


def _authors_and_year(paper: Paper) -> str:
    named = list(paper.authors[:_NAMED_AUTHORS])
    beyond = max(len(paper.authors), paper.author_count or 0) - len(named)
    if named and beyond > 0:
        named.append(f"{beyond} more")
    facts = [_plain(", ".join(named)), str(paper.published.year) if paper.published else ""]
    said = "; ".join(filter(None, facts))
    return f" ({said})" if said else ""


def _label(label: int) -> str:
    return f"[{label}]"


def _plain(text: str) -> str:
    """Return ``text`` as Markdown of one line that shows it character for character."""
    line = markdown_text(text)
    for character, reference in _SPACES.items():
        line = line.replace(character, reference)
    return _OUTER_SPACE.sub(lambda found: "&#32;" * len(found[0]), line)


# --- BibTeX --------------------------------------------------------------------------------------


def _bibtex(
    title: str,  # noqa: ARG001  # as others
    turns: Sequence[Turn],
    papers: Papers,
    ratings: Ratings,  # noqa: ARG001
) -> str:
    cited: dict[str, list[str]] = {}
    first: dict[str, Citation] = {}
    for number, turn in enumerate(turns, 1):
        for citation in turn.answer.citations:
            first.setdefault(citation.paper_id, citation)
            cited.setdefault(citation.paper_id, []).append(_quote(citation, number))
    taken: set[str] = set()
    return "\n".join(
        bibtex_entry(
            bibtex_key(paper_id, taken),
            # No style prints an annotation: it is for whoever reads the entry.
            {**_fields(first[paper_id], papers.get(paper_id)), "annote": "\n\n".join(quotes)},
        )
        for paper_id, quotes in cited.items()
    )


def _fields(citation: Citation, paper: Paper | None) -> dict[str, str]:
    if paper is not None:
        return bibtex_fields(paper)
    link = citation.url if citation.url and citation.url.startswith(_WEB) else ""
    return {"title": bibtex_title(citation.title), "url": address(link)}


def _quote(citation: Citation, question: int) -> str:
    place = place_of(citation)
    return f"Question {question}, [{citation.label}], {place}: “{latex_text(citation.quote)}”"


_Writer = Callable[[str, Sequence[Turn], Papers, Ratings], str]

CONVERSATION_FORMATS: Mapping[str, _Writer] = MappingProxyType(
    {"markdown": _markdown, "bibtex": _bibtex}
)
