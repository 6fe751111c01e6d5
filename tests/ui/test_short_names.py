"""The short names that a question has for papers whose titles do not say them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from paperchat.types import Paper
from paperchat.ui.short_names import short_names

LIGHT = Paper(
    "l", "Sleep and Light Meters", "We wear Wearable Light Meters (WLM) at night.", "abstract", (),
    None, None, None, None, None, None, None, None, "s", datetime(2025, 1, 1),
)  # fmt: skip
TIDES = replace(LIGHT, id="t", title="TidePool: Shared Caches", text="The Hit Rate (HR) rises.")


def test_an_acronym_of_the_question_stands_for_the_paper_that_defines_it() -> None:
    question = "Compare WLM and TidePool"
    assert short_names(question, [LIGHT, TIDES]) == ["WLM", ""]
    assert short_names("Compare the first two", [LIGHT, TIDES]) == ["", ""]


def test_what_two_papers_define_or_the_title_says_names_none() -> None:
    titled = replace(LIGHT, title="WLM at Night")
    assert short_names("Compare WLM and TidePool", [titled, TIDES]) == ["", ""]
    assert short_names("Compare WLM and others", [LIGHT, replace(LIGHT, id="m")]) == ["", ""]
    assert short_names("Compare WLM and others", [LIGHT, None]) == ["WLM", ""]
