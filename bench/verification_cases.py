"""Written sentences with what they cite: as they should be, and with something wrong.

Two sets. *Expert claims* are those of SciFact (Wadden et al., 2020), written by people who had read
the abstract, mostly in other words. *Close sentences* stay as near to the text as the answers of
language models do: sentences of abstracts with a clause dropped, put in the third person, opened
with "The authors report that" or joined in pairs.
"""

from __future__ import annotations

import gzip
import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from bench.alterations import (
    names_of,
    turned_round,
    with_another_name,
    with_another_number,
)
from paperchat.embedding.port import Embedder
from paperchat.text.names import distinctive_names
from paperchat.text.sentences import split_sentences
from paperchat.verification.verdict import Source

RIGHT = "as it should be"
_LEAST_WORDS = 8
_CLOSE_PAPERS = 700
_ISSUED_PAPERS = 3


@dataclass(frozen=True, slots=True)
class Case:
    """A sentence and the labels written with it. ``base`` names the right case it was made from."""

    kind: str
    sentence: str
    labels: tuple[int, ...]
    sources: tuple[Source, ...]
    document: str
    base: int

    @property
    def cited(self) -> str:
        """What it cites, as one text."""
        return " ".join(s.text + " " + s.title for s in self.sources if s.label in self.labels)


@dataclass(frozen=True, slots=True)
class Abstract:
    """A paper with its sentences."""

    id: str
    title: str
    sentences: tuple[str, ...]

    def issued(self, first: int = 1) -> tuple[Source, ...]:
        """Return its sentences as passages, labelled from ``first``."""
        return tuple(
            Source(label, text, self.title) for label, text in enumerate(self.sentences, first)
        )


# --- expert claims -------------------------------------------------------------------------------


def expert_cases(folder: Path, embedder: Embedder, seed: int) -> Iterator[Case]:
    """Yield the claims of SciFact with their evidence, and with other evidence."""
    rng = random.Random(seed)
    papers = _scifact_papers(folder)
    ids = list(papers)
    vectors = embedder.embed_texts([f"{p.title}\n{' '.join(p.sentences)}" for p in papers.values()])
    names = sorted(
        {name for p in papers.values() for text in p.sentences for name in names_of(text)}
    )
    base = 0
    for claim, cited, evidence in _claims(folder):
        for (document, label), places in evidence.items():
            paper = papers[document]
            labels = tuple(place + 1 for place in sorted(places))
            base += 1
            right = Case(RIGHT, claim, labels, paper.issued(), document, base)
            if label != "SUPPORT":
                yield replace(right, kind="contradicting evidence", base=-1)
                continue
            yield right
            yield replace(right, kind=f"{RIGHT}, whole abstract cited", labels=_all(right.sources))
            near = np.argsort(-(vectors @ embedder.embed_query(claim)))
            others = [ids[place] for place in near if ids[place] not in cited | {document}]
            for kind, other in (("random", rng.choice(others)), ("nearest other", others[0])):
                yield _elsewhere(right, papers[other], kind)
            yield from altered(right, names, rng)


def _names(papers: Sequence[Abstract]) -> list[str]:
    return sorted({name for paper in papers for text in paper.sentences for name in names_of(text)})


def _scifact_papers(folder: Path) -> dict[str, Abstract]:
    with gzip.open(folder / "corpus.jsonl.gz", "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    return {
        row["_id"]: Abstract(row["_id"], row["title"], tuple(row["metadata"]["sentences"]))
        for row in rows
    }


