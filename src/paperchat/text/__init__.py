"""Reading text: sentences, terms and the names by which papers are known."""
