"""The one script of ours that runs in the browser; the page's policy allows it by its hash."""

from __future__ import annotations

TO_NEWEST_QUESTION = """
(() => {
  const questions = document.querySelectorAll(".pc-question");
  const timers = [0, 100, 250, 500, 800, 1200].map((milliseconds) => setTimeout(
    () => questions[questions.length - 1]?.scrollIntoView({ block: "start" }), milliseconds));
  for (const move of ["wheel", "touchstart", "pointerdown", "keydown"])
    addEventListener(move, () => timers.forEach(clearTimeout), { once: true, passive: true });
})();
"""
"""Puts the newest question at the top of the window, so that its answer is read from its beginning.

Streamlit keeps the end of the page in sight while an answer grows, and glides there for up to a
second afterwards: hence more than once, until the reader moves.
"""
