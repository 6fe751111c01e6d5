"""``python -m bench.answers``: the quality of answers, on known questions and on unseen ones.

Prints a table for ``docs/answers.md``.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence

from bench.question_sets import DEVELOPMENT, UNSEEN, QuestionedLibrary
from paperchat.evaluation.answering_run import ask_all
from paperchat.evaluation.question_set import select
from paperchat.evaluation.scoring import Measure, measure_all


def measure(library: QuestionedLibrary) -> tuple[Measure, ...]:
    """Ask the questions of ``library``, and measure the answers."""
    with library.opened() as workspace:
        catalogue = workspace.library.catalogue
        selection = select(library.questions, catalogue)
        return measure_all(ask_all(workspace.assistant, catalogue, selection))


def table(names: Sequence[str], columns: Sequence[Sequence[Measure]]) -> Iterator[str]:
    """Yield the lines of a Markdown table: one row a measure, one column a library."""
    yield f"| | {' | '.join(names)} |"
    yield "|---|" + "---|" * len(names)
    for row in zip(*columns, strict=True):
        yield f"| {row[0].definition.label} | {' | '.join(_cell(item) for item in row)} |"


def _cell(item: Measure) -> str:
    if item.value is None:
        return "-"
    return f"{item.value:.1%} of {item.total} ({item.low:.0%} to {item.high:.0%})"


def main() -> int:
    """Measure every library whose papers are here."""
    libraries = [library for library in (*DEVELOPMENT, UNSEEN) if library.is_here]
    columns = []
    for library in libraries:
        print(f"Asking about {library.name} ...", file=sys.stderr)
        columns.append(measure(library))
    print("\n".join(table([library.name for library in libraries], columns)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
