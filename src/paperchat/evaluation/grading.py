"""Grading one answer against what its question expects."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from paperchat.evaluation.question_set import Item, Refusal
from paperchat.types import Answer, AnswerStatus, Body, Citation, QuestionKind

Fault = Literal[
    "false answer", "false refusal", "wrong paper", "missing fact", "wrong kind", "inexact quote"
]
_SHOWN = 80


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with an answer."""

    fault: Fault
    expected: str
    came: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one question was answered. What was not looked at is null, or empty for ``facts``.

    ``score`` is the share of the question's checks that the answer passed; an answerable question
    that was refused, and one to be refused that was answered, score 0.
    """

    id: str
    digest: str
    question: str
    kind: QuestionKind
    refusal: Refusal | None
    status: AnswerStatus
    answered_kind: QuestionKind
    right_paper: bool | None
    precision: float | None
    facts: tuple[bool, ...]
    balance: float | None
    exact_quotes: int
    quotes: int
    ms: float
    score: float
    problems: tuple[Problem, ...]

    @property
    def answered(self) -> bool:
        """Whether the question got an answer; any other status counts as a refusal."""
        return self.status == "answered"

    @property
    def scored(self) -> bool:
        """Whether papers, facts and kind were looked at: answerable, and answered."""
        return self.refusal is None and self.answered


@dataclass(frozen=True, slots=True)
class Asked:
    """An answer with what is needed to grade it.

    ``papers`` maps names to the ids that go by them, ``texts`` the ids of cited papers to the texts
    the catalogue holds, ``bodies`` to what stands behind those. ``digest`` is the question's mark,
    ``ms`` the time the answer took.
    """

    answer: Answer
    papers: Mapping[str, frozenset[str]]
    texts: Mapping[str, str]
    digest: str
    ms: float
    bodies: Mapping[str, Body] = field(default_factory=dict)


def grade(item: Item, asked: Asked) -> Outcome:
    """Grade the answer to ``item``."""
    answer = asked.answer
    scored = item.refusal is None and answer.status == "answered"
    wanted = [asked.papers[name] for name in item.papers] if scored else []
    facts = _facts_found(item, answer) if scored else ()
    right = _right_paper(item, answer, wanted) if wanted else None
    exact = [_is_exact(citation, asked) for citation in answer.citations]
    problems = [
        *(_status_problem(item, answer)),
        *(_answer_problems(item, answer, right, facts) if scored else ()),
        *(
            Problem("inexact quote", f"the text of {cited.paper_id}", _short(cited.quote))
            for cited, good in zip(answer.citations, exact, strict=True)
            if not good
        ),
    ]
    return Outcome(
        id=item.id,
        digest=asked.digest,
        question=item.question,
        kind=item.kind,
        refusal=item.refusal,
        status=answer.status,
        answered_kind=answer.kind,
        right_paper=right,
        precision=_precision(answer, wanted) if wanted else None,
        facts=facts,
        balance=_balance(answer, wanted) if scored and item.kind == "comparison" else None,
        exact_quotes=sum(exact),
        quotes=len(exact),
        ms=round(asked.ms, 3),
        score=_score(item, answer, right, facts, all(exact)),
        problems=tuple(problems),
    )


def contains_fact(alternatives: Sequence[str], answer: Answer) -> bool:
    """Return whether the answer's text or one of its quotes holds one of the alternatives."""
    places = [_plain(answer.text), *(_plain(citation.quote) for citation in answer.citations)]
    return any(_plain(fact) in place for fact in alternatives for place in places)


def _plain(text: str) -> str:
    r"""Return ``text`` in lower case, with single blanks, and with "\%" as "%"."""
    return " ".join(text.replace("\\%", "%").casefold().split())


def _facts_found(item: Item, answer: Answer) -> tuple[bool, ...]:
    return tuple(contains_fact(alternatives, answer) for alternatives in item.facts)


def _right_paper(item: Item, answer: Answer, wanted: Sequence[frozenset[str]]) -> bool:
    cited = {citation.paper_id for citation in answer.citations}
    return (all if item.needs_all else any)(bool(ids & cited) for ids in wanted)


def _precision(answer: Answer, wanted: Sequence[frozenset[str]]) -> float:
    ids = frozenset[str]().union(*wanted)
    hits = sum(citation.paper_id in ids for citation in answer.citations)
    return hits / len(answer.citations) if answer.citations else 0.0


def _balance(answer: Answer, wanted: Sequence[frozenset[str]]) -> float | None:
    """Return citations of the least over those of the most cited of the compared papers."""
    grid = answer.comparison.papers if answer.comparison else ()
    compared = wanted if len(wanted) > 1 else [frozenset({paper}) for paper in grid]
    if len(compared) < 2:
        return None
    cited = Counter(citation.paper_id for citation in answer.citations)
    counts = [sum(cited[paper] for paper in ids) for ids in compared]
    return min(counts) / max(counts) if max(counts) else 0.0


def _is_exact(citation: Citation, asked: Asked) -> bool:
    text = asked.texts.get(citation.paper_id)
    if citation.part == "body":
        body = asked.bodies.get(citation.paper_id)
        text = None if body is None else body.text
    return text is not None and text[citation.start : citation.end] == citation.quote != ""


def _score(
    item: Item, answer: Answer, right: bool | None, facts: Sequence[bool], exact: bool
) -> float:
    if item.refusal is not None:
        return float(answer.status != "answered" and exact)
    if answer.status != "answered":
        return 0.0
    checks = [True, answer.kind == item.kind, exact, *facts]
    checks += [] if right is None else [right]
    return sum(checks) / len(checks)


def _status_problem(item: Item, answer: Answer) -> list[Problem]:
    if (item.refusal is None) == (answer.status == "answered"):
        return []
    if item.refusal is None:
        return [Problem("false refusal", "answered", f"{answer.status}: {_short(answer.text)}")]
    quoted = answer.citations[0].quote if answer.citations else answer.text
    return [Problem("false answer", f"a refusal ({item.refusal})", _short(quoted))]


def _answer_problems(
    item: Item, answer: Answer, right: bool | None, facts: Sequence[bool]
) -> list[Problem]:
    titles = "; ".join(dict.fromkeys(_short(cited.title) for cited in answer.citations))
    problems = []
    if right is False:
        wanted = (" and " if item.needs_all else " or ").join(map(_short, item.papers))
        problems.append(Problem("wrong paper", wanted, titles or "no citation"))
    problems += [
        Problem("missing fact", " or ".join(alternatives), titles or _short(answer.text))
        for alternatives, found in zip(item.facts, facts, strict=True)
        if not found
    ]
    if answer.kind != item.kind:
        problems.append(Problem("wrong kind", item.kind, answer.kind))
    return problems


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1]}…"
