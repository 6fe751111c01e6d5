"""Which papers were added to the library last, or within some days: told by the catalogue."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

from paperchat.answering import refusal
from paperchat.answering.catalogue_answer import LISTED, Listing, compose_list
from paperchat.answering.catalogue_forms import MANY, ONE
from paperchat.answering.conditions import NUMBER, whole
from paperchat.answering.context import Context
from paperchat.answering.draft import Draft
from paperchat.answering.headline import headline
from paperchat.answering.periods import days_before, in_words
from paperchat.answering.reply import Asked
from paperchat.answering.trace import Named
from paperchat.types import Answer

_ADDED = r"(?:added|imported|ingested|uploaded|loaded|put in)"
_HERE = (
    r"(?:\s+(?:to|into|in)\s+(?:the|this|my|our|your)\s+(?:library|corpus|collection|catalogue))?"
)
_WHEN = (
    r"(?:(?P<last>last|most recently|latest)|(?P<lately>recently|lately)|(?P<day>today|yesterday)|"
    rf"(?:(?:in|within|over|during)\s+)?(?:the\s+)?(?:(?:last|past)\s+(?:(?P<number>{NUMBER})\s+)?|this\s+)"
    r"(?P<unit>day|week|month|year)s?)"
)
_ASKS = re.compile(
    r"\W*(?:(?:and|please|so|now|list|show|tell|give|name|me|us)\W+)*"
    rf"(?:(?:which|what|how many|the|all)\s+)*(?:(?:of the\s+)?(?:{MANY}|{ONE}|ones?)\s+)?"
    r"(?:(?:that|which|were|was|are|is|have|has|been|did|do|i|we|you|newly|just)\s+)*"
    rf"(?:{_ADDED}|add|import|ingest|upload|load){_HERE}\s+{_WHEN}{_HERE}\W*",
    re.IGNORECASE,
)
_ASKS_WHEN = re.compile(
    rf"\W*when (?:was|were|did|have|has)(?: (?:the|a|any|i|we|you))*(?: (?:last|latest|newest))?"
    rf"(?: (?:{MANY}|{ONE}|ones?))?(?: (?:were|was|been))*(?: (?:last|most recently))?"
    rf" (?:{_ADDED}|add)(?: (?:a |any )?(?:{MANY}|{ONE}))?{_HERE}(?: last)?\W*",
    re.IGNORECASE,
)
"""Asks for the day, which is told with the papers of it."""
_DAYS = {"today": 0, "yesterday": 1}


def answer_from_additions(context: Context, asked: Asked, text: str, today: date) -> Answer | None:
    """List the papers that were added when ``text`` asks for them; None if it asks for none."""
    match = _ASKS.fullmatch(text) or _ASKS_WHEN.fullmatch(text)
    if match is None:
        return None
    catalogue = context.library.catalogue
    newest = catalogue.page(asked.conditions, "added", None, 0)
    reply = asked.reply("list")
    if not newest:
        return reply.without_evidence("no_evidence", refusal.nothing_to_list("papers"))
    latest = max(paper.added_at for paper in newest)  # What was restored keeps its time.
    last = _day(latest)
    if match.re is _ASKS_WHEN or match["last"]:
        found = [paper for paper in newest if paper.added_at == latest]
        when = f"last, on {in_words(last.isoformat())}"
    else:
        first, end, when = _period(match, today)
        found = [paper for paper in newest if first <= _day(paper.added_at) <= end]
    if not found:
        said = f"No paper was added {when}; the last were on {in_words(last.isoformat())}."
        return reply.without_evidence("no_evidence", said)
    shown = found[:LISTED]
    sentences = catalogue.sentences_of(shown)
    draft = Draft()
    number = "1 paper was" if len(found) == 1 else f"{len(found)} papers were"
    listing = Listing(shown, len(found) - len(shown))
    compose_list(draft, f"{number} added {when}:", listing, lambda one: headline(sentences[one.id]))
    reply.note(Named(tuple(shown), len(shown)))
    return reply.answered(draft)


def _period(match: re.Match[str], today: date) -> tuple[date, date, str]:
    """Return the first and last day that are meant, and how to say it."""
    if match["day"]:
        day = today - timedelta(days=_DAYS[match["day"].lower()])
        return day, day, match["day"].lower()
    number, unit = whole(match["number"] or "one"), (match["unit"] or "week").lower()
    first = date.fromisoformat(days_before(today, number, unit))
    return first, today, f"since {in_words(first.isoformat())}"


def _day(moment: datetime) -> date:
    """Return the day of a moment of the catalogue where the reader is."""
    return moment.replace(tzinfo=UTC).astimezone().date()
