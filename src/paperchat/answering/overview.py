"""A summary over several papers: quotes grouped by the phrases that papers share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from paperchat.answering.draft import Draft
from paperchat.answering.facets import facets_of
from paperchat.answering.length import Length
from paperchat.answering.matters import Key, Matters, Weigher, matters_of, plain_wording
from paperchat.retrieval.rarity import Rarity
from paperchat.text.phrases import key_of
from paperchat.types import Evidence, Paper, Sentence

MOST_QUOTED = 10
_MOST_GROUPS = 4
MOST_GROUPED = 60
"""Papers looked at for groups where no topic ranks them."""
_OF_MANY = 3
"""Papers of one group that are quoted where there are more papers than can be."""
_FEW = 2
_MOST_OF_FEW = 3
_TELLING = 0.7
"""Where so few papers are quoted, each has more sentences, down to this share of its best."""
_MOST_NAMED = 30
"""Papers named by title where they are not quoted."""
_FOR_ONE_WORD = 3
"""Papers that a single word has to join; two may use one by chance."""
_LARGEST_SHARE = 0.67
"""A phrase that more of the papers use groups nothing."""
_AS_TELLING = 0.8
"""Share of a paper's best score from which the sentence with the shared phrase does alone."""


@dataclass(frozen=True, slots=True)
class Source:
    """One paper of an overview with its sentences that bear on the topic, best first.

    Of papers beyond those that are quoted there need be none.
    """

    paper: Paper
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class _Group:
    wording: str
    key: Key
    members: list[Source]


def in_general(paper: Paper, sentences: Sequence[Sentence]) -> Source:
    """Return what a paper says in general: its approach and its result, the approach first."""
    faceted = facets_of(sentences)
    first = [faceted.first(role) for role in ("method", "result")]
    found = [sentence for sentence in first if sentence is not None] or list(sentences[:1])
    rest = [sentence for sentence in sentences if sentence not in found]
    scores = {id(sentence): 1.0 for sentence in found}
    return Source(
        paper,
        tuple(Evidence(s, paper, scores.get(id(s), 0.5)) for s in (*found, *rest)),
    )


def compose_overview(  # noqa: PLR0913, PLR0917  # what is said, of which papers, how much
    draft: Draft,
    opening: str,
    topic: str,
    sources: Sequence[Source],
    sentences: Mapping[str, Sequence[Sentence]],
    rarity: Rarity,
    length: Length = Length.NORMAL,
) -> None:
    """Write an overview of ``sources``, the most telling paper first, into ``draft``.

    Papers that share a phrase stand together below it, each with one or two quotes. Beyond ten
    papers only the titles are given. A short overview is one quote.
    """
    draft.say(opening)
    if length is Length.SHORT:
        best = sources[0].evidence[0]
        draft.quote(best.sentence, best.paper)
        return
    read = [source for source in sources if source.evidence]
    if length.counted:
        for source in read[: length.most]:
            _quote(draft, source, source.evidence[:1])
        return
    scope = read[: MOST_QUOTED if topic else MOST_GROUPED]
    groups, alone = _grouped(topic, scope, sentences, rarity)
    if len(scope) > MOST_QUOTED:
        groups = [replace(group, members=group.members[:_OF_MANY]) for group in groups]
        taken = [source for group in groups for source in group.members]
        alone = [] if groups else list(scope[:MOST_QUOTED])
    else:
        taken = [source for group in groups for source in group.members] + alone
    few = len(sources) <= _FEW
    for group in groups:
        draft.say(f"On {group.wording}:")
        for source in group.members:
            _quote(draft, source, _chosen(topic, source, group.key, sentences, length, few=few))
    if groups and alone:
        draft.say("On other matters:" if len(alone) > 1 else "On another matter:")
    for source in alone:
        _quote(draft, source, _chosen(topic, source, None, sentences, length, few=few))
    quoted = {source.paper.id for source in (*taken, *alone)}
    _name_rest(draft, [source for source in sources if source.paper.id not in quoted])


