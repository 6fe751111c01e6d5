"""Questions that are misspelt, in other languages, ambiguous, pasted, or about nothing we have."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sample_library import filled_library
from sample_papers import LANTERN, MOSSNET, PAPERS

from paperchat.assistant import Assistant
from paperchat.embedding.port import Embedder
from paperchat.types import Answer, Conversation, Turn

_GROUPS = ("Shift Workers", "Sailors", "Young Parents")
SURVEYS = [
    replace(
        LANTERN,
        title=f"A Survey of Sleep Studies in {group}",
        text=f"{group} sleep little. This survey reviews 21 studies of the sleep of {group}.",
    )
    for group in _GROUPS
]


@pytest.fixture(scope="module", params=[1, 3])
def crowded(
    request: pytest.FixtureRequest, embedder: Embedder, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Assistant, int]]:
    records = (*PAPERS, *SURVEYS[: request.param])
    library = filled_library(tmp_path_factory.mktemp("crowded"), embedder, records)
    yield Assistant(library, embedder, embedder), request.param + 1
    library.close()


def cited(answer: Answer) -> set[str]:
    return {citation.title.split(":")[0] for citation in answer.citations}


def test_what_fits_a_few_is_answered_for_all_and_what_fits_more_is_asked_back(
    crowded: tuple[Assistant, int],
) -> None:
    assistant, number = crowded
    question = "How many studies does the sleep survey review?"
    answer = assistant.ask(question)
    if number == 2:
        assert answer.status == "answered"
        assert cited(answer) <= {LANTERN.title, SURVEYS[0].title}
        assert answer.text.startswith("“the sleep survey” fits two papers")
        assert LANTERN.title in answer.sentences[0].text
        assert SURVEYS[0].title in answer.sentences[0].text
        return
    assert answer.status == "unknown_paper"
    assert len(answer.nearest) == number
    conversation = Conversation((Turn(question, answer),))
    chosen = assistant.ask("the second one", conversation)
    assert cited(chosen) == {answer.nearest[1].title}
    chosen = assistant.ask("sailors", conversation)
    assert cited(chosen) == {"A Survey of Sleep Studies in Sailors"}
    assert chosen.rewritten_question is not None
    assert "How many studies does “A Survey" in chosen.rewritten_question


def test_a_misspelt_question_is_answered_as_it_was_meant(assistant: Assistant) -> None:
    answer = assistant.ask("What is the mean eror of MossNet on unsen bogs?")
    assert answer.rewritten_question == "What is the mean error of MossNet on unseen bogs?"
    assert cited(answer) == {"MossNet"}


@pytest.mark.parametrize("question", ["Was ist MossNet?", "MossNet とは何ですか？"])
def test_a_named_paper_is_summarized_in_whatever_language_it_is_asked_for(
    assistant: Assistant, question: str
) -> None:
    answer = assistant.ask(question)
    assert answer.kind == "summary"
    assert answer.rewritten_question == f"Summarize “{MOSSNET.title}”"
    assert cited(answer) == {"MossNet"}


@pytest.mark.parametrize(
    "question", ["Wie wird das Wetter und was soll ich kochen?", "什么是直接偏好优化？"]
)
def test_a_question_that_is_not_english_is_told_why_nothing_is_found(
    assistant: Assistant, question: str
) -> None:
    answer = assistant.ask(question)
    assert answer.status == "no_evidence"
    assert "English" in answer.text


def test_a_pasted_abstract_finds_its_paper(assistant: Assistant) -> None:
    for question in (MOSSNET.text, f"What is the result? {MOSSNET.text}", MOSSNET.text[:400]):
        answer = assistant.ask(question)
        assert cited(answer) == {"MossNet"}


@pytest.mark.parametrize(
    "question",
    ["What does TideGate do?", "Compare TidePool with TideGate", "Does TidePool beat TideGate?"],
)
def test_an_unknown_name_is_said_to_be_unknown(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert answer.status == "unknown_paper"
    assert "“TideGate”" in answer.text
    assert answer.citations == ()
    if "TidePool" in question:
        assert "TidePool" in answer.nearest[0].title


def test_a_title_we_do_not_have_is_not_matched_by_one_of_its_words(assistant: Assistant) -> None:
    answer = assistant.ask("Summarize “MossNet goes to the deep sea”")
    assert answer.status == "unknown_paper"
    assert "MossNet goes to the deep sea" in answer.text


@pytest.mark.parametrize(
    "question", ["", "  ", "?!…", "🎉", "\x00\x07", "$\\alpha$", "“”", "a" * 9999]
)
def test_nothing_to_go_by_is_no_error(assistant: Assistant, question: str) -> None:
    assert assistant.ask(question).citations == ()


@settings(max_examples=40, deadline=None)
@given(question=st.text(max_size=120), earlier=st.sampled_from(["What does TidePool do?", "?"]))
def test_no_question_raises(assistant: Assistant, question: str, earlier: str) -> None:
    first = assistant.ask(earlier)
    answer = assistant.ask(question, Conversation((Turn(earlier, first),)))
    assert answer.text
