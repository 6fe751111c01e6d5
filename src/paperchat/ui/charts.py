"""The pictures of the library as Vega-Lite, with their data in them."""

from __future__ import annotations

from datetime import date
from typing import Any

from paperchat.library.figures import Figures
from paperchat.retrieval.corpus_map import CorpusMap, MapCluster
from paperchat.text.dates import short_date

Spec = dict[str, Any]

COLOURS: tuple[tuple[str, str], ...] = (
    ("#1f6a59", "#7fc8b1"),
    ("#a4481c", "#f0a585"),
    ("#3c5a9a", "#9db8f2"),
    ("#7a5a00", "#e3c266"),
    ("#86387a", "#dd9fd3"),
    ("#4d6b16", "#b5d376"),
    ("#9a2c45", "#f29aac"),
    ("#56524a", "#c3beb3"),
)
"""One for each cluster: on light and on dark ground."""
INK = ("#24262b", "#e5e2db")

PAPER = ("#fcfaf5", "#17191c")

_NARROW = 560
"""Pixels of a map that leave no room for names."""
_ROOM = (0.25, 0.06)
"""Shares of the map's width and height that a name takes."""
_BY_YEAR_FROM = 60
"""Months from which on years are counted instead."""
_SMALL_FROM = 500


def time_chart(figures: Figures, *, dark: bool = False) -> Spec:
    """Return bars of how many papers are of each month, or year: see :func:`counts_years`."""
    values = [{"when": when, "papers": papers} for when, papers in _counts(figures)]
    most = max(papers for _, papers in _counts(figures))
    return {
        "data": {"values": values},
        "height": 180,
        "mark": {"type": "bar", "color": COLOURS[0][dark]},
        "encoding": {
            "x": {
                "field": "when", "type": "ordinal", "sort": None, "title": None,
                "axis": {"labelOverlap": True, "labelAngle": 0},
            },
            "y": {
                "field": "papers", "type": "quantitative", "title": "Papers",
                "scale": {"domain": [0, most]}, "axis": {"tickMinStep": 1, "format": ",d"},
            },
            "tooltip": [
                {"field": "when", "type": "nominal", "title": "Published"},
                {"field": "papers", "type": "quantitative", "title": "Papers"},
            ],
        },
    }  # fmt: skip


def counts_years(figures: Figures) -> bool:
    """Tell whether years are counted, as of many months, or of papers mostly known by their year.

    Where months are, papers that are known by their year only have no place.
    """
    return 2 * figures.by_year_only >= figures.dated or _months(figures) > _BY_YEAR_FROM


def _months(figures: Figures) -> int:
    """Return how many months there are from the first to the last."""
    first, last = figures.months[0], figures.months[-1]
    return (last[0] - first[0]) * 12 + last[1] - first[1] + 1


def _counts(figures: Figures) -> list[tuple[str, int]]:
    """Return the papers of each month or year from the first to the last, also where none is."""
    if counts_years(figures):
        years = figures.years()
        return [(str(year), years.get(year, 0)) for year in range(min(years), max(years) + 1)]
    first, span = figures.months[0], _months(figures)
    months = {(year, month): papers for year, month, papers in figures.months}
    found: list[tuple[str, int]] = []
    for number in range(first[1] - 1, first[1] - 1 + span):
        month = first[0] + number // 12, number % 12 + 1
        found.append((f"{date(*month, 1):%b %Y}", months.get(month, 0)))
    return found


def map_chart(found: CorpusMap, *, dark: bool = False) -> Spec:
    """Return the map: a point a paper, coloured by cluster, and what the clusters are called.

    A narrow map has their numbers alone.
    """
    points = [
        {"paper": point.paper_id, "title": point.title, "x": round(point.x, 4),
         "y": round(point.y, 4), "group": str(point.cluster + 1),
         "date": short_date(point.published)}
        for point in found.points
    ]  # fmt: skip
    middles = [
        {"x": round(x, 4), "y": round(y, 4), "number": str(number),
         "name": f"{number} {_on_map(found.clusters[number - 1])}"}
        for number, (x, y) in enumerate(_apart(found), 1)
    ]  # fmt: skip
    place = {
        "x": {"field": "x", "type": "quantitative", "axis": None, "scale": {"zero": False}},
        "y": {"field": "y", "type": "quantitative", "axis": None, "scale": {"zero": False}},
    }
    colours = [pair[dark] for pair in COLOURS[: len(found.clusters)]]
    groups = [str(number) for number in range(1, len(found.clusters) + 1)]
    dots = {
        "data": {"values": points},
        "params": [{"name": "chosen", "select": {"type": "point", "fields": ["paper"]}}],
        "mark": {"type": "circle", "size": 30 if len(points) > _SMALL_FROM else 90,
                 "opacity": 0.75, "cursor": "pointer"},
        "encoding": {
            **place,
            "color": {"field": "group", "type": "nominal", "legend": None,
                      "scale": {"domain": groups, "range": colours}},
            # What a screen reader says of a point.
            "description": {"field": "title", "type": "nominal"},
            "tooltip": [
                {"field": "title", "type": "nominal", "title": "Paper"},
                {"field": "date", "type": "nominal", "title": "Published"},
            ],
        },
    }  # fmt: skip
    return {"height": 420, "layer": [dots, *_names(middles, place, dark=dark)]}


def _names(middles: list[Spec], place: Spec, *, dark: bool) -> list[Spec]:
    """Return the names twice: as a rim that keeps them apart from the points, and as letters."""
    written = {"expr": f"width < {_NARROW} ? datum.number : datum.name"}
    text = {"type": "text", "fontSize": 14, "fontWeight": "bold", "limit": 0, "text": written}
    rim = {"stroke": PAPER[dark], "strokeWidth": 5, "strokeJoin": "round", "opacity": 0.85}
    return [
        {"data": {"values": middles}, "mark": {**text, **mark}, "encoding": place}
        for mark in (rim, {"color": INK[dark]})
    ]


def _on_map(cluster: MapCluster) -> str:
    """Return the first of the phrases that a cluster is called."""
    return cluster.name.split(",")[0]


def _apart(found: CorpusMap) -> list[tuple[float, float]]:
    """Return where the names stand: in the middle of their cluster, or above one that is there."""
    wide = _ROOM[0] * _range([point.x for point in found.points])
    high = _ROOM[1] * _range([point.y for point in found.points])
    placed: dict[int, tuple[float, float]] = {}
    for number in sorted(range(len(found.clusters)), key=lambda at: found.clusters[at].y):
        x, y = found.clusters[number].x, found.clusters[number].y
        # From below, so that what moves up meets only those that are looked at after.
        for left, low in sorted(placed.values(), key=lambda place: place[1]):
            if abs(x - left) < wide and abs(y - low) < high:
                y = low + high
        placed[number] = (x, y)
    return [placed[number] for number in range(len(found.clusters))]


def _range(values: list[float]) -> float:
    return max(values) - min(values)
