"""conversations: list, show, rename, delete and export what chat kept; and chat that goes on."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest
from sample_answers import TURNS

from paperchat.library.library import Library
from paperchat.types import Answer

TALK = b"What is direct preference optimization?\nWhat is its drawback?\nWhy is the sky blue?\n"
QUESTIONS = TALK.decode().splitlines()


@pytest.fixture
def talked(cli, own_home: Path) -> Path:
    """A home with one conversation of three turns."""
    done = cli("chat", "--json", home=own_home, stdin=TALK)
    assert (done.code, done.err) == (0, "")
    return own_home


def _only_id(cli, home: Path) -> str:
    (head,) = cli("conversations", "--json", home=home).json
    return str(head["id"])


def test_what_is_answered_is_kept_and_never_changes(cli, own_home) -> None:
    lines = cli("chat", "--json", home=own_home, stdin=TALK).objects
    (head,) = cli("conversations", "--json", home=own_home).json
    assert set(head) == {"id", "title", "created_at", "updated_at", "turn_count"}
    assert re.fullmatch("[0-9a-f]{8}", head["id"])
    assert (head["title"], head["turn_count"]) == (QUESTIONS[0], 3)
    assert head["created_at"] <= head["updated_at"]
    assert head["updated_at"].endswith("Z")
    shown = cli("conversations", "show", head["id"][:5], "--json", home=own_home).json
    assert {**head, "turns": shown["turns"]} == shown
    assert [turn["answer"] for turn in shown["turns"]] == lines
    assert [turn["question"] for turn in shown["turns"]] == QUESTIONS
    assert all(turn["answered_at"].endswith("Z") for turn in shown["turns"])


def test_labels_are_the_same_in_chat_show_and_export(cli, own_home) -> None:
    said = cli("chat", home=own_home, stdin=TALK).out
    lines = cli("conversations", "show", "last", "--json", home=own_home).json["turns"]
    shown = cli("conversations", "show", "last", home=own_home).out
    exported = cli("conversations", "export", "last", home=own_home).out
    ours = re.compile(r"(?<!\\)\[(\d+)\]")
    assert ours.findall(said) == ours.findall(shown) == ours.findall(exported)
    expected = [
        str(label)
        for turn in lines
        for label in (
            *(n for s in turn["answer"]["sentences"] for n in s["labels"]),
            *(c["label"] for c in turn["answer"]["citations"]),
        )
    ]
    assert ours.findall(exported) == expected
    assert len(expected) > 4
    assert all(answer in shown for answer in said.strip().split("\n\n\n"))


def test_resuming_goes_on_with_the_focus(cli, talked) -> None:
    first = cli("chat", "--json", "--no-keep", home=talked, stdin=b"What is its drawback?\n")
    assert first.objects[0]["rewritten_question"] is None
    for given in ("last", _only_id(cli, talked), _only_id(cli, talked)[:4].upper()):
        (answer,) = cli(
            "chat", "--json", "--resume", given, home=talked, stdin=b"What is its drawback?\n"
        ).objects
        assert "Survey of Direct Preference Optimization" in str(answer["rewritten_question"])
    (head,) = cli("conversations", "--json", home=talked).json
    assert head["turn_count"] == 6


def test_resuming_as_text_says_what_is_gone_on_with(cli, talked) -> None:
    done = cli("chat", "--resume", "last", home=talked, stdin=b"What is its drawback?\n")
    assert f"Going on with “{QUESTIONS[0]}” (3 questions)." in done.err
    assert done.out.strip().startswith("Understood as: What is the drawback of “")
    assert f"Kept as {_only_id(cli, talked)}: 'paperchat chat --resume" in done.err


def test_no_keep_leaves_no_trace(cli, own_home, talked) -> None:
    before = cli("conversations", "--json", home=talked).json
    done = cli("chat", "--no-keep", home=talked, stdin=TALK)
    assert "Kept as" not in done.err
    assert "Sources" in done.out
    cli("chat", "--no-keep", "--json", "--resume", "last", home=talked, stdin=TALK)
    assert cli("conversations", "--json", home=talked).json == before


def test_nothing_asked_keeps_nothing(cli, own_home) -> None:
    assert "Kept" not in cli("chat", home=own_home, stdin=b"\n").err
    cli("chat", "--json", home=own_home, stdin=b"\n\n")
    done = cli("conversations", home=own_home)
    assert (done.code, done.out, done.err) == (0, "", "")
    assert cli("conversations", "--json", home=own_home).json == []


def test_the_list_is_newest_first_and_can_be_searched(cli, talked) -> None:
    cli("chat", "--json", home=talked, stdin=b"Summarize DeAL\n")
    newest, oldest = cli("conversations", "--json", home=talked).json
    assert (newest["title"], oldest["title"]) == ("Summarize DeAL", QUESTIONS[0])
    lines = cli("conversations", home=talked).out.splitlines()
    assert [line.split("  ")[0] for line in lines] == [newest["id"], oldest["id"]]
    assert "1 question " in lines[0]
    assert "3 questions" in lines[1]
    for words, found in (("SKY blue", [oldest]), ("deal", [newest]), ("zebra", [])):
        done = cli("conversations", "--search", words, "--json", home=talked)
        assert done.json == found
    assert cli("conversations", "--search", "zebra", home=talked).out == ""


def test_renaming_and_deleting(cli, talked) -> None:
    known = _only_id(cli, talked)
    done = cli("conversations", "rename", known[:6], " Chapter  2 ", home=talked)
    assert (done.code, done.out) == (0, "")
    assert done.err == f"{known} is now called “Chapter 2”.\n"
    assert cli("conversations", "--json", home=talked).json[0]["title"] == "Chapter 2"
    assert cli("conversations", "export", known, home=talked).out.startswith("# Chapter 2\n")
    done = cli("conversations", "delete", "last", home=talked)
    assert done.err == f"{known} “Chapter 2” is deleted.\n"
    assert cli("conversations", "--json", home=talked).json == []
    assert len(cli("papers", "--json", home=talked).json) == 48


def test_export_has_every_quote_in_both_formats(cli, talked) -> None:
    shown = cli("conversations", "show", "last", "--json", home=talked).json
    citations = [c for turn in shown["turns"] for c in turn["answer"]["citations"]]
    markdown = cli("conversations", "export", "last", home=talked).out
    assert markdown == cli("conversations", "export", "last", "--format", "markdown",
                           home=talked).out  # fmt: skip
    plain = markdown.replace("\\", "")
    assert all(f"> {citation['quote']}\n" in plain for citation in citations)
    bibtex = cli("conversations", "export", "last", "--format", "bibtex", home=talked).out
    assert bibtex.count("@misc{") == len({citation["paper_id"] for citation in citations})
    assert bibtex.count("“") >= len(citations)


def test_a_library_that_lost_its_papers_still_shows_and_exports(cli, talked) -> None:
    before = cli("conversations", "show", "last", home=talked).out
    markdown = cli("conversations", "export", "last", home=talked).out
    library = Library(talked)
    library.catalogue.remove([paper.id for paper in library.catalogue.papers()])
    library.close()
    assert cli("conversations", "show", "last", home=talked).out == before
    # What the catalogue adds to a source, its authors and year, has gone with it.
    left = cli("conversations", "export", "last", home=talked).out
    assert left == re.sub(r" \([^()\n]*\)(?=, characters)", "", markdown) != markdown
    bibtex = cli("conversations", "export", "last", "--format", "bibtex", home=talked)
    assert bibtex.code == 0
    assert "A Survey of Direct Preference Optimization" in bibtex.out


@pytest.mark.parametrize(
    "arguments",
    [
        ["show", "ffff"], ["show", ""], ["rename", "ffff", "New"], ["rename", "last", " "],
        ["delete", "ffff"], ["export", "ffff"], ["export", "last", "--format", "docx"],
        ["show"], ["rename", "last"], ["frobnicate"], ["--json", "show", "last"],
        ["--search", "x", "delete", "last"], ["show", "a%"],
    ],
    ids=" ".join,
)  # fmt: skip
def test_bad_usage_is_one_sentence_and_changes_nothing(cli, home, arguments) -> None:
    library = Library(home)
    library.conversations.create(TURNS)
    before = library.conversations.load("last")
    cli("conversations", "--home", str(home), *arguments).failed(2)
    assert library.conversations.load("last") == before
    library.close()


def test_an_id_that_means_two_is_asked_back(cli, own_home, monkeypatch) -> None:
    drawn = iter(["abcd0001", "abcd0002"])
    monkeypatch.setattr("secrets.token_hex", lambda _: next(drawn))
    for _ in range(2):
        cli("chat", "--json", home=own_home, stdin=b"Summarize DeAL\n")
    assert "2 conversations begin with 'abcd'" in cli(
        "conversations", "show", "abcd", home=own_home
    ).failed(2)
    assert cli("conversations", "show", "abcd0001", home=own_home).code == 0


@pytest.mark.parametrize("given", ["last", "ffff", ""])
def test_what_cannot_be_resumed_is_one_sentence(cli, own_home, given) -> None:
    assert "onversation" in cli("chat", "--resume", given, home=own_home).failed(2)
    assert "onversation" in cli("chat", "--json", "--resume", given, home=own_home).failed(2)


def test_without_a_library_there_is_nothing_and_none_is_made(cli, home) -> None:
    done = cli("conversations", "--json", home=home)
    assert (done.code, done.json, done.err) == (0, [], "")
    assert str(home) in cli("conversations", "show", "last", home=home).failed(2)
    assert not home.exists()


def test_the_home_may_stand_anywhere(cli, talked, monkeypatch) -> None:
    home = ["--home", str(talked)]
    ways = [
        cli(*home, "conversations", "show", "last"),
        cli("conversations", *home, "show", "last"),
        cli("conversations", "show", "last", *home),
        cli("--home", "elsewhere", "conversations", *home, "show", "last"),
    ]
    monkeypatch.setenv("PAPERCHAT_HOME", str(talked))
    ways.append(cli("conversations", "show", "last"))
    assert {(done.code, done.out) for done in ways} == {(0, ways[0].out)}
    assert not Path("elsewhere").exists()


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="permissions of POSIX")
def test_a_read_only_home_answers_and_says_so_once(cli, talked, monkeypatch) -> None:
    # The superuser may write everywhere, so that permissions alone would not show it.
    monkeypatch.setattr("os.access", lambda path, mode: mode != os.W_OK)
    before = cli("conversations", "--json", home=talked).json
    done = cli("chat", "--json", home=talked, stdin=TALK)
    assert (done.code, len(done.objects)) == (0, 3)
    assert done.objects[0]["status"] == "answered"
    assert done.err.count("This conversation could not be kept, since the library at") == 1
    assert len(done.err.splitlines()) == 1
    talk = cli("chat", home=talked, stdin=TALK)
    assert talk.out.count("Sources") == 1
    assert talk.err.count("could not be kept") == 1
    assert "Kept as" not in talk.err
    told = cli("conversations", "delete", "last", home=talked).failed(1)
    assert "read-only" in told
    assert cli("conversations", "--json", home=talked).json == before


def test_a_question_is_kept_before_its_answer_is_printed(cli, own_home, monkeypatch) -> None:
    from paperchat.cli import chatting

    counts: list[int] = []

    def watched(answer: Answer, *, indent: int | None) -> None:
        library = Library(own_home)
        counts.append(library.conversations.load("last").head.turn_count)
        library.close()

    monkeypatch.setattr(chatting, "show_json", watched)
    cli("chat", "--json", home=own_home, stdin=TALK)
    assert counts == [1, 2, 3]


def test_an_answer_read_back_is_json_of_the_contract(cli, talked, check_answer) -> None:
    shown = cli("conversations", "show", "last", "--json", home=talked).json
    for turn in json.loads(json.dumps(shown))["turns"]:
        check_answer(turn["answer"])


# --- asking again --------------------------------------------------------------------------------


def _questions(cli, home: Path) -> list[str]:
    shown = cli("conversations", "show", "last", "--json", home=home).json
    return [turn["question"] for turn in shown["turns"]]


def test_a_question_is_asked_again_and_edited_and_that_undone(cli, talked) -> None:
    answer = cli("conversations", "retry", "last", "--json", home=talked).json
    assert answer["question"] == QUESTIONS[-1]
    assert _questions(cli, talked) == QUESTIONS
    done = cli("conversations", "edit", "last", "2", "What is its idea?", home=talked)
    assert (done.code, done.err) == (0, "")
    assert "Direct Preference" in done.out
    assert _questions(cli, talked) == [QUESTIONS[0], "What is its idea?"]
    assert cli("conversations", "undo", "last", home=talked).code == 0
    assert _questions(cli, talked) == QUESTIONS
    assert cli("conversations", "undo", "last", home=talked).code == 0
    assert _questions(cli, talked) == [QUESTIONS[0], "What is its idea?"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("retry", "last", "9"), "There is no question 9"),
        (("retry", "last", "0"), "There is no question 0"),
        (("edit", "last", "1", "  "), "The question is empty"),
        (("undo", "last"), "has given way"),
        (("undo", "zzz"), "There is no conversation"),
    ],
)
def test_what_cannot_be_asked_again_is_one_sentence(cli, talked, arguments, said) -> None:
    done = cli("conversations", *arguments, home=talked)
    assert done.code != 0
    assert said in done.err
    assert "Traceback" not in done.err
    assert _questions(cli, talked) == QUESTIONS
