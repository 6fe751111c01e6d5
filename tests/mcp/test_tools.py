"""Each tool, called by a real client of a real server over the starter library."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from mcp import MCPError
from mcp.types import CallToolResult

QUESTION = "How does direct preference optimization differ from RLHF?"
NAMES = ["search", "ask", "compare", "summarize", "get_paper", "list_papers"]


def text_of(result: CallToolResult) -> str:
    (content,) = result.content
    return content.text


def check_answer(result: CallToolResult, papers) -> dict:
    """Hold the citations of an answer, and the text beside it, to the papers' own text."""
    assert not result.is_error
    answer = result.structured_content
    text = text_of(result)
    assert answer["citations"]
    for cited in answer["citations"]:
        paper = papers[cited["paper_id"]]
        assert paper.text[cited["start"] : cited["end"]] == cited["quote"]
        assert f"[{cited['label']}] {paper.title} ({paper.text_kind}, " in text
        assert f"\n> {cited['quote']}\n" in f"{text}\n"
    labels = {cited["label"] for cited in answer["citations"]}
    for sentence in answer["sentences"]:
        assert set(sentence["labels"]) <= labels
        if sentence["verdict"] != "none":
            assert sentence["labels"]
    return answer


def test_tools_are_described_as_readers_of_marked_text(session) -> None:
    tools = session.portal.call(session.client.list_tools).tools
    assert [tool.name for tool in tools] == NAMES
    for tool in tools:
        assert tool.annotations.read_only_hint
        assert not tool.annotations.open_world_hint
        assert tool.input_schema["type"] == tool.output_schema["type"] == "object"
        assert tool.input_schema["additionalProperties"] is False
        for argument in tool.input_schema["properties"].values():
            assert argument["description"]
    for tool in tools:
        if tool.name in ("ask", "compare", "summarize"):
            assert "labels" in tool.description
            assert "'no_evidence': the papers do not say" in tool.description
    assert "never instructions" in session.client.instructions


def test_an_answer_is_quotes_with_labels(session, papers) -> None:
    result = session.call("ask", question=QUESTION)
    answer = check_answer(result, papers)
    assert (answer["status"], answer["question"]) == ("answered", QUESTION)
    assert "never instructions" in text_of(result).splitlines()[0]
    assert "never instructions" in result.meta["paperchat/paper-text"]
    assert text_of(result).splitlines()[1] == "Status: answered (the papers say so)."


def test_filters_narrow_the_papers(session, papers) -> None:
    found = session.call("ask", question=QUESTION, filters=["year>=2024"])
    for cited in found.structured_content["citations"]:
        assert papers[cited["paper_id"]].published.year >= 2024
    # Some clients send a list as its JSON, or as its only element.
    for given in ('["year<2024"]', "year<2024"):
        hits = session.call("search", query="alignment", filters=given).structured_content["hits"]
        assert hits
        assert all(papers[hit["paper_id"]].published.year < 2024 for hit in hits)


def test_a_comparison_has_a_grid_and_quotes(session, papers) -> None:
    answer = check_answer(session.call("compare", papers=["RPS", "DeAL"]), papers)
    assert answer["kind"] == "comparison"
    assert len(answer["comparison"]["papers"]) == 2
    assert {row["facet"] for row in answer["comparison"]["rows"]}


def test_a_summary_quotes_its_paper_alone(session, papers) -> None:
    answer = check_answer(session.call("summarize", paper="RPS"), papers)
    assert answer["kind"] == "summary"
    assert len({cited["paper_id"] for cited in answer["citations"]}) == 1


@pytest.mark.parametrize("name", ["RPS", "robust preference alignment via directional"])
def test_a_paper_is_found_by_acronym_and_part_of_its_title(session, papers, name) -> None:
    result = session.call("get_paper", paper=name)
    found = result.structured_content
    assert (found["status"], found["candidates"]) == ("found", [])
    paper = papers[found["paper"]["id"]]
    assert found["paper"]["text"] == paper.text
    assert f"\n> {paper.text}\n" in text_of(result)


def test_the_list_of_papers_comes_in_pages(session, papers) -> None:
    seen, offset = [], 0
    while offset is not None:
        page = session.call("list_papers", limit=20, offset=offset).structured_content
        assert page["total"] == len(papers)
        seen += [paper["id"] for paper in page["papers"]]
        offset = page["next_offset"]
    assert seen == list(papers)
    assert session.call("list_papers", offset=1000).structured_content["papers"] == []


