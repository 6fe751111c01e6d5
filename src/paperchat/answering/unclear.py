"""What is said where a question's papers are unknown, several, or asked for in another language."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from paperchat.answering import refusal
from paperchat.answering.context import Context
from paperchat.answering.draft import listed
from paperchat.answering.reply import Reply
from paperchat.retrieval.names import Ambiguity, Mention
from paperchat.text.language import Language
from paperchat.types import Answer, AnswerSentence, NearestPaper, PaperHit

_OFFERED = 8
_NEAREST = 3

_NOT_ENGLISH = (
    "Nothing was found for this question, which does not seem to be in English. The papers and "
    "questions are matched in English: please ask in English, or name a paper."
)
_OTHER_SCRIPT = (
    "This question is not in Latin letters. The papers and questions are matched in English: "
    "please ask in English, or name a paper."
)

NO_WORDS = "This question holds no words to look for: ask about a topic, or name a paper."


def ask_back(reply: Reply, ambiguity: Ambiguity) -> Answer:
    """Ask which of several papers is meant, and offer them."""
    papers = ambiguity.papers[:_OFFERED]
    answer = reply.without_evidence("unknown_paper", refusal.ambiguous(ambiguity.surface, papers))
    offered = tuple(NearestPaper(paper.id, paper.title, 1.0) for paper in papers)
    return replace(answer, nearest=offered)


def answered_for_all(answer: Answer, ambiguity: Ambiguity) -> Answer:
    """Say before an answer that words of the question fit several papers."""
    number = {2: "two", 3: "three"}.get(len(ambiguity.papers), str(len(ambiguity.papers)))
    titles = listed([f"“{paper.title}”" for paper in ambiguity.papers])
    said = f"“{ambiguity.surface}” fits {number} papers, and each was looked at: {titles}."
    return replace(
        answer,
        text=f"{said}\n\n{answer.text}",
        sentences=(AnswerSentence(said, (), "none"), *answer.sentences),
    )


def say_unknown(
    context: Context, reply: Reply, names: Sequence[str], mentions: Sequence[Mention]
) -> Answer:
    """Say which names no paper has; of a comparison, also which side is known."""
    hits = context.retriever.search(" ".join(names), _NEAREST)
    reply.retrieved()
    is_title = len(names) == 1 and len(names[0].split()) > 2
    said = refusal.unknown_paper(names[0]) if is_title else refusal.unknown_name(names)
    known = {mention.paper.id: mention.paper for mention in mentions}
    if known:
        titles = " and ".join(f"“{paper.title}”" for paper in known.values())
        said += f" {titles} is here, but has nothing to be compared with."
    answer = reply.without_evidence("unknown_paper", said, hits=hits, missing=names)
    first = tuple(NearestPaper(paper.id, paper.title, 1.0) for paper in known.values())
    rest = tuple(paper for paper in answer.nearest if paper.paper_id not in known)
    return replace(answer, nearest=(*first, *rest)[:_NEAREST])


_SEVERAL = re.compile(r"\b(?:papers|studies|articles|works|surveys|trials)\b", re.IGNORECASE)


def say_sides_missing(reply: Reply, sides: Sequence[str], nearest: Sequence[PaperHit]) -> Answer:
    """Say which sides of a comparison no paper fits, and show the papers nearest to them."""
    quoted = [f"“{side}”" for side in sides]
    names = quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} or {quoted[-1]}"
    said = f"No paper in this library clearly fits {names}, so there is nothing to compare."
    if any(_SEVERAL.search(side) for side in sides):
        mean = "means" if len(quoted) == 1 else "mean"
        said = (
            f"{names} {mean} no single paper: compare two papers by name, or ask what the papers "
            "say about each."
        )
    reply.retrieved()
    return reply.without_evidence("unknown_paper", said, hits=nearest)


def in_english_please(answer: Answer, told: Language) -> Answer:
    """Return a refusal that says why nothing was found, if the question is not in English."""
    if told == "english" or answer.status == "unknown_paper":
        return answer
    # One word that is the same in both languages does not make an answer.
    astray = answer.kind == "ask" and len(answer.missing_terms) > 1
    if answer.status == "answered" and not astray:
        return answer
    said = _OTHER_SCRIPT if told == "script" else _NOT_ENGLISH
    return replace(
        answer, status="no_evidence", text=said, sentences=(AnswerSentence(said, (), "none"),),
        citations=(), missing_terms=(),
    )  # fmt: skip
