"""Writing a comparison out: as Markdown with the quote behind each number, and as a table."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType

from paperchat.conversation_export import answer_as_markdown
from paperchat.export import paper_addresses, spreadsheet_cell
from paperchat.layout import (
    ABOUT_DIGESTS,
    beside_grid,
    doubt_about,
    kinds_read,
    not_stated,
    place_of,
)
from paperchat.text.dates import short_date
from paperchat.types import (
    Answer,
    AnswerSentence,
    Citation,
    Comparison,
    ComparisonCell,
    Paper,
    TextKind,
)

Papers = Mapping[str, Paper]
"""The compared papers by id, as far as the library holds them."""

_SHARED, _PARTLY = "what they share", "what some of them share"
_OWN, _UNCITED = "what only one speaks of", "what is said without a source"


def export_comparison(answer: Answer, papers: Papers, form: str) -> str:
    """Return a comparison as text in ``form``, one of ``COMPARISON_FORMATS``."""
    return COMPARISON_FORMATS[form](answer, papers)


def _markdown(answer: Answer, papers: Papers) -> str:
    return f"# Comparison\n\n{answer_as_markdown(answer, papers)}\n"


def _csv(answer: Answer, papers: Papers) -> str:
    """Return the grid: a column a paper, then in as many columns what these rest on."""
    grid = answer.comparison or Comparison((), ())
    titles = {citation.paper_id: citation.title for citation in answer.citations}
    titles |= {key: papers[key].title for key in grid.papers if key in papers}
    names = [titles.get(key, key) for key in grid.papers]
    quotes = {citation.label: citation for citation in answer.citations}
    kinds = _kinds(answer, grid, papers)
    rows = [["facet", *names, *(f"sources of {name}" for name in names)]]
    for row in grid.rows:
        said = map(_cell, row.cells, kinds)
        rests_on = (_sources(cell.labels if cell else (), quotes) for cell in row.cells)
        rows.append([row.facet, *said, *rests_on])
    rows += _beside(answer, grid, quotes)
    if grid.papers:
        rows += [[*row, *[""] * len(names)] for row in _about(answer, grid, papers)]
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(map(spreadsheet_cell, row) for row in rows)
    return out.getvalue()


def _kinds(answer: Answer, grid: Comparison, papers: Papers) -> list[TextKind]:
    read = kinds_read(answer.citations, papers)
    return [read.get(key, "abstract") for key in grid.papers]


def _cell(cell: ComparisonCell | None, kind: TextKind) -> str:
    if cell is None:
        return not_stated(kind)
    return _doubted(cell.text, doubt_about(cell.verdict, cell.problems))


def _doubted(text: str, doubt: str) -> str:
    return f"{text} ({doubt})" if doubt else text


def _beside(
    answer: Answer, grid: Comparison, quotes: Mapping[int, Citation]
) -> Iterator[list[str]]:
    """Yield what is said below the grid, a row for each sort of it: by how many papers share it.

    Each sentence stands in the columns of the papers that it cites.
    """
    sorts: dict[str, list[AnswerSentence]] = {}
    for sentence in beside_grid(answer):
        cited = sum(bool(_labels_of(key, sentence, quotes)) for key in grid.papers)
        sort = {0: _UNCITED, len(grid.papers): _SHARED, 1: _OWN}.get(cited, _PARTLY)
        sorts.setdefault(sort, []).append(sentence)
    for sort, sentences in sorts.items():
        of = {
            key: [(one, _labels_of(key, one, quotes)) for one in sentences] for key in grid.papers
        }
        said = (
            "\n".join(_said(one) for one, labels in found if labels or sort == _UNCITED)
            for found in of.values()
        )
        rests_on = (
            _sources(list(dict.fromkeys(label for _, labels in found for label in labels)), quotes)
            for found in of.values()
        )
        yield [sort, *said, *rests_on]


def _labels_of(
    paper_id: str, sentence: AnswerSentence, quotes: Mapping[int, Citation]
) -> list[int]:
    return [n for n in sentence.labels if n in quotes and quotes[n].paper_id == paper_id]


def _said(sentence: AnswerSentence) -> str:
    return _doubted(sentence.text, doubt_about(sentence.verdict, sentence.problems))


def _about(answer: Answer, grid: Comparison, papers: Papers) -> Iterator[list[str]]:
    """Yield rows of what is known of the papers themselves."""
    held = [papers.get(key) for key in grid.papers]
    cited = {citation.paper_id: citation.url or "" for citation in answer.citations}
    found = [
        paper_addresses(paper) if paper else {"page": cited.get(key, "")}
        for key, paper in zip(grid.papers, held, strict=True)
    ]
    kinds = _kinds(answer, grid, papers)
    yield ["date", *(short_date(paper.published) if paper else "" for paper in held)]
    for what in ("page", "project", "code"):
        yield [what, *(addresses.get(what, "") for addresses in found)]
    yield ["kind of text", *kinds]
    if "digest" in kinds:
        yield ["note", *(ABOUT_DIGESTS if kind == "digest" else "" for kind in kinds)]


def _sources(labels: Sequence[int], quotes: Mapping[int, Citation]) -> str:
    """Return the quotes behind a cell, one a line, with the place of each in its paper's text."""
    cited = [quotes[label] for label in labels if label in quotes]
    return "\n".join(f"[{item.label}] {place_of(item)}: “{item.quote}”" for item in cited)


_Writer = Callable[[Answer, Papers], str]

COMPARISON_FORMATS: Mapping[str, _Writer] = MappingProxyType({"markdown": _markdown, "csv": _csv})
