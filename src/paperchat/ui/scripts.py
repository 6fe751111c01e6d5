"""The scripts of ours that run in the browser; the page's policy allows them by their hashes."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType


def _into_sight(element: str, block: str, delays: str) -> str:
    """Return a script that scrolls to ``element`` after each of ``delays``, until the reader moves.

    More than once, since Streamlit draws the page piece by piece and scrolls by itself meanwhile.
    ``delays`` are milliseconds with commas between them.
    """
    return f"""
(() => {{
  const timers = [{delays}].map((milliseconds) => setTimeout(
    () => {element}?.scrollIntoView({{ block: "{block}" }}), milliseconds));
  for (const move of ["wheel", "touchstart", "pointerdown", "keydown"])
    addEventListener(move, () => timers.forEach(clearTimeout), {{ once: true, passive: true }});
}})();
"""


TO_NEWEST_QUESTION = _into_sight(
    '[...document.querySelectorAll(".pc-question")].at(-1)', "start", "0, 100, 250, 500, 800, 1200"
)
"""Puts the newest question at the top of the window, so that its answer is read from its beginning.

Streamlit keeps the end of the page in sight while an answer grows, and glides there for up to a
second afterwards.
"""

TO_MARKED_QUOTE = _into_sight(
    'document.querySelector(".pc-paper-text mark")', "center", "0, 150, 400, 800"
)
"""Brings the quote that a paper's address marks into sight, while the page around it is drawn."""


def _theme(name: str) -> str:
    """Return a script that keeps a theme as Streamlit's own menu does, and puts it in force.

    Streamlit 1.67 reads it from the browser's store when a page is loaded, under the page's path.
    """
    return f"""
(() => {{
  const kept = JSON.stringify("{name}");
  let changed = false;
  for (const path of ["/", "/library", "/compare", "/settings"]) {{
    const key = `stActiveTheme-${{path}}-v2`;
    changed ||= (localStorage.getItem(key) ?? '"System"') !== kept;
    localStorage.setItem(key, kept);
  }}
  if (changed) setTimeout(() => location.reload(), 50);
}})();
"""


THEMES: Mapping[str, str] = MappingProxyType(
    {name: _theme(name) for name in ("System", "Light", "Dark")}
)
"""Scripts that put a theme in force, by its name."""

SCRIPTS = (TO_NEWEST_QUESTION, TO_MARKED_QUOTE, *THEMES.values())
