"""Libraries with questions about them: the starter library, five for development, one unseen."""

from __future__ import annotations

import gzip
import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.corpora import SHARED
from paperchat.evaluation.question_file import read_question_set, shipped_question_set
from paperchat.evaluation.question_set import QuestionSet
from paperchat.ingestion import Source, ingest
from paperchat.settings import load_settings
from paperchat.wiring import Workspace, open_workspace

BIOMEDICINE = "scifact-dev"
_FOLDER = Path(__file__).parent / "questions"


@dataclass(frozen=True, slots=True)
class QuestionedLibrary:
    """A question set and where its papers come from; the starter library has no corpus.

    ``file`` is the stem of the questions and of the list of ids of the papers.
    """

    name: str
    file: str | None = None
    corpus: str | None = None

    @property
    def is_here(self) -> bool:
        """Whether the papers can be read on this machine."""
        return self.corpus is None or self._source.is_file()

    @property
    def questions(self) -> QuestionSet:
        """The questions."""
        if self.file is None:
            return shipped_question_set()
        return read_question_set(_FOLDER / f"{self.file}.jsonl")

    @contextmanager
    def opened(self) -> Iterator[Workspace]:
        """Build the library in a passing folder, and open it."""
        with tempfile.TemporaryDirectory(prefix="paperchat-bench-") as folder:
            settings = load_settings(home=Path(folder) / "home")
            workspace = open_workspace(settings, lambda _notice: None, starter=self.corpus is None)
            try:
                if self.corpus is not None:
                    papers = Path(folder) / "papers.jsonl"
                    papers.write_text("".join(self._papers()), "utf-8")
                    ingest(workspace.library, workspace.embedder, [Source.from_path(papers)])
                yield workspace
            finally:
                workspace.close()

    @property
    def _source(self) -> Path:
        return SHARED / "bench" / str(self.corpus) / "corpus.jsonl.gz"

    def _papers(self) -> Iterator[str]:
        wanted = set((_FOLDER / f"{self.file}-ids.txt").read_text("utf-8").split())
        with gzip.open(self._source, "rt", encoding="utf-8") as lines:
            yield from (line for line in lines if json.loads(line)["_id"] in wanted)


STARTER = QuestionedLibrary("starter")
OFF_TOPIC = tuple((_FOLDER / "off-topic.txt").read_text("utf-8").splitlines())
"""Questions that a library of papers on machine learning does not answer."""

EVERYDAY = tuple((_FOLDER / "everyday.txt").read_text("utf-8").splitlines())
"""Questions of everyday life that no library of papers answers."""

EVERYDAY_NATURE = tuple((_FOLDER / "everyday-nature.txt").read_text("utf-8").splitlines())
"""Such on health and animals, which a library on biomedicine may answer."""

OFF_TOPIC_KINDS = tuple((_FOLDER / "off-topic-kinds.txt").read_text("utf-8").splitlines())
"""Of many kinds, from geology to git, that a library on machine learning does not answer."""

OFF_TOPIC_KEPT = tuple((_FOLDER / "off-topic-kept.txt").read_text("utf-8").splitlines())
"""More of these kinds, which no weight is fitted on."""

DEVELOPMENT = (
    STARTER,
    QuestionedLibrary("daily papers", "dev-hf-daily", "hf-daily"),
    QuestionedLibrary("daily papers 2", "dev-hf-daily-2", "hf-daily"),
    QuestionedLibrary("daily papers 3", "dev-hf-daily-3", "hf-daily"),
    QuestionedLibrary("biomedicine", "dev-scifact", BIOMEDICINE),
    QuestionedLibrary("machine learning", "dev-ml-abstracts", "ml-abstracts"),
)
"""What weights and rules were chosen on."""

UNSEEN = QuestionedLibrary("daily papers, unseen", "hf-daily", "hf-daily")
"""Reported on, and never chosen on; see ``bench/questions/README.md``."""
