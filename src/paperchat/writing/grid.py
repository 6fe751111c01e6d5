"""Reading a comparison that a model writes cell by cell, and setting it into the grid."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from paperchat.types import (
    Answer,
    AnswerSentence,
    Comparison,
    ComparisonCell,
    ComparisonRow,
    Paper,
    Verdict,
)
from paperchat.writing.judging import Judge
from paperchat.writing.prompts import NOT_STATED
from paperchat.writing.repetition import Repetition
from paperchat.writing.transcript import Transcript, plain

_CELL = re.compile(
    r"[\W_]*(?P<row>\d{1,2})\s*(?P<column>[A-Z])\b[\s*_`|)\].-]*[:|–-]\s*(?P<said>.*)"
)
_WORST_FIRST: tuple[Verdict, ...] = ("unsupported", "weak", "supported", "verbatim", "none")

Place = tuple[int, int]
"""Row and column of a cell, from 0."""


class GridReading:
    """Reads pieces of text line by line: ``2A: what paper A does [4]``.

    Each cell is checked against the passages of its own paper. Lines that name no cell are words
    beside the grid, and are kept apart, as are cells named twice. Nothing is given out before the
    grid is whole, since cells may come in any order.
    """

    def __init__(
        self, grid: Comparison, papers: Sequence[Paper], judges: Mapping[str, Judge]
    ) -> None:
        self._grid = grid
        self._papers = papers
        self._judges = judges
        self._rest = ""
        self._repetition = Repetition()
        self.cells: dict[Place, list[AnswerSentence]] = {}
        self.unread: list[str] = []
        """Lines that name no cell of the grid."""
        self.loops = False

    @property
    def open(self) -> str:
        """The cell in the making: its facet, its paper, and what is said so far."""
        found = _CELL.match(self._rest)
        place = self._place(found) if found else None
        if found is None or place is None:
            return ""
        row, column = place
        title = self._papers[column].title
        return f"{self._grid.rows[row].facet}, “{title}”: {plain(found['said'])}"

    @property
    def sentences(self) -> list[AnswerSentence]:
        """All sentences of all cells."""
        return [sentence for cell in self.cells.values() for sentence in cell]

    @property
    def declined(self) -> bool:
        """A grid is never declined as a whole: what is not stated is said cell by cell."""
        return False

    def feed(self, piece: str) -> list[AnswerSentence]:
        """Add a piece of text; no sentence is given out yet."""
        *lines, self._rest = (self._rest + piece).split("\n")
        for line in lines:
            self._line(line)
        self.loops = self.loops or self._repetition.within(self._rest)
        return []

    def finish(self) -> list[AnswerSentence]:
        """Read what is left when nothing more will come."""
        rest, self._rest = self._rest, ""
        self._line(rest)
        return []

    def _line(self, line: str) -> None:
        if not line.strip():
            return
        if self._repetition.heard(line):
            self.loops = True
            return
        found = _CELL.match(line)
        place = self._place(found) if found else None
        if found is None or place is None or place in self.cells:
            self.unread.append(plain(line))
            return
        said = found["said"].strip()
        if not said or said.strip(" .*_").lower().startswith(NOT_STATED):
            return
        judge = self._judges[self._papers[place[1]].id]
        transcript = Transcript()
        written = [*transcript.feed(said), *transcript.finish()]
        self.cells[place] = [judge.judge(item.text) for item in written]

    def _place(self, found: re.Match[str]) -> Place | None:
        row, column = int(found["row"]) - 1, ord(found["column"]) - ord("A")
        inside = 0 <= row < len(self._grid.rows) and column < len(self._papers)
        return (row, column) if inside else None


def with_cells(
    answer: Answer, papers: Sequence[Paper], cells: Mapping[Place, Sequence[AnswerSentence]]
) -> Answer:
    """Return ``answer`` with written cells in the place of quotes; other cells keep theirs.

    The sentences of the answer follow the grid row by row; what stood after it still does.
    """
    grid = answer.comparison
    if grid is None:
        return answer
    rows, said, at = [], [answer.sentences[0]], 1
    for number, row in enumerate(grid.rows):
        said.append(answer.sentences[at])
        at += 1
        new_cells: list[ComparisonCell | None] = []
        for column, cell in enumerate(row.cells):
            size = 1 + (len(cell.labels) if cell else 0)
            quoted = answer.sentences[at : at + size]
            at += size
            written = cells.get((number, column))
            new_cells.append(_cell(written) if written else cell)
            lead = AnswerSentence(f"“{papers[column].title}”:", (), "none")
            said += [lead, *written] if written else quoted
        rows.append(ComparisonRow(row.facet, tuple(new_cells)))
    return replace(
        answer,
        comparison=Comparison(grid.papers, tuple(rows)),
        sentences=(*said, *answer.sentences[at:]),
    )


def _cell(written: Sequence[AnswerSentence]) -> ComparisonCell:
    verdicts = [sentence.verdict for sentence in written]
    return ComparisonCell(
        labels=tuple(dict.fromkeys(label for sentence in written for label in sentence.labels)),
        text=" ".join(sentence.text for sentence in written),
        verdict=next(verdict for verdict in _WORST_FIRST if verdict in verdicts),
        problems=tuple(told for sentence in written for told in sentence.problems),
    )
