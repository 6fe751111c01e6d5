"""The cost of size as a picture: milliseconds, memory and disk against chunks, log-log, as SVG.

Drawn by hand, so that it needs no package, and reads in light and in dark: colours follow the
reader's.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench.size_results import PLOT, Size, SizeResults

_WIDTH, _HEIGHT = 400, 300
_LEFT, _RIGHT, _TOP, _BOTTOM = 58, 36, 34, 54
_ROW = 18
_STYLE = """
  text { font: 12px system-ui, sans-serif; fill: #444 }
  .head { font-weight: 600 } .grid { stroke: #8884; stroke-width: 1 }
  path { fill: none; stroke-width: 2 } .dashed { stroke-dasharray: 5 4 }
  .a { stroke: #1f6f8b; fill: #1f6f8b } .b { stroke: #6a9a3a; fill: #6a9a3a }
  .c { stroke: #b5651d; fill: #b5651d } path.a, path.b, path.c { fill: none }
  @media (prefers-color-scheme: dark) {
    text { fill: #ccc }
    .a { stroke: #6cc0dc; fill: #6cc0dc } .b { stroke: #a5cf78; fill: #a5cf78 }
    .c { stroke: #e59a5a; fill: #e59a5a } path.a, path.b, path.c { fill: none }
  }
"""

Value = Callable[[Size], float | None]


@dataclass(frozen=True, slots=True)
class _Line:
    name: str
    colour: str
    value: Value
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class _Scale:
    """A logarithmic axis of whole decades from ``low`` to ``high`` (powers of ten)."""

    low: int
    high: int
    start: float
    end: float

    def at(self, value: float) -> float:
        """Return where ``value`` is."""
        share = (math.log10(value) - self.low) / (self.high - self.low)
        return self.start + share * (self.end - self.start)

    @classmethod
    def over(cls, values: Sequence[float], start: float, end: float) -> _Scale:
        """Return the axis that holds all ``values``."""
        low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
        return cls(low, max(high, low + 1), start, end)


def _ours(size: Size) -> float | None:
    return median(size.unfiltered.ours)


def _plain(size: Size) -> float | None:
    return median(size.unfiltered.plain) if size.unfiltered.plain else None


def _ours_filtered(size: Size) -> float | None:
    found = [median(item.ours) for item in size.pairs.timed[1:] if item.ours]
    return max(found, default=None)


def _plain_filtered(size: Size) -> float | None:
    found = [median(item.plain) for item in size.pairs.timed[1:] if item.plain]
    return max(found, default=None)


def _plain_memory(size: Size) -> float | None:
    return size.pairs.plain.peak if size.pairs.plain else None


_TIMES = (
    _Line("Paperchat", "a", _ours),
    _Line("Paperchat, its slowest filter", "a", _ours_filtered, dashed=True),
    _Line("plain", "c", _plain),
    _Line("plain, its slowest filter", "c", _plain_filtered, dashed=True),
)
_ROOM = (
    _Line("Paperchat, memory", "a", lambda size: size.pairs.ours.peak),
    _Line("Paperchat, disk", "a", lambda size: size.disk.total, dashed=True),
    _Line("plain, memory", "c", _plain_memory),
    _Line("plain, disk", "c", lambda size: size.plain_disk or None, dashed=True),
)


def draw(results: SizeResults, path: Path = PLOT) -> None:
    """Write the picture of ``results`` to ``path``."""
    panels = (("Milliseconds a search (median)", _TIMES), ("Memory and disk in MiB", _ROOM))
    height = _HEIGHT + _ROW * max(len(lines) for _, lines in panels)
    drawn = [
        f'<g transform="translate({number * _WIDTH} 0)">{_panel(head, lines, results.sizes)}</g>'
        for number, (head, lines) in enumerate(panels)
    ]
    width = _WIDTH * len(panels)
    path.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" role="img">\n'
        "<title>What a search costs against the size of the library</title>\n"
        f"<style>{_STYLE}</style>\n" + "\n".join(drawn) + "\n</svg>\n",
        "utf-8",
    )


def _panel(head: str, lines: Sequence[_Line], sizes: Sequence[Size]) -> str:
    values = [v for line in lines for size in sizes if (v := line.value(size))]
    x = _Scale.over([size.chunks for size in sizes], _LEFT, _WIDTH - _RIGHT)
    y = _Scale.over(values, _HEIGHT - _BOTTOM, _TOP)
    parts = [f'<text class="head" x="{_LEFT}" y="18">{head}</text>', *_grid(x, y)]
    for number, line in enumerate(lines):
        parts += _curve(line, sizes, x, y)
        parts += _key(line, _HEIGHT + _ROW * number)
    return "\n".join(parts)


def _grid(x: _Scale, y: _Scale) -> list[str]:
    parts: list[str] = []
    for power in range(y.low, y.high + 1):
        at = y.at(10.0**power)
        parts.append(f'<path class="grid" d="M{x.start} {at:.1f}H{x.end}"/>')
        parts.append(
            f'<text x="{x.start - 6}" y="{at + 4:.1f}" text-anchor="end">{_number(power)}</text>'
        )
    for power in range(x.low, x.high + 1):
        at = x.at(10.0**power)
        parts.append(f'<path class="grid" d="M{at:.1f} {y.start}V{y.end}"/>')
        parts.append(
            f'<text x="{at:.1f}" y="{y.start + 17}" text-anchor="middle">{_number(power)}</text>'
        )
    middle = (x.start + x.end) / 2
    parts.append(f'<text x="{middle}" y="{y.start + 34}" text-anchor="middle">chunks</text>')
    return parts


def _curve(line: _Line, sizes: Sequence[Size], x: _Scale, y: _Scale) -> list[str]:
    known = [(size.chunks, value) for size in sizes if (value := line.value(size))]
    points = [(x.at(chunks), y.at(value)) for chunks, value in known]
    if not points:
        return []
    dashed = " dashed" if line.dashed else ""
    way = "L".join(f"{across:.1f} {up:.1f}" for across, up in points)
    dots = [f'<circle class="{line.colour}" cx="{a:.1f}" cy="{u:.1f}" r="3"/>' for a, u in points]
    return [f'<path class="{line.colour}{dashed}" d="M{way}"/>', *dots]


def _key(line: _Line, top: float) -> list[str]:
    dashed = " dashed" if line.dashed else ""
    return [
        f'<path class="{line.colour}{dashed}" d="M{_LEFT} {top}h28"/>',
        f'<text x="{_LEFT + 36}" y="{top + 4}">{line.name}</text>',
    ]


def _number(power: int) -> str:
    return f"{10**power:,}" if power >= 0 else f"{10.0**power:g}"
