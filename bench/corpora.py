"""The papers and the questions that are measured with; they lie outside the repository."""

from __future__ import annotations

import csv
import gzip
import json
from dataclasses import dataclass
from pathlib import Path

from ingest.sources import ReadOptions, Source, read_source
from paperchat.evaluation.question_file import shipped_question_set
from paperchat.types import Record

SHARED = Path(__file__).resolve().parents[2] / "shared"
"""The folder ``shared`` beside the repository."""
SMALL = SHARED / "corpus" / "daily-papers-alignment.txt"
LARGE = SHARED / "bench" / "ml-abstracts"

# None asks for a summary: that is looked up by name, and would be timed against a search.
_TEMPLATES = (
    "How does {name} work?",
    "Which results does {name} report?",
    "What problem does {name} address?",
    "What data was {name} tested on?",
    "Which limits does {name} have?",
)

_FRESH = (
    "How does this work: {text}?",
    "What results are reported for this: {text}?",
    "Which problem does this solve: {text}?",
    "On which data was this tested: {text}?",
    "Which limits does this have: {text}?",
)


@dataclass(frozen=True, slots=True)
class Document:
    """One paper, as both sides are given it."""

    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question, and the id of the document that was written for it, if one was."""

    text: str
    document: str | None = None


@dataclass(frozen=True, slots=True)
class Corpus:
    """Documents with questions about them."""

    name: str
    documents: tuple[Document, ...]
    questions: tuple[Question, ...]


def read_small(path: Path) -> Corpus:
    """Read a source of any format we know; the questions are made from the titles."""
    records = [
        item
        for item in read_source(Source.from_path(path), ReadOptions())
        if isinstance(item, Record)
    ]
    documents = tuple(
        Document(f"small-{number}", record.title, record.text)
        for number, record in enumerate(records, 1)
    )
    questions = tuple(
        Question(template.format(name=_name(document.title)))
        for template in _TEMPLATES
        for document in documents
    )
    return Corpus(f"the {len(documents)}", documents, questions)


def read_large(folder: Path, limit: int, questions: int) -> Corpus:
    """Read up to ``limit`` documents of a folder in the BEIR layout.

    They are the documents that the first ``questions`` questions were written for (half of
    ``limit`` at most), then the first of all others.
    """
    wanted = _questions(folder)[: min(questions, limit // 2)]
    targets = {question.document for question in wanted}
    chosen: list[Document] = []
    others = limit - len(targets)
    with gzip.open(folder / "corpus.jsonl.gz", "rt", encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            document = Document(str(row["_id"]), str(row["title"]), str(row["text"]))
            if document.id in targets:
                chosen.append(document)
            elif others > 0 and document.text:
                chosen.append(document)
                others -= 1
    return Corpus(f"{len(chosen):,}", tuple(chosen), tuple(wanted))


def shipped_questions() -> tuple[str, ...]:
    """Return the questions that ship with the starter library, each once, no follow-ups."""
    exchanges = shipped_question_set().exchanges
    return tuple(dict.fromkeys(exchange.turns[0].question for exchange in exchanges))


def fresh_questions(folder: Path, count: int) -> tuple[str, ...]:
    """Return up to ``count`` different questions on a folder in the BEIR layout.

    They are spread over its queries, which summarize a paper in a sentence, each made a question.
    """
    texts = list(dict.fromkeys(" ".join(q.text.split()).rstrip(" .!?") for q in _questions(folder)))
    step = max(len(texts) // max(count, 1), 1)
    return tuple(
        _FRESH[number % len(_FRESH)].format(text=text)
        for number, text in enumerate(texts[::step][:count])
    )


def to_jsonl(documents: tuple[Document, ...]) -> bytes:
    """Return documents as the JSON lines that both sides ingest."""
    rows = ({"_id": d.id, "title": d.title, "text": d.text} for d in documents)
    return "".join(json.dumps(row) + "\n" for row in rows).encode()


def from_jsonl(data: bytes) -> list[Document]:
    """Read what :func:`to_jsonl` wrote."""
    rows = (json.loads(line) for line in data.splitlines())
    return [Document(row["_id"], row["title"], row["text"]) for row in rows]


def _questions(folder: Path) -> list[Question]:
    with (folder / "qrels.tsv").open(encoding="utf-8", newline="") as file:
        written_for = {row[0]: row[1] for row in list(csv.reader(file, delimiter="\t"))[1:]}
    with (folder / "queries.jsonl").open(encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    return [
        Question(str(row["text"]), written_for[row["_id"]])
        for row in rows
        if row["_id"] in written_for
    ]


def _name(title: str) -> str:
    return title.partition(":")[0].strip()
