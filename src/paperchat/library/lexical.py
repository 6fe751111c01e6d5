"""Lexical search: BM25 over whole papers, by tantivy.

The unit is the paper, not the chunk: on SciFact that ranks better (nDCG@10 0.706 against 0.662).

tantivy commits atomically and lets other processes read while one writes, so the current build is
updated in place; a build that looks damaged is written anew from the catalogue.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Iterable, Sequence
from pathlib import Path

import tantivy

from paperchat.errors import LibraryError
from paperchat.library.builds import Builds, seal
from paperchat.library.catalogue import Catalogue
from paperchat.library.rows import paper_of
from paperchat.types import Paper

TITLE_BOOST = 0.1
"""Weight of a title match on top of its match in the text, which begins with the title."""

_ANALYZER = "prose"
_WRITER_BYTES = 64_000_000
_LOCK_FILES = (".tantivy",)


class LexicalIndex:
    """The lexical index of one library."""

    def __init__(self, catalogue: Catalogue, root: Path) -> None:
        self._catalogue = catalogue
        self._builds = Builds(catalogue, root, "lexical")
        self._analyzer = _analyzer()
        self._lock = threading.Lock()
        self._open: tuple[str, tantivy.Index] | None = None
        self._seen_generation = -1

    # --- reading ---------------------------------------------------------------------------------

    def tokens(self, text: str) -> list[str]:
        """Return the distinct index terms of ``text``, in order."""
        return list(dict.fromkeys(self._analyzer.analyze(text)))

    def search(self, tokens: Sequence[str], limit: int) -> dict[str, float]:
        """Return the BM25 score of the papers that hold any of ``tokens``, best first.

        Raises:
            LibraryError: the index cannot be read even after it was opened again.
        """
        if not tokens:
            return {}
        try:
            return self._search(tokens, limit)
        except (ValueError, OSError):
            # Another process has swapped in a new build, or a segment is gone: open it again.
            self._open = None
        try:
            return self._search(tokens, limit)
        except (ValueError, OSError) as error:
            raise LibraryError(
                f"The lexical index cannot be read ({error}): run 'paperchat doctor --repair'."
            ) from error

    def inverse_frequencies(self, tokens: Iterable[str]) -> dict[str, float]:
        """Return the BM25 idf of each token; a token of no document gets the highest."""
        searcher = self._searcher()
        if searcher is None:
            return {}
        total = searcher.num_docs
        result = {}
        for token in tokens:
            holders = searcher.doc_freq("body", token)
            result[token] = math.log1p((total - holders + 0.5) / (holders + 0.5))
        return result

    def count(self) -> int:
        """Return how many papers the index holds."""
        searcher = self._searcher()
        return searcher.num_docs if searcher else 0

    def _search(self, tokens: Sequence[str], limit: int) -> dict[str, float]:
        searcher = self._searcher()
        if searcher is None or searcher.num_docs == 0:
            return {}
        clauses = []
        for token in tokens:
            body = tantivy.Query.term_query(_SCHEMA, "body", token)
            title = tantivy.Query.term_query(_SCHEMA, "title", token)
            clauses.append((tantivy.Occur.Should, body))
            clauses.append((tantivy.Occur.Should, tantivy.Query.boost_query(title, TITLE_BOOST)))
        found = searcher.search(tantivy.Query.boolean_query(clauses), limit, count=False)
        return {searcher.doc(address)["paper_id"][0]: score for score, address in found.hits}

    def _searcher(self) -> tantivy.Searcher | None:
        generation = self._catalogue.generation()
        with self._lock:
            if self._open is None or generation != self._seen_generation:
                build = self._builds.current()
                if build is None or not build.folder.is_dir():
                    return None
                if self._open is None or self._open[0] != build.folder.name:
                    self._open = (build.folder.name, _open_index(build.folder))
                self._open[1].reload()
                self._seen_generation = generation
            return self._open[1].searcher()

    # --- writing (the caller holds the writer's lock) --------------------------------------------

    def catch_up(self) -> None:
        """Bring the index to the catalogue's generation; builds it where there is none."""
        build = self._builds.current()
        if build is None:
            self.rebuild()
            return
        generation = self._catalogue.generation()
        if build.generation == generation:
            return
        changes = self._catalogue.changes(build.generation)
        stale = {paper_of(name) for name in changes.dropped}
        stale |= {chunk.paper_id for chunk in changes.added}
        if stale:
            current = self._catalogue.papers_by_id(stale)
            _write(_open_index(build.folder), stale, current.values())
        # The seal is void until the run ends; see `finish`.
        self._builds.publish(build.folder, generation, "")

    def finish(self) -> None:
        """Seal the index at the end of a run."""
        build = self._builds.current()
        if build is not None and not build.seal:
            sealed = seal(build.folder, ignore=_LOCK_FILES)
            self._builds.publish(build.folder, build.generation, sealed)

    def sound(self) -> bool:
        """Tell whether the current build is as its seal says."""
        build = self._builds.current()
        if build is None or not build.seal or not build.folder.is_dir():
            return False
        return seal(build.folder, ignore=_LOCK_FILES) == build.seal

    def sweep(self) -> None:
        """Remove folders that no crash-free run would have left."""
        self._builds.sweep()

    def rebuild(self) -> None:
        """Build the index anew from the catalogue, and swap it in."""
        generation = self._catalogue.generation()
        folder = self._builds.new_folder()
        index = tantivy.Index(_SCHEMA, path=str(folder))
        index.register_tokenizer(_ANALYZER, _analyzer())
        writer = index.writer(_WRITER_BYTES, 1)
        for batch in self._catalogue.all_papers():
            for paper in batch:
                writer.add_document(_document(paper))
        writer.commit()
        writer.wait_merging_threads()
        self._builds.publish(folder, generation, seal(folder, ignore=_LOCK_FILES))
        self._builds.sweep()


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("paper_id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("title", tokenizer_name=_ANALYZER, index_option="freq")
    builder.add_text_field("body", tokenizer_name=_ANALYZER, index_option="freq")
    return builder.build()


def _analyzer() -> tantivy.TextAnalyzer:
    return (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        .filter(tantivy.Filter.remove_long(80))
        .filter(tantivy.Filter.lowercase())
        .filter(tantivy.Filter.ascii_fold())
        .filter(tantivy.Filter.stemmer("english"))
        .build()
    )


_SCHEMA = _schema()


def _open_index(folder: Path) -> tantivy.Index:
    index = tantivy.Index.open(str(folder))
    index.register_tokenizer(_ANALYZER, _analyzer())
    return index


def _document(paper: Paper) -> tantivy.Document:
    return tantivy.Document(
        paper_id=paper.id, title=paper.title, body=f"{paper.title}\n{paper.text}"
    )


def _write(index: tantivy.Index, stale: Iterable[str], current: Iterable[Paper]) -> None:
    writer = index.writer(_WRITER_BYTES, 1)
    # What is added is deleted first, so that catching up twice, after a crash, does no harm.
    for paper_id in stale:
        writer.delete_documents_by_term("paper_id", paper_id)
    for paper in current:
        writer.add_document(_document(paper))
    writer.commit()
    writer.wait_merging_threads()
