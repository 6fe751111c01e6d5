"""How papers are cut into terms in the lexical index, and which fields it has."""

from __future__ import annotations

import tantivy

ANALYZER = "prose"
"""The name under which an index knows :func:`analyzer`."""


def schema() -> tantivy.Schema:
    """Return the fields; ``body`` begins with the title."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("paper_id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("title", tokenizer_name=ANALYZER, index_option="freq")
    builder.add_text_field("body", tokenizer_name=ANALYZER, index_option="freq")
    return builder.build()


def analyzer() -> tantivy.TextAnalyzer:
    """Return what cuts prose into stems."""
    return (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        .filter(tantivy.Filter.remove_long(80))
        .filter(tantivy.Filter.lowercase())
        .filter(tantivy.Filter.ascii_fold())
        .filter(tantivy.Filter.stemmer("english"))
        .build()
    )


SCHEMA = schema()
