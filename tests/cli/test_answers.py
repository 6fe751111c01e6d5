"""ask, summarize and compare, for people and for programs."""

from __future__ import annotations

import json

import pytest

QUESTION = "What is direct preference optimization?"


def test_ask_answers_with_quotes(cli, starter_home, check_answer) -> None:
    done = cli("ask", QUESTION, "--json", home=starter_home)
    assert done.code == 0
    assert done.err == ""
    answer = check_answer(done.json)
    assert answer["question"] == QUESTION
    assert answer["rewritten_question"] is None
    assert answer["kind"] == "ask"
    assert answer["status"] == "answered"
    assert answer["model"] == "extractive"
    assert answer["citations"]
    assert answer["comparison"] is None


def test_ask_as_text_shows_the_answer_and_its_sources(cli, starter_home) -> None:
    done = cli("ask", QUESTION, home=starter_home)
    assert done.code == 0
    assert done.err == ""
    assert "[1]" in done.out
    assert "Sources" in done.out
    assert "{" not in done.out


def test_a_refusal_is_done(cli, starter_home, check_answer) -> None:
    done = cli("ask", "Why is the sky blue?", "--json", home=starter_home)
    assert done.code == 0
    answer = check_answer(done.json)
    assert answer["status"] == "no_evidence"
    assert answer["citations"] == []
    assert answer["nearest"]

    as_text = cli("ask", "Why is the sky blue?", home=starter_home)
    assert as_text.code == 0
    assert "Nearest papers" in as_text.out


def test_a_filter_limits_what_is_quoted(cli, starter_home, check_answer) -> None:
    listed = cli("papers", "--json", "--filter", "year>=2025", home=starter_home).json
    assert isinstance(listed, list)
    allowed = {paper["id"] for paper in listed}
    done = cli("ask", QUESTION, "--json", "--filter", "year>=2025", home=starter_home)
    answer = check_answer(done.json)
    assert answer["citations"]
    assert {citation["paper_id"] for citation in answer["citations"]} <= allowed


def test_summarize_quotes_one_paper(cli, starter_home, check_answer) -> None:
    done = cli("summarize", "RPS", "--json", home=starter_home)
    assert done.code == 0
    answer = check_answer(done.json)
    assert answer["kind"] == "summary"
    assert answer["status"] == "answered"
    assert len({citation["paper_id"] for citation in answer["citations"]}) == 1
    as_text = cli("summarize", "RPS", home=starter_home)
    assert as_text.code == 0
    assert "Robust Preference" in as_text.out


@pytest.mark.parametrize("command", [["summarize", "Zyxwv"], ["compare", "RPS", "Zyxwv"]])
def test_an_unknown_paper_is_an_answer(cli, starter_home, check_answer, command) -> None:
    done = cli(*command, "--json", home=starter_home)
    assert done.code == 0
    answer = check_answer(done.json)
    assert answer["status"] == "unknown_paper"
    assert "Zyxwv" in answer["text"]
    assert cli(*command, home=starter_home).code == 0


def test_compare_fills_one_grid(cli, starter_home, check_answer) -> None:
    done = cli("compare", "RPS", "DeAL", "--json", home=starter_home)
    assert done.code == 0
    answer = check_answer(done.json)
    assert answer["kind"] == "comparison"
    assert answer["status"] == "answered"
    grid = answer["comparison"]
    assert len(grid["papers"]) == 2
    assert grid["rows"]
    papers = {citation["label"]: citation["paper_id"] for citation in answer["citations"]}
    filled = 0
    for row in grid["rows"]:
        assert row["facet"]
        assert len(row["cells"]) == 2
        for paper_id, cell in zip(grid["papers"], row["cells"], strict=True):
            if cell is not None:
                filled += 1
                assert cell["text"]
                assert {papers[label] for label in cell["labels"]} == {paper_id}
    assert filled
    as_text = cli("compare", "RPS", "DeAL", home=starter_home)
    assert as_text.code == 0
    assert "not stated" in as_text.out or filled == 2 * len(grid["rows"])


@pytest.mark.parametrize(
    "command",
    [["ask", ""], ["ask", " \t"], ["summarize", ""], ["compare", "RPS", " "], ["search", ""]],
)
def test_an_empty_question_is_bad_input(cli, starter_home, command) -> None:
    assert "There is no" in cli(*command, home=starter_home).failed(2)


def test_a_question_that_is_no_utf8_is_answered(cli, starter_home, check_answer) -> None:
    done = cli("ask", "What is \udcff\ud800 DPO\udce2\udc80\udc9c?", "--json", home=starter_home)
    assert done.code == 0
    assert check_answer(done.json)["question"] == "What is �� DPO“?"


def test_a_very_long_question_is_answered(cli, starter_home, check_answer) -> None:
    question = "preference optimization " * 400 + "?"
    done = cli("ask", question, "--json", home=starter_home)
    assert done.code == 0
    check_answer(done.json)


def test_several_papers_are_compared_at_once(cli, starter_home) -> None:
    done = cli("compare", "RPS", "DeAL", "CycleAlign", "--json", home=starter_home)
    assert done.code == 0
    answer = json.loads(done.out)
    assert len(answer["comparison"]["papers"]) == 3
    quotes = {item["label"]: item for item in answer["citations"]}
    claims = [s for s in answer["sentences"] if s["verdict"] == "supported"]
    assert claims
    for claim in claims:
        assert {quotes[label]["paper_id"] for label in claim["labels"]} <= set(
            answer["comparison"]["papers"]
        )


def test_a_part_of_many_titles_is_asked_back_with_a_few_ids(cli, starter_home) -> None:
    done = cli("summarize", "Alignment", "--json", home=starter_home)
    answer = json.loads(done.out)
    assert answer["status"] == "unknown_paper"
    assert answer["text"].count("(id ") == 6
    assert "20 more have it in the title" in answer["text"]
