"""The catalogue's tables. Portable SQLAlchemy Core; nothing here is specific to SQLite."""

from __future__ import annotations

from sqlalchemy import (
    Column,
    Date,
    DateTime,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)
from sqlalchemy.schema import SchemaItem

SCHEMA_VERSION = 1
"""Raised where an older Paperchat would read or write a library wrongly.

A new table is no such change: libraries made before it are given it when they are opened, and an
older Paperchat leaves it alone.
"""

metadata = MetaData()

facts = Table(
    "facts",
    metadata,
    Column("key", String, primary_key=True),
    Column("value", Text, nullable=False),
)
"""What is true of the library as a whole: the manifest, the generation, the current indexes."""

papers = Table(
    "papers",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("id", String, nullable=False, unique=True),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("text_kind", String, nullable=False),
    Column("authors", Text, nullable=False),
    Column("author_count", Integer),
    Column("published", Date, index=True),
    Column("url", Text),
    Column("code_url", Text),
    Column("project_url", Text),
    Column("arxiv_id", String),
    Column("doi", String),
    Column("comment_count", Integer),
    Column("record_id", String),
    Column("source", Text, nullable=False),
    Column("added_at", DateTime, nullable=False),
)

paper_keys = Table(
    "paper_keys",
    metadata,
    Column("key", String, primary_key=True),
    Column("paper_id", ForeignKey("papers.id", ondelete="CASCADE"), primary_key=True),
)
"""The names by which a record is recognised as a paper we have: ``arxiv:``, ``doi:``, ``title:``.

Two papers may share a title key (their sources told them apart by id), so the pair is the key.
"""

paper_sources = Table(
    "paper_sources",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("paper_id", ForeignKey("papers.id", ondelete="CASCADE"), nullable=False),
    Column("source", Text, nullable=False),
)
"""Where each paper was found, the first source first; ``papers.source`` is where its text is from.

Papers stored before this table was there have rows from their next record on.
"""

Index("paper_sources_paper", paper_sources.c.paper_id, paper_sources.c.source, unique=True)

sentences = Table(
    "sentences",
    metadata,
    Column("paper_id", ForeignKey("papers.id", ondelete="CASCADE"), primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
)


def _piece_columns() -> tuple[SchemaItem, ...]:
    """Return the columns of the pieces of a text that are embedded and searched."""
    return (
        Column("id", String, primary_key=True),
        Column("paper_id", ForeignKey("papers.id", ondelete="CASCADE"), nullable=False, index=True),
        Column("ordinal", Integer, nullable=False),
        Column("start", Integer, nullable=False),
        Column("end", Integer, nullable=False),
        Column("text_hash", String, nullable=False, index=True),
        Column("generation", Integer, nullable=False, index=True),
    )


chunks = Table(
    "chunks",
    metadata,
    *_piece_columns(),
    Column("vector_generation", Integer, index=True),
)
"""``generation`` is when the text came, ``vector_generation`` when its vector did (null: not yet).

The indexes catch up by asking for everything newer than the generation they were built to.
"""

dropped_chunks = Table(
    "dropped_chunks",
    metadata,
    Column("chunk_id", String, primary_key=True),
    Column("generation", Integer, nullable=False, index=True),
)
"""Chunks that the indexes have to forget."""

bodies = Table(
    "bodies",
    metadata,
    Column("paper_id", ForeignKey("papers.id", ondelete="CASCADE"), primary_key=True),
    Column("text", Text, nullable=False),
    Column("pages", Text, nullable=False),
    Column("source", Text, nullable=False),
)
"""The texts of papers behind their abstracts; ``pages`` is JSON: lists of page, start and end."""

passages = Table(
    "passages",
    metadata,
    *_piece_columns(),
)
"""What chunks are of abstracts, of bodies. A passage without a row in ``vectors`` is pending."""

dropped_passages = Table(
    "dropped_passages",
    metadata,
    Column("passage_id", String, primary_key=True),
    Column("generation", Integer, nullable=False, index=True),
)
"""Passages that the index of bodies has to forget."""

BODY_TABLES = (bodies, passages, dropped_passages)

removed_papers = Table(
    "removed_papers",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("paper_id", String, nullable=False, unique=True),
    Column("title", Text, nullable=False),
    Column("record", Text, nullable=False),
    Column("removed_at", DateTime, nullable=False),
    Column("generation", Integer, nullable=False, index=True),
)
"""Papers that were removed, newest last, so that they can be put back.

``record`` is the row of ``papers`` and its keys as JSON; those that went together share a
``generation``.
"""

vectors = Table(
    "vectors",
    metadata,
    Column("text_hash", String, primary_key=True),
    Column("fingerprint", String, primary_key=True),
    Column("vector", LargeBinary, nullable=False),
)
"""Every vector ever computed, little-endian float32, so that no text is embedded twice."""

runs = Table(
    "runs",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("started_at", DateTime, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("report", Text, nullable=False),
)

Index("paper_keys_paper", paper_keys.c.paper_id)

conversations = Table(
    "conversations",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("id", String, nullable=False, unique=True),
    Column("title", Text, nullable=False),
    Column("folded_title", Text, nullable=False),
    Column("created_at", DateTime, nullable=False),
    Column("updated_at", DateTime, nullable=False, index=True),
)

turns = Table(
    "turns",
    metadata,
    Column("conversation_id", ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("question", Text, nullable=False),
    Column("answer", Text, nullable=False),
    Column("searched", Text, nullable=False),
    Column("answered_at", DateTime, nullable=False),
)
"""``answer`` is the whole answer as JSON, ``searched`` its words and the question's, folded.

An answer holds its own quotes and refers to no row of ``papers``: papers may change or go.
"""

replaced_turns = Table(
    "replaced_turns",
    metadata,
    Column("conversation_id", ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True),
    Column("change", Integer, primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("question", Text, nullable=False),
    Column("answer", Text, nullable=False),
    Column("searched", Text, nullable=False),
    Column("answered_at", DateTime, nullable=False),
)
"""Turns that gave way to an answer asked for again, so that they can be put back.

Those that went together share a ``change``, counted up within their conversation.
"""

ratings = Table(
    "ratings",
    metadata,
    Column("conversation_id", String, primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("mark", String, nullable=False),
    Column("reasons", Text, nullable=False),
    Column("comment", Text, nullable=False),
    Column("rated_at", DateTime, nullable=False),
    ForeignKeyConstraint(
        ["conversation_id", "ordinal"],
        ["turns.conversation_id", "turns.ordinal"],
        ondelete="CASCADE",
    ),
)
"""What the reader thought of a turn, and goes with it; ``reasons`` is a list as JSON."""

completions = Table(
    "completions",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("key", String, nullable=False, unique=True),
    Column("model", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("prompt_tokens", Integer),
    Column("completion_tokens", Integer),
    Column("created_at", DateTime, nullable=False),
)
"""Texts of language models, by a digest of the model and the whole prompt."""

watches = Table(
    "watches",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("name", Text, nullable=False),
    Column("request", Text, nullable=False, unique=True),
    Column("added_at", DateTime, nullable=False),
    Column("ran_at", DateTime),
)
"""What is fetched again and again. ``request`` is for those who fetch, ``ran_at`` when the last run
that came to its end began (null: none has)."""
