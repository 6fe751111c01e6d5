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


def test_each_of_two_papers_compared_is_answered_for(mill: Assistant) -> None:
    told = after(mill, "Compare LoomCast and HeddleNet", "Does it warn a minute ahead?")
    assert told.text.startswith(f"From “{LOOMCAST.title}”:")
    silent = f"Nothing that answers this was found in the abstract of “{HEDDLE.title}”."
    assert silent in told.text or f"From “{HEDDLE.title}”:" in told.text
    assert len(told.narrowed_to) == 2


def test_of_one_paper_alone_none_is_the_first(mill: Assistant) -> None:
    told = after(mill, "Summarize “Which Knots Hold?”", "Which of these was published first?")
    assert told.text.startswith(f"“{KNOTS.title}” is the only paper spoken of (")


def test_swapping_finds_the_comparison_it_is_about(mill: Assistant) -> None:
    talk = Conversation()
    for question in (
        "Compare LoomCast and HeddleNet",
        "Which of them warns a minute ahead?",
        "Which of them needs no training?",
        "Swap them",
    ):
        answer = mill.ask(question, talk)
        talk = talk.with_turn(Turn(question, answer))
    assert answer.comparison is not None
    assert answer.text.startswith(f"Comparing “{HEDDLE.title}” and “{LOOMCAST.title}”:")
