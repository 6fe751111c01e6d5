"""Finding papers: dense and lexical search, joined into one ranking of papers."""
