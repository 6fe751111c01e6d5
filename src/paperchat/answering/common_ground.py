"""What papers share and where they differ: each claim is a phrase that the cited quotes hold."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import product

from paperchat.answering.draft import Draft, listed
from paperchat.answering.matters import (
    Key,
    Matter,
    Matters,
    Weigher,
    matters_of,
    telling_words,
    without_parts,
    without_vessels,
)
from paperchat.retrieval.rarity import Rarity
from paperchat.text.phrases import is_name
from paperchat.types import Paper, Sentence

_MOST_SHARED = 3
_MOST_PARTLY_SHARED = 2
_MOST_OWN = 2
_FEW_WORDS = 2
"""Words that a phrase of one paper alone needs, to be worth naming."""
_CHOICES = 6
_NUMBERS = {3: "three", 4: "four", 5: "five"}
_LONG_TITLE = 60

_Place = tuple[str, tuple[Sentence, ...]]
"""A wording, and a sentence of each paper that holds it."""

SHARED_AND_NOT = "What they share and where they differ:"
NOTHING_SHARED = "No telling phrase stands in all of these abstracts."


def compose_common_ground(
    draft: Draft,
    papers: Sequence[Paper],
    sentences: Mapping[str, Sequence[Sentence]],
    rarity: Rarity,
    note: str = "",
) -> None:
    """Add to ``draft`` what the papers share and what only one speaks of, each claim cited.

    A shared phrase stands in every sentence that is cited for it; a phrase of one paper alone is
    one whose words do not all stand in any of the others. ``note`` is said before.
    """
    ground = _Ground(draft, matters_of(papers, sentences), Weigher(rarity))
    ground.shared(f"{note} " if note else "")
    ground.own()


def short_title(title: str) -> str:
    """Return what stands before the colon of a long title, else the title without a full stop."""
    head = title.split(": ", maxsplit=1)[0].strip()
    telling = len(head.split()) > 1 or is_name(head)
    return head if telling and len(title) > _LONG_TITLE else title.rstrip(".")


class _Ground:
    """The matters of the papers compared, and the draft that speaks of them."""

    def __init__(self, draft: Draft, matters: list[Matters], weigher: Weigher) -> None:
        self._draft = draft
        self._matters = matters
        self._weigher = weigher

    def shared(self, note: str) -> None:
        """Say what all share, and of three and more what some share."""
        everywhere = set.intersection(*(set(one.found) for one in self._matters))
        weights = self._weigher.weigh(everywhere, self._matters)
        # Where nothing rarer is shared, what most papers of the library speak of is still shared.
        weights = weights or self._weigher.weigh_widespread(everywhere, self._matters)
        found = self._best(weights, self._matters)[:_MOST_SHARED]
        self._draft.say(f"{note}{SHARED_AND_NOT if found else NOTHING_SHARED}")
        self._say(self._subject(self._matters), [place for _, place in found], self._matters)
        taken = {stem for key, _ in found for stem in key}
        for holders, keys in self._partly(taken)[:_MOST_PARTLY_SHARED]:
            best = self._best(self._weigher.weigh(keys, holders), holders)[:1]
            self._say(self._subject(holders), [place for _, place in best], holders)

    def own(self) -> None:
        """Say of each paper what it alone speaks of."""
        for one in self._matters:
            others = [other for other in self._matters if other is not one]
            keys = [
                key
                for key, matter in one.found.items()
                if matter.whole
                # A name of its own making ("MossNet layers") tells nothing to who does not know it.
                and matter.surface[1:] == matter.surface[1:].lower()
                and not any(other.speaks_of(without_vessels(key)) for other in others)
            ]
            longer = [key for key in keys if telling_words(one.found[key]) >= _FEW_WORDS]
            weights = self._weigher.weigh(longer or keys, [one])
            places = [place for _, place in self._best(weights, [one])[:_MOST_OWN]]
            self._say(f"Only “{short_title(one.paper.title)}” speaks of", places, [one])

    def _partly(self, taken: set[str]) -> list[tuple[list[Matters], list[Key]]]:
        """Return the sets of papers, not all, that share something, with what they share."""
        groups: dict[tuple[int, ...], list[Key]] = {}
        for key in {key for one in self._matters for key in one.found}:
            held = tuple(n for n, one in enumerate(self._matters) if key in one.found)
            heard = sum(one.speaks_of(key) for one in self._matters)
            if 1 < len(held) < len(self._matters) and heard == len(held) and not taken & set(key):
                groups.setdefault(held, []).append(key)
        rated = []
        for held, keys in groups.items():
            holders = [self._matters[n] for n in held]
            best = max(self._weigher.weigh(keys, holders).values(), default=0.0)
            if best:
                rated.append((best * len(held), held, holders, keys))
        rated.sort(key=lambda item: (-item[0], item[1]))
        return [(holders, keys) for _, _, holders, keys in rated]

    def _best(
        self, weights: Mapping[Key, float], holders: list[Matters]
    ) -> list[tuple[Key, _Place]]:
        """Return the phrases that can be shown in a sentence of each holder, best first."""
        places = (
            (key, self._place([holder.found[key] for holder in holders]))
            for key in without_parts(weights, weights)
        )
        return [(key, place) for key, place in places if place is not None]

    def _subject(self, holders: list[Matters]) -> str:
        if len(holders) < len(self._matters):
            return f"{listed([f'“{short_title(one.paper.title)}”' for one in holders])} speak of"
        if len(holders) == 2:
            return "Both speak of"
        return f"All {_NUMBERS.get(len(holders), str(len(holders)))} speak of"

    def _place(self, matters: Sequence[Matter]) -> _Place | None:
        """Return a wording and one sentence of each paper that holds it word for word."""
        options = [self._options(matter) for matter in matters]
        wordings = {w for matter in matters for found in matter.wordings.values() for w in found}
        for wording in sorted(wordings, key=lambda w: (is_name(w), w != w.lower(), -len(w), w)):
            held = [[s for s in sentences if _holds(s.text, wording)] for sentences in options]
            if all(held):
                chosen = tuple(found[0] for found in held)
                return _plain(wording, chosen), chosen
        for sentences in product(*options):
            return self._both_forms(matters, sentences)
        return None

    def _both_forms(
        self, matters: Sequence[Matter], sentences: tuple[Sentence, ...]
    ) -> _Place | None:
        """Name an acronym and its long form where each stands in only some of the papers."""
        forms = [m.wordings[s][0] for m, s in zip(matters, sentences, strict=True)]
        short = next((form for form in forms if len(form.split()) == 1 and is_name(form)), None)
        long = next((form for form in forms if len(form.split()) > 1), None)
        if short is None or long is None or any(f not in (short, long) for f in forms):
            return None
        return f"{_plain(long, sentences)} ({short})", sentences

    def _options(self, matter: Matter) -> list[Sentence]:
        """Return the sentences that hold a phrase, those quoted already first."""
        found = sorted(matter.wordings, key=lambda s: (not self._draft.cites(s), s.start))
        return found[:_CHOICES]

    def _say(
        self,
        opening: str,
        places: Sequence[_Place],
        holders: Sequence[Matters],
    ) -> None:
        """Say it in one sentence; what the same quotes hold is named together."""
        by_quotes: dict[tuple[Sentence, ...], list[str]] = {}
        for wording, sentences in places:
            by_quotes.setdefault(sentences, []).append(wording)
        parts = [
            (
                listed(wordings),
                [
                    self._draft.cite(sentence, holder.paper)
                    for sentence, holder in zip(sentences, holders, strict=True)
                ],
            )
            for sentences, wordings in by_quotes.items()
        ]
        if parts:
            self._draft.claim(opening, parts)


def _holds(text: str, wording: str) -> bool:
    return bool(re.search(rf"(?<!\w){re.escape(wording)}", text, re.IGNORECASE))


def _plain(wording: str, sentences: Sequence[Sentence]) -> str:
    """Return a wording as it reads inside a sentence: without the capital of a sentence's start."""
    starts = wording[:1].isupper() and wording[1:] == wording[1:].lower()
    named = any(wording in sentence.text[1:] for sentence in sentences)
    return wording if named or not starts else wording[0].lower() + wording[1:]
