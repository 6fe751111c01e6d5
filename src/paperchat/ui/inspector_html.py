"""How an answer came about, as HTML: facts, the papers with their ranks, the gate, the prompt."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from paperchat.answering.explanation import (
    Candidate,
    Explanation,
    GateReading,
    ModelReading,
    PaperUse,
    QuestionReading,
    WritingReading,
)
from paperchat.answering.signal_meanings import SIGNAL_MEANINGS
from paperchat.layout import spent, took
from paperchat.types import Answer
from paperchat.ui.quote import escaped
from paperchat.writing.replaying import Replay

_RANKS = (
    "A paper's rank in the search by meaning, in that by words and in both together, its score in "
    "brackets; then how well its best sentence answers the question: above 0 it rather does."
)


def inspection_html(kept: Answer, found: Replay) -> str:
    """Return how ``kept`` came about, as ``found`` says; nothing of it is markup."""
    read = found.explanation
    told = [found.changed, found.note]
    return "".join(
        [
            '<div class="pc-inspector">',
            *(f'<div class="pc-note" role="status">{escaped(line)}</div>' for line in told if line),
            f'<p class="pc-outcome">{escaped(read.outcome)}</p>',
            _section("Question", _facts(_question(read.question))),
            _section("This answer", _facts(_taken(kept))),
            _section("Asked of the catalogue", _facts(_catalogue(read))) if read.catalogue else "",
            _candidates(read),
            _uses(read.papers),
            _gate(read.gate) if read.gate else "",
            _prompt(read.writing) if read.writing else "",
            "</div>",
        ]
    )


def _section(title: str, body: str) -> str:
    return f'<h3 class="pc-inspected">{escaped(title)}</h3>{body}'


def _facts(pairs: Iterable[tuple[str, str]]) -> str:
    rows = "".join(
        f"<div><dt>{escaped(name)}</dt><dd dir='auto'>{escaped(value)}</dd></div>"
        for name, value in pairs
        if value
    )
    return f'<dl class="pc-facts">{rows}</dl>'


def _question(read: QuestionReading) -> Sequence[tuple[str, str]]:
    weighed = any(item.importance is not None for item in read.words)
    words = ", ".join(
        item.word if item.importance is None else f"{item.word} {item.importance:.2f}"
        for item in read.words
    )
    names = "; ".join(
        f"{f'“{name.words}”: ' if name.words else ''}{name.title}" for name in read.names
    )
    unclear = read.ambiguous
    return [
        ("Understood as", read.rewritten_question or ""),
        ("Kind", read.kind),
        ("Order about the last answer", read.order or ""),
        ("Papers it means", names),
        ("Names in no paper", ", ".join(read.unknown_names)),
        (
            "Fits several papers",
            f"“{unclear.words}”: {'; '.join(unclear.titles)}" if unclear else "",
        ),
        ("Conditions", ", ".join(read.conditions)),
        ("Words and their importance" if weighed else "Words", words),
    ]


def _taken(kept: Answer) -> Sequence[tuple[str, str]]:
    return [
        ("Written by", "quotes alone" if kept.model == "extractive" else kept.model),
        ("Time", took(kept.timings_ms)),
        ("Tokens and cost", spent(kept)),
    ]


def _catalogue(read: Explanation) -> Sequence[tuple[str, str]]:
    asked = read.catalogue
    if asked is None:
        return []
    return [
        ("Wanted", asked.wanted.replace("_", " ")),
        ("Topics", ", ".join(asked.topics)),
        ("Left out", "papers on these topics" if asked.negated and asked.topics else ""),
        ("Only", "surveys and reviews" if asked.surveys else ""),
        ("Also left out", "surveys and reviews" if asked.no_surveys else ""),
        ("Order", (asked.order or "").replace("_", " ")),
        ("Limit", "" if asked.limit is None else str(asked.limit)),
        ("Matched", "" if asked.matched is None else f"{asked.matched:,}"),
    ]


def _candidates(read: Explanation) -> str:
    if not read.candidates:
        return ""
    heads = ("Paper", "By meaning", "By words", "Together", "Best sentence")
    rows = "".join(map(_candidate, read.candidates))
    title = f"Papers: {read.ranked:,} found, {len(read.candidates)} weighed"
    note = f'<div class="pc-note">{escaped(_RANKS)}</div>'
    return _section(title, _table(heads, rows, "pc-ranks") + note)


def _candidate(paper: Candidate) -> str:
    numbers = (
        ("By meaning", _rank(paper.dense_rank, paper.cosine, 3)),
        ("By words", _rank(paper.lexical_rank, paper.bm25, 2)),
        ("Together", _rank(paper.fused_rank, paper.fused_score, 3)),
        ("Best sentence", "–" if paper.best_score is None else f"{paper.best_score:.2f}"),
    )
    return _row(_title(paper.title, paper.why, taken=paper.taken), numbers)


def _rank(rank: int | None, score: float | None, digits: int) -> str:
    if rank is None:
        return "–"
    return f"{rank}" if score is None else f"{rank} ({score:.{digits}f})"


def _uses(papers: Sequence[PaperUse]) -> str:
    if not papers:
        return ""
    items = "".join(f"<li>{_title(p.title, p.why, taken=p.taken)}</li>" for p in papers)
    return _section("Papers", f'<ul class="pc-uses">{items}</ul>')


def _title(title: str, why: str, *, taken: bool) -> str:
    return (
        f'<span class="pc-used{"" if taken else " pc-unused"}" dir="auto">{escaped(title)}</span>'
        f'<span class="pc-why">{escaped(why)}</span>'
    )


def _gate(read: GateReading) -> str:
    parts = [_signals(read)]
    if read.told is not None:
        parts.append('<div class="pc-note">Whether the value that is asked for is told:</div>')
        parts.append(_signals(read.told))
    if not read.role_found:
        said = "The papers make no statement of the kind that is asked for."
        parts.append(f'<div class="pc-note">{said}</div>')
    if read.shut:
        parts.insert(0, f'<div class="pc-note">Nothing is quoted: {escaped(read.shut)}.</div>')
    return _section(f"Whether to answer: {'yes' if read.opened else 'no'}", "".join(parts))


def _signals(read: ModelReading) -> str:
    rows = "".join(
        _row(
            f'<span class="pc-used">{escaped(share.name)}</span>'
            f'<span class="pc-why">{escaped(SIGNAL_MEANINGS.get(share.name, ""))}</span>',
            (
                ("Value", f"{share.value:.3f}"),
                ("Weight", f"{share.weight:.2f}"),
                ("Adds", f"{share.contribution:+.3f}"),
            ),
        )
        for share in read.signals
    )
    told = (
        f"With {read.bias:+.3f} always added, the sum is {read.log_odds:.3f}: a confidence of "
        f"{read.confidence:.3f}, and the bar is {read.bar:.2f}."
    )
    table = _table(("Signal", "Value", "Weight", "Adds"), rows, "pc-ranks")
    return f'{table}<div class="pc-note">{told}</div>'


def _table(heads: Sequence[str], rows: str, kind: str) -> str:
    cells = "".join(f'<th role="columnheader" scope="col">{escaped(head)}</th>' for head in heads)
    return (
        f'<table class="{kind}" role="table"><thead role="rowgroup"><tr role="row">{cells}</tr>'
        f'</thead><tbody role="rowgroup">{rows}</tbody></table>'
    )


def _row(head: str, numbers: Iterable[tuple[str, str]]) -> str:
    cells = "".join(
        f'<td role="cell"><span class="pc-column" aria-hidden="true">{escaped(name)}</span> '
        f"{escaped(value)}</td>"
        for name, value in numbers
    )
    return f'<tr role="row"><th role="rowheader" scope="row">{head}</th>{cells}</tr>'


def _prompt(writing: WritingReading) -> str:
    facts = _facts(
        [
            ("Model", writing.model),
            ("Passages", str(writing.passages)),
            ("Prompt", f"{writing.counted_tokens:,} tokens as counted here"),
            ("Answer", f"at most {writing.max_tokens:,} tokens"),
            ("Left out", writing.left_out),
            ("Trouble", writing.failure or ""),
        ]
    )
    messages = "".join(
        f'<div class="pc-role-name">{escaped(message.role)}</div>'
        f'<pre class="pc-message" tabindex="0" dir="auto">{escaped(message.text)}</pre>'
        for message in writing.messages
    )
    said = "Show the prompt as it would be sent today; looking into an answer sends nothing"
    return _section(
        "Language model",
        f'{facts}<details class="pc-prompt"><summary>{said}</summary>{messages}</details>',
    )
