"""What was measured at each size: kept as JSON, told as Markdown and in ``docs/performance.md``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median

from pydantic import TypeAdapter

from bench.docs_block import replace_block
from bench.machine import Machine
from bench.report import DOCS
from bench.size_pairs import Pairs, Timed
from paperchat.evaluation.measures import percentile

BEGIN = "<!-- sizes: written by `python -m bench.sizes --write-docs` -->"
END = "<!-- end of sizes -->"
PLOT = DOCS.with_name("performance-sizes.svg")


@dataclass(frozen=True, slots=True)
class Disk:
    """What a library takes on disk, in MiB."""

    catalogue: float
    words: float
    vectors: float

    @property
    def total(self) -> float:
        """All three."""
        return self.catalogue + self.words + self.vectors


@dataclass(frozen=True, slots=True)
class Size:
    """What was measured of one library. ``loads`` are the lowest and highest load average."""

    name: str
    papers: int
    chunks: int
    pairs: Pairs
    disk: Disk
    plain_disk: float
    day: str
    loads: tuple[float, float]

    @property
    def unfiltered(self) -> Timed:
        """The searches without a filter."""
        return self.pairs.timed[0]


@dataclass(frozen=True, slots=True)
class SizeResults:
    """All sizes measured so far, the smallest first."""

    machine: Machine
    sizes: tuple[Size, ...]

    def with_size(self, size: Size) -> SizeResults:
        """Return these with ``size`` in place of the one of its name."""
        others = [other for other in self.sizes if other.name != size.name]
        return replace(self, sizes=tuple(sorted([*others, size], key=lambda item: item.chunks)))

    def to_markdown(self) -> str:
        """Return the tables, and how they came about."""
        return "\n\n".join(
            (_times(self.sizes), _TIMES_SAID, _room(self.sizes), _ROOM_SAID, _circumstances(self))
        )


_ADAPTER = TypeAdapter(SizeResults)


def read(path: Path) -> SizeResults | None:
    """Return what :func:`keep` wrote; None where there is nothing."""
    return _ADAPTER.validate_json(path.read_text("utf-8")) if path.is_file() else None


def keep(results: SizeResults, path: Path) -> None:
    """Write ``results`` to ``path`` as JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(_ADAPTER.dump_json(results, indent=2).decode() + "\n", "utf-8")


def write_docs(results: SizeResults, path: Path = DOCS) -> None:
    """Replace the sizes in the document at ``path``; what is around them stays.

    Raises:
        ValueError: the document has no place for them.
    """
    replace_block(path, BEGIN, END, results.to_markdown())


# --- times ---------------------------------------------------------------------------------------

_TIMES_SAID = (
    "Milliseconds at the median / at the 95th percentile, from the question as text to the ten "
    'best. "× unfiltered" is the median against that of the same side without a filter; "as fast" '
    "is the median over pairs (below 1: Paperchat is slower). The first search with a filter reads "
    "what it keeps and is told by itself."
)


def _times(sizes: Sequence[Size]) -> str:
    lines = [
        "| chunks | filter | papers left | Paperchat | × unfiltered | first "
        "| plain, Chroma's `where` | × unfiltered | Paperchat is |",
        "|---:|---|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for size in sizes:
        lines += list(_rows(size))
    return "\n".join(lines)


def _rows(size: Size) -> Iterator[str]:
    for item in size.pairs.timed:
        whole = item is size.unfiltered
        cells = [
            f"{size.chunks:,}" if whole else "",
            "none" if whole else f"`{item.filter}`",
            f"{item.papers:,}" + ("" if whole else f" ({item.papers / size.papers:.2%})"),
            _spread(item.ours),
            "" if whole else _times_of(item.ours, size.unfiltered.ours),
            "" if whole else f"{item.ours_first:,.0f}",
            _spread(item.plain),
            "" if whole else _times_of(item.plain, size.unfiltered.plain),
            _pairs(item),
        ]
        yield f"| {' | '.join(cells)} |"


def _spread(values: Sequence[float]) -> str:
    if not values:
        return "–"
    return f"{_digits(median(values))} / {_digits(percentile(values, 0.95))}"


def _digits(value: float) -> str:
    return f"{value:.1f}" if value < 100 else f"{value:,.0f}"


def _times_of(filtered: Sequence[float], unfiltered: Sequence[float]) -> str:
    return f"{median(filtered) / median(unfiltered):.1f}" if filtered and unfiltered else "–"


def _pairs(item: Timed) -> str:
    if not item.plain:
        return "–"
    ratio = median(other / mine for mine, other in zip(item.ours, item.plain, strict=True))
    return f"**{ratio:.2f}×** as fast" if ratio < 10 else f"**{ratio:,.0f}×** as fast"


# --- memory and disk -----------------------------------------------------------------------------

_ROOM_SAID = (
    "MiB. Memory is that of the whole process (Python and the embedder are in it): after the first "
    "search, and at most by the end without filters and with all of them. Disk of Paperchat: the "
    "catalogue (papers, sentences, every vector) + the index of words + that of vectors."
)


def _room(sizes: Sequence[Size]) -> str:
    lines = [
        "| chunks | papers | memory: first search | unfiltered | with filters "
        "| plain: first search | at most | disk | plain: disk |",
        "|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for size in sizes:
        ours, plain, disk = size.pairs.ours, size.pairs.plain, size.disk
        cells = [
            f"{size.chunks:,}",
            f"{size.papers:,}",
            f"{ours.loaded:,.0f}",
            f"{ours.unfiltered:,.0f}",
            f"{ours.peak:,.0f}",
            f"{plain.loaded:,.0f}" if plain else "–",
            f"{plain.peak:,.0f}" if plain else "–",
            f"{disk.catalogue:,.0f} + {disk.words:,.0f} + {disk.vectors:,.0f}",
            f"{size.plain_disk:,.0f}" if plain else "–",
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _circumstances(results: SizeResults) -> str:
    counts = {len(item.ours) for size in results.sizes for item in size.pairs.timed}
    days = sorted({size.day for size in results.sizes})
    low = min(size.loads[0] for size in results.sizes)
    high = max(size.loads[1] for size in results.sizes)
    cores = results.machine.cores
    return (
        f"{min(counts)} to {max(counts)} questions a filter; measured on {' and '.join(days)} at a "
        f"load between {low:.1f} and {high:.1f} on {cores} cores, which other programs shared."
    )
