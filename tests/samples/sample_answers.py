"""An answer of every kind and status, about invented papers whose words are hard to write out."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

from paperchat.types import (
    Answer,
    AnswerSentence,
    Citation,
    Comparison,
    ComparisonCell,
    ComparisonRow,
    NearestPaper,
    Paper,
    TextKind,
    Timings,
    Turn,
    Usage,
)

KELP = Paper(
    id="kelp", title="Kelp & Frames: <i>Growing</i> *at* Sea for $5 | $6", text_kind="abstract",
    text=(
        "Kelp grows fast [12].\nA frame costs $5, or a*b*c <b>less</b> & \\emph{more} at 50% _off_."
        " === Storms #1 ~tear~ frames ^away^ | 1. each {year}.\r\n\tCode: ![x](http://x.example/y)."
    ),
    authors=("Ada Low", "Ben and Ray"), author_count=2, published=None,
    url="https://example.org/kelp?a={1}&b=<2>", code_url=None, project_url=None, arxiv_id=None,
    doi=None, comment_count=None, source="tests", added_at=datetime(2026, 1, 2),
)  # fmt: skip
MOSS = replace(
    KELP, id="moss", title="Moss, Slowly", text_kind="digest", url=None, authors=(),
    text="Moss stays wet. Dry moss burns: “quick”, they say 🙂. 日本語 too.",
)  # fmt: skip
PAPERS = {paper.id: paper for paper in (KELP, MOSS)}


def _cite(label: int, paper: Paper, start: int, end: int) -> Citation:
    kind: TextKind = paper.text_kind
    quote = paper.text[start:end]
    return Citation(label, paper.id, paper.title, quote, start, end, paper.url, kind)


def _sentence_spans(paper: Paper) -> list[tuple[int, int]]:
    return [match.span() for match in re.finditer(r"\S.*?\.(?=\s|$)", paper.text, re.DOTALL)]


_KELP = [_cite(n, KELP, *span) for n, span in enumerate(_sentence_spans(KELP), 1)]
_MOSS = [_cite(n, MOSS, *span) for n, span in enumerate(_sentence_spans(MOSS), len(_KELP) + 1)]
_ALL = (*_KELP, *_MOSS)
_LEAD = AnswerSentence(f"From “{KELP.title}”:", (), "none")
_QUOTES = tuple(AnswerSentence(item.quote, (item.label,), "verbatim") for item in _ALL)

ASK = Answer(
    question="How fast does kelp grow?", rewritten_question=None, kind="ask", status="answered",
    text="From it: " + " ".join(f"{item.title} [{item.label}]" for item in _ALL),
    sentences=(_LEAD, *_QUOTES), citations=_ALL, comparison=None, nearest=(), missing_terms=(),
    model="extractive", timings_ms=Timings(12.34, 10.5, 1.84),
)  # fmt: skip
WRITTEN = replace(
    ASK, model="openai:some-model", missing_terms=("tides",), rewritten_question="And *kelp*?",
    sentences=(
        AnswerSentence("Kelp is fast, and moss is wet.", (1, 5), "supported"),
        AnswerSentence("Kelp may be green.", (1,), "weak"),
        AnswerSentence("Kelp is <b>blue</b> [9].", (9,), "unsupported"),
        AnswerSentence(
            "Kelp costs $7 [x](http://y.example).", (2,), "unsupported", (2,),
            ("The number $7 is not in *it*.",),
        ),
    ),
    notes=("2 of 9 passages did not fit.", "The server <b>hung up</b>."), complete=False,
    usage=Usage(1200, 34, 1, True, 0.0125),
)  # fmt: skip
SUMMARY = replace(
    ASK, question="Summarize moss", kind="summary",
    sentences=tuple(AnswerSentence(c.quote, (n,), "verbatim") for n, c in enumerate(_MOSS, 1)),
    citations=tuple(replace(c, label=n) for n, c in enumerate(_MOSS, 1)),
)  # fmt: skip
COMPARISON = replace(
    ASK, question="Compare kelp and moss", kind="comparison",
    comparison=Comparison(
        ("kelp", "moss"),
        (
            ComparisonRow("Problem", (ComparisonCell((1,), _KELP[0].quote), None)),
            ComparisonRow(
                "Results",
                (ComparisonCell((2, 3), f"{_KELP[1].quote} {_KELP[2].quote}"),
                 ComparisonCell((5,), _MOSS[0].quote)),
            ),
        ),
    ),
    sentences=(_LEAD, *_QUOTES, AnswerSentence("Both are green.", (1, 5), "supported")),
)  # fmt: skip
LIST = replace(ASK, question="Which papers are about plants?", kind="list")
FACTS = replace(
    ASK, question="How many papers?", kind="facts", citations=(),
    sentences=(AnswerSentence("The library holds 2 papers.", (), "none"),),
)  # fmt: skip
SMALL_TALK = replace(FACTS, question="Hello!", kind="chat")
REFUSAL = replace(
    FACTS, question="Why is the sky blue?", kind="ask", status="no_evidence",
    nearest=(NearestPaper("kelp", KELP.title, 0.123456789), NearestPaper("moss", MOSS.title, 1e-9)),
    missing_terms=("sky", "*blue*"),
)  # fmt: skip
NOT_SAID = replace(ASK, status="not_in_abstract", missing_terms=("hardware",))
UNKNOWN = replace(REFUSAL, question="Summarize Zorblax", status="unknown_paper")
ERROR = replace(
    ASK, status="error", text="The disk is full: make room.", citations=_ALL[:1],
    sentences=(_QUOTES[0], AnswerSentence("The disk is full: make room.", (), "none")),
)  # fmt: skip

ANSWERS = {
    "ask": ASK, "written": WRITTEN, "summary": SUMMARY, "comparison": COMPARISON, "list": LIST,
    "facts": FACTS, "chat": SMALL_TALK, "no_evidence": REFUSAL, "not_in_abstract": NOT_SAID,
    "unknown_paper": UNKNOWN, "error": ERROR,
}  # fmt: skip
TURNS = tuple(Turn(answer.question, answer) for answer in ANSWERS.values())
