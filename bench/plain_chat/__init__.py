"""The alternative's page, in a folder of its own: Streamlit puts a script's folder before all others."""
