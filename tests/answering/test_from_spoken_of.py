from __future__ import annotations

from sample_mill import CLOTHSET, HEDDLE, KNOTS, LOOMCAST, mill

from paperchat.assistant import Assistant
from paperchat.types import Answer, Conversation, Turn

__all__ = ["mill"]


def after(mill: Assistant, first: str, then: str) -> Answer:
    answer = mill.ask(first)
    assert answer.citations
    return mill.ask(then, Conversation().with_turn(Turn(first, answer)))


def test_which_of_one_paper_is_asked_of_its_sentences(mill: Assistant) -> None:
    first = "Summarize “Which Knots Hold?”"
    told = after(mill, first, "Which of them gives a formal proof?")
    assert {citation.title for citation in told.citations} == {KNOTS.title}
    assert "a formal proof explains" in told.text
    refused = after(mill, first, "Which of them proposes a vaccine?")
    assert refused.text == "The paper spoken of does not say that."


def test_which_of_two_papers_is_asked_of_their_sentences(mill: Assistant) -> None:
    first = "Compare LoomCast and HeddleNet"
    told = after(mill, first, "Which of them warns a minute ahead?")
    assert {citation.title for citation in told.citations} == {LOOMCAST.title}
    refused = after(mill, first, "Which of them proposes a vaccine?")
    assert refused.text == "None of the 2 papers spoken of says that."
    assert {paper.title for paper in refused.nearest} == {LOOMCAST.title, HEDDLE.title}


def test_which_of_them_does_without_a_thing(mill: Assistant) -> None:
    told = after(mill, "Compare LoomCast and ClothSet", "Which of them needs no training?")
    assert {citation.title for citation in told.citations} == {LOOMCAST.title}
    assert CLOTHSET.title not in told.text.split("\n")[0]
