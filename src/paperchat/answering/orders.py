"""Orders about the last answer: shorter, longer, only the results, the quotes, why these papers."""

from __future__ import annotations

from collections.abc import Sequence

from paperchat.answering.context import Context
from paperchat.answering.draft import Draft
from paperchat.answering.facets import facets_of
from paperchat.answering.reply import Reply
from paperchat.text.terms import terms
from paperchat.types import Answer, Citation, Paper, Sentence


def only_results(context: Context, reply: Reply, papers: Sequence[Paper]) -> Answer:
    """Quote the results of each paper, and nothing else."""
    draft = Draft()
    sentences = context.library.catalogue.sentences_of(papers)
    for paper in papers:
        draft.say(f"Results of “{paper.title}”:")
        for sentence in facets_of(sentences[paper.id]).sentences["result"]:
            draft.quote(sentence, paper)
    return reply.answered(draft)


def show_quotes(context: Context, reply: Reply, last: Answer) -> Answer:
    """Show every quote of the last answer again, with its place; numbers stay as they were."""
    draft = Draft()
    papers = context.library.catalogue.papers_by_id({c.paper_id for c in last.citations})
    sentences = context.library.catalogue.sentences_of(papers.values())
    for citation in last.citations:
        paper = papers.get(citation.paper_id)
        if paper is not None and citation.part == "body":
            _show_from_body(context, draft, citation, paper)
            continue
        if paper is None or paper.text[citation.start : citation.end] != citation.quote:
            draft.say(f"“{citation.title}” has changed or gone since that answer.")
            continue
        draft.say(
            f"“{paper.title}”, characters {citation.start} to {citation.end} of the "
            f"{paper.text_kind}:"
        )
        for sentence in sentences[paper.id]:
            if sentence.start == citation.start:
                draft.quote(sentence, paper)
    return reply.answered(draft)


def _show_from_body(context: Context, draft: Draft, citation: Citation, paper: Paper) -> None:
    start, end = citation.start, citation.end
    body = context.library.bodies.of(paper.id)
    if body is None or body.text[start:end] != citation.quote:
        draft.say(f"“{citation.title}” has changed or gone since that answer.")
        return
    page = body.page_at(start)
    draft.say(f"“{paper.title}”, p. {page}, characters {start} to {end} of the text:")
    draft.quote(Sentence(paper.id, start, start, end, citation.quote, page), paper)


def explain_choice(context: Context, reply: Reply, last: Answer) -> Answer:
    """Say why the papers of the last answer were taken: what of the question they hold."""
    draft = Draft()
    question = last.rewritten_question or last.question
    hits = {hit.paper.id: hit for hit in context.retriever.search(question, 20)}
    wanted = [term.surface for term in terms(question) if not term.is_stop and not term.is_part]
    papers = context.library.catalogue.papers_by_id({c.paper_id for c in last.citations})
    for paper_id in dict.fromkeys(citation.paper_id for citation in last.citations):
        paper = papers.get(paper_id)
        if paper is None:
            continue
        held = set(context.library.lexical.tokens(f"{paper.title} {paper.text}"))
        tokens = context.library.lexical.tokens
        words = [word for word in dict.fromkeys(wanted) if held.issuperset(tokens(word))]
        hit = hits.get(paper_id)
        ranks = [
            f"number {rank} by {name}"
            for name, rank in (
                ("words", hit.lexical_rank if hit else None),
                ("meaning", hit.dense_rank if hit else None),
            )
            if rank
        ]
        reasons = ["it holds " + ", ".join(f"“{word}”" for word in words)] if words else []
        reasons += (
            ["it is " + " and ".join(ranks) + " of all papers"]
            if ranks
            else ["the question names it"]
        )
        draft.say(f"“{paper.title}” was taken because {', and '.join(reasons)}.")
    return reply.answered(draft)
