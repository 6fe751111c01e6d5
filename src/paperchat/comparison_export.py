"""Writing a comparison out: as Markdown with the quote behind each number, and as a table."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from types import MappingProxyType

from paperchat.conversation_export import answer_as_markdown
from paperchat.export import spreadsheet_cell
from paperchat.layout import doubt_about, kinds_read, not_stated
from paperchat.types import Answer, Citation, Comparison, ComparisonCell, Paper, TextKind

Papers = Mapping[str, Paper]
"""The compared papers by id, as far as the library holds them."""


def export_comparison(answer: Answer, papers: Papers, form: str) -> str:
    """Return a comparison as text in ``form``, one of ``COMPARISON_FORMATS``."""
    return COMPARISON_FORMATS[form](answer, papers)


def _markdown(answer: Answer, papers: Papers) -> str:
    return f"# Comparison\n\n{answer_as_markdown(answer, papers)}\n"


def _csv(answer: Answer, papers: Papers) -> str:
    grid = answer.comparison or Comparison((), ())
    titles = {citation.paper_id: citation.title for citation in answer.citations}
    titles |= {key: papers[key].title for key in grid.papers if key in papers}
    names = [titles.get(key, key) for key in grid.papers]
    read = kinds_read(answer.citations, papers)
    kinds = [read.get(key, "abstract") for key in grid.papers]
    quotes = {citation.label: citation for citation in answer.citations}
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    # What each paper says first, then in as many columns what that rests on.
    heads = ["facet", *names, *(f"sources of {name}" for name in names)]
    writer.writerow(map(spreadsheet_cell, heads))
    for row in grid.rows:
        said = map(_cell, row.cells, kinds)
        rests_on = (_sources(cell, quotes) for cell in row.cells)
        writer.writerow(map(spreadsheet_cell, [row.facet, *said, *rests_on]))
    return out.getvalue()


def _cell(cell: ComparisonCell | None, kind: TextKind) -> str:
    if cell is None:
        return not_stated(kind)
    doubt = doubt_about(cell.verdict, cell.problems)
    return f"{cell.text} ({doubt})" if doubt else cell.text


def _sources(cell: ComparisonCell | None, quotes: Mapping[int, Citation]) -> str:
    """Return the quotes behind a cell, one a line, with the place of each in its paper's text."""
    cited = [quotes[label] for label in cell.labels if label in quotes] if cell else []
    return "\n".join(
        f"[{item.label}] {item.text_kind} of {item.paper_id}, characters {item.start} to "
        f"{item.end}: “{item.quote}”"
        for item in cited
    )


_Writer = Callable[[Answer, Papers], str]

COMPARISON_FORMATS: Mapping[str, _Writer] = MappingProxyType({"markdown": _markdown, "csv": _csv})