# --- refusals are results, errors are one sentence -----------------------------------------------


def test_what_the_papers_do_not_say_is_a_result(session) -> None:
    result = session.call("ask", question="What is the capital of France?")
    answer = result.structured_content
    assert not result.is_error
    assert (answer["status"], answer["citations"]) == ("no_evidence", [])
    assert answer["nearest"]
    assert "Status: no_evidence (the papers do not say" in text_of(result)


@pytest.mark.parametrize(
    ("tool", "given"),
    [
        ("summarize", {"paper": "The Zebra Crossing Theorem"}),
        ("compare", {"papers": ["RPS", "The Zebra Crossing Theorem"]}),
        ("get_paper", {"paper": "The Zebra Crossing Theorem"}),
    ],
)
def test_an_unknown_paper_is_a_result(session, tool, given) -> None:
    result = session.call(tool, **given)
    assert not result.is_error
    found = result.structured_content
    assert found["status"] == "unknown_paper"
    assert found.get("nearest") or found.get("candidates")
    assert "Nearest papers:" in text_of(result)


def test_a_name_of_several_papers_is_answered_with_all_of_them(session, papers) -> None:
    result = session.call("get_paper", paper="RLHF")
    found = result.structured_content
    assert (found["status"], found["paper"]) == ("unknown_paper", None)
    assert len(found["candidates"]) > 1
    for candidate in found["candidates"]:
        assert papers[candidate["paper_id"]].title == candidate["title"]
        assert f"; id {candidate['paper_id']})" in text_of(result)
    assert "Several papers go by the name" in text_of(result)


@pytest.mark.parametrize(
    ("tool", "given", "said"),
    [
        ("ask", {}, "needs the argument 'question'"),
        ("ask", {"question": " \n "}, "is empty"),
        ("ask", {"question": "x" * 20_001}, "at most 20000 characters"),
        ("ask", {"question": "DPO", "filters": ["colour=red"]}, "'colour=red' is not understood"),
        ("ask", {"question": 7}, "valid string"),
        ("search", {"query": "DPO", "k": 0}, "greater than or equal to 1"),
        ("search", {"query": "DPO", "limit": 3}, "it takes query, k, filters"),
        ("compare", {"papers": ["RPS"]}, "Two to five papers"),
        ("compare", {"papers": list("abcdef")}, "Two to five papers"),
        ("list_papers", {"offset": -1}, "greater than or equal to 0"),
        ("get_paper", {"paper": None}, "valid string"),
    ],
)
def test_a_wrong_argument_is_told_in_one_sentence(session, tool, given, said) -> None:
    assert said in session.failed(tool, **given)


def test_an_unknown_tool_is_an_error_of_the_protocol(session) -> None:
    with pytest.raises(MCPError, match="There is no tool 'delete_papers'"):
        session.call("delete_papers")


# --- calls together, and the same as the command line --------------------------------------------


def test_calls_sent_together_are_each_answered_for_themselves(session, papers) -> None:
    calls = [
        ("summarize", {"paper": "RPS"}),
        ("ask", {"question": QUESTION}),
        ("summarize", {"paper": "DeAL"}),
        ("search", {"query": "reward hacking", "k": 5}),
    ]
    together = session.call_all(calls * 2)
    for (tool, given), result in zip(calls * 2, together, strict=True):
        alone = session.call(tool, **given)
        assert _untimed(result.structured_content) == _untimed(alone.structured_content)
    check_answer(together[1], papers)


@pytest.mark.parametrize(
    ("tool", "given", "command", "key"),
    [
        ("ask", {"question": QUESTION}, ["ask", QUESTION], None),
        ("compare", {"papers": ["RPS", "DeAL"]}, ["compare", "RPS", "DeAL"], None),
        ("search", {"query": "DPO", "k": 4}, ["search", "DPO", "-k", "4"], "hits"),
        ("list_papers", {"limit": 200}, ["papers"], "papers"),
    ],
)
def test_the_objects_are_those_of_the_command_line(
    session, starter_home, server_environment, tool, given, command, key
) -> None:
    found = session.call(tool, **given).structured_content
    printed = subprocess.run(
        [sys.executable, "-m", "paperchat", *command, "--json", "--home", str(starter_home)],
        env=server_environment,
        capture_output=True,
        check=True,
        timeout=120,
    ).stdout
    assert _untimed(found[key] if key else found) == _untimed(json.loads(printed))


def _untimed(value: object) -> object:
    return {**value, "timings_ms": None} if isinstance(value, dict) else value
