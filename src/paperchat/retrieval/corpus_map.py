"""A map of the papers: where each lies in two dimensions, and what its neighbourhood is called.

Everything is computed with fixed seeds from the stored vectors, so that the same library always
gives the same map.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from paperchat.library.library import Library
from paperchat.library.vector_cache import Vector
from paperchat.retrieval.cluster_names import name_clusters
from paperchat.types import Paper

MOST_POINTS = 3_000
"""Papers on a map; of a larger library every second, third, ... paper is drawn."""

_LARGEST = 8
"""Clusters at most: more colours than that cannot be told apart."""
_ROUNDS = 40
_BEGINNINGS = 8
"""Seeds that k-means is begun with."""
_LEAST = 0.35
"""Size of the smallest cluster, as a share of the mean size, from which no bigger one is sought."""
_NAMED_AFTER = 50
"""Papers nearest to the middle of a cluster that its name is taken from."""

Labels = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class MapPoint:
    """A paper on the map; ``cluster`` is an index of the map's clusters."""

    paper_id: str
    title: str
    published: date | None
    x: float
    y: float
    cluster: int


@dataclass(frozen=True, slots=True)
class MapCluster:
    """A neighbourhood of the map: its name, and the paper in its middle."""

    name: str
    count: int
    x: float
    y: float
    central_id: str
    central_title: str


@dataclass(frozen=True, slots=True)
class CorpusMap:
    """The map; ``papers`` is how many the library holds, of which ``points`` are drawn."""

    papers: int
    points: tuple[MapPoint, ...]
    clusters: tuple[MapCluster, ...]


@dataclass(frozen=True, slots=True)
class Topic:
    """A cluster of the map with all of its papers, also those that are not drawn."""

    name: str
    paper_ids: frozenset[str]


def map_corpus(library: Library, most: int = MOST_POINTS) -> CorpusMap:
    """Return the map of ``library``. Papers that have no vector yet are not on it."""
    total = library.catalogue.count()
    found = _grouped(library, most)
    if found is None:
        return CorpusMap(total, (), ())
    places = project(found.vectors)
    points = tuple(
        MapPoint(paper.id, paper.title, paper.published, float(x), float(y), int(label))
        for paper, (x, y), label in zip(found.papers, places, found.labels, strict=True)
    )
    by_cluster = found.by_cluster()
    clusters = tuple(
        MapCluster(
            name=name,
            count=len(rows),
            x=float(np.median(places[rows, 0])),
            y=float(np.median(places[rows, 1])),
            central_id=found.papers[rows[0]].id,
            central_title=found.papers[rows[0]].title,
        )
        for name, rows in zip(found.names(), by_cluster, strict=True)
    )
    return CorpusMap(total, points, clusters)


def topics_of(library: Library, most: int = MOST_POINTS) -> tuple[Topic, ...]:
    """Return the clusters of the map, the largest drawn first, with all papers of ``library``.

    A paper that is not drawn belongs to the cluster whose middle is nearest to it. The vectors of
    about ``most`` papers are in memory at a time.
    """
    found = _grouped(library, most)
    if found is None:
        return ()
    members: list[set[str]] = [set() for _ in found.middles]
    for ids, vectors in library.vector_cache.all_papers(most):
        nearest = (vectors @ found.middles.T).argmax(axis=1)
        for paper_id, label in zip(ids, nearest, strict=True):
            members[label].add(paper_id)
    # Those that are drawn are where the map has them.
    for paper, label in zip(found.papers, found.labels, strict=True):
        for number, own in enumerate(members):
            (own.add if number == label else own.discard)(paper.id)
    named = zip(found.names(), members, strict=True)
    return tuple(Topic(name, frozenset(own)) for name, own in named)