def _claims(
    folder: Path,
) -> Iterator[tuple[str, set[str], dict[tuple[str, str], set[int]]]]:
    with (folder / "queries.jsonl").open(encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            found: dict[tuple[str, str], set[int]] = {}
            for item in row["metadata"]["evidence"]:
                found.setdefault((item["doc"], item["label"]), set()).update(item["sentences"])
            about = set(row["metadata"]["cited"]) | {document for document, _ in found}
            yield row["text"], about, found


def _elsewhere(right: Case, other: Abstract, kind: str) -> Case:
    """Cite all of another abstract."""
    sources = other.issued()
    return replace(right, kind=f"{kind} abstract", labels=_all(sources), sources=sources)


def _all(sources: Sequence[Source]) -> tuple[int, ...]:
    return tuple(source.label for source in sources)


# --- close sentences -----------------------------------------------------------------------------


def close_cases(corpus: Path, embedder: Embedder, seed: int) -> Iterator[Case]:
    """Yield sentences made from abstracts, with their sources and with wrong ones.

    Issued are, as in an answer, all sentences of the paper and of its two nearest neighbours.
    """
    rng = random.Random(seed)
    papers = _daily_papers(corpus, rng)
    vectors = embedder.embed_texts([f"{p.title}\n{' '.join(p.sentences)}" for p in papers])
    names = _names(papers)
    for place, paper in enumerate(papers):
        near = [int(at) for at in np.argsort(-(vectors @ vectors[place])) if at != place]
        neighbours = [papers[at] for at in near[: _ISSUED_PAPERS - 1]]
        right = _close(paper, neighbours, place, rng)
        if right is None:
            continue
        yield right
        own = len(paper.sentences)
        wrong = [label for label in range(1, own + 1) if label not in right.labels]
        if wrong:
            yield replace(right, kind="another sentence of the paper", labels=(rng.choice(wrong),))
        foreign = own + 1 + rng.randrange(len(neighbours[0].sentences))
        yield replace(right, kind="a sentence of the nearest paper", labels=(foreign,))
        whole = range(own + 1, own + 1 + len(neighbours[0].sentences))
        yield replace(right, kind="nearest other abstract", labels=tuple(whole))
        yield _elsewhere(right, papers[rng.choice(near)], "random")
        yield replace(right, kind="a label never issued", labels=(97,))
        yield replace(right, kind="no label", labels=())
        yield from altered(right, names, rng)
        turned = turned_round(right.sentence, rng)
        if turned:
            yield replace(right, kind="direction turned", sentence=turned)


def _daily_papers(corpus: Path, rng: random.Random) -> list[Abstract]:
    with gzip.open(corpus, "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    found = []
    for row in rng.sample(rows, _CLOSE_PAPERS):
        spans = split_sentences(row["text"])
        texts = tuple(row["text"][span.start : span.end] for span in spans)
        if len(texts) >= 3:
            found.append(Abstract(str(row["_id"]), row["title"], texts))
    return found


def _close(
    paper: Abstract, neighbours: Sequence[Abstract], base: int, rng: random.Random
) -> Case | None:
    long = [
        place for place, text in enumerate(paper.sentences) if len(text.split()) >= _LEAST_WORDS
    ]
    if not long:
        return None
    place = rng.choice(long)
    sources = paper.issued()
    for neighbour in neighbours:
        sources += neighbour.issued(len(sources) + 1)
    labels: tuple[int, ...] = (place + 1,)
    text = _third_person(paper.sentences[place])
    how = rng.randrange(4)
    if how == 0:
        text = _shortened(text)
    elif how == 1:
        text = f"The authors report that {_lowered(text)}"
    elif how == 2 and len(long) > 1:
        second = rng.choice([other for other in long if other != place])
        labels += (second + 1,)
        text = f"{text.rstrip('.')}, and {_lowered(_third_person(paper.sentences[second]))}"
    return Case(RIGHT, text, labels, sources, paper.id, base)


def _third_person(text: str) -> str:
    text = re.sub(r"\bWe\b", "The authors", text)
    text = re.sub(r"\bwe\b", "they", text)
    return re.sub(r"\b[Oo]ur\b", "their", text)


def _shortened(text: str) -> str:
    """Drop an aside in brackets, or the last clause of a sentence, or its opening word."""
    bare = re.sub(r"\s\([^()]*\)", "", text)
    if bare != text:
        return bare
    head, _, _ = text.rpartition(", ")
    if len(head.split()) >= _LEAST_WORDS:
        return f"{head}."
    return re.sub(r"^[A-Z]\w+, (\w)", lambda match: match[1].upper(), text)


def _lowered(text: str) -> str:
    first = text.split(maxsplit=1)[0]
    named = distinctive_names(first) or not first[1:].islower()
    return text if named and len(first) > 1 else text[0].lower() + text[1:]


# --- altered -------------------------------------------------------------------------------------


def altered(right: Case, names: Sequence[str], rng: random.Random) -> Iterator[Case]:
    """Yield ``right`` with one number, and with one name, changed."""
    number = with_another_number(right.sentence, right.cited, rng)
    if number:
        yield replace(right, kind="number altered", sentence=number)
    name = with_another_name(right.sentence, right.cited, names, rng)
    if name:
        yield replace(right, kind="name altered", sentence=name)
