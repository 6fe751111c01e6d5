"""Every page, looked over by axe-core, and no wider than its window."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest

pytest.importorskip("axe_playwright_python", reason="axe-playwright-python is not installed")
pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

from tour import HEIGHTS, STOPS, THEMES, WIDTHS, Stop, visit

_GRAVE = ("serious", "critical")
_STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@pytest.fixture(scope="module")
def axe() -> str:
    """The source of axe-core, as the package carries it."""
    spec = find_spec("axe_playwright_python")
    assert spec is not None
    assert spec.origin is not None
    return (Path(spec.origin).parent / "axe.min.js").read_text(encoding="utf-8")


@pytest.mark.parametrize("stop", STOPS, ids=lambda stop: stop.name)
@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_keeps_anybody_from_using_a_page(
    browser, server, axe, stop: Stop, theme: str, width: int
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": HEIGHTS[width]},
        color_scheme=theme,
        bypass_csp=True,  # The page's own policy keeps such scripts out.
    )
    page = context.new_page()
    try:
        visit(page, server.address, stop)
        sideways = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        page.evaluate(axe)
        found = page.evaluate(
            "standards => axe.run(document, {runOnly: {type: 'tag', values: standards}})",
            _STANDARDS,
        )
    finally:
        context.close()
    assert len(found["passes"]) > 5  # It did look.
    grave = [
        (finding["id"], finding["impact"], [node["target"] for node in finding["nodes"]][:5])
        for finding in found["violations"]
        if finding["impact"] in _GRAVE
    ]
    assert grave == []
    assert sideways <= 0
