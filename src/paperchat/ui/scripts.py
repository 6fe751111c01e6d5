"""The one script of ours that runs in the browser; the page's policy allows it by its hash."""

from __future__ import annotations

TO_NEWEST_QUESTION = """
const questions = document.querySelectorAll(".pc-question");
const show = () => questions[questions.length - 1]?.scrollIntoView({ block: "start" });
for (const milliseconds of [0, 120, 350]) setTimeout(show, milliseconds);
"""
"""Puts the newest question at the top of the window, so that its answer is read from its beginning.

Streamlit keeps the end of the page in sight while an answer grows, and for a moment afterwards;
hence more than once.
"""
