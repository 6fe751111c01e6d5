"""Answers from the catalogue: counts, dates, authors, and complete lists of papers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from paperchat.answering.catalogue_question import CatalogueQuestion
from paperchat.answering.draft import Draft
from paperchat.answering.periods import in_words
from paperchat.library.filters import Condition
from paperchat.text.dates import short_date
from paperchat.types import Paper, Sentence

LISTED = 100
"""Papers written out at most; the number that meet the question is always said."""

Speaker = Callable[[Paper], Sentence | None]
"""Gives the sentence that speaks for a paper."""

_VERBS = {
    "mention": "that mention", "word": "that use the word", "make": "that present", "do": "near",
}  # fmt: skip
_VERBS_OF_ONE = {
    "mention": "that mentions", "word": "that uses the word", "make": "that presents", "do": "near",
}  # fmt: skip
_NOT = {"mention": "mention", "word": "use the word", "make": "present"}


def date_of(paper: Paper) -> str:
    """Return the day of a paper as people write it."""
    return "no date" if paper.published is None else in_words(short_date(paper.published))


def compose_count(draft: Draft, asked: CatalogueQuestion, count: int, total: int) -> None:
    """Say how many papers there are, and of how many."""
    what = described(asked, count)
    rest = "" if count == total and not asked.topic else f" out of {total}"
    draft.say(f"The library holds {count} {what}{rest}.")


def among(asked_about: int, count: int, what: str) -> str:
    """Say how many of the papers that were asked about are ``what``, in the plural."""
    number = f"{count} {'is' if count == 1 else 'are'}" if count else "none is"
    return f"Of the {asked_about} papers you ask about, {number} among the {what}."


@dataclass(frozen=True, slots=True)
class Listing:
    """Papers to write out. ``more`` counts those that belong to them and are left out.

    ``links`` adds the address of the code.
    """

    papers: Sequence[Paper]
    more: int = 0
    links: bool = False


def compose_list(draft: Draft, opening: str, listing: Listing, speaker: Speaker) -> None:
    """Write one line a paper: title and date, and the sentence that speaks for it."""
    draft.say(opening)
    for paper in listing.papers[:LISTED]:
        draft.say(f"“{paper.title}” ({', '.join(_facts(paper, links=listing.links))}):")
        sentence = speaker(paper)
        if sentence is not None:
            draft.quote(sentence, paper)
    more = listing.more + max(len(listing.papers) - LISTED, 0)
    if more:
        draft.say(f"{more} more are not written out here.")


def compose_fact(draft: Draft, said: str, paper: Paper, sentence: Sentence | None) -> None:
    """Say a fact of the record of ``paper``, and quote what the paper does.

    The quote bears out nothing of what a record says, and must not look as if it did.
    """
    draft.say(said)
    if sentence is not None:
        draft.say("What it is about:")
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
    people = counted_authors(paper)
    if asked.wanted == "authors_of":
        return f"The record of {title} gives {people}, but not their names."
    return f"{title} has {people}."


def described(asked: CatalogueQuestion, count: int) -> str:
    """Describe the papers that are asked for, for a sentence; topics in the words of the asker."""
    noun = ("survey" if asked.surveys else "paper") + ("" if count == 1 else "s")
    conditions = [_condition_in_words(condition) for condition in _merged(asked.conditions)]
    topics = " or ".join(f"“{topic}”" for topic in asked.topics)
    left_out, verbs = [], _VERBS_OF_ONE if count == 1 else _VERBS
    if asked.no_surveys:
        left_out.append("that is no survey" if count == 1 else "that are no surveys")
    if topics and asked.negated:
        does_not = "does not" if count == 1 else "do not"
        left_out.append(f"that {does_not} {_NOT.get(asked.mode, 'speak of')} {topics}")
    on = [f"{verbs.get(asked.mode, 'on')} {topics}"] if topics and not asked.negated else []
    return " ".join([noun, *on, *conditions, " and ".join(left_out)]).strip()


def _merged(conditions: Sequence[Condition]) -> list[Condition]:
    """Join "since A" and "up to B" into one stretch of time."""
    bounds = {c.operator: c for c in conditions if c.field == "published" and len(conditions) > 1}
    if not {">=", "<="} <= set(bounds):
        return list(conditions)
    first, last = bounds[">="], bounds["<="]
    whole = Condition("published", "=", f"{first.value}..{last.value}")
    return [whole, *(c for c in conditions if c not in (first, last))]


def _condition_in_words(condition: Condition) -> str:
    field, operator, value = condition.field, condition.operator, condition.value
    if field == "code":
        wanted = (value.lower() in ("yes", "true", "1")) == (operator == "=")
        return "with a link to code" if wanted else "without a link to code"
    if field == "author":
        return f"{'' if operator == '=' else 'not '}by an author called “{value}”"
    if field in ("authors", "comments"):
        words = {"=": "", "!=": "other than ", ">": "more than ", ">=": "at least ",
                 "<": "fewer than ", "<=": "at most "}  # fmt: skip
        return f"with {words[operator]}{value} {field[:-1] if value == '1' else field}"
    if field in ("year", "published"):
        if value.lower() == "none":
            return "without a date" if operator == "=" else "with a date"
        words = {"=": "from", "!=": "not from", ">": "after", ">=": "since", "<": "before",
                 "<=": "up to"}  # fmt: skip
        return f"{words[operator]} {' or '.join(map(in_words, value.split(',')))}"
    return f"whose {field} is {'' if operator == '=' else 'not '}“{value}”"


def _facts(paper: Paper, *, links: bool) -> list[str]:
    facts = [date_of(paper)]
    if paper.author_count:
        facts.append(counted_authors(paper))
    if paper.text_kind == "digest":
        facts.append("digest")
    return [*facts, f"code: {paper.code_url}"] if links and paper.code_url else facts


def counted_authors(paper: Paper) -> str:
    """Return "1 author" or "7 authors"."""
    return "1 author" if paper.author_count == 1 else f"{paper.author_count} authors"


def _links(paper: Paper) -> str | None:
    places = (("paper", paper.url), ("code", paper.code_url), ("project", paper.project_url))
    links = [f"{name} {url}" for name, url in places if url]
    return f"Links of “{paper.title}”: {', '.join(links)}" if links else None
