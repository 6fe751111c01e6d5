"""The pictures of the library."""

from __future__ import annotations

import json
from datetime import date, datetime

from paperchat.library.figures import Figures, figures_of
from paperchat.retrieval.corpus_map import CorpusMap, MapCluster, MapPoint
from paperchat.types import Paper, Record
from paperchat.ui.charts import COLOURS, map_chart, time_chart


def test_both_pictures_are_drawn_with_their_words(open_page, starter_home) -> None:
    page = open_page(starter_home).view("pictures")
    assert "Papers over time" in page.html
    assert "4 of 48 have no date." in page.html
    assert len(page.app.get("vega_lite_chart") or page.app.get("arrow_vega_lite_chart")) == 2
    central = [key for key in page.buttons if key.startswith("central-")]
    assert 2 <= len(central) <= len(COLOURS)
    page.press(central[0])
    assert page.named("paper")


def test_an_empty_library_has_no_pictures(open_page, starter_home, tmp_path) -> None:
    import shutil

    from paperchat.library.changing import remove_papers
    from paperchat.library.library import Library

    home = tmp_path / "emptied"
    shutil.copytree(starter_home, home)
    library = Library(home)
    with library.writing():
        remove_papers(library, [paper.id for paper in library.catalogue.papers()])
    library.close()
    page = open_page(home).view("pictures")
    assert "nothing to picture yet" in page.html
    assert "0 papers" in page.view("papers").html


def test_months_without_papers_have_their_place_and_many_years_are_bars_of_years() -> None:
    months = Figures(4, ((2024, 11, 1), (2025, 2, 3)), ())
    bars = time_chart(months)["data"]["values"]
    assert [(bar["when"], bar["papers"]) for bar in bars] == [
        ("Nov 2024", 1), ("Dec 2024", 0), ("Jan 2025", 0), ("Feb 2025", 3)
    ]  # fmt: skip
    years = Figures(2, ((1999, 5, 1), (2025, 2, 1)), ())
    bars = time_chart(years)["data"]["values"]
    assert (len(bars), bars[0]["when"], bars[-1]["when"]) == (27, "1999", "2025")


def test_papers_known_by_year_only_are_not_drawn_in_january() -> None:
    known = [date(2024, 1, 9), date(2024, 3, 1), date(2024, 3, 2)]
    days = [date(2024, 1, 1), date(2023, 1, 1), *known]
    figures = figures_of([_dated(day) for day in [*days, None]])
    assert (figures.dated, figures.by_year_only) == (5, 2)
    assert figures.years() == {2023: 1, 2024: 4}
    bars = time_chart(figures)["data"]["values"]
    assert [(bar["when"], bar["papers"]) for bar in bars] == [
        ("Jan 2024", 1), ("Feb 2024", 0), ("Mar 2024", 2)
    ]  # fmt: skip
    # Where most are, years are drawn, and all of them have their place.
    figures = figures_of([_dated(day) for day in days[:3]])
    bars = time_chart(figures)["data"]["values"]
    assert [(bar["when"], bar["papers"]) for bar in bars] == [("2023", 1), ("2024", 2)]
    assert time_chart(figures_of([_dated(days[0])]))["data"]["values"][0]["when"] == "2024"


def test_what_is_known_by_year_only_is_said_below_the_chart(
    open_page, own_home, add_papers
) -> None:
    text = "Otters were counted in spring, and again in the autumn of the same year."
    add_papers(own_home, [Record(f"Otters {n}", text, source="o", published=date(2024, 1, 1))
                          for n in range(3)])  # fmt: skip
    page = open_page(own_home).view("pictures")
    assert "4 of 51 have no date. 3 of 51 are known by year only, and not drawn." in page.html


def _dated(day: date | None) -> Paper:
    return Paper("p", "T", "Text.", "abstract", (), None, day, None, None, None, None, None, None,
                 "s", datetime(2025, 1, 1))  # fmt: skip


def test_the_map_holds_its_data_and_asks_for_nothing() -> None:
    points = (MapPoint("a", "A <b>", None, 0.0, 1.0, 0), MapPoint("b", "B", None, 1.0, 0.0, 1))
    clusters = (MapCluster("x", 1, 0, 1, "a", "A"), MapCluster("y", 1, 1, 0, "b", "B"))
    for dark in (False, True):
        spec = map_chart(CorpusMap(2, points, clusters), dark=dark)
        assert "url" not in json.dumps(spec)
        dots = spec["layer"][0]
        assert [point["paper"] for point in dots["data"]["values"]] == ["a", "b"]
        assert dots["encoding"]["color"]["scale"]["range"] == [pair[dark] for pair in COLOURS[:2]]


def test_names_on_the_map_keep_apart_and_follow_their_numbers() -> None:
    spots = ((0.0, 0.0), (0.05, 0.01), (0.1, 0.02), (1.0, 1.0))
    points = tuple(
        MapPoint(str(at), f"Title {at}", None, x, y, at) for at, (x, y) in enumerate(spots)
    )
    called = ("Bog moisture, drones", "Other papers", "Tide gauges", "Rivets")
    clusters = tuple(
        MapCluster(name, 1, x, y, str(at), f"Title {at}")
        for at, (name, (x, y)) in enumerate(zip(called, spots, strict=True))
    )
    rim, letters = map_chart(CorpusMap(4, points, clusters))["layer"][1:]
    assert rim["data"] == letters["data"]
    drawn = letters["data"]["values"]
    assert [name["name"] for name in drawn] == [
        "1 Bog moisture", "2 Other papers", "3 Tide gauges", "4 Rivets",
    ]  # fmt: skip
    heights = [name["y"] for name in drawn]
    assert heights[0] == 0.0
    assert heights[1] - heights[0] > 0.05
    assert heights[2] - heights[1] > 0.05
    assert heights[3] == 1.0
