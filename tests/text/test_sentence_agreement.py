"""Agreement with two sets of abstracts whose sentences were marked by others.

The sets lie beside the repository and are not part of it. Their own marks have faults (SciFact's
break after every "+/-"), so full agreement is neither possible nor wanted.
"""

from __future__ import annotations

import gzip
import json
from collections import defaultdict
from pathlib import Path

import pytest

from paperchat.text.sentences import split_sentences

_BENCH = Path(__file__).resolve().parents[2] / ".." / "shared" / "bench"


def _csabstruct() -> list[list[str]]:
    documents: dict[str, list[str]] = defaultdict(list)
    with (_BENCH / "csabstruct-dev" / "sentences.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            documents[row["doc"]].append(row["text"].strip())
    return list(documents.values())


def _scifact() -> list[list[str]]:
    with gzip.open(_BENCH / "scifact-dev" / "corpus.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [
            [sentence.strip() for sentence in json.loads(line)["metadata"]["sentences"]]
            for line in lines
        ]


def _boundary_scores(documents: list[list[str]]) -> tuple[float, float, float]:
    """Return precision, recall and F1 of the ends of all sentences but the last."""
    hits = found = marked = 0
    for sentences in documents:
        kept = [sentence for sentence in sentences if sentence]
        text = " ".join(kept)
        gold, end = set(), -1
        for sentence in kept[:-1]:
            end += 1 + len(sentence)
            gold.add(end)
        ours = {span.end for span in split_sentences(text)[:-1]}
        hits += len(gold & ours)
        found += len(ours)
        marked += len(gold)
    precision, recall = hits / found, hits / marked
    return precision, recall, 2 * precision * recall / (precision + recall)


@pytest.mark.skipif(not (_BENCH / "csabstruct-dev").is_dir(), reason="shared CSAbstruct is absent")
def test_agrees_with_computer_science_abstracts() -> None:
    precision, recall, f1 = _boundary_scores(_csabstruct())
    assert precision > 0.985
    assert recall > 0.975
    assert f1 > 0.985


@pytest.mark.skipif(not (_BENCH / "scifact-dev").is_dir(), reason="shared SciFact is absent")
def test_agrees_with_biomedical_abstracts() -> None:
    precision, recall, f1 = _boundary_scores(_scifact())
    assert precision > 0.985
    assert recall > 0.96
    assert f1 > 0.975
