"""Questions of a word or two that go on about a paper: "and the drones?", "how many samples?".

So few words tell the gate next to nothing, yet where the paper just spoken of holds them, what it
says of them is what was asked for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from paperchat.answering.context import Context
from paperchat.answering.draft import Draft
from paperchat.answering.focus import asked_of, spoken_of_last
from paperchat.answering.question import Question, read_question
from paperchat.answering.reply import Asked
from paperchat.answering.trace import Named
from paperchat.retrieval.wording import Wording, wording
from paperchat.types import Answer, Conversation, Sentence

_MOST_WORDS = 2
_MOST = 3
"""Sentences quoted."""
_GOES_ON = re.compile(
    r"\W*(?:(?:and|but|so|ok|okay|what about|how about|how many|how much|which|what)\b\W*)+"
    r"(?:(?:the|an?|any|of|in|about|for|with)\s+)*(?:[\w-]+\s*){1,2}\W*",
    re.IGNORECASE,
)


def answer_from_fragment(
    context: Context, asked: Asked, conversation: Conversation
) -> Answer | None:
    """Quote where the papers spoken of last hold all words of a fragment.

    None if the question is no fragment, or they do not. Where a number is asked for, one has to
    stand in the sentence.
    """
    question = read_question(asked.question)
    words = [*question.subject, *question.frame]
    focus = spoken_of_last(conversation)
    if not (focus and 0 < len(words) <= _MOST_WORDS and _GOES_ON.fullmatch(question.text)):
        return None
    papers = context.library.catalogue.papers_in_order(focus)
    sentences = context.library.catalogue.sentences_of(papers)
    forms = [wording(word) for word in words]
    told = {paper.id: _told(sentences[paper.id], question, forms) for paper in papers}
    if not any(told.values()):
        return None
    draft = Draft()
    for paper in papers:
        if told[paper.id]:
            draft.say(f"From “{paper.title}”:")
        for sentence in told[paper.id][:_MOST]:
            draft.quote(sentence, paper)
    reply = asked.reply("ask", asked_of(question.text, papers))
    reply.note(Named(tuple(papers), _MOST))
    return replace(reply.answered(draft), narrowed_to=tuple(paper.id for paper in papers))


def _told(
    sentences: Sequence[Sentence], question: Question, forms: Sequence[Wording]
) -> list[Sentence]:
    return [
        sentence
        for sentence in sentences
        if all(form.find(sentence.text) for form in forms)
        and (question.figure is None or question.figure.is_in(sentence.text))
    ]