@dataclass(frozen=True, slots=True, eq=False)
class _Groups:
    """Papers with a row of ``vectors`` and a label each, and a row of ``middles`` a cluster."""

    papers: list[Paper]
    vectors: Vector
    labels: Labels
    middles: Vector

    def by_cluster(self) -> list[list[int]]:
        """Return the rows of each cluster, those nearest to its middle first."""
        nearness = np.einsum("ij,ij->i", self.vectors, self.middles[self.labels])
        return [
            sorted(map(int, np.flatnonzero(self.labels == label)), key=lambda r: (-nearness[r], r))
            for label in range(len(self.middles))
        ]

    def names(self) -> list[str]:
        """Return the name of each cluster."""
        central = [[self.papers[row] for row in rows[:_NAMED_AFTER]] for rows in self.by_cluster()]
        return name_clusters([[(paper.title, paper.text) for paper in own] for own in central])


def _grouped(library: Library, most: int) -> _Groups | None:
    ids, vectors = library.vector_cache.of_papers(most)
    found = library.catalogue.papers_by_id(ids)
    kept = [row for row, paper_id in enumerate(ids) if paper_id in found]
    if not kept:
        return None
    vectors = vectors[kept]
    labels, middles = cluster(vectors, clusters_for(len(kept)))
    return _Groups([found[ids[row]] for row in kept], vectors, labels, middles)


def clusters_for(papers: int) -> int:
    """Return into how many clusters so many papers are parted."""
    return int(min(max(round((papers / 4) ** 0.5), 1), _LARGEST))


def project(vectors: Vector) -> Vector:
    """Return two coordinates a row: the two directions in which the vectors differ most (PCA)."""
    centred = vectors.astype(np.float64) - vectors.mean(axis=0)
    _, directions = np.linalg.eigh(centred.T @ centred)
    axes = directions[:, ::-1][:, :2]
    # A direction and its opposite serve alike: the sign is settled so that no run turns the map.
    strongest = np.abs(axes).argmax(axis=0)
    axes = axes * np.sign(axes[strongest, np.arange(axes.shape[1])])
    places: Vector = (centred @ axes).astype(np.float32)
    return places


def cluster(vectors: Vector, count: int) -> tuple[Labels, Vector]:
    """Return the cluster of each row, the largest first, and the unit vectors in their middles.

    k-means by cosine; begun as in k-means++ with several fixed seeds. The tightest clusters are
    taken of those beginnings that leave none with a few stray rows alone.
    """
    least = _LEAST * len(vectors) / count
    runs = [_k_means(vectors, count, seed) for seed in range(_BEGINNINGS)]

    def merit(run: tuple[Labels, Vector]) -> tuple[float, float]:
        labels, middles = run
        smallest = float(np.bincount(labels, minlength=len(middles)).min())
        return min(smallest, least), float(np.einsum("ij,ij->", vectors, middles[labels]))

    labels, middles = max(runs, key=merit)
    sizes = np.bincount(labels, minlength=len(middles))
    order = [k for k in np.argsort(-sizes, kind="stable") if sizes[k]]
    rank = np.zeros(len(middles), dtype=np.intp)
    rank[order] = np.arange(len(order))
    return rank[labels], middles[order]


def _k_means(vectors: Vector, count: int, seed: int) -> tuple[Labels, Vector]:
    middles = _first_middles(vectors, count, seed)
    labels: Labels = np.zeros(len(vectors), dtype=np.intp)
    for round_ in range(_ROUNDS):
        nearest = (vectors @ middles.T).argmax(axis=1)
        if round_ and np.array_equal(nearest, labels):
            break
        labels = nearest
        members = (labels[:, None] == np.arange(len(middles))).astype(vectors.dtype)
        sums = members.T @ vectors
        lengths = np.linalg.norm(sums, axis=1, keepdims=True)
        middles = np.where(lengths > 0, sums / np.maximum(lengths, 1e-12), middles)
    return labels, middles


def _first_middles(vectors: Vector, count: int, seed: int) -> Vector:
    random = np.random.default_rng(seed)
    chosen = [int((vectors @ vectors.mean(axis=0)).argmax())]
    far = 1 - vectors @ vectors[chosen[0]]
    while len(chosen) < count:
        weights = np.clip(far, 0, None).astype(np.float64) ** 2
        if not weights.sum():
            break  # All that is left equals a middle.
        chosen.append(int(random.choice(len(vectors), p=weights / weights.sum())))
        far = np.minimum(far, 1 - vectors @ vectors[chosen[-1]])
    return vectors[chosen].copy()
