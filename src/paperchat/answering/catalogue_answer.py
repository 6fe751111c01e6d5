"""Answers from the catalogue: counts, dates, authors, and complete lists of papers."""

from __future__ import annotations

from collections.abc import Sequence

from paperchat.answering.catalogue_question import CatalogueQuestion
from paperchat.answering.draft import Draft
from paperchat.answering.facets import facets_of
from paperchat.types import Evidence, Paper, Sentence

_LISTED = 100
"""Papers written out at most; the number that meet the question is always said."""


def date_of(paper: Paper) -> str:
    """Return the day of a paper as people write it."""
    if paper.published is None:
        return "no date"
    return f"{paper.published:%B} {paper.published.day}, {paper.published.year}"


def headline(sentences: Sequence[Sentence]) -> Sentence | None:
    """Return the sentence that says best what a paper does."""
    faceted = facets_of(sentences)
    return faceted.first("method") or (sentences[0] if sentences else None)


def compose_count(draft: Draft, asked: CatalogueQuestion, count: int, total: int) -> None:
    """Say how many papers there are, and of how many."""
    what = described(asked, count)
    rest = "" if count == total and not asked.topic else f" out of {total}"
    draft.say(f"The library holds {count} {what}{rest}.")


def compose_list(
    draft: Draft,
    opening: str,
    papers: Sequence[Paper],
    quotes: dict[str, Evidence | None],
) -> None:
    """Write one line a paper: title and date, and the sentence that speaks for it."""
    draft.say(opening)
    for paper in papers[:_LISTED]:
        draft.say(f"“{paper.title}” ({', '.join(_facts(paper))}):")
        item = quotes.get(paper.id)
        if item is not None:
            draft.quote(item.sentence, paper)
    if len(papers) > _LISTED:
        draft.say(f"{len(papers) - _LISTED} more are not written out here.")


def compose_fact(draft: Draft, said: str, paper: Paper, sentence: Sentence | None) -> None:
    """Say a fact of the record of ``paper``, and quote what the paper does."""
    draft.say(said)
    if sentence is not None:
        draft.quote(sentence, paper)


def fact_about(asked: CatalogueQuestion, paper: Paper) -> str | None:
    """Say what the record of ``paper`` holds of what was asked, or None if nothing."""
    title = f"“{paper.title}”"
    if asked.wanted == "date_of":
        return f"{title} is dated {date_of(paper)}." if paper.published else None
    if asked.wanted == "code_of":
        return f"The code of {title} is at {paper.code_url}" if paper.code_url else None
    if asked.wanted == "link_of":
        return _links(paper)
    return _people(asked, paper)


def _people(asked: CatalogueQuestion, paper: Paper) -> str | None:
    title = f"“{paper.title}”"
    if paper.authors and asked.wanted == "authors_of":
        return f"{title} is by {', '.join(paper.authors)}."
    if paper.author_count is None:
        return None
    people = _counted_authors(paper)
    if asked.wanted == "authors_of":
        return f"The record of {title} gives {people}, but not their names."
    return f"{title} has {people}."


def described(asked: CatalogueQuestion, count: int) -> str:
    """Describe the papers that are asked for, for a sentence."""
    noun = ("survey" if asked.surveys else "paper") + ("" if count == 1 else "s")
    parts = [noun]
    if asked.topic:
        parts.append(f"on {asked.topic}")
    parts += [_in_words(item.field, item.operator, item.value) for item in asked.conditions]
    return " ".join(parts)


def _in_words(field: str, operator: str, value: str) -> str:
    if field == "code":
        return "with a link to code" if value == "yes" else "without a link to code"
    words = {"=": "from", ">": "after", ">=": "since", "<": "before", "<=": "up to"}
    return f"{words[operator]} {value}"


def _facts(paper: Paper) -> list[str]:
    facts = [date_of(paper)]
    if paper.author_count:
        facts.append(_counted_authors(paper))
    return [*facts, "digest"] if paper.text_kind == "digest" else facts


def _counted_authors(paper: Paper) -> str:
    return "1 author" if paper.author_count == 1 else f"{paper.author_count} authors"


def _links(paper: Paper) -> str | None:
    places = (("paper", paper.url), ("code", paper.code_url), ("project", paper.project_url))
    links = [f"{name} {url}" for name, url in places if url]
    return f"Links of “{paper.title}”: {', '.join(links)}" if links else None
