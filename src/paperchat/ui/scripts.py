"""The one script of ours that runs in the browser; the page's policy allows it by its hash."""

from __future__ import annotations

TO_NEWEST_QUESTION = """
const questions = document.querySelectorAll(".pc-question");
questions[questions.length - 1]?.scrollIntoView({ block: "start" });
"""
"""Puts the newest question at the top of the window, so that its answer is read from its beginning.

Streamlit itself keeps the end of the page in sight.
"""
