"""What the tools do: each takes the open library and its arguments, and returns a result."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from paperchat.assistant import Event, Finished
from paperchat.contract import as_json, listed, ranked
from paperchat.mcp import arguments, readable
from paperchat.mcp.results import FoundPaper, Hits, PaperPage
from paperchat.types import Answer, NearestPaper
from paperchat.wiring import Workspace

Checkpoint = Callable[[], None]
"""Called between the steps of a long call; raises when the client has cancelled it."""

_NEAR = 3


@dataclass(frozen=True, slots=True)
class Result:
    """What a tool returns: one JSON object for programs, and the same to be read."""

    structured: object
    text: str


def search(workspace: Workspace, given: arguments.Search, _: Checkpoint) -> Result:
    """Find the papers nearest to a query."""
    conditions = arguments.conditions_of(given.filters)
    hits = workspace.assistant.retriever.search_texts(given.query, given.k, conditions)
    return Result(as_json(Hits(ranked(hits))), readable.hits_as_text(hits))


def ask(workspace: Workspace, given: arguments.Ask, checkpoint: Checkpoint) -> Result:
    """Answer one question."""
    conditions = arguments.conditions_of(given.filters)
    events = workspace.assistant.stream(given.question, conditions=conditions)
    return _answered(events, checkpoint)


def compare(workspace: Workspace, given: arguments.Compare, checkpoint: Checkpoint) -> Result:
    """Compare papers facet by facet."""
    return _answered(workspace.assistant.stream_comparison(given.papers), checkpoint)


def summarize(workspace: Workspace, given: arguments.OnePaper, checkpoint: Checkpoint) -> Result:
    """Summarize one paper."""
    return _answered(workspace.assistant.stream_summary(given.paper), checkpoint)


def get_paper(workspace: Workspace, given: arguments.OnePaper, _: Checkpoint) -> Result:
    """Return one paper; a name that means none, or several, is answered with those it may mean."""
    found = workspace.assistant.names.resolve(given.paper)
    if len(found) == 1:
        sources = workspace.library.catalogue.sources_of(found)
        paper = FoundPaper("found", listed(found, sources)[0], ())
        return Result(as_json(paper), readable.paper_as_text(found[0]))
    hits = [] if found else workspace.assistant.retriever.search(given.paper, _NEAR)
    near = tuple(NearestPaper(hit.paper.id, hit.paper.title, hit.score) for hit in hits)
    named = tuple(NearestPaper(paper.id, paper.title, 1.0) for paper in found)
    unknown = FoundPaper("unknown_paper", None, named or near)
    return Result(as_json(unknown), readable.unresolved_as_text(given.paper, found, near))


def list_papers(workspace: Workspace, given: arguments.ListPapers, _: Checkpoint) -> Result:
    """Return a page of the library's papers, in the order they were added."""
    catalogue = workspace.library.catalogue
    conditions = arguments.conditions_of(given.filters)
    total = catalogue.count(conditions)
    papers = catalogue.papers(conditions, given.limit, given.offset)
    after = given.offset + len(papers)
    more = after if papers and after < total else None
    page = PaperPage(listed(papers, catalogue.sources_of(papers)), total, given.offset, more)
    return Result(as_json(page), readable.papers_as_text(papers, total, given.offset))


def _answered(events: Iterator[Event], checkpoint: Checkpoint) -> Result:
    answer = _last(events, checkpoint)
    return Result(as_json(answer), readable.answer_as_text(answer))


def _last(events: Iterator[Event], checkpoint: Checkpoint) -> Answer:
    try:
        for event in events:
            if isinstance(event, Finished):
                return event.answer
            checkpoint()
    finally:
        # A model that is still writing for a call nobody waits for would cost and block.
        close = getattr(events, "close", None)
        if close is not None:
            close()
    raise AssertionError("an answer always ends with one that is finished")
