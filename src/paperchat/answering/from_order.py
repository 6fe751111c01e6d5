"""Doing what is ordered of the last answer: shorter, longer, only the results, quotes, swapped."""

from __future__ import annotations

from dataclasses import replace

from paperchat.answering.context import Context
from paperchat.answering.draft import listed
from paperchat.answering.elliptic import standing
from paperchat.answering.followup import FollowUp
from paperchat.answering.from_evidence import answer_from_evidence
from paperchat.answering.from_papers import comparison_of, summary_of
from paperchat.answering.length import Length
from paperchat.answering.orders import explain_choice, only_results, show_quotes
from paperchat.answering.question import read_question
from paperchat.answering.reply import Asked
from paperchat.retrieval.names import Mention
from paperchat.types import Answer


def answer_to_order(context: Context, asked: Asked, follow: FollowUp) -> Answer:
    """Do what ``follow`` orders of the last answer."""
    assert follow.last is not None  # noqa: S101  # an order is about an answer
    last = follow.last
    earlier = standing(last)
    reply = asked.reply(last.kind, earlier)
    if follow.order == "quote":
        return show_quotes(context, reply, last)
    if follow.order == "why":
        return explain_choice(context, reply, last)
    papers = context.library.catalogue.papers_in_order(follow.focus)
    if follow.order == "swap":
        papers.reverse()
        names = listed([f"“{paper.title}”" for paper in papers])
        return comparison_of(context, asked.reply("comparison", f"Compare {names}"), papers)
    if follow.order == "results":
        return only_results(context, reply, papers)
    length = Length.SHORT if follow.order == "shorter" else Length.LONG
    if last.kind == "summary":
        return summary_of(context, reply, papers, length)
    mentions = context.names.mentioned(earlier) or [Mention(paper, "", 0) for paper in papers]
    read = replace(read_question(earlier), length=length)
    return answer_from_evidence(context, reply, read, mentions, asked.conditions)
