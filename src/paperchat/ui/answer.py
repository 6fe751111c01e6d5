"""Drawing a turn: the question, the answer with its citations, and what to do after a refusal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import streamlit as st

from paperchat.layout import Paragraph, beside_grid, paragraphs, spent
from paperchat.library.catalogue import Catalogue
from paperchat.types import Answer, Citation, Paper, Turn
from paperchat.ui import state
from paperchat.ui.answer_html import draft_html, grid_html, notes_html, paragraph_html
from paperchat.ui.chat import Pending
from paperchat.ui.citation_html import Sources
from paperchat.ui.comparison_ways import draw_ways_on
from paperchat.ui.fallback import draw_fallback
from paperchat.ui.narrowed import draw_narrowed
from paperchat.ui.pieces import Pieces, pieces
from paperchat.ui.quote import escaped
from paperchat.ui.short_names import short_names
from paperchat.ui.source_cards import nearest_card, source_cards
from paperchat.writing.closing_words import fell_back

_REFUSALS = ("no_evidence", "not_in_abstract", "unknown_paper")


def draw_turn(
    turn: Turn,
    place: int,
    catalogue: Catalogue,
    conversation: str | None = None,
    *,
    apart: bool = True,
) -> None:
    """Draw an answered question; ``place`` is its number in the ``conversation``, from 0.

    With ``apart`` its pieces are elements of their own, as they were when they came one by one;
    without, those that follow each other are one, which a browser has done sooner.
    """
    answer = turn.answer
    with st.container(key=f"turn-{place}"), pieces(apart=apart) as draw:
        _question(draw, turn.question)
        _note(draw, answer)
        draw_fallback(draw, answer, place)
        draw_narrowed(draw, answer, place)
        also = [*_compared(answer), *(near.paper_id for near in answer.nearest)]
        sources = _sources(answer.citations, also, place, catalogue, conversation)
        if answer.status in _REFUSALS or answer.status == "error":
            _no_answer(draw, answer, place, sources)
        elif answer.comparison is not None:
            _comparison(draw, answer, sources)
        else:
            _paragraphs(draw, paragraphs(answer.sentences), sources)
        draw.html(source_cards(sources))
        notes = () if fell_back(answer) else answer.notes
        draw.html(notes_html(notes, spent(answer)))
        if answer.comparison is not None:
            draw.flush()
            draw_ways_on(answer, sources.papers, place)


def draw_comparison(answer: Answer, place: int, catalogue: Catalogue) -> None:
    """Draw a comparison by itself, or why there is none; ``place`` as in :func:`draw_turn`."""
    sources = _sources(answer.citations, _compared(answer), place, catalogue)
    if answer.comparison is None:
        for paragraph in paragraphs(answer.sentences):
            draw_message(paragraph.lead, alert=answer.status == "error")
        return
    with pieces() as draw:
        _comparison(draw, answer, sources)
        draw.html(source_cards(sources))


class LiveTurn:
    """A turn whose sentences are still coming, drawn so that it stays as it is when settled."""

    def __init__(self, pending: Pending, place: int, catalogue: Catalogue) -> None:
        self._pending = pending
        self._place = place
        self._catalogue = catalogue
        self._drawn = 0
        self._body = st.container(key=f"turn-{place}")
        with self._body, pieces() as draw:
            _question(draw, pending.question)
            draw.nothing()
        self._last = self._body.empty()
        below = st.container(key=f"live-{place}")
        self._draft = below.empty()
        if pending.model != "extractive":
            below.button("Stop", key=f"stop-{place}", icon=":material/stop:", on_click=state.stop)
        self.update()

    def update(self) -> None:
        """Draw what has come since; only the paragraph in the making is drawn again."""
        come = self._pending.recording.come()
        sources = _sources(come.citations.values(), (), self._place, self._catalogue)
        found = paragraphs(come.sentences)
        for number in range(max(self._drawn - 1, 0), len(found)):
            if number >= self._drawn and number > 0:
                self._last = self._body.empty()
            self._last.html(paragraph_html(found[number], sources, str(number)))
        self._drawn = len(found)
        waiting = self._pending.model != "extractive" and not found
        self._draft.html(draft_html(come.drafting or ("…" if waiting else "")))


def draw_message(text: str, *, alert: bool = False) -> None:
    """Draw a sentence of ours in a box of its own; nothing in it is markup."""
    st.html(_message(text, alert=alert))


def _message(text: str, *, alert: bool) -> str:
    kind, role = ("pc-alert", "alert") if alert else ("pc-refusal", "status")
    return f'<div class="{kind}" role="{role}">{escaped(text)}</div>'


def _question(draw: Pieces, question: str) -> None:
    draw.html(f'<div class="pc-question" role="heading" aria-level="2">{escaped(question)}</div>')


def _note(draw: Pieces, answer: Answer) -> None:
    """Say before the answer how it is to be read, or leave the place of that empty."""
    notes: list[str] = []
    if answer.rewritten_question:
        notes.append(f"Understood as: {answer.rewritten_question}")
    if answer.status == "answered" and answer.missing_terms:
        terms = ", ".join(f"“{term}”" for term in answer.missing_terms)
        papers = {citation.paper_id for citation in answer.citations}
        where = "this paper" if len(papers) == 1 else "these papers"
        notes.append(f"Not mentioned in {where}: {terms}")
    if notes:
        draw.html("".join(f'<div class="pc-note">{escaped(note)}</div>' for note in notes))
    else:
        draw.nothing()


def _paragraphs(draw: Pieces, found: Sequence[Paragraph], sources: Sources) -> None:
    for number, paragraph in enumerate(found):
        draw.html(paragraph_html(paragraph, sources, str(number)))


def _comparison(draw: Pieces, answer: Answer, sources: Sources) -> None:
    grid = answer.comparison
    if grid is None:
        return
    known = {citation.paper_id: citation.title for citation in answer.citations}
    known |= {paper.id: paper.title for paper in sources.papers.values()}
    titles = [known.get(paper_id, paper_id) for paper_id in grid.papers]
    called = short_names(answer.question, [sources.papers.get(key) for key in grid.papers])
    draw.html(grid_html(grid, list(zip(titles, called, strict=True)), sources))
    rest = beside_grid(answer)
    for number, paragraph in enumerate(paragraphs(answer.sentences)):
        claims = [sentence for sentence in paragraph.sentences if sentence in rest]
        if claims:
            shown = Paragraph(paragraph.lead, claims)
            draw.html(paragraph_html(shown, sources, f"after{number}"))


def _no_answer(draw: Pieces, answer: Answer, place: int, sources: Sources) -> None:
    for number, paragraph in enumerate(paragraphs(answer.sentences)):
        if paragraph.sentences:
            draw.html(paragraph_html(paragraph, sources, str(number)))
        else:
            draw.html(_message(paragraph.lead, alert=answer.status == "error"))
    unsaid = [term for term in answer.missing_terms if term not in answer.text]
    if unsaid:
        words = "".join(f'<span class="pc-word">{escaped(term)}</span>' for term in unsaid)
        draw.html(f'<div class="pc-note">Not found: {words}</div>')
    if answer.nearest:
        draw.html('<div class="pc-near">The nearest papers:</div>')
        draw.flush()
        _nearest(answer, place, sources)


def _nearest(answer: Answer, place: int, sources: Sources) -> None:
    with st.container(key=f"nearest-{place}", gap="small"):
        for number, near in enumerate(answer.nearest):
            with st.container(key=f"near-card-{place}-{number}", gap=None):
                st.html(nearest_card(sources, near))
                st.button(
                    "Summarize",
                    key=f"near-{place}-{number}",
                    type="tertiary",
                    on_click=state.ask,
                    args=(f"Summarize “{near.title}”",),
                )


def _sources(
    citations: Iterable[Citation],
    also: Sequence[str],
    place: int,
    catalogue: Catalogue,
    conversation: str | None = None,
) -> Sources:
    by_label = {citation.label: citation for citation in citations}
    wanted = {citation.paper_id for citation in by_label.values()} | set(also)
    papers: dict[str, Paper] = catalogue.papers_by_id(wanted) if wanted else {}
    bodies = catalogue.bodies({item.paper_id for item in by_label.values() if item.page})
    return Sources(by_label, papers, f"pc{place}", conversation, bodies)


def _compared(answer: Answer) -> tuple[str, ...]:
    return answer.comparison.papers if answer.comparison is not None else ()
