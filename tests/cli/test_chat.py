"""chat: a conversation for people, and one answer a line for programs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from paperchat.assistant import Assistant, Event
from paperchat.cli.chatting import MAX_QUESTION
from paperchat.errors import EmbeddingError

LINES = [
    b"What is direct preference optimization?",
    b"",
    b"\xff\xfe broken \x00 bytes \xc3",
    b"preference " * 910,
    b"x" * (MAX_QUESTION + 1),
    b'{"question": "not text',
    "How does “RPS” work? 日本語".encode(),
    b"Why is the sky blue?\r",
]


def test_each_line_is_answered_by_one_line(cli, own_home, check_answer) -> None:
    done = cli("chat", "--json", home=own_home, stdin=b"\n".join(LINES) + b"\n")
    assert done.code == 0
    assert done.err == ""
    answers = [check_answer(answer) for answer in done.objects]
    assert len(answers) == len(LINES)
    assert answers[0]["status"] == "answered"
    assert (answers[1]["status"], answers[1]["question"]) == ("error", "")
    assert "�" in answers[2]["question"]
    assert len(answers[3]["question"]) > 10_000
    assert answers[3]["status"] != "error"
    assert answers[4]["status"] == "error"
    assert answers[5]["question"] == LINES[5].decode()
    assert answers[6]["question"] == LINES[6].decode()
    assert answers[7]["question"] == "Why is the sky blue?"
    assert answers[7]["status"] in {"no_evidence", "not_in_abstract"}


def test_a_last_line_without_its_end_and_a_byte_order_mark(cli, own_home) -> None:
    stdin = b"\xef\xbb\xbfWhat is RPS?"
    done = cli("chat", "--json", home=own_home, stdin=stdin)
    assert [answer["question"] for answer in done.objects] == ["What is RPS?"]


def test_no_lines_give_no_answers(cli, own_home) -> None:
    done = cli("chat", "--json", home=own_home)
    assert (done.code, done.out, done.err) == (0, "", "")


def test_a_filter_holds_for_every_line(cli, own_home) -> None:
    done = cli(
        "chat", "--json", "--filter", "title=Neighborhood Consensus", home=own_home,
        stdin=b"What is proposed for preferences?\nHow are responses selected?\n",
    )  # fmt: skip
    cited = {c["title"] for answer in done.objects for c in answer["citations"]}
    assert len(cited) == 1
    assert "Neighborhood Consensus" in cited.pop()


@pytest.mark.parametrize(
    ("error", "told"),
    [(EmbeddingError("The embedder is gone."), "gone"), (ValueError("odd"), "odd")],
)
def test_a_line_that_fails_does_not_end_the_conversation(
    cli, own_home, monkeypatch, error, told
) -> None:
    stream = Assistant.stream

    def failing(self: Assistant, question: str, *arguments: object) -> Iterator[Event]:
        if question == "fail":
            raise error
        return stream(self, question, *arguments)  # type: ignore[arg-type]  # handed on

    monkeypatch.setattr(Assistant, "stream", failing)
    done = cli("chat", "--json", home=own_home, stdin=b"fail\nWhat is RPS?\n")
    assert done.code == 0
    first, second = done.objects
    assert first["status"] == "error"
    assert told in str(first["text"])
    assert second["status"] == "answered"
    # What is kept says the same, and not that it is still being written.
    kept = cli("conversations", "show", "last", "--json", home=own_home).json
    assert kept["turns"][0]["answer"]["complete"] is False
    assert kept["turns"][0]["answer"]["notes"] == []


def test_talking_as_text(cli, own_home) -> None:
    stdin = b"What is direct preference optimization?\nWhy is the sky blue?\n\nnot asked\n"
    done = cli("chat", home=own_home, stdin=stdin)
    assert done.code == 0
    assert "Sources" in done.out
    assert "Nearest papers" in done.out
    assert done.err.startswith("48 papers.")
    assert "not asked" not in done.out


def test_a_failing_question_does_not_end_the_talk(cli, own_home) -> None:
    stdin = b"x" * (MAX_QUESTION + 1) + b"\nWhat is direct preference optimization?\n"
    done = cli("chat", home=own_home, stdin=stdin)
    assert done.code == 0
    assert "Error: The question has more than" in done.err
    assert "Sources" in done.out


def test_ctrl_c_ends_the_talk_without_fuss(cli, own_home, monkeypatch) -> None:
    def interrupted(*_: object) -> Iterator[Event]:
        raise KeyboardInterrupt

    monkeypatch.setattr(Assistant, "stream", interrupted)
    done = cli("chat", home=own_home, stdin=b"What is RPS?\n")
    assert done.code == 0
    assert "Traceback" not in done.err
    lines = cli("chat", "--json", home=own_home, stdin=b"What is RPS?\n")
    assert (lines.code, lines.out, lines.err) == (1, "", "Stopped.\n")
