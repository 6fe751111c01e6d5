"""What was measured of a growing library: kept as JSON, and told in ``docs/performance.md``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from pydantic import TypeAdapter

from bench.docs_block import replace_block
from bench.report import DOCS

BEGIN = "<!-- growing: written by `python -m bench.growing --write-docs` -->"
END = "<!-- end of growing -->"


@dataclass(frozen=True, slots=True)
class Grown:
    """One file ingested. Seconds are from the start of the command; memory is of its process.

    ``waiting`` are the texts without a vector after the first end, at the start after it, after the
    second end, and so on: none may be more than the one before.
    """

    file: str
    papers: int
    chunks: int
    first_answer_s: float
    by_words_s: float
    texts_a_second: float
    peak_mib: float
    waiting: tuple[int, ...]
    finished_s: float | None
    again_s: float | None
    again_peak_mib: float | None
    loads: tuple[float, float]

    def with_again(self, seconds: float, peak_mib: float) -> Grown:
        """Return this with what ingesting the unchanged file again took."""
        return replace(self, again_s=seconds, again_peak_mib=peak_mib)

    @property
    def lost(self) -> bool:
        """Whether a text that had a vector waited for it again after an end."""
        return any(after > before for before, after in pairwise(self.waiting))

    def as_rows(self) -> dict[str, str]:
        """Return what is told of it, by what it is."""
        rows = {
            "first answer, in another process": f"{self.first_answer_s:.1f} s",
            "all papers found by their words": f"{self.by_words_s:.0f} s",
            "texts embedded a second": f"{self.texts_a_second:.1f}",
            "memory of the ingest at most": f"{self.peak_mib:,.0f} MiB",
            "waiting at each end, and at the start after it": ", ".join(
                f"{count:,}" for count in self.waiting
            ),
            "lost by the ends": "something" if self.lost else "nothing",
        }
        if self.finished_s is not None:
            rows["the last part, to the end"] = f"{self.finished_s:,.0f} s"
        if self.again_s is not None and self.again_peak_mib is not None:
            rows["the unchanged file again"] = f"{self.again_s:.0f} s"
            rows["memory of that at most"] = f"{self.again_peak_mib:,.0f} MiB"
        rows["load of the machine"] = f"{self.loads[0]:.1f} to {self.loads[1]:.1f}"
        return rows


_ADAPTER = TypeAdapter(tuple[Grown, ...])


def read(path: Path) -> tuple[Grown, ...]:
    """Return what :func:`keep` wrote; nothing where there is nothing."""
    return _ADAPTER.validate_json(path.read_text("utf-8")) if path.is_file() else ()


def keep(results: Sequence[Grown], path: Path) -> None:
    """Write ``results`` to ``path`` as JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(_ADAPTER.dump_json(tuple(results), indent=2).decode() + "\n", "utf-8")


def to_markdown(results: Sequence[Grown]) -> str:
    """Return one column a file."""
    columns = [item.as_rows() for item in results]
    names = list(dict.fromkeys(name for column in columns for name in column))
    head = " | ".join(f"`{item.file}`, {item.papers:,} papers" for item in results)
    lines = [f"| | {head} |", "|---|" + "---:|" * len(results)]
    lines += [
        f"| {name} | {' | '.join(column.get(name, '') for column in columns)} |" for name in names
    ]
    return "\n".join(lines)


def write_docs(results: Sequence[Grown], path: Path = DOCS) -> None:
    """Replace the results in the document at ``path``; what is around them stays.

    Raises:
        ValueError: the document has no place for them.
    """
    replace_block(path, BEGIN, END, to_markdown(results))
