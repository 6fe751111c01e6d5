"""The parts of an answer as HTML: paragraphs with their chips, and the comparison grid.

What papers say is drawn from the answer's sentences and citations, always escaped; the answer's
Markdown text is for copying and is never drawn.
"""

from __future__ import annotations

from collections.abc import Sequence

from paperchat.layout import Paragraph, doubt_about, kinds_read, not_stated
from paperchat.types import AnswerSentence, Comparison, ComparisonCell, TextKind, Verdict
from paperchat.ui.citation_html import Sources, chip, panel
from paperchat.ui.quote import escaped


def paragraph_html(paragraph: Paragraph, sources: Sources, place: str) -> str:
    """Return one paragraph; ``place`` tells it from the answer's other paragraphs."""
    parts: list[str] = []
    if paragraph.lead:
        lone = "" if paragraph.sentences else " pc-said"
        parts.append(f'<div class="pc-lead{lone}">{escaped(paragraph.lead)}</div>')
    if paragraph.sentences:
        texts, panels = [], []
        for number, sentence in enumerate(paragraph.sentences):
            spot = f"{place}-{number}"
            texts.append(_sentence(sentence, sources, spot))
            panels += [panel(sources, label, f"{spot}-{label}") for label in sentence.labels]
        parts.append(f'<div class="pc-quotes">{" ".join(texts)}</div>{"".join(panels)}')
    return "".join(parts)


def grid_html(comparison: Comparison, names: Sequence[tuple[str, str]], sources: Sources) -> str:
    """Return a comparison as a table, which narrow screens show as one card a facet.

    ``names`` are the titles of the compared papers, in column order, each with the short name that
    the question has for it, or none.
    """
    named = [_named(title, short) for title, short in names]
    heads = "".join(f'<th role="columnheader" scope="col">{name}</th>' for name in named)
    rows: list[str] = []
    panels: list[str] = []
    read = kinds_read(sources.citations.values(), sources.papers)
    kinds = [read.get(paper_id, "abstract") for paper_id in comparison.papers]
    for number, row in enumerate(comparison.rows):
        cells: list[str] = []
        for column, (name, cell) in enumerate(zip(named, row.cells, strict=True)):
            place = f"g{number}-{column}"
            cells.append(
                f'<td role="cell"><div class="pc-cell-paper">{name}</div>'
                f"{_cell(cell, sources, place, kinds[column])}</td>"
            )
            if cell is not None:
                panels += [panel(sources, label, f"{place}-{label}") for label in cell.labels]
        facet = f'<th role="rowheader" scope="row">{escaped(row.facet)}</th>'
        rows.append(f'<tr role="row">{facet}{"".join(cells)}</tr>')
    return (
        '<table class="pc-grid" role="table"><thead role="rowgroup"><tr role="row">'
        f'<th role="columnheader" scope="col"><span class="pc-unseen">Facet</span></th>{heads}'
        f'</tr></thead><tbody role="rowgroup">{"".join(rows)}</tbody></table>{"".join(panels)}'
    )


def _named(title: str, short: str) -> str:
    return (f'<span class="pc-called">{escaped(short)}</span> ' if short else "") + escaped(title)


def draft_html(text: str) -> str:
    """Return the words of a sentence that is still being written, and not checked yet."""
    return f'<div class="pc-draft" aria-live="off">{escaped(text)}</div>'


def notes_html(notes: Sequence[str], told: str) -> str:
    """Return what the reader has to know about an answer, and ``told``, what it took."""
    lines = [f'<div class="pc-note">{escaped(note)}</div>' for note in notes]
    lines += [f'<div class="pc-spent">{escaped(told)}</div>'] if told else []
    return "".join(lines)


def _cell(cell: ComparisonCell | None, sources: Sources, place: str, kind: TextKind) -> str:
    if cell is None:
        return f'<div class="pc-not-stated">{not_stated(kind)}</div>'
    chips = "".join(chip(sources, label, f"{place}-{label}") for label in cell.labels)
    doubt = doubt_html(cell.verdict, cell.problems)
    said = f'<span class="{voice(cell.verdict)}">{escaped(cell.text)}</span>'
    return f'<div class="pc-quotes">{said}{chips}{doubt}</div>'


def _sentence(sentence: AnswerSentence, sources: Sources, spot: str) -> str:
    chips = "".join(
        chip(sources, label, f"{spot}-{label}", added=label in sentence.added)
        for label in sentence.labels
    )
    doubt = doubt_html(sentence.verdict, sentence.problems)
    said = f'<span class="{voice(sentence.verdict)}">{escaped(sentence.text)}</span>'
    return f"{said}{chips}{doubt}"


def voice(verdict: Verdict) -> str:
    """Return the classes that tell a quote from what a model wrote, and how far that holds."""
    return "pc-verbatim" if verdict == "verbatim" else f"pc-written pc-{verdict}"


def doubt_html(verdict: Verdict, problems: Sequence[str]) -> str:
    """Say beside a sentence what is wrong with it, by word as well as by colour."""
    said = doubt_about(verdict, problems)
    if not said:
        return ""
    return f'<span class="pc-doubt pc-doubt-{verdict}">{escaped(said)}</span>'
