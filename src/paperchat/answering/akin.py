"""What papers speak of that is near in meaning to a thing which none of them mentions.

Neither words nor vectors tell that "reward hacking" has to do with "reward misspecification"; a
list of the field's terms does. It leads a reader to what to ask instead, and answers nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from itertools import islice

from paperchat.answering import refusal
from paperchat.answering.context import Context
from paperchat.library.filters import Condition
from paperchat.retrieval.wording import wording
from paperchat.text.sentences import split_sentences
from paperchat.text.terms import stem
from paperchat.types import Answer, NearestPaper, Paper

_FILE = "akin_terms.txt"
_WORD = re.compile(r"\w+")
_MOST = 2
"""Terms that are named, at most."""
_COMMON = 0.25
"""Share of the library's papers from which a term is too common to lead anywhere."""
_FEW = 4
"""Papers that may speak of a term in a library however small."""


@dataclass(frozen=True, slots=True)
class AkinTerm:
    """A term that ``papers`` use, near in meaning to one that none uses."""

    term: str
    papers: tuple[Paper, ...]

    def nearest(self, scores: Mapping[str, float]) -> Iterator[NearestPaper]:
        """Yield the papers, each with the sentence that uses the term; ``scores`` go by id."""
        form = wording(self.term)
        for paper in self.papers:
            sentences = (paper.text[span.start : span.end] for span in split_sentences(paper.text))
            quote = next((sentence for sentence in sentences if form.find(sentence)), "")
            score = round(scores.get(paper.id, 0.0), 4)
            yield NearestPaper(paper.id, paper.title, score, quote)


def with_akin(
    context: Context, refused: Answer, question: str, conditions: Sequence[Condition]
) -> Answer:
    """Add to a refusal what papers say that is near in meaning to what none of them mentions."""
    akin = akin_terms(context, question, conditions)
    if not akin:
        return refused
    vector = context.embedder.embed_query(question)
    scores = context.retriever.rank(question, vector, conditions=conditions).dense
    near = {item.paper_id: item for term in akin for item in term.nearest(scores)}
    near |= {item.paper_id: item for item in refused.nearest if item.paper_id not in near}
    used = [(item.term, len(item.papers)) for item in akin]
    said = f"{refused.text} {refusal.near_in_meaning(used)}"
    return replace(
        refused,
        text=said,
        sentences=(replace(refused.sentences[0], text=said),),
        nearest=tuple(near.values())[: refusal.NEAREST],
    )


def noting_akin(
    context: Context, told: Answer, question: str, conditions: Sequence[Condition]
) -> Answer:
    """Add to what a few papers say on a thing what others call otherwise, as a note."""
    cited = {citation.paper_id for citation in told.citations}
    if not 0 < len(cited) <= _FEW:
        return told
    akin = [
        term
        for term in islice(_used(context, question, conditions, known_to=_FEW), _MOST)
        if not cited.issuperset(paper.id for paper in term.papers)
    ]
    if not akin:
        return told
    said = refusal.near_in_meaning([(term.term, len(term.papers)) for term in akin])
    return replace(told, notes=(*told.notes, said))


def akin_terms(
    context: Context, question: str, conditions: Sequence[Condition] = ()
) -> tuple[AkinTerm, ...]:
    """Return terms near in meaning to what ``question`` speaks of and no paper mentions."""
    return tuple(islice(_used(context, question, conditions), _MOST))


def _used(
    context: Context, question: str, conditions: Sequence[Condition], known_to: int = 0
) -> Iterator[AkinTerm]:
    """Yield terms akin to those that at most ``known_to`` papers mention."""
    most = max(_FEW, _COMMON * context.library.catalogue.count())
    for asked, group in akin_groups(question):
        if len(context.topics.papers_mentioning(asked)) > known_to:
            continue
        for term in group:
            hits = context.topics.papers_mentioning(term, conditions)
            if 0 < len(hits) <= most:
                yield AkinTerm(term, tuple(hit.paper for hit in hits))


def akin_groups(question: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the listed terms that ``question`` uses, longest first, each with those akin to it."""
    groups, longest = _listed()
    words = list(_WORD.finditer(question))
    taken: set[int] = set()
    for size in range(min(longest, len(words)), 0, -1):
        for at in range(len(words) - size + 1):
            places = set(range(at, at + size))
            own = question[words[at].start() : words[at + size - 1].end()]
            group = groups.get(_key(own))
            if group and not places & taken:
                taken |= places
                yield own, tuple(term for term in group if _key(term) != _key(own))


@cache
def _listed() -> tuple[dict[str, tuple[str, ...]], int]:
    """Return the groups by the keys of their terms, and how many words the longest term has.

    A term of several groups has those of all of them.
    """
    groups: dict[str, tuple[str, ...]] = {}
    longest = 0
    for line in (files(__package__) / _FILE).read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        group = tuple(term.strip() for term in line.split(";"))
        for term in group:
            groups[_key(term)] = tuple(dict.fromkeys((*groups.get(_key(term), ()), *group)))
            longest = max(longest, len(_WORD.findall(term)))
    return groups, longest


def _key(term: str) -> str:
    """Return what the spellings of a term have in common: "over-optimization" is one word, too."""
    return "".join(stem(word.lower()) for word in _WORD.findall(term))
