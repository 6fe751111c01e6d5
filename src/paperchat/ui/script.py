"""The script that Streamlit runs for each visit and each click."""

from __future__ import annotations

from paperchat.ui.navigation import main

main()
