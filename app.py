"""The chat page for ``streamlit run app.py``; ``paperchat`` serves the same."""

import streamlit as st

from paperchat.ui.server import SCRIPT, middleware

app = st.App(SCRIPT, middleware=middleware())
