"""The scripts of ours that run in the browser; the page's policy allows them by their hashes."""

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

TO_MARKED_QUOTE = """
(() => {
  const timers = [0, 150, 400, 800].map((milliseconds) => setTimeout(
    () => document.querySelector(".pc-paper-text mark")?.scrollIntoView({ block: "center" }),
    milliseconds));
  for (const move of ["wheel", "touchstart", "pointerdown", "keydown"])
    addEventListener(move, () => timers.forEach(clearTimeout), { once: true, passive: true });
})();
"""
"""Brings the quote that a paper's address marks into sight, while the page around it is drawn."""

SCRIPTS = (TO_NEWEST_QUESTION, TO_MARKED_QUOTE)
