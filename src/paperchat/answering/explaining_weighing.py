"""Explaining which papers were quoted, and whether any was: retrieval, choice and gate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from paperchat.answering import gate
from paperchat.answering.draft import listed
from paperchat.answering.explanation import Candidate, GateReading, ModelReading, SignalShare
from paperchat.answering.extractive import PAPER_GAP, Place, most_papers, places
from paperchat.answering.signals import Signals
from paperchat.answering.trace import Weighing
from paperchat.answering.understanding import Understood
from paperchat.library.filters import Condition
from paperchat.types import Paper


def candidates_of(
    step: Weighing, understood: Understood, conditions: Sequence[Condition]
) -> tuple[Candidate, ...]:
    """Return every paper that was weighed, and those that were named but fail a condition."""
    named = frozenset(mention.paper.id for mention in step.named)
    found = places(step.quotable, named=named, length=step.question.length)
    where = {place.leader.paper.id: place for place in found}
    refused = _refusal(step)
    ranks = _Ranks(step)
    weighed = {hit.paper.id for hit in step.hits}
    considered = []
    for hit in step.hits:
        place = where.get(hit.paper.id)
        taken = not refused and place is not None and place.taken
        why = refused or _choice(step, place)
        considered.append(ranks.candidate(hit.paper, place, why, taken=taken))
    # A condition excludes a paper even if the question names it.
    excluded = {m.paper.id: m.paper for m in understood.mentions if m.paper.id not in weighed}
    told = " and ".join(map(str, conditions))
    for key, paper in excluded.items() if conditions else ():
        among = f"the {len(weighed)} nearest" if key in step.rankings.fused else "the"
        why = f"dropped: it is not among {among} papers that meet {told}"
        considered.append(ranks.candidate(paper, None, why))
    return tuple(considered)


def gate_of(step: Weighing) -> GateReading:
    """Return how the gate decided on the signals of ``step``, and what kept it shut if anything."""
    signals, shut = step.weighed.signals, _shut(step)
    bears = _reading(gate.BEARS, signals)
    return GateReading(
        signals=bears.signals,
        bias=bears.bias,
        log_odds=bears.log_odds,
        confidence=bears.confidence,
        bar=bears.bar,
        told=_reading(gate.TELLS, signals) if signals.attribute else None,
        role_found=signals.role_found,
        shut=shut,
        opened=not shut and gate.opens(signals),
    )


def _reading(model: gate.Model, signals: Signals) -> ModelReading:
    shares = tuple(
        # Adding 0.0 makes a plain zero of the -0.0 of a negative weight.
        SignalShare(term.name, term.value, term.weight, term.contribution + 0.0)
        for term in model.terms(signals)
    )
    return ModelReading(
        signals=shares,
        bias=model.bias,
        log_odds=model.bias + sum(share.contribution for share in shares),
        confidence=model.confidence(signals),
        bar=model.bar,
    )


def outcome_of(step: Weighing) -> str:
    """Say in a sentence or two whether the papers were quoted, and why."""
    read = gate_of(step)
    if read.shut:
        return f"Refused: {read.shut}."
    if not read.role_found:
        return f"Refused: the papers state no {step.question.role}s."
    done = "Quoted" if read.opened else "Refused"
    if read.told is not None and not read.opened and read.confidence >= read.bar:
        return (
            "Refused: the papers bear on the question, but seem not to tell what it asks for "
            f"({read.told.confidence:.0%} sure; from {read.told.bar:.0%} on they are quoted)."
        )
    seem = "seem to bear" if read.opened else "seem not to bear"
    if step.part == "body":
        done = "The abstracts do not answer; quoted from the text behind them"
    said = (
        f"{done}: the papers {seem} on the question ({read.confidence:.0%} sure; from "
        f"{read.bar:.0%} on they are quoted)."
    )
    if read.opened and step.denied and not step.outright:
        said += " No sentence says outright that this is absent: what comes nearest is quoted."
    return said


def _refusal(step: Weighing) -> str:
    """Return why no paper is quoted, or nothing if some are."""
    if shut := _shut(step):
        return f"dropped: {shut}"
    if not gate.opens(step.weighed.signals):
        return "dropped: nothing is quoted, since the gate did not open"
    return ""


def _shut(step: Weighing) -> str:
    """Return why nothing is quoted whatever the signals say, or nothing if they decide."""
    if step.unknown:
        return _unknown(step)
    if step.undefined and gate.opens(step.weighed.signals):
        return f"the papers near bear on the question, but none explains “{step.undefined}”"
    return ""


def _unknown(step: Weighing) -> str:
    names = listed([f"“{name}”" for name in step.unknown])
    stand = "stands" if len(step.unknown) == 1 else "stand"
    return f"{names} {stand} in no paper{' that is named' if step.named else ''}"


def _choice(step: Weighing, place: Place | None) -> str:
    """Return why a paper is quoted or not, where some are."""
    if place is None:  # Where papers are named, only these are read.
        return _unnamed(step) if step.named else f"dropped: {_unread(step)}"
    below = f"its best sentence scores {place.below:.2f} below the best"
    most = most_papers(step.question.length)
    match place.standing:
        case "best":
            return f"taken: best{' of those named' if len(step.named) > 1 else ''}"
        case "near":
            return f"taken: {below}, no more than {PAPER_GAP:.2f}"
        case "far":
            return f"dropped: {below}, more than {PAPER_GAP:.2f}"
        case "beyond":
            others = "another paper does" if most == 1 else f"{most} papers do"
            return f"dropped: {below}, and {others} better, which is the most that are quoted"
        case "unnamed":
            return _unnamed(step)


def _unread(step: Weighing) -> str:
    if step.outright:
        return "no sentence of it says outright that this is absent"
    return "its text holds no sentence"


def _unnamed(step: Weighing) -> str:
    spoken_of = not any(mention.surface for mention in step.named)
    return f"dropped: the question {'is about' if spoken_of else 'names'} other papers"


class _Ranks:
    """The places of papers by meaning, by words, and fused."""

    def __init__(self, step: Weighing) -> None:
        self._rankings = step.rankings
        self._dense = _ranks(step.rankings.dense)
        self._lexical = _ranks(step.rankings.lexical)
        self._fused = _ranks(step.rankings.fused)

    def candidate(
        self, paper: Paper, place: Place | None, why: str, *, taken: bool = False
    ) -> Candidate:
        """Return what is known of one paper."""
        key = paper.id
        return Candidate(
            paper_id=key,
            title=paper.title,
            dense_rank=self._dense.get(key),
            cosine=self._rankings.dense.get(key),
            lexical_rank=self._lexical.get(key),
            bm25=self._rankings.lexical.get(key),
            fused_rank=self._fused.get(key),
            fused_score=self._rankings.fused.get(key),
            best_sentence=None if place is None else place.leader.sentence.text,
            best_score=None if place is None else place.leader.score,
            taken=taken,
            why=why,
        )


def _ranks(scores: Mapping[str, float]) -> dict[str, int]:
    return {key: rank for rank, key in enumerate(scores, 1)}
