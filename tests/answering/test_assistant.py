from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sample_papers import LANTERN

from paperchat.assistant import Assistant, Finished, SentenceReady
from paperchat.library.filters import parse_condition
from paperchat.library.library import Library
from paperchat.types import Answer


def check_exact(answer: Answer, library: Library) -> None:
    """Every citation quotes its paper exactly, and every label has its citation."""
    papers = library.catalogue.papers_by_id({item.paper_id for item in answer.citations})
    for item in answer.citations:
        assert papers[item.paper_id].text[item.start : item.end] == item.quote
    assert [item.label for item in answer.citations] == list(range(1, len(answer.citations) + 1))
    quotes = {item.label: item.quote for item in answer.citations}
    for sentence in answer.sentences:
        if sentence.verdict == "verbatim":
            assert [quotes[label] for label in sentence.labels] == [sentence.text]
        elif sentence.verdict == "supported":
            assert sentence.labels
            assert quotes.keys() >= set(sentence.labels)
        else:
            assert sentence.verdict == "none"
            assert sentence.labels == ()


def test_a_figure_asked_for_is_in_the_first_quote(assistant: Assistant, library: Library) -> None:
    answer = assistant.ask("What hit rate does TidePool reach?")
    assert answer.status == "answered"
    assert answer.kind == "ask"
    assert "74.2%" in answer.citations[0].quote
    assert {item.title for item in answer.citations} == {
        "TidePool: Sharing Caches Between Edge Servers"
    }
    check_exact(answer, library)


@pytest.mark.parametrize(
    ("question", "title", "fact"),
    [
        ("How many photographs was MossNet trained on?", "MossNet", "12,400"),
        ("When does MossNet fail?", "MossNet", "frozen"),
        ("What are the limitations of TidePool?", "TidePool", "clocks"),
        ("Is there code for TidePool?", "TidePool", "github.com/example/tidepool"),
        ("In how many comparisons did readers prefer the stories?", "QUILL-2", "68%"),
        ("why do old bridges crack in the cold", "Riveted", "contraction"),
        ("How does evening light affect sleep?", "Sleep Studies", "100 lux"),
        ("How much slower is QUILL-2?", "QUILL-2", "2.5 times"),
    ],
)
def test_the_fact_is_quoted_from_its_paper(
    assistant: Assistant, library: Library, question: str, title: str, fact: str
) -> None:
    answer = assistant.ask(question)
    assert answer.status == "answered", answer.text
    assert any(title in item.title and fact in item.quote for item in answer.citations)
    check_exact(answer, library)


