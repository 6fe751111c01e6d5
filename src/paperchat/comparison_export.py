"""Writing a comparison out: as Markdown with the quote behind each number, and as a table."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from types import MappingProxyType

from paperchat.conversation_export import answer_as_markdown
from paperchat.export import spreadsheet_cell
from paperchat.layout import NOT_STATED, doubt_about
from paperchat.types import Answer, Comparison, ComparisonCell, Paper

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
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["facet", *(spreadsheet_cell(titles.get(key, key)) for key in grid.papers)])
    for row in grid.rows:
        writer.writerow([row.facet, *(spreadsheet_cell(_cell(cell)) for cell in row.cells)])
    return out.getvalue()


def _cell(cell: ComparisonCell | None) -> str:
    if cell is None:
        return NOT_STATED
    doubt = doubt_about(cell.verdict, cell.problems)
    return f"{cell.text} ({doubt})" if doubt else cell.text


_Writer = Callable[[Answer, Papers], str]

COMPARISON_FORMATS: Mapping[str, _Writer] = MappingProxyType({"markdown": _markdown, "csv": _csv})
