"""The alternative's page, in a folder of its own, as Streamlit imports from its script's first."""