@pytest.mark.parametrize(
    "question",
    [
        "Who won the chess championship last year?",
        "How do I cook rice?",
        "What is the population of Canada?",
        "Which airline is the cheapest?",
    ],
)
def test_off_topic_questions_are_refused(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert answer.status == "no_evidence"
    assert answer.citations == ()
    assert answer.missing_terms
    assert 1 <= len(answer.nearest) <= 3


def test_a_detail_the_abstract_lacks_is_said_to_be_missing(assistant: Assistant) -> None:
    answer = assistant.ask("What learning rate was MossNet trained with?")
    assert answer.status == "not_in_abstract"
    assert "MossNet" in answer.text
    assert answer.citations == ()


def test_a_refusal_shows_what_the_nearest_paper_says(
    assistant: Assistant, library: Library
) -> None:
    answer = assistant.ask("How many cameras did MossNet use?")
    shown = [near for near in answer.nearest if near.quote]
    papers = library.catalogue.papers_by_id(near.paper_id for near in shown)
    assert answer.status == "not_in_abstract"
    assert shown
    assert all(near.quote in papers[near.paper_id].text for near in shown)


def test_nothing_is_near_what_is_about_something_else(assistant: Assistant) -> None:
    answer = assistant.ask("How do I cook rice?")
    assert answer.status == "no_evidence"
    assert not any(near.quote for near in answer.nearest)


def test_a_kind_of_statement_the_paper_does_not_make_is_refused(assistant: Assistant) -> None:
    answer = assistant.ask("Where can I download the code of MossNet?")
    assert answer.status == "not_in_abstract"


def test_an_unknown_name_is_never_matched_to_something_near_it(assistant: Assistant) -> None:
    answer = assistant.ask("What hit rate does TideGate reach on city networks?")
    assert answer.status in ("unknown_paper", "no_evidence")
    assert answer.citations == ()
    assert "TideGate" in answer.text


@pytest.mark.parametrize("question", ["hello", "Thanks!", "", "   ", "?"])
def test_small_talk_gets_a_greeting_without_quotes(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert answer.kind == "chat"
    assert answer.citations == ()


def test_conditions_exclude_papers_even_if_named(assistant: Assistant) -> None:
    early = [parse_condition("year<2022")]
    answer = assistant.ask("What hit rate does TidePool reach?", conditions=early)
    assert all("Riveted" in item.title for item in answer.citations)
    assert answer.status != "answered"


def test_conditions_that_leave_no_paper_are_named(assistant: Assistant) -> None:
    answer = assistant.ask("What does TidePool do?", conditions=[parse_condition("year>=2030")])
    assert answer.status == "no_evidence"
    assert answer.text == "No paper in this library meets year>=2030."


def test_the_stream_ends_with_the_whole_answer(assistant: Assistant) -> None:
    events = list(assistant.stream("What does TidePool do?"))
    *sentences, last = events
    assert isinstance(last, Finished)
    assert last.answer.status == "answered"
    ready = [event for event in sentences if isinstance(event, SentenceReady)]
    assert tuple(event.sentence for event in ready) == last.answer.sentences
    assert [c for event in ready for c in event.citations] == list(last.answer.citations)


def test_summaries_quote_problem_method_and_result(assistant: Assistant, library: Library) -> None:
    for paper in library.catalogue.papers():
        answer = assistant.summarize(paper.title)
        assert (answer.kind, answer.status) == ("summary", "answered")
        assert {item.paper_id for item in answer.citations} == {paper.id}
        said = [sentence.text for sentence in answer.sentences]
        assert {"Problem:", "Approach:", "Results:"} <= set(said)
        check_exact(answer, library)


def test_a_comparison_fills_one_cell_a_paper_and_facet(
    assistant: Assistant, library: Library
) -> None:
    answer = assistant.compare(["TidePool", "mossnet"])
    assert answer.kind == "comparison"
    assert answer.comparison is not None
    facets = [row.facet for row in answer.comparison.rows]
    assert facets == [
        "Problem", "Approach", "Evidence and data", "Results", "Limits", "Resources"
    ]  # fmt: skip
    quotes = {item.label: item for item in answer.citations}
    for row in answer.comparison.rows:
        for paper_id, cell in zip(answer.comparison.papers, row.cells, strict=True):
            if cell is not None:
                assert {quotes[label].paper_id for label in cell.labels} == {paper_id}
                assert " ".join(quotes[label].quote for label in cell.labels) == cell.text
    resources = answer.comparison.rows[-1].cells
    assert resources[0] is not None
    assert resources[1] is None
    assert "not stated in the abstract" in answer.text
    check_exact(answer, library)


def test_comparing_by_question_gives_the_same_grid(assistant: Assistant) -> None:
    asked = assistant.ask("How does TidePool differ from MossNet?")
    assert asked.kind == "comparison"
    assert asked.comparison == assistant.compare(["TidePool", "MossNet"]).comparison


def test_names_that_mean_nothing_or_the_same_are_told(assistant: Assistant) -> None:
    assert assistant.summarize("SwampNet").status == "unknown_paper"
    assert assistant.compare(["TidePool", "SwampNet"]).status == "unknown_paper"
    both = assistant.compare(["TidePool", "TidePool: Sharing Caches Between Edge Servers"])
    assert both.status == "unknown_paper"
    assert "two different papers" in both.text


def test_an_empty_library_refuses(empty_assistant: Assistant) -> None:
    answer = empty_assistant.ask("What does TidePool do?")
    assert answer.status in ("no_evidence", "unknown_paper")
    assert answer.nearest == ()


@settings(
    max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(
    st.one_of(
        st.text(max_size=300),
        st.lists(
            st.sampled_from(
                [
                    "what",
                    "how",
                    "TidePool",
                    "MossNet",
                    "light",
                    "sleep",
                    "bridge",
                    "42",
                    "%",
                    "[1]",
                    "$x^2$",
                    "rivet",
                    "the",
                    "compare",
                    "summarize",
                    "limits",
                    "code",
                    "😀",
                    "<b>",
                    "光",
                    "и",
                ]
            ),
            max_size=12,
        ).map(" ".join),
    )
)
def test_any_question_gets_an_exact_answer_or_a_refusal(
    assistant: Assistant, library: Library, question: str
) -> None:
    answer = assistant.ask(question)
    assert answer.status in ("answered", "no_evidence", "not_in_abstract", "unknown_paper")
    if answer.status != "answered":
        assert answer.citations == ()
    check_exact(answer, library)


def test_a_very_long_question_is_answered_or_refused(assistant: Assistant) -> None:
    answer = assistant.ask("What about caches? " * 5_000)
    assert answer.status in ("answered", "no_evidence")


def test_of_two_topics_one_may_be_unknown(assistant: Assistant) -> None:
    answer = assistant.ask("What do the papers say about penguins and about evening light?")
    assert answer.status == "answered"
    assert {citation.title for citation in answer.citations} == {LANTERN.title}
    assert answer.notes == ("No paper in this library mentions “penguins”.",)


def test_a_compound_is_more_than_its_parts(assistant: Assistant) -> None:
    assert assistant.ask("What is the over-evening light?").missing_terms == ("over-evening",)


def test_words_for_the_library_find_no_paper(assistant: Assistant) -> None:
    one, other = (
        assistant.ask(f"What does the {word}light meter show{tail}?").citations
        for word, tail in (("", ""), ("", " in this library"))
    )
    assert [item.quote for item in one] == [item.quote for item in other]


def test_drawbacks_of_a_thing_are_told_without_a_word_for_them(assistant: Assistant) -> None:
    answer = assistant.ask("What are the drawbacks of planning before writing?")
    assert answer.status == "answered"
    assert "2.5 times slower" in " ".join(citation.quote for citation in answer.citations)


def test_drawbacks_of_what_no_paper_speaks_of_are_not_made_up(assistant: Assistant) -> None:
    assert assistant.ask("What are the drawbacks of bicycles?").status == "no_evidence"


def test_what_no_paper_has_a_figure_of_is_not_said_to_be_no_paper(assistant: Assistant) -> None:
    answer = assistant.ask("Which paper on sleep has the most authors?")
    assert answer.status == "no_evidence"
    assert "none has a number of authors" in answer.text


def test_risks_of_what_papers_do_not_name_are_not_read_into_what_is_like_it(
    assistant: Assistant,
) -> None:
    assert assistant.ask("What are the drawbacks of swamps?").status == "no_evidence"
