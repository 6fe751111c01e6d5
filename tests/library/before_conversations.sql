-- The tables of a library as they were before conversations were kept (schema version 1).
PRAGMA journal_mode=WAL;

CREATE TABLE dropped_chunks (
    chunk_id VARCHAR NOT NULL,
    generation INTEGER NOT NULL,
    PRIMARY KEY (chunk_id)
);
CREATE INDEX ix_dropped_chunks_generation ON dropped_chunks (generation);

CREATE TABLE facts (
    "key" VARCHAR NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY ("key")
);

CREATE TABLE papers (
    number INTEGER NOT NULL,
    id VARCHAR NOT NULL,
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    text_kind VARCHAR NOT NULL,
    authors TEXT NOT NULL,
    author_count INTEGER,
    published DATE,
    url TEXT,
    code_url TEXT,
    project_url TEXT,
    arxiv_id VARCHAR,
    doi VARCHAR,
    comment_count INTEGER,
    record_id VARCHAR,
    source TEXT NOT NULL,
    added_at DATETIME NOT NULL,
    PRIMARY KEY (number),
    UNIQUE (id)
);
CREATE INDEX ix_papers_published ON papers (published);

CREATE TABLE runs (
    number INTEGER NOT NULL,
    started_at DATETIME NOT NULL,
    seconds FLOAT NOT NULL,
    report TEXT NOT NULL,
    PRIMARY KEY (number)
);

CREATE TABLE vectors (
    text_hash VARCHAR NOT NULL,
    fingerprint VARCHAR NOT NULL,
    vector BLOB NOT NULL,
    PRIMARY KEY (text_hash, fingerprint)
);

CREATE TABLE chunks (
    id VARCHAR NOT NULL,
    paper_id VARCHAR NOT NULL,
    ordinal INTEGER NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    text_hash VARCHAR NOT NULL,
    generation INTEGER NOT NULL,
    vector_generation INTEGER,
    PRIMARY KEY (id),
    FOREIGN KEY(paper_id) REFERENCES papers (id) ON DELETE CASCADE
);
CREATE INDEX ix_chunks_generation ON chunks (generation);
CREATE INDEX ix_chunks_paper_id ON chunks (paper_id);
CREATE INDEX ix_chunks_text_hash ON chunks (text_hash);
CREATE INDEX ix_chunks_vector_generation ON chunks (vector_generation);

CREATE TABLE paper_keys (
    "key" VARCHAR NOT NULL,
    paper_id VARCHAR NOT NULL,
    PRIMARY KEY ("key", paper_id),
    FOREIGN KEY(paper_id) REFERENCES papers (id) ON DELETE CASCADE
);
CREATE INDEX paper_keys_paper ON paper_keys (paper_id);

CREATE TABLE sentences (
    paper_id VARCHAR NOT NULL,
    ordinal INTEGER NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    PRIMARY KEY (paper_id, ordinal),
    FOREIGN KEY(paper_id) REFERENCES papers (id) ON DELETE CASCADE
);

INSERT INTO facts (key, value) VALUES ('schema_version', '1'), ('generation', '0');
