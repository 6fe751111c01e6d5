"""Answers that a model writes, over real HTTP, by a server that says what a script tells it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

import pytest
from scripted_model import Script, ScriptedServer, scripted

from paperchat.assistant import Assistant, Drafting, Finished, SentenceReady
from paperchat.library.library import Library
from paperchat.models.factory import create_model
from paperchat.models.retrying import Retrying
from paperchat.settings import Settings
from paperchat.types import Answer, Conversation, Turn
from paperchat.writing import closing_words
from paperchat.writing.cached import RememberingModel

ASKED = "What hit rate does TidePool reach?"
Write = Callable[..., tuple[Assistant, ScriptedServer]]


def _price(prompt: int, completion: int) -> float:
    return (prompt + completion) / 1_000


@pytest.fixture
def write(assistant: Assistant) -> Iterator[Write]:
    """Have a scripted model write: ``write(Script(...), ...)`` gives an assistant and a server."""
    opened = []

    def begin(*scripts: Script) -> tuple[Assistant, ScriptedServer]:
        running = scripted(*scripts)
        server = running.__enter__()
        opened.append(running)
        settings = Settings(_env_file=None, model=server.openai_like, model_timeout=2)
        model = create_model(settings, retrying=Retrying(waits=(0, 0)))
        return assistant.written_by(model, _price), server

    yield begin
    for running in opened:
        running.__exit__(None, None, None)


def label_of(prompt: str, words: str) -> int:
    """Return the label of the passage that holds ``words``."""
    found = re.search(rf"^\[(\d+)\] .*{re.escape(words)}", prompt, re.MULTILINE)
    assert found, (words, prompt)
    return int(found[1])


def says(*sentences: str) -> Script:
    """Say sentences in which ``{words}`` stands for the label of the passage with these words."""

    def reply(messages: list[dict[str, str]]) -> Iterable[str]:
        prompt = messages[-1]["content"]
        text = " ".join(sentences)
        text = re.sub(r"\{(.*?)\}", lambda found: f"[{label_of(prompt, found[1])}]", text)
        return re.findall(r"\s*\S+|\s+$", text)

    return Script(reply=reply)


def check(answer: Answer, library: Library) -> None:
    """Every citation is exact, and every label of a sentence has its citation."""
    papers = library.catalogue.papers_by_id({item.paper_id for item in answer.citations})
    for item in answer.citations:
        assert papers[item.paper_id].text[item.start : item.end] == item.quote
    labels = {item.label for item in answer.citations}
    for sentence in answer.sentences:
        assert set(sentence.labels) <= labels
        assert set(sentence.added) <= set(sentence.labels)
    assert {int(n) for n in re.findall(r"(?<!\\)\[(\d+)\]", answer.text)} == labels


def test_sentences_come_one_by_one_and_are_checked(write: Write, library: Library) -> None:
    assistant, server = write(
        says(
            "TidePool raises the hit rate from 61.5% to 74.2% {hit rate from}.",
            "It cuts outgoing traffic by a third. {hit rate from}",
        )
    )
    events = list(assistant.stream(ASKED))
    settled = [event.sentence for event in events if isinstance(event, SentenceReady)]
    assert [sentence.verdict for sentence in settled] == ["supported", "supported"]
    first = events.index(next(e for e in events if isinstance(e, SentenceReady)))
    assert any(isinstance(event, Drafting) for event in events[:first])
    assert isinstance(events[-1], Finished)
    answer = events[-1].answer
    assert answer.sentences == tuple(settled)
    assert answer.model == server.openai_like
    assert (answer.status, answer.complete, answer.cached, answer.notes) == (
        "answered", True, False, (),
    )  # fmt: skip
    assert answer.usage is not None
    assert (answer.usage.prompt_tokens, answer.usage.completion_tokens) == (12, 3)
    assert answer.usage.cost == pytest.approx(0.015)
    check(answer, library)


def test_exactly_what_is_wrong_is_flagged(write: Write, library: Library) -> None:
    assistant, _ = write(
        says(
            "TidePool raises the hit rate from 61.5% to 74.2% {hit rate from}.",
            "Neighbours gossip about what they hold [99].",
            "It raises the hit rate to 84.2% {hit rate from}.",
            "Penguins are fond of music and long walks {hit rate from}.",
            "TidePool is evaluated on traces of 42 city networks {42 city networks}.",
        )
    )
    answer = assistant.ask(ASKED)
    verdicts = [sentence.verdict for sentence in answer.sentences]
    assert verdicts[0] == verdicts[4] == "supported"
    assert verdicts[1] in ("weak", "unsupported")
    assert verdicts[2:4] == ["unsupported", "unsupported"]
    assert [bool(sentence.problems) for sentence in answer.sentences] == [
        False, True, True, True, False,
    ]  # fmt: skip
    assert "[99]" in answer.sentences[1].text
    assert "99" in answer.sentences[1].problems[0]
    assert "84.2" in " ".join(answer.sentences[2].problems)
    assert answer.text.count("(not supported by a source)") == verdicts.count("unsupported")
    check(answer, library)


def test_a_sentence_without_a_label_is_given_one_that_is_marked(write: Write) -> None:
    assistant, _ = write(says("TidePool raises the hit rate from 61.5% to 74.2%."))
    (sentence,) = assistant.ask(ASKED).sentences
    assert sentence.added == sentence.labels != ()
    assert sentence.verdict == "supported"


def test_where_the_model_finds_nothing_the_quotes_stand(write: Write, library: Library) -> None:
    assistant, _ = write(says("NOT IN PASSAGES"))
    events = list(assistant.stream(ASKED))
    assert not any(isinstance(event, Drafting) for event in events)
    answer = events[-1].answer
    quotes = assistant.written_by(None, _price).ask(ASKED)
    assert answer.sentences == quotes.sentences
    assert answer.model == "extractive"
    assert closing_words.DECLINED in answer.notes[0]
    assert answer.usage is not None
    check(answer, library)


@pytest.mark.parametrize(
    ("fault", "requests", "told"),
    [
        ("rate_limit", 3, "requests"),
        ("wrong_key", 1, "key"),
        ("unavailable", 3, ""),
        ("empty", 1, ""),
    ],
)
def test_a_model_that_fails_leaves_the_quotes(
    write: Write, library: Library, fault: str, requests: int, told: str
) -> None:
    assistant, server = write(Script(fault=fault))
    answer = assistant.ask(ASKED)
    assert len(server.requests) == requests
    assert answer.status == "answered"
    assert {sentence.verdict for sentence in answer.sentences} == {"none", "verbatim"}
    assert told in answer.notes[0]
    assert "\n" not in answer.notes[0]
    check(answer, library)


@pytest.mark.parametrize("fault", ["cut", "reset", "hang", "malformed"])
def test_what_came_before_a_failure_stays(write: Write, library: Library, fault: str) -> None:
    script = Script(
        pieces=("TidePool cuts outgoing traffic by a third. ", "It also", " does more"),
        fault=fault, after=2,
    )  # fmt: skip
    assistant, server = write(script)
    answer = assistant.ask(ASKED)
    assert len(server.requests) == 1
    assert answer.sentences[0].text == "TidePool cuts outgoing traffic by a third."
    assert not answer.complete
    assert closing_words.BROKE_OFF in [sentence.text for sentence in answer.sentences]
    assert any(sentence.verdict == "verbatim" for sentence in answer.sentences)
    check(answer, library)


def test_a_model_that_repeats_itself_is_stopped(write: Write, library: Library) -> None:
    assistant, server = write(
        Script(pieces=("TidePool cuts traffic. ",), fault="repeat", delay=0.005)
    )
    answer = assistant.ask(ASKED)
    assert closing_words.LOOPED in answer.notes
    assert not answer.complete
    assert len([s for s in answer.sentences if s.text == "TidePool cuts traffic."]) == 2
    assert server.wait_until_dropped()
    check(answer, library)


def test_a_model_that_repeats_itself_within_a_sentence_is_stopped(write: Write) -> None:
    assistant, server = write(
        Script(pieces=(" and then more of the same words",), fault="repeat", delay=0.005)
    )
    assert closing_words.LOOPED in assistant.ask(ASKED).notes
    assert server.wait_until_dropped()


def test_an_answer_that_hits_its_limit_says_so(write: Write) -> None:
    assistant, _ = write(Script(pieces=("TidePool cuts traffic by a third",), finish="length"))
    assert "limit of 500 tokens" in assistant.ask(ASKED).notes[0]


def test_nothing_is_asked_where_there_is_no_evidence(write: Write) -> None:
    assistant, server = write(Script())
    for question in ("Who won the football world cup in 1990?", "Hello!", "How many papers?"):
        assistant.ask(question)
    assert server.requests == []


def test_where_nothing_holds_the_quotes_follow(write: Write, library: Library) -> None:
    assistant, _ = write(Script(pieces=("Penguins are fond of jazz and of long walks.",)))
    answer = assistant.ask(ASKED)
    assert answer.sentences[0].verdict == "unsupported"
    assert closing_words.NO_SOURCE in answer.notes
    assert any("74.2%" in item.quote for item in answer.citations)
    check(answer, library)


def test_closing_the_stream_ends_the_request(write: Write) -> None:
    assistant, server = write(Script(pieces=("One word. ", "Two ") * 50, delay=0.05))
    events = assistant.stream(ASKED)
    next(event for event in events if isinstance(event, Drafting))
    events.close()
    assert server.wait_until_dropped()


def test_a_model_that_counts_more_tokens_is_told_less(write: Write, library: Library) -> None:
    too_long = Script(fault="too_long")
    assistant, server = write(
        too_long, too_long, says("TidePool raises the hit rate from 61.5% to 74.2% {hit rate}.")
    )
    answer = assistant.ask(ASKED)
    sizes = [len(request.prompt) for request in server.requests]
    assert sizes[0] >= sizes[1] >= sizes[2]
    assert answer.sentences[0].verdict == "supported"
    assert answer.usage is not None
    assert answer.usage.requests == 3
    check(answer, library)


def test_a_model_that_finds_everything_too_long_leaves_the_quotes(write: Write) -> None:
    assistant, server = write(Script(fault="too_long"))
    answer = assistant.ask(ASKED)
    assert 1 < len(server.requests) <= 4
    assert answer.model == "extractive"
    assert "window" in answer.notes[0] or "long" in answer.notes[0]
    assert answer.usage is None


# --- comparisons and summaries -------------------------------------------------------------------


def test_a_grid_is_filled_cell_by_cell(write: Write, library: Library) -> None:
    assistant, _ = write(
        says(
            "1A: Neighbouring servers hold the same files {However, neighbouring}.\n",
            "1B: Sensors cover few bogs {sensors cover few}.\n",
            "4A: The hit rate rises to 74.2% {61.5%}. Traffic falls by a third {61.5%}.\n",
            "4B: The mean error is 9.1 points {mean error}.\n",
            "5B: not stated\n",
            "6B: Its code is at example.com {Code is available}.\n",
            "That is all.",
        )
    )
    events = list(assistant.stream_comparison(["TidePool", "MossNet"]))
    answer = events[-1].answer
    assert tuple(e.sentence for e in events if isinstance(e, SentenceReady)) == answer.sentences
    quotes = assistant.written_by(None, _price).compare(["TidePool", "MossNet"])
    grid, quoted = answer.comparison, quotes.comparison
    assert grid is not None
    assert quoted is not None
    assert grid.papers == quoted.papers
    cells = {
        (row.facet, column): cell for row in grid.rows for column, cell in enumerate(row.cells)
    }
    assert cells["Problem", 0].text == "Neighbouring servers hold the same files."
    assert cells["Problem", 0].verdict == "supported"
    assert cells["Results", 0].text == "The hit rate rises to 74.2%. Traffic falls by a third."
    assert cells["Results", 1].verdict == "unsupported"
    assert cells["Limits", 1] == quoted.rows[4].cells[1]
    assert cells["Approach", 0] == quoted.rows[1].cells[0]
    wrong = cells["Resources", 1]
    assert wrong.verdict == "unsupported"
    assert wrong.labels == ()
    assert any("1 line" in note for note in answer.notes)
    check(answer, library)


def test_a_comparison_that_fails_half_way_keeps_both(write: Write, library: Library) -> None:
    script = Script(
        pieces=("1A: Servers decide alone what to keep.\n", "1B: Sens"), fault="cut", after=2
    )
    assistant, _ = write(script)
    answer = assistant.compare(["TidePool", "MossNet"])
    assert answer.comparison is not None
    assert all(any(row.cells) for row in answer.comparison.rows)
    assert not answer.complete
    check(answer, library)


def test_a_summary_is_written_with_its_own_rules(write: Write, library: Library) -> None:
    assistant, server = write(says("MossNet reads the moisture of a bog from photographs {reads}."))
    answer = assistant.summarize("MossNet")
    assert answer.kind == "summary"
    assert answer.sentences[0].verdict == "supported"
    assert "You summarize research papers" in server.requests[0].prompt
    check(answer, library)


# --- what is remembered --------------------------------------------------------------------------


def test_the_same_prompt_is_paid_for_once(assistant: Assistant, empty_library: Library) -> None:
    with scripted(says("It raises the hit rate to 74.2% {hit rate from}."), Script()) as server:
        model = create_model(Settings(_env_file=None, model=server.openai_like))
        assert model is not None
        remembering = RememberingModel(model, empty_library.completions)
        writing = assistant.written_by(remembering, _price)
        first, second = writing.ask(ASKED), writing.ask(ASKED)
        assert len(server.requests) == 1
        assert second.sentences == first.sentences
        assert (first.cached, second.cached) == (False, True)
        assert closing_words.CACHED in second.notes
        assert second.usage is not None
        assert (second.usage.requests, second.usage.cost) == (0, 0.0)
        writing.ask("How much traffic does TidePool cut?")
        assert len(server.requests) == 2


def test_a_text_that_broke_off_is_not_remembered(
    assistant: Assistant, empty_library: Library
) -> None:
    with scripted(Script(pieces=("It is",) * 3, fault="cut", after=2), says("It is.")) as server:
        model = create_model(Settings(_env_file=None, model=server.openai_like))
        assert model is not None
        writing = assistant.written_by(RememberingModel(model, empty_library.completions), _price)
        writing.ask(ASKED)
        writing.ask(ASKED)
        assert len(server.requests) == 2


# --- conversations -------------------------------------------------------------------------------


def test_a_follow_up_that_rules_do_not_understand_is_put_by_the_model(
    write: Write, library: Library
) -> None:
    assistant, server = write(
        Script(pieces=("How much outgoing traffic does TidePool cut?\n",)),
        says("TidePool cuts outgoing traffic by a third {by a third}."),
    )
    first = assistant.written_by(None, _price).ask(ASKED)
    said = Conversation((Turn(ASKED, first),))
    answer = assistant.ask("and the other gain, for the wires?", said)
    assert answer.status == "answered", answer.text
    assert answer.question == "and the other gain, for the wires?"
    assert answer.rewritten_question == "How much outgoing traffic does TidePool cut?"
    assert len(server.requests) == 2
    assert answer.usage is not None
    assert answer.usage.requests == 2
    assert answer.usage.prompt_tokens == 24
    check(answer, library)


def test_a_follow_up_off_the_topic_stays_refused(write: Write) -> None:
    assistant, server = write(Script(pieces=("Who won the football world cup in 1990?",)))
    first = assistant.written_by(None, _price).ask(ASKED)
    answer = assistant.ask("and who won the cup then?", Conversation((Turn(ASKED, first),)))
    assert answer.status == "no_evidence"
    assert answer.rewritten_question is None
    assert len(server.requests) == 1


def test_the_explanation_holds_the_prompt_as_sent(write: Write) -> None:
    assistant, server = write(says("It raises the hit rate to 74.2% {hit rate from}."))
    answer, explanation = assistant.explain(ASKED)
    writing = explanation.writing
    assert writing is not None
    assert "\n".join(message.text for message in writing.messages) == server.requests[0].prompt
    assert writing.text.startswith("It raises")
    assert writing.requests == 1
    assert answer.model == writing.model
