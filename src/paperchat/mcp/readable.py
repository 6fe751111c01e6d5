"""Results as text that people and models read: quotes, labels, and where papers speak.

Every line of a paper begins with ``> ``, so that no paper can pass for what Paperchat says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from paperchat.answering.narrowing import told
from paperchat.layout import ABOUT_DIGESTS, doubt_about, kind_of, spent
from paperchat.mcp.notice import PAPER_TEXT, STATUSES
from paperchat.text.dates import short_date
from paperchat.types import Answer, AnswerSentence, Citation, NearestPaper, Paper, PaperHit

_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]")
"""What a reader does not see and a terminal or a model still reads: controls, turned directions,
letters of the block of tags. The structured form has them, since its quotes are exact."""


def answer_as_text(answer: Answer) -> str:
    """Return an answer: its status, its sentences with labels, and the quotes behind them."""
    lines = [PAPER_TEXT, f"Status: {answer.status} ({STATUSES[answer.status]})."]
    if answer.rewritten_question:
        lines.append(f"Understood as: {one_line(answer.rewritten_question)}")
    for sentence in answer.sentences:
        lines += _sentence(sentence)
    if answer.citations:
        lines += ["", "Sources:", *(line for item in answer.citations for line in _source(item))]
        if any(kind_of(item) == "digest" for item in answer.citations):
            lines += ["", ABOUT_DIGESTS]
    lines += _nearest(answer.nearest)
    lines += [
        f"Note: {one_line(note)}" for note in (told(answer), *answer.notes, spent(answer)) if note
    ]
    return "\n".join(lines)


def hits_as_text(hits: Sequence[PaperHit]) -> str:
    """Return found papers, best first."""
    if not hits:
        return "No paper meets these conditions."
    lines = [f"{rank}. {_titled(hit.paper)}" for rank, hit in enumerate(hits, 1)]
    return "\n".join([PAPER_TEXT, "The nearest papers, the best first:", *lines])


def papers_as_text(papers: Sequence[Paper], total: int, offset: int) -> str:
    """Return a page of a list of papers."""
    if not papers:
        return f"No paper from here on; {total} meet these conditions."
    head = f"Papers {offset + 1} to {offset + len(papers)} of {total}:"
    return "\n".join([PAPER_TEXT, head, *(f"- {_titled(paper)}" for paper in papers)])


def paper_as_text(paper: Paper) -> str:
    """Return what is known of one paper, and its text."""
    facts = {
        "Id": paper.id,
        "Title": paper.title,
        "Authors": ", ".join(paper.authors) or (paper.author_count and str(paper.author_count)),
        "Published": short_date(paper.published),
        "Address": paper.url,
        "Code": paper.code_url,
    }
    known = [f"{name}: {one_line(value)}" for name, value in facts.items() if value]
    about = [ABOUT_DIGESTS] if paper.text_kind == "digest" else []
    return "\n".join([PAPER_TEXT, *known, f"Its {paper.text_kind}:", quoted(paper.text), *about])


def unresolved_as_text(name: str, candidates: Sequence[Paper], near: Sequence[NearestPaper]) -> str:
    """Say that a name means no paper, or which ones it may mean."""
    name = one_line(name)
    if not candidates:
        said = [PAPER_TEXT, f"Status: unknown_paper. No paper goes by the name “{name}”."]
        return "\n".join([*said, *_nearest(near)])
    said = [PAPER_TEXT, f"Status: unknown_paper. Several papers go by the name “{name}”:"]
    return "\n".join([*said, *(f"- {_titled(paper)}" for paper in candidates)])


def quoted(text: str) -> str:
    """Return ``text`` with every line of it marked as a paper's."""
    return "\n".join(f"> {_UNSEEN.sub('', line)}" for line in text.splitlines())


def one_line(text: str) -> str:
    """Return ``text`` on one line, so that it cannot begin a line of its own."""
    return _UNSEEN.sub("", " ".join(text.split()))


def _sentence(sentence: AnswerSentence) -> Iterator[str]:
    if sentence.verdict == "none":
        yield f"\n{one_line(sentence.text)}"
        return
    labels = "".join(f" [{label}]" for label in sentence.labels)
    yield quoted(f"{one_line(sentence.text)}{labels}")
    doubt = doubt_about(sentence.verdict, sentence.problems)
    if doubt:
        yield f"  ! {one_line(doubt)}"


def _source(item: Citation) -> Iterator[str]:
    link = f" {one_line(item.url)}" if item.url else ""
    yield (
        f"[{item.label}] {one_line(item.title)} ({kind_of(item)}, characters {item.start} to "
        f"{item.end}; id {item.paper_id}){link}"
    )
    yield quoted(item.quote)


def _nearest(papers: Sequence[NearestPaper]) -> list[str]:
    if not papers:
        return []
    lines = ["", "Nearest papers:"]
    for paper in papers:
        lines.append(f"- {one_line(paper.title)} (id {paper.paper_id})")
        lines += [quoted(paper.quote)] if paper.quote else []
    return lines


def _titled(paper: Paper) -> str:
    published = short_date(paper.published) or "no date"
    return f"{one_line(paper.title)} ({published}, {paper.text_kind}; id {paper.id})"
