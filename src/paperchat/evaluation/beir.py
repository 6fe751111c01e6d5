"""Reading a folder in the BEIR layout (Thakur et al. 2021): documents, queries, judgements."""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
import math
import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO, cast

from paperchat.errors import SourceError

_SAFE_ID = re.compile(r"[A-Za-z0-9_.:/+-]{1,120}")
_READ = 1 << 20
_TITLE_CHARS = 80


@dataclass(frozen=True, slots=True)
class Task:
    """The contents of a folder. Queries without a relevant document are left out.

    ``judgements`` hold the gain of a paper for a query, by query id and paper id.
    """

    corpus: Path
    queries: Mapping[str, str]
    judgements: Mapping[str, Mapping[str, float]]


def read_task(folder: Path) -> Task:
    """Read ``queries.jsonl`` and ``qrels.tsv``, and find ``corpus.jsonl`` or ``corpus.jsonl.gz``.

    Raises:
        SourceError: a file is missing or not in the layout; the message names it.
    """
    if not folder.is_dir():
        raise SourceError(f"There is no folder {folder}: give one in the BEIR layout.")
    corpora = [folder / "corpus.jsonl", folder / "corpus.jsonl.gz"]
    corpus = next((path for path in corpora if path.is_file()), None)
    if corpus is None:
        raise SourceError(f"{folder} holds no corpus.jsonl or corpus.jsonl.gz to evaluate on.")
    judgements = _judgements(_present(folder, "qrels.tsv"))
    texts = _queries(_present(folder, "queries.jsonl"))
    judged = {key: text for key, text in texts.items() if _relevant(judgements.get(key, {}))}
    if not judged:
        raise SourceError(
            f"No query of {folder} has a relevant document in qrels.tsv: check that both files "
            "use the same query ids."
        )
    return Task(corpus, judged, judgements)


def write_papers(corpus: Path, target: Path) -> None:
    """Write the documents of ``corpus`` to ``target`` as JSON Lines that ingest reads as papers.

    Ids that cannot be a paper's id are replaced as in :func:`paper_id`. A document without a title
    gets the beginning of its text as title, and one without a text its title as text. Other fields
    are dropped, so that each document stays a paper of its own.

    Raises:
        SourceError: a line is no document, or the file cannot be read.
    """
    with target.open("w", encoding="utf-8") as file:
        for row in _rows(corpus, "a document needs _id and title or text"):
            title, text = (str(row.get(name) or "").strip() for name in ("title", "text"))
            paper = {
                "_id": paper_id(str(row["_id"])),
                "title": title or text[:_TITLE_CHARS],
                "text": text or title,
            }
            file.write(f"{json.dumps(paper)}\n")


def paper_id(document_id: str) -> str:
    """Return the id of a document's paper: its own, or a digest where that has odd characters."""
    if _SAFE_ID.fullmatch(document_id):
        return document_id
    digest = hashlib.blake2b(document_id.encode("utf-8", "surrogatepass"), digest_size=12)
    return f"doc-{digest.hexdigest()}"


def content_hash(path: Path) -> str:
    """Return a digest of a file's bytes (16 hex digits).

    Raises:
        SourceError: it cannot be read.
    """
    digest = hashlib.blake2b(digest_size=8)
    try:
        with path.open("rb") as file:
            while block := file.read(_READ):
                digest.update(block)
    except OSError as error:
        raise _unreadable(path, error) from error
    return digest.hexdigest()


def _present(folder: Path, name: str) -> Path:
    path = folder / name
    if not path.is_file():
        raise SourceError(f"{folder} holds no {name}, which an evaluation needs.")
    return path


def _queries(path: Path) -> dict[str, str]:
    rows = _rows(path, "a query needs _id and text")
    return {str(row["_id"]): str(row.get("text") or "").strip() for row in rows}


def _rows(path: Path, needs: str) -> Iterator[dict[str, object]]:
    number = 0
    try:
        with _opened(path) as file:
            for line in file:
                number += 1
                if line.strip():
                    yield _row(json.loads(line))
    except UnicodeDecodeError as error:
        raise SourceError(f"{path} is not UTF-8 text after line {number}: save it so.") from error
    except (ValueError, KeyError, RecursionError) as error:
        raise SourceError(f"Line {number} of {path} cannot be used: {needs}.") from error
    except (OSError, EOFError, zlib.error) as error:
        raise _unreadable(path, error) from error


def _opened(path: Path) -> TextIO:
    if path.suffix == ".gz":
        return cast("TextIO", gzip.open(path, "rt", encoding="utf-8-sig"))
    return path.open(encoding="utf-8-sig")


def _row(value: object) -> dict[str, object]:
    if not isinstance(value, dict) or value.get("_id") in (None, ""):
        raise KeyError("_id")
    if not (value.get("title") or value.get("text")):
        raise KeyError("text")
    return value


def _judgements(path: Path) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {}
    number = 0
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
            for number, row in enumerate(rows, 1):
                if not row or (number == 1 and not _is_judgement(row)):
                    continue  # the header row
                query_id, document_id, gain = row[:3]
                found.setdefault(query_id, {})[paper_id(document_id)] = _finite(gain)
    except OSError as error:
        raise _unreadable(path, error) from error
    except (ValueError, csv.Error) as error:
        raise SourceError(
            f"Line {number} of {path} cannot be used: after a header row, a judgement needs "
            "query-id, corpus-id and score, separated by tabs."
        ) from error
    return found


def _relevant(gains: Mapping[str, float]) -> bool:
    return any(gain > 0 for gain in gains.values())


def _is_judgement(row: list[str]) -> bool:
    try:
        return len(row) >= 3 and math.isfinite(float(row[2]))
    except ValueError:
        return False


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(text)
    return value


def _unreadable(path: Path, error: Exception) -> SourceError:
    reason = getattr(error, "strerror", None) or "it is damaged or cut off"
    return SourceError(f"{path} cannot be read: {reason}.")
