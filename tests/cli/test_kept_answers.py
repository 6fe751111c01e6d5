"""What one can do with an answer: copy it, rate it, ask how it came about, go on from it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

QUESTIONS = ("What is direct preference optimization?", "What is its drawback?")
TALK = "\n".join(QUESTIONS).encode() + b"\n"


@pytest.fixture
def talked(cli, own_home: Path) -> Path:
    """A home with one conversation of two turns."""
    assert cli("chat", "--json", home=own_home, stdin=TALK).code == 0
    return own_home


def _ratings(cli, home: Path) -> list[object]:
    turns = cli("conversations", "show", "last", "--json", home=home).json["turns"]
    return [turn["rating"] for turn in turns]


def test_a_rating_is_kept_shown_changed_and_taken_back(cli, talked) -> None:
    rate = ("conversations", "rate", "last", "2")
    done = cli(*rate, "bad", "--reason", "wrong-paper", "--comment", "The *survey*.", home=talked)
    assert (done.code, done.out) == (0, "")
    said = "Rated not good (wrong paper): The *survey*."
    assert said in done.err
    first, second = _ratings(cli, talked)
    assert first is None
    assert second.pop("rated_at").endswith("Z")
    assert second == {"mark": "bad", "reasons": ["wrong-paper"], "comment": "The *survey*."}
    assert cli("conversations", "show", "last", home=talked).out.rstrip().endswith(said)
    exported = cli("conversations", "export", "last", home=talked).out
    assert r"Rated not good (wrong paper): The \*survey\*." in exported
    assert cli(*rate, "good", home=talked).err.rstrip().endswith("answer 2: Rated good.")
    assert [rating and rating["mark"] for rating in _ratings(cli, talked)] == [None, "good"]
    assert cli(*rate, "none", home=talked).code == 0
    assert _ratings(cli, talked) == [None, None]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("3", "good"), "There is no answer 3 in this conversation: choose 1 to 2."),
        (("1", "great"), "'great' is no rating: choose one of good, bad."),
        (("1", "bad", "--reason", "dull"), "'dull' is no reason: choose from wrong-paper,"),
        (("1", "good", "--reason", "unclear"), "Reasons are for an answer that is not good"),
        (("1", "none", "--comment", "x"), "What is taken back has no reasons"),
    ],
)
def test_what_cannot_be_rated_is_said(cli, talked, arguments, said) -> None:
    done = cli("conversations", "rate", "last", *arguments, home=talked)
    assert (done.code, done.out) == (2, "")
    assert said in done.err


@pytest.mark.parametrize("command", [("rate", "last", "1", "good"), ("explain", "last", "1")])
def test_where_nothing_was_kept_nothing_is_made(cli, home, command) -> None:
    done = cli("conversations", *command, home=home)
    assert done.code == 2
    assert "no conversation was kept there" in done.err
    assert not home.exists()


def test_a_kept_answer_is_explained_as_it_was(cli, talked) -> None:
    asked = cli("ask", QUESTIONS[0], "--explain", "--json", home=talked).json
    found = cli("conversations", "explain", "last", "1", "--json", home=talked).json
    assert set(found) == {"same", "changed", "note", "timings_ms", "usage", "explanation"}
    assert (found["same"], found["changed"], found["note"]) == (True, "", "")
    assert found["explanation"] == asked["explanation"]
    kept = cli("conversations", "show", "last", "--json", home=talked).json["turns"]
    assert found["timings_ms"] == kept[0]["answer"]["timings_ms"]
    follow = cli("conversations", "explain", "last", "2", home=talked).out
    assert follow.startswith(f"> {QUESTIONS[1]}\nTook ")
    assert re.search(r"rewritten +\S", follow)


def test_an_answer_that_papers_have_left_says_so(cli, talked) -> None:
    turns = cli("conversations", "show", "last", "--json", home=talked).json["turns"]
    cited = {item["paper_id"] for item in turns[0]["answer"]["citations"]}
    assert cli("remove", *cited, home=talked).code == 0
    done = cli("conversations", "explain", "last", "1", home=talked)
    assert done.out.startswith("Asked today, this question would find other passages")


def test_an_answer_is_written_out_alone(cli, talked) -> None:
    one = cli("conversations", "export", "last", "--turn", "1", home=talked).out
    whole = cli("conversations", "export", "last", home=talked).out
    assert one.split("\n---\n")[0].rstrip() in whole
    assert QUESTIONS[0] not in one
    assert "Sources:" in one
    asked = cli("ask", QUESTIONS[0], "--format", "markdown", home=talked).out
    assert asked == one
    bibtex = cli("conversations", "export", "last", "--turn", "1", "--format", "bibtex",
                 home=talked).out  # fmt: skip
    assert bibtex.startswith("@misc{")


def test_the_format_of_an_answer_stands_alone(cli, starter_home) -> None:
    assert cli("ask", "x", "--format", "csv", home=starter_home).code == 2
    done = cli("ask", "x", "--format", "markdown", "--json", home=starter_home)
    assert (done.code, done.out) == (2, "")


def test_suggestions_are_a_key_more_and_can_be_asked(cli, starter_home, check_answer) -> None:
    answer = cli("ask", QUESTIONS[0], "--suggest", "--json", home=starter_home).json
    found = answer.pop("suggestions")
    check_answer(answer)
    assert 1 <= len(found) <= 3
    for question in found:
        assert cli("ask", question, "--json", home=starter_home).json["status"] == "answered"
    shown = cli("ask", QUESTIONS[0], "--suggest", home=starter_home).out
    assert shown.rstrip().endswith("You might ask\n  " + "\n  ".join(found))
    refused = cli("ask", "Why is the sky blue?", "--suggest", "--json", home=starter_home).json
    assert refused["status"] == "no_evidence"
    for question in refused["suggestions"]:
        assert cli("ask", question, "--json", home=starter_home).json["status"] == "answered"
