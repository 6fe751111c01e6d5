"""Understanding a question in its place: spelling, language, references, and whom it names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from paperchat.answering.author_names import of_an_author
from paperchat.answering.catalogue_elliptic import (
    of_another_period,
    of_the_list,
    with_most_authors,
)
from paperchat.answering.draft import listed
from paperchat.answering.elliptic import (
    asked_again,
    bare_question,
    is_other,
    only_names,
    other_paper,
    picked,
    regrouped,
    restricted,
    spoken_of,
    standing,
)
from paperchat.answering.followup import FollowUp, resolve
from paperchat.answering.openers import without_closers, without_openers
from paperchat.answering.question import Question, read_question
from paperchat.library.filters import Condition
from paperchat.library.library import Library
from paperchat.retrieval.names import Ambiguity, Mention, NameResolver
from paperchat.retrieval.spelling import Speller
from paperchat.text.language import Language, language
from paperchat.types import Answer, Conversation, NearestPaper

ANSWERED_FOR_ALL = 3
"""Where words fit up to this many papers, all are answered for; where more, it is asked back."""

_LOOKED_BACK = 3
"""Turns in which named papers are looked for again."""

_RIVALS = re.compile(
    r"\b(?:beats?|outperforms?|(?:worse|faster|better) than|superior to|compared? (?:to|with))\b",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    r"^\W*(?:ok(?:ay)?\W+)?(?:and|but|also)?\W*(?:what|how) about\s+|^\W*(?:and|but|also)\s+", re.I
)


@dataclass(frozen=True, slots=True)
class Understood:
    """A question that stands alone, the papers it names, and what stays unclear.

    ``rewritten`` is the text where it differs from what was asked. ``ambiguity`` is told only
    where nothing else says which papers are meant; with ``answered_for_all`` the mentions are all
    that it fits. ``unknown`` names stand in no paper.
    """

    read: Question
    rewritten: str | None
    mentions: tuple[Mention, ...]
    follow: FollowUp
    language: Language
    ambiguity: Ambiguity | None = None
    answered_for_all: bool = False
    unknown: tuple[str, ...] = ()


class Understanding:
    """Reads questions over one library."""

    def __init__(self, library: Library, names: NameResolver) -> None:
        self._library = library
        self._names = names
        self._speller = Speller(library)

    def of(self, question: str, conversation: Conversation) -> Understood:
        """Read ``question``; never raises for what a question may hold."""
        read = read_question(question)
        if read.kind != "chat":
            read = read_question(without_closers(without_openers(read.text)))
        told = language(read.text)
        if read.kind == "chat":
            return Understood(read, None, (), FollowUp(read.text), told)
        conversation = self._with_named(conversation)
        text = self._speller.correct(read.text) if told == "english" else read.text
        spelled_out = self._spelled_out(text, conversation)
        if spelled_out is not None:
            follow = FollowUp(spelled_out, rewritten=True)
        else:
            text = of_the_list(text, conversation)
            text = of_an_author(text, self._is_author) or text
            named = bool(self._names.mentioned(text))
            follow = resolve(text, conversation, names_papers=named)
            if follow.leaning and not self._holds_any(read_question(text).subject):
                follow = FollowUp(text)  # "And the weather?" does not go on about a paper
            elif follow.leaning and not self._speaks_of(follow.focus, text):
                follow = FollowUp(_to_all(text), rewritten=True)
        if follow.order is not None:
            return Understood(read, None, (), follow, told)
        mentions = self._with_focus(follow, self._names.mentioned(follow.text))
        final = self._in_english(follow.text, told, mentions)
        return self._checked(read, final, follow, told, mentions)

    def _checked(
        self,
        asked: Question,
        text: str,
        follow: FollowUp,
        told: Language,
        mentions: Sequence[Mention],
    ) -> Understood:
        read = read_question(text)
        strange = [title.lower() for title in self._names.unknown_titles(text)]
        mentions = [m for m in mentions if not any(m.surface.lower() in t for t in strange)]
        rivals = read.kind == "comparison" or bool(_RIVALS.search(text))
        one_sided = rivals and len({m.paper.id for m in mentions}) == 1
        open_ended = not mentions or one_sided
        weak = not any(mention.outright for mention in mentions)
        unknown = self._names.unknown(text) if open_ended or weak else []
        if unknown and weak:
            mentions = []  # What a paper only mentions in passing must not stand in for the name.
        ambiguity = next(iter(self._names.ambiguous(text)), None) if open_ended else None
        few = ambiguity is not None and len(ambiguity.papers) <= ANSWERED_FOR_ALL
        if few and ambiguity is not None and not mentions:
            start = max(text.find(ambiguity.surface), 0)
            mentions = [Mention(paper, ambiguity.surface, start) for paper in ambiguity.papers]
        return Understood(
            read=read,
            rewritten=text if text != asked.text else None,
            mentions=tuple(mentions),
            follow=follow,
            language=told,
            ambiguity=ambiguity,
            answered_for_all=few and not one_sided,
            unknown=tuple(unknown),
        )

    def _in_english(self, text: str, told: Language, mentions: Sequence[Mention]) -> str:
        """Return what can be done for a question in another language, or for a pasted text."""
        papers = {mention.paper.id: mention.paper for mention in mentions}
        names = " and ".join(f"“{paper.title}”" for paper in papers.values())
        pasted = self._names.is_pasted(text)
        if pasted is not None:
            return f"Summarize “{pasted.title}”"
        if told == "english" or not papers:
            return text
        return f"Compare {names}" if len(papers) > 1 else f"Summarize {names}"

    def _spelled_out(self, text: str, conversation: Conversation) -> str | None:
        """Spell a question of a few words out by what was asked before, if it leans on that."""
        if not conversation.turns:
            return None
        chosen = self._chosen(text, conversation)
        if chosen is not None:
            return chosen
        last = next((t.answer for t in reversed(conversation.turns) if spoken_of(t.answer)), None)
        if last is None:
            return None
        if is_other(text) and (found := other_paper(conversation)) is not None:
            old, new, answer = found
            return asked_again(standing(answer), self._surface(standing(answer), old), new)
        lately = (turn.answer for turn in reversed(conversation.turns[-_LOOKED_BACK:]))
        group = self._regrouped(text, next((one for one in lately if one.comparison), last))
        if group is not None:
            return group
        bare = bare_question(text, last, spoken_of(last)) or restricted(text, last)
        bare = bare or of_another_period(text, last) or with_most_authors(text, last)
        return bare or self._asked_of_another(text, standing(last))

    def _regrouped(self, text: str, last: Answer) -> str | None:
        """Return the comparison of the ``last`` answer with a paper more or less."""
        change = regrouped(text) if last.comparison is not None else None
        if change is None or last.comparison is None:
            return None
        adds, words = change
        named = {m.paper.id: m.paper.title for m in self._names.mentioned(words)}
        named = named or {paper.id: paper.title for paper in self._names.resolve(words)[:1]}
        titles = {item.paper_id: item.title for item in last.citations}
        kept = [titles[key] for key in last.comparison.papers if adds or key not in named]
        if adds:
            kept += [title for key, title in named.items() if key not in titles]
        if not named or len(kept) < 2:
            return None
        return f"Compare {listed([f'“{title}”' for title in kept])}"

    def _asked_of_another(self, text: str, earlier: str) -> str | None:
        """Return the ``earlier`` question asked of the one paper that ``text`` goes on with."""
        mentions = self._names.mentioned(text)
        if len(mentions) != 1 or not only_names(text, [mentions[0].surface]):
            return None
        before = self._names.mentioned(earlier)
        if len(before) > 1 or (before and before[0].paper.id == mentions[0].paper.id):
            return None
        old = before[0].surface if before else None
        return asked_again(earlier, old, mentions[0].paper.title)

    def _with_named(self, conversation: Conversation) -> Conversation:
        """Let refusals about named papers tell these: they are what was spoken of."""
        turns = list(conversation.turns)
        for at, turn in enumerate(turns[-_LOOKED_BACK:], max(len(turns) - _LOOKED_BACK, 0)):
            if turn.answer.status != "not_in_abstract":
                continue
            named = {m.paper.id: m.paper for m in self._names.mentioned(standing(turn.answer))}
            nearest = tuple(NearestPaper(key, paper.title, 1.0) for key, paper in named.items())
            if nearest:
                turns[at] = replace(turn, answer=replace(turn.answer, nearest=nearest))
        return Conversation(tuple(turns))

    def _chosen(self, text: str, conversation: Conversation) -> str | None:
        """Return the question that was asked back about, for the paper that is now picked."""
        last = conversation.turns[-1].answer
        if last.status != "unknown_paper" or len(last.nearest) < 2:
            return None
        earlier = standing(last)
        unclear = self._names.ambiguous(earlier)
        if not unclear:
            return None
        titles = {paper.paper_id: paper.title for paper in last.nearest}
        chosen = [titles[key] for key in picked(text, titles)]
        if not chosen:
            return None
        together = "” and “".join(chosen)
        return asked_again(earlier, unclear[0].surface, together)

    def _surface(self, text: str, title: str) -> str:
        """Return the words by which ``text`` names the paper with this title."""
        found = (m.surface for m in self._names.mentioned(text) if m.paper.title == title)
        return next(found, title)

    def _is_author(self, name: str) -> bool:
        return self._library.catalogue.count([Condition("author", "=", name)]) > 0

    def _holds_any(self, words: Sequence[str]) -> bool:
        """Tell whether any of ``words`` stands in the library; true if there are none."""
        return not words or any(self._library.lexical.holders(word) for word in words)

    def _speaks_of(self, focus: Sequence[str], text: str) -> bool:
        """Tell whether the papers of ``focus`` hold each word that a question is about."""
        asked = self._library.lexical.tokens(" ".join(read_question(text).subject))
        papers = self._library.catalogue.papers_by_id(focus).values()
        said = " ".join(f"{paper.title} {paper.text}" for paper in papers)
        return set(asked) <= set(self._library.lexical.tokens(said))

    def _with_focus(self, follow: FollowUp, mentions: Sequence[Mention]) -> list[Mention]:
        """Join the papers a question leans on with those it names."""
        known = {mention.paper.id for mention in mentions}
        missing = [paper_id for paper_id in follow.focus if paper_id not in known]
        found = self._library.catalogue.papers_by_id(missing)
        leaning = [Mention(found[key], found[key].title, 0) for key in missing if key in found]
        return [*leaning, *mentions]


def _to_all(question: str) -> str:
    """Put to all papers what a question of a few words goes on with: "what about rewards?"."""
    topic = _GOES_ON.sub("", question).rstrip(" ?.!")
    return f"What do the papers say about {topic}?"
