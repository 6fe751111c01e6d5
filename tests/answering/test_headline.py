from __future__ import annotations

from sample_mill import HEDDLE, LOOMCAST, REVIEW, mill

from paperchat.assistant import Assistant

__all__ = ["mill"]


def quotes(assistant: Assistant, question: str) -> dict[str, str]:
    answer = assistant.ask(question)
    assert answer.kind == "list"
    return {citation.title: citation.quote for citation in answer.citations}


def test_a_list_of_papers_with_code_quotes_where_the_code_is(mill: Assistant) -> None:
    assert quotes(mill, "Which papers release code?") == {
        HEDDLE.title: "The code of HeddleNet is available at https://github.com/example/heddle."
    }


def test_a_list_of_surveys_quotes_what_they_survey(mill: Assistant) -> None:
    assert quotes(mill, "List the surveys") == {
        REVIEW.title: "This survey reviews 70 ways of finding faults in cloth and sorts them by "
        "sensor."
    }


def test_a_list_of_a_year_quotes_what_each_paper_announces(mill: Assistant) -> None:
    listed = quotes(mill, "Which papers from 2025 are there?")
    assert listed[LOOMCAST.title].startswith("We propose LoomCast")
    assert listed[HEDDLE.title].startswith("We present HeddleNet")
