"""The papers a question for the catalogue is about, loaded only where they have to be."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from paperchat.answering.bearing import NEAR, as_sure_as, bearing_on, means
from paperchat.answering.catalogue_question import CatalogueQuestion, Order
from paperchat.answering.context import Context
from paperchat.answering.made import made
from paperchat.library.figures import Figures, Measure, Ranked, figures_of, ranked
from paperchat.library.filters import Condition
from paperchat.types import Paper, PaperHit

_SURVEY_TITLE = re.compile(r"\b(?:survey|review|overview)\b", re.IGNORECASE)
_SURVEY_TEXT = re.compile(
    r"\b(?:this|our|present|comprehensive|systematic|first) (?:\w+ ){0,2}(?:survey|review)\b(?! of "
    r"the code)|\bwe (?:survey|review) (?!the effect)",
    re.IGNORECASE,
)
_BUT_NOT = re.compile(
    r",?\s+(?:but|and|though|yet)\s+(?:that\s+(?:do|are)\s+)?not\s+"
    r"(?:(?:about|on|with|of|use|mention)\s+)?(?=\w)",
    re.IGNORECASE,
)
_SURVEY_WORDS = ("survey", "review", "overview")


@dataclass(frozen=True, slots=True)
class Selection:
    """Papers that meet ``conditions``; only ``chosen`` ones if those are given, best first."""

    context: Context
    conditions: tuple[Condition, ...]
    chosen: tuple[Paper, ...] | None

    def count(self) -> int:
        """Return how many they are."""
        if self.chosen is not None:
            return len(self.chosen)
        return self.context.library.catalogue.count(self.conditions)

    def figures(self) -> Figures:
        """Return how they spread over time and numbers of authors."""
        if self.chosen is not None:
            return figures_of(self.chosen)
        return self.context.library.catalogue.figures(self.conditions)

    def ranked(self, measure: Measure, limit: int | None, *, largest: bool) -> Ranked:
        """Return those with the largest or smallest measure, as the catalogue does."""
        if self.chosen is not None:
            return ranked(self.chosen, measure, limit, largest=largest)
        catalogue = self.context.library.catalogue
        return catalogue.ranked(measure, self.conditions, limit, largest=largest)

    def first(self, limit: int, order: Order | None) -> list[Paper]:
        """Return up to ``limit`` of them in an order; what cannot be ordered comes last."""
        if order == "title":
            return sorted(self._all(), key=lambda paper: paper.title.casefold())[:limit]
        if order is None:
            if self.chosen is not None:
                return list(self.chosen[:limit])
            return self.context.library.catalogue.papers(self.conditions, limit)
        measure: Measure = "author_count" if order == "most_authors" else "published"
        found = list(self.ranked(measure, limit, largest=order != "oldest").papers)
        if len(found) < limit and len(found) < self.count():
            found += [paper for paper in self._all() if getattr(paper, measure) is None]
        return found[:limit]

    def _all(self) -> list[Paper]:
        if self.chosen is not None:
            return list(self.chosen)
        return self.context.library.catalogue.papers(self.conditions)


def as_found(context: Context, asked: CatalogueQuestion, selection: Selection) -> CatalogueQuestion:
    """Return ``asked`` as what was found for it: near a topic that no paper has a word of."""
    papers = selection.chosen
    if not papers or not asked.topics or asked.negated or asked.mode != "about":
        return asked
    index = context.library.lexical
    said = set(index.tokens(" ".join(f"{paper.title} {paper.text}" for paper in papers)))
    words = index.tokens(" ".join(asked.topics))
    forms = [form for topic in asked.topics for form in context.topics.forms(topic)]
    told = said & set(words) or any(form.find(paper.text) for form in forms for paper in papers)
    return asked if told else replace(asked, mode="do")


def is_survey(paper: Paper) -> bool:
    """Tell whether a paper calls itself a survey or a review."""
    return bool(_SURVEY_TITLE.search(paper.title) or _SURVEY_TEXT.search(paper.text))


def select(context: Context, asked: CatalogueQuestion, scope: Sequence[Paper] = ()) -> Selection:
    """Return the papers that ``asked`` is about, only those of ``scope`` if it names any."""
    conditions = asked.conditions
    if not (asked.topics or asked.surveys or asked.no_surveys or scope):
        return Selection(context, conditions, None)
    if asked.topics and asked.negated:
        left_out = _speaking_of_any(context, asked)
        everything = context.library.catalogue.papers(conditions)
        papers = [paper for paper in everything if paper.id not in left_out]
    elif asked.topics:
        papers = [hit.paper for hit in _on_topics(context, asked)]
    elif asked.surveys:
        papers = _called_surveys(context, conditions)
    elif scope:
        allowed = context.library.catalogue.paper_ids(conditions)
        papers = [paper for paper in scope if paper.id in allowed]
    else:
        papers = context.library.catalogue.papers(conditions)
    within = {paper.id for paper in scope}
    return Selection(
        context,
        conditions,
        tuple(
            paper
            for paper in papers
            if (not within or paper.id in within) and _is_of_kind(paper, asked)
        ),
    )


def _is_of_kind(paper: Paper, asked: CatalogueQuestion) -> bool:
    if asked.no_surveys:
        return not is_survey(paper)
    return not asked.surveys or is_survey(paper)


def _speaking_of_any(context: Context, asked: CatalogueQuestion) -> set[str]:
    """Return the ids of papers that a question leaves out: of a topic, all that speak of it."""
    if asked.mode not in ("about", "do"):
        return {hit.paper.id for hit in _on_topics(context, asked)}
    return {key for topic in asked.topics for key in context.topics.papers_speaking_of(topic)}


def _on_topics(context: Context, asked: CatalogueQuestion) -> list[PaperHit]:
    """Return the papers on any of the topics; the nearest that bear on one where none is on it."""
    found: dict[str, PaperHit] = {}
    for topic in asked.topics:
        for hit in _on_topic(context, asked, topic):
            known = found.get(hit.paper.id)
            if known is None or known.score < hit.score:
                found[hit.paper.id] = hit
    ranked = list(found.values())
    if asked.mode in ("about", "do"):
        ranked.sort(key=lambda hit: -hit.score)
    if any(map(_BUT_NOT.search, asked.topics)) or asked.mode not in ("about", "do"):
        return ranked
    if len(ranked) <= NEAR:
        ranked = [hit for hit in ranked if any(means(context, t, hit) for t in asked.topics)]
    beside, within = ranked[:NEAR], asked.conditions
    if asked.loosely or not ranked:
        # In loose words it may be no list: words in common are not enough, one has to bear on it.
        borne = [hit for t in asked.topics for hit in bearing_on(context, t, within, beside)]
        if asked.mode == "do" or not borne or not ranked:
            return list({hit.paper.id: hit for hit in borne}.values())
    sure = [hit for t in asked.topics for hit in as_sure_as(context, t, within, ranked)]
    return list({hit.paper.id: hit for hit in [*ranked, *sure]}.values())


def _on_topic(context: Context, asked: CatalogueQuestion, topic: str) -> list[PaperHit]:
    wanted, but, left_out = (part.strip() for part in _split_but(topic))
    if but:
        without = context.topics.papers_speaking_of(left_out)
        found = _on_topic(context, asked, wanted)
        return [hit for hit in found if hit.paper.id not in without]
    if asked.mode in ("about", "do"):
        return context.topics.papers_on(topic, asked.conditions)
    if asked.mode == "make":
        return _making(context, asked, topic)
    literally = asked.mode == "word"
    parts = [topic] if literally else re.split(r"\s+and\s+(?:also\s+)?", topic)
    hits = [
        context.topics.papers_mentioning(part, asked.conditions, literally=literally)
        for part in parts
    ]
    in_all = set.intersection(*({hit.paper.id for hit in found} for found in hits))
    return [hit for hit in hits[0] if hit.paper.id in in_all]


def _making(context: Context, asked: CatalogueQuestion, topic: str) -> list[PaperHit]:
    """Return the papers a sentence of which says that they make what is asked for."""
    thing = made(context.topics, topic)
    found = {
        hit.paper.id: hit
        for name in thing.names
        for hit in context.topics.papers_mentioning(name, asked.conditions)
    }
    if thing.rest:
        on = {hit.paper.id for hit in context.topics.papers_on(thing.rest, asked.conditions)}
        found = {key: hit for key, hit in found.items() if key in on}
    sentences = context.library.catalogue.sentences_of(hit.paper for hit in found.values())
    return [
        hit
        for key, hit in found.items()
        if any(thing.is_made_in(sentence.text) for sentence in sentences[key])
    ]


def _split_but(topic: str) -> tuple[str, str, str]:
    """Split "mice but not humans"; without such words the first part is all of it."""
    found = _BUT_NOT.search(topic)
    if found is None or not found.start():
        return topic, "", ""
    return topic[: found.start()], found[0], topic[found.end() :]


def _called_surveys(context: Context, conditions: Sequence[Condition]) -> list[Paper]:
    index = context.library.lexical
    catalogue = context.library.catalogue
    tokens = index.tokens(" ".join(_SURVEY_WORDS))
    ids = index.search(tokens, max(catalogue.count(), 1))
    allowed = catalogue.paper_ids(conditions) if conditions else None
    kept = [key for key in ids if allowed is None or key in allowed]
    return [paper for paper in catalogue.papers_by_id(kept).values() if is_survey(paper)]
