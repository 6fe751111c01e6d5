"""Explaining an answer from what was noted on the way to it; decides nothing itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from paperchat.answering.catalogue_answer import described
from paperchat.answering.draft import listed
from paperchat.answering.explaining_weighing import candidates_of, gate_of, outcome_of
from paperchat.answering.explanation import (
    AmbiguousWords,
    CatalogueReading,
    Explanation,
    NamedPaper,
    PaperUse,
    QuestionReading,
    WordWeight,
)
from paperchat.answering.reply import Asked
from paperchat.answering.trace import Consulted, Named, Overview, Step, Weighing
from paperchat.answering.understanding import Understood
from paperchat.types import Answer, Paper

_CITED = "taken: the last answer cites it"
_MEANT = "taken: the conversation is about it"
_DESCRIBED = "taken: it fits what the question describes"


def explained(answer: Answer, asked: Asked) -> Explanation:
    """Return how ``answer`` came about, from what ``asked`` noted.

    Raises:
        ValueError: nothing was noted, so that ``answer`` is not the one to this question.
    """
    understood, step = asked.trace.understood, asked.trace.step
    if understood is None:
        raise ValueError("nothing was noted about this question")
    weighing = step if isinstance(step, Weighing) else None
    catalogue = _catalogue(step) if isinstance(step, Consulted) else None
    return Explanation(
        outcome=_outcome(answer, understood, step),
        question=_question(answer, asked, understood),
        ranked=len(weighing.rankings.fused) if weighing else 0,
        candidates=candidates_of(weighing, understood, asked.conditions) if weighing else (),
        gate=gate_of(weighing) if weighing else None,
        catalogue=catalogue,
        papers=_papers(answer, understood, step, catalogue),
    )


def _question(answer: Answer, asked: Asked, understood: Understood) -> QuestionReading:
    step, unclear = asked.trace.step, understood.ambiguity
    mentions = understood.mentions
    conditions, unknown = asked.conditions, understood.unknown
    words = tuple(WordWeight(word, None) for word in understood.read.subject)
    if isinstance(step, Weighing):
        mentions = mentions or step.named
        unknown = tuple(dict.fromkeys((*unknown, *step.unknown)))
        found = step.weighed.words
        words = tuple(
            WordWeight(word, float(importance))
            for word, importance in zip(found.surfaces, found.importance, strict=True)
        )
    elif isinstance(step, Consulted | Overview):
        conditions = step.asked.conditions
    return QuestionReading(
        kind=answer.kind,
        language=understood.language,
        rewritten_question=answer.rewritten_question,
        order=understood.follow.order,
        names=tuple(NamedPaper(m.surface, m.paper.id, m.paper.title, m.outright) for m in mentions),
        unknown_names=unknown,
        ambiguous=None
        if unclear is None
        else AmbiguousWords(unclear.surface, tuple(paper.title for paper in unclear.papers)),
        conditions=tuple(map(str, conditions)),
        words=words,
    )


def _outcome(answer: Answer, understood: Understood, step: Step | None) -> str:
    order = understood.follow.order
    if order is not None:
        return f"An order about the last answer ({order}), carried out on the papers it cites."
    if understood.read.kind == "chat":
        return "Small talk: nothing was looked up."
    said = _of_step(answer, step)
    if understood.language != "english" and answer.status != "answered":
        said += " The question does not seem to be in English, and is matched in English only."
    return said


def _of_step(answer: Answer, step: Step | None) -> str:
    match step:
        case Weighing():
            return outcome_of(step)
        case Named() if answer.status != "answered":
            return f"Refused: {answer.text}"
        case Named():
            return f"The papers that the question means are {_done(answer)}."
        case Overview():
            return (
                "The papers that fit the question are summarized together."
                if step.papers
                else "Refused: there is no paper to summarize."
            )
        case Consulted():
            return (
                "Answered from the catalogue, which holds the record of every paper."
                if answer.status == "answered"
                else "Refused: the catalogue holds nothing of that kind."
            )
        case None:
            return answer.text  # It was settled by how the question was understood.


def _catalogue(step: Consulted) -> CatalogueReading:
    asked = step.asked
    return CatalogueReading(
        wanted=asked.wanted,
        conditions=tuple(map(str, asked.conditions)),
        topics=asked.topics,
        mode=asked.mode,
        negated=asked.negated,
        surveys=asked.surveys,
        no_surveys=asked.no_surveys,
        limit=asked.limit,
        order=asked.order,
        matched=None if step.selection is None else step.selection.count(),
    )


def _papers(
    answer: Answer, understood: Understood, step: Step | None, read: CatalogueReading | None
) -> tuple[PaperUse, ...]:
    cited = {citation.paper_id: citation.title for citation in answer.citations}
    match step:
        case Named():
            return _named(step, answer, understood)
        case Overview():
            return tuple(
                _of_overview(step, paper, quoted=paper.id in cited) for paper in step.papers
            )
        case Consulted() if read is not None and read.matched is not None:
            what = described(step.asked, read.matched)
            why = f"taken: it is one of the {read.matched} {what}"
            if read.matched == 1:
                why = f"taken: it is the one {what}"
            return tuple(PaperUse(key, title, True, why) for key, title in cited.items())
        case Consulted():
            why = "taken: its record is asked for"
            return tuple(PaperUse(paper.id, paper.title, True, why) for paper in step.papers)
        case None if understood.follow.order is not None:
            return tuple(PaperUse(key, title, True, _CITED) for key, title in cited.items())
    return ()


def _named(step: Named, answer: Answer, understood: Understood) -> tuple[PaperUse, ...]:
    words = {mention.paper.id: mention.surface for mention in reversed(understood.mentions)}
    beyond = f"dropped: at most {step.most} papers are {_done(answer)} at once"
    ordered, focus = understood.follow.order is not None, understood.follow.focus
    return tuple(
        PaperUse(
            paper.id,
            paper.title,
            at < step.most,
            (_CITED if ordered else _meant(paper, words, focus)) if at < step.most else beyond,
        )
        for at, paper in enumerate(step.papers)
    )


def _done(answer: Answer) -> str:
    return {"comparison": "compared", "summary": "summarized"}.get(answer.kind, "quoted")


def _meant(paper: Paper, words: Mapping[str, str], focus: Sequence[str]) -> str:
    if paper.id in focus:
        return _MEANT
    surface = words.get(paper.id, "")
    return f"taken: the question names it (“{surface}”)" if surface else _DESCRIBED


def _of_overview(step: Overview, paper: Paper, *, quoted: bool) -> PaperUse:
    if not quoted:
        why = "dropped: an overview quotes only some papers, and others tell more"
        return PaperUse(paper.id, paper.title, False, why)
    return PaperUse(paper.id, paper.title, True, f"taken: {_fit(step)}")


def _fit(step: Overview) -> str:
    """Say in what a paper fits a question for an overview."""
    asked = step.asked
    found: Sequence[str] = [
        *(["it is a survey"] if asked.surveys else []),
        *([f"it is on “{asked.topic}”"] if asked.topic else []),
        *(f"it meets {condition}" for condition in asked.conditions),
    ]
    return listed(found) if found else "all papers are asked for"
