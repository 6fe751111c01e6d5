"""How an answer is laid out: the same on the page, and where a conversation is written out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from paperchat.types import (
    Answer,
    AnswerSentence,
    Citation,
    Paper,
    TextKind,
    Timings,
    Turn,
    Verdict,
)

DOUBTS: Mapping[Verdict, str] = MappingProxyType(
    {"weak": "only partly supported", "unsupported": "not supported by a source"}
)
"""What is said beside a sentence with such a verdict."""


def doubt_about(verdict: Verdict, problems: Sequence[str]) -> str:
    """Return what is said beside a sentence: its doubt and the reasons; empty where none is."""
    said = [f"{DOUBTS[verdict]}{':' if problems else ''}"] if verdict in DOUBTS else []
    return " ".join([*said, *problems])


def not_stated(kind: TextKind = "abstract") -> str:
    """Return what stands in an empty cell of a comparison, by what was read of its paper."""
    return f"not stated in the {kind}"


def kinds_read(
    citations: Iterable[Citation], papers: Mapping[str, Paper]
) -> Mapping[str, TextKind]:
    """Return what was read of each paper: what an answer quotes, else what the library holds."""
    held = {paper_id: paper.text_kind for paper_id, paper in papers.items()}
    return held | {citation.paper_id: citation.text_kind for citation in citations}


ABOUT_DIGESTS = (
    "A digest is a summary written for this library: quote the paper itself, not these words."
)
"""What is said below an answer that quotes one."""


@dataclass(slots=True)
class Paragraph:
    """Words of ours that lead in, then the sentences that belong to them."""

    lead: str = ""
    sentences: list[AnswerSentence] = field(default_factory=list)


def paragraphs(sentences: Sequence[AnswerSentence]) -> list[Paragraph]:
    """Group sentences into paragraphs; each connecting sentence begins one."""
    found: list[Paragraph] = []
    for sentence in sentences:
        if sentence.verdict == "none":
            found.append(Paragraph(lead=sentence.text))
        else:
            if not found:
                found.append(Paragraph())
            found[-1].sentences.append(sentence)
    return found


def beside_grid(answer: Answer) -> tuple[AnswerSentence, ...]:
    """Return the claims of a comparison that its grid does not show; they are drawn below it."""
    if answer.comparison is None:
        return ()
    cells = [cell for row in answer.comparison.rows for cell in row.cells if cell is not None]
    return tuple(
        sentence
        for sentence in answer.sentences
        if sentence.verdict != "none"
        and not any(
            sentence.text in cell.text and set(sentence.labels) <= set(cell.labels)
            for cell in cells
        )
    )


def kind_of(citation: Citation) -> str:
    """Return what a quote is from: "abstract", "digest", or "text, p. 5" with the page."""
    return citation.text_kind if citation.page is None else f"text, p. {citation.page}"


def place_of(citation: Citation) -> str:
    """Return where a quote stands: "characters 10 to 40 of the abstract"."""
    part = citation.text_kind if citation.page is None else "text"
    page = "" if citation.page is None else f"p. {citation.page}, "
    return f"{page}characters {citation.start} to {citation.end} of the {part}"


def spent(answer: Answer) -> str:
    """Say what a language model took for an answer; empty where none was asked."""
    usage = answer.usage
    if usage is None:
        return ""
    if answer.cached and not usage.requests:
        return f"Remembered from {answer.model}: nothing was sent."
    about = "about " if usage.estimated else ""
    cost = ", price unknown" if usage.cost is None else f", {dollars(usage.cost)}"
    return (
        f"{answer.model}: {about}{usage.prompt_tokens:,} tokens read, "
        f"{usage.completion_tokens:,} written{cost}."
    )


def took(timings: Timings) -> str:
    """Say how long an answer took, and how long finding what it quotes."""
    return (
        f"Took {timings.total:,.0f} ms: {timings.retrieve:,.0f} to find papers, "
        f"{timings.answer:,.0f} to answer."
    )


def spent_on(turns: Sequence[Turn]) -> str:
    """Say what language models took for a conversation; empty where none was asked."""
    usages = [turn.answer.usage for turn in turns if turn.answer.usage is not None]
    if not usages:
        return ""
    about = "about " if any(usage.estimated for usage in usages) else ""
    read = sum(usage.prompt_tokens for usage in usages)
    written = sum(usage.completion_tokens for usage in usages)
    if not read and not written:
        return ""
    costs = [usage.cost for usage in usages]
    known = [cost for cost in costs if cost is not None]
    cost = f", {dollars(sum(known))}" if known else ""
    partly = " for those whose price is known" if known and len(known) < len(costs) else ""
    return f"This conversation: {about}{read:,} tokens read, {written:,} written{cost}{partly}."


def dollars(cost: float) -> str:
    """Return a price in US dollars, with as many digits as tell something."""
    if not cost:
        return "no cost"
    return (
        f"${cost:.2f}" if cost >= 1 else f"${cost:.2g}" if cost >= 0.0001 else "less than $0.0001"
    )