def _quote(draft: Draft, source: Source, chosen: Sequence[Evidence]) -> None:
    draft.say(f"“{source.paper.title}”:")
    for item in sorted(chosen, key=lambda item: item.sentence.start):
        draft.quote(item.sentence, source.paper)


def _chosen(  # noqa: PLR0913  # of what, and how much
    topic: str,
    source: Source,
    key: Key | None,
    sentences: Mapping[str, Sequence[Sentence]],
    length: Length,
    *,
    few: bool,
) -> list[Evidence]:
    """Choose the sentence that bears best on the topic, and one that holds the shared phrase."""
    about = set(key_of(topic))
    bearing = [
        item for item in source.evidence if not about or about & set(key_of(item.sentence.text))
    ]
    bearing = bearing or list(source.evidence[:1])
    chosen = bearing[:1]
    holding = _holding(source, key, sentences) if key is not None else []
    if holding and holding[0] not in chosen:
        both = [item for item in holding if item in bearing]
        alone = bool(both) and both[0].score >= _AS_TELLING * chosen[0].score
        chosen = both[:1] if alone else [*chosen, holding[0]]
    if few or length is Length.LONG:
        telling = [item for item in bearing if item.score >= _TELLING * bearing[0].score]
        chosen += [item for item in telling if item not in chosen][: _MOST_OF_FEW - len(chosen)]
    return chosen


def _holding(
    source: Source, key: Key, sentences: Mapping[str, Sequence[Sentence]]
) -> list[Evidence]:
    """Return the evidence that holds a phrase, best first."""
    matters = matters_of([source.paper], sentences)[0]
    places = matters.found[key].wordings if key in matters.found else {}
    return [item for item in source.evidence if item.sentence in places]


def _grouped(
    topic: str,
    sources: Sequence[Source],
    sentences: Mapping[str, Sequence[Sentence]],
    rarity: Rarity,
) -> tuple[list[_Group], list[Source]]:
    """Group papers by what they share beside the topic; each paper is in one group at most."""
    if len(sources) < 3:
        return [], list(sources)
    matters = matters_of([source.paper for source in sources], sentences)
    about = set(key_of(topic))
    weights = _weights(matters, about, Weigher(rarity))
    left = list(range(len(sources)))
    groups: list[_Group] = []
    while len(groups) < _MOST_GROUPS:
        best: tuple[float, Key, list[int]] | None = None
        for key, weight in weights.items():
            members = [n for n in left if key in matters[n].found]
            gain = weight * (len(members) - 1)
            enough = len(members) >= (2 if len(key) > 1 else _FOR_ONE_WORD)
            if enough and (best is None or (gain, key) > (best[0], best[1])):
                best = (gain, key, members)
        if best is None:
            break
        _, key, members = best
        left = [n for n in left if n not in members]
        wording = plain_wording([matters[n].found[key] for n in members])
        groups.append(_Group(wording, key, [sources[n] for n in members]))
        weights = {other: weight for other, weight in weights.items() if not set(other) & set(key)}
    return groups, [sources[n] for n in left]


def _weights(matters: Sequence[Matters], about: set[str], weigher: Weigher) -> dict[Key, float]:
    shared = [
        key
        for key in {key for one in matters for key in one.found}
        if 1 < sum(key in one.found for one in matters) <= max(2, _LARGEST_SHARE * len(matters))
        and not about & set(key)
        and not any(char.isdigit() for stem in key for char in stem)
    ]
    return weigher.weigh(sorted(shared), [*matters])


def _name_rest(draft: Draft, rest: Sequence[Source]) -> None:
    if not rest:
        return
    named = [f"“{source.paper.title}”" for source in rest[:_MOST_NAMED]]
    more = len(rest) - len(named)
    after = f" and {more} more" if more else ""
    count = "One more paper is" if len(rest) == 1 else f"{len(rest)} more papers are"
    draft.say(f"{count} not quoted here: {'; '.join(named)}{after}.")
