"""The chat page, drawn with Streamlit. Nothing outside this package imports Streamlit."""
