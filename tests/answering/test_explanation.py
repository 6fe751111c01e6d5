"""What --explain tells is what decided, and telling it changes nothing."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date, datetime

import pytest

from paperchat.answering.explanation import Candidate, Explanation
from paperchat.answering.extractive import PAPER_GAP, most_papers, places
from paperchat.answering.length import Length
from paperchat.answering.negation import NOT_OUTRIGHT
from paperchat.assistant import Assistant
from paperchat.cli.explanation_text import explanation_as_text
from paperchat.library.filters import parse_condition
from paperchat.types import Answer, Conversation, Evidence, Paper, Sentence, Timings, Turn

BOGS = "How is the moisture of a bog read from photographs?"
SEVERAL = "How large is the error, and how often is a method preferred?"
REFUSED = "Which football team won the world cup?"
WEIGHED = [
    BOGS,
    SEVERAL,
    REFUSED,
    "What does TidePool propose?",
    "What share do TidePool and QUILL-2 report?",
    "Which of TidePool and MossNet estimates bog moisture?",
    "Who funded MossNet?",
    "Why do riveted joints crack in the cold?",
    "How late is sleep after evening light?",
    "What does TidePool say about GloopNet?",
]
OTHERS = [
    "hello",
    "???",
    "Compare TidePool and MossNet",
    "Compare TidePool with GloopNet",
    "Summarize QUILL-2",
    "Summarize the papers of 2024",
    "Summarize the papers of 1999",
    "Which papers are from 2024?",
    "How many papers are there?",
    "Which papers have more than 900 authors?",
    "When was TidePool published?",
    "Was ist MossNet?",
]


def timeless(answer: Answer) -> Answer:
    return replace(answer, timings_ms=Timings(0.0, 0.0, 0.0))


def cited(answer: Answer) -> set[str]:
    return {citation.paper_id for citation in answer.citations}


def taken(explanation: Explanation) -> set[str]:
    papers = (*explanation.candidates, *explanation.papers)
    return {paper.paper_id for paper in papers if paper.taken}


def titled(explanation: Explanation, start: str) -> Candidate:
    return next(paper for paper in explanation.candidates if paper.title.startswith(start))


@pytest.mark.parametrize("question", [*WEIGHED, *OTHERS])
def test_the_answer_is_that_of_asking(assistant: Assistant, question: str) -> None:
    answer, explanation = assistant.explain(question)
    assert timeless(answer) == timeless(assistant.ask(question))
    assert explanation.question.kind == answer.kind
    assert explanation.question.rewritten_question == answer.rewritten_question
    assert explanation.outcome.endswith((".", "?"))


@pytest.mark.parametrize("question", [*WEIGHED, *OTHERS])
def test_the_papers_taken_are_those_cited(assistant: Assistant, question: str) -> None:
    answer, explanation = assistant.explain(question)
    if answer.citations or explanation.candidates:
        assert taken(explanation) == cited(answer)
    for paper in (*explanation.candidates, *explanation.papers):
        assert paper.why.startswith("taken: " if paper.taken else "dropped: ")


@pytest.mark.parametrize("question", WEIGHED)
def test_the_ranks_are_those_of_the_retriever(assistant: Assistant, question: str) -> None:
    answer, explanation = assistant.explain(question)
    hits = assistant.retriever.search(answer.rewritten_question or question, 100)
    assert explanation.ranked == len(hits)
    expected = {
        hit.paper.id: (
            hit.dense_rank, hit.dense_score, hit.lexical_rank, hit.lexical_score, rank, hit.score,
        )
        for rank, hit in enumerate(hits, 1)
    }  # fmt: skip
    assert explanation.candidates
    for paper in explanation.candidates:
        assert expected[paper.paper_id] == (
            paper.dense_rank, paper.cosine, paper.lexical_rank, paper.bm25, paper.fused_rank,
            paper.fused_score,
        )  # fmt: skip


@pytest.mark.parametrize("question", WEIGHED)
def test_the_contributions_sum_to_the_confidence(assistant: Assistant, question: str) -> None:
    answer, explanation = assistant.explain(question)
    gate = explanation.gate
    assert gate is not None
    for share in gate.signals:
        assert share.contribution == pytest.approx(share.value * share.weight)
    total = gate.bias + sum(share.contribution for share in gate.signals)
    assert total == pytest.approx(gate.log_odds)
    assert total == pytest.approx(math.log(gate.confidence / (1 - gate.confidence)), abs=1e-6)
    assert gate.opened == (gate.confidence >= gate.bar and gate.role_found and not gate.shut)
    if answer.status == "answered":
        assert gate.opened


@pytest.mark.parametrize("question", WEIGHED)
def test_each_reason_is_true(assistant: Assistant, question: str) -> None:
    answer, explanation = assistant.explain(question)
    named = {name.paper_id for name in explanation.question.names if name.outright}
    allowed = [p for p in explanation.candidates if not named or p.paper_id in named]
    best = max(paper.best_score or 0.0 for paper in allowed)
    for paper in explanation.candidates:
        assert paper.best_score is not None
        below = best - paper.best_score
        if answer.status != "answered":
            unknown = explanation.question.unknown_names
            why = "stands in no paper that is named" if unknown else "the gate did not open"
            assert why in paper.why
        elif named and paper.paper_id not in named:
            assert paper.why == "dropped: the question names other papers"
        elif below == 0:
            assert paper.why.startswith("taken: best")
        elif below > PAPER_GAP:
            assert paper.why == (
                f"dropped: its best sentence scores {below:.2f} below the best, "
                f"more than {PAPER_GAP:.2f}"
            )
        elif paper.taken:
            assert f"{below:.2f} below the best, no more than" in paper.why
        else:
            assert "the most that are quoted" in paper.why


def test_the_reasons_above_are_of_several_sorts(assistant: Assistant) -> None:
    whys = " ".join(
        paper.why for question in WEIGHED for paper in assistant.explain(question)[1].candidates
    )
    for part in ("taken: best", "more than", "did not open", "no paper"):
        assert part in whys


def test_best_sentences_are_of_their_papers(assistant: Assistant) -> None:
    answer, explanation = assistant.explain(BOGS)
    quotes = {citation.quote for citation in answer.citations}
    texts = {paper.id: paper.text for paper in assistant.names.resolve("MossNet")}
    first = titled(explanation, "MossNet")
    assert first.best_sentence in quotes
    assert first.best_sentence in texts[first.paper_id]


def test_a_refusal_names_the_bar(assistant: Assistant) -> None:
    answer, explanation = assistant.explain(REFUSED)
    assert answer.status == "no_evidence"
    assert explanation.gate is not None
    assert not explanation.gate.opened
    assert explanation.outcome == (
        "Refused: the papers seem not to bear on the question "
        f"({explanation.gate.confidence:.0%} sure; from {explanation.gate.bar:.0%} on they are "
        "quoted)."
    )


UNEXPLAINED = "What is a hit rate?"
UNKNOWN = "What does TidePool say about GloopNet?"
NOT_ABSENT = "Which networks need no labelled photographs?"


@pytest.mark.parametrize("question", [UNEXPLAINED, UNKNOWN])
def test_what_keeps_the_gate_shut_whatever_the_signals_is_told(
    assistant: Assistant, question: str
) -> None:
    answer, explanation = assistant.explain(question)
    assert answer.status != "answered"
    assert explanation.gate is not None
    assert not explanation.gate.opened
    assert explanation.gate.shut
    assert explanation.outcome == f"Refused: {explanation.gate.shut}."
    assert all(explanation.gate.shut in paper.why for paper in explanation.candidates)
    assert f"Kept shut: {explanation.gate.shut}" in " ".join(
        explanation_as_text(explanation).split()
    )
    assert "opened." not in explanation_as_text(explanation)


def test_that_no_paper_explains_a_thing_is_told(assistant: Assistant) -> None:
    answer, explanation = assistant.explain(UNEXPLAINED)
    assert "explains “hit rate”" in answer.text
    assert explanation.outcome.endswith("but none explains “hit rate”.")


def test_that_nothing_says_outright_that_a_thing_is_absent_is_told(assistant: Assistant) -> None:
    answer, explanation = assistant.explain(NOT_ABSENT)
    assert answer.sentences[0].text == NOT_OUTRIGHT
    assert "No sentence says outright that this is absent" in explanation.outcome
    assert taken(explanation) == cited(answer)


def test_papers_that_do_not_say_that_a_thing_is_absent_are_dropped_for_that(
    assistant: Assistant,
) -> None:
    answer, explanation = assistant.explain("Which studies have no long studies?")
    assert answer.sentences[0].text != NOT_OUTRIGHT
    assert taken(explanation) == cited(answer)


def test_that_papers_do_not_mention_a_thing_is_told(assistant: Assistant) -> None:
    answer, explanation = assistant.explain("Does TidePool mention whales?")
    assert answer.status == "not_in_abstract"
    assert explanation.outcome == f"Refused: {answer.text}"


def test_the_importance_of_words_is_told(assistant: Assistant) -> None:
    words = {item.word: item.importance for item in assistant.explain(BOGS)[1].question.words}
    assert set(words) == {"moisture", "bog", "read", "photographs"}
    assert all(importance is not None and 0 < importance < 1 for importance in words.values())
    assert (words["bog"] or 0) > (words["read"] or 0)


def test_names_are_told_with_their_words(assistant: Assistant) -> None:
    _, explanation = assistant.explain("What does TidePool propose?")
    (name,) = explanation.question.names
    assert (name.words, name.outright) == ("TidePool", True)
    assert name.title.startswith("TidePool:")


def test_unknown_names_are_told(assistant: Assistant) -> None:
    answer, explanation = assistant.explain("Compare TidePool with GloopNet")
    assert answer.status == "unknown_paper"
    assert explanation.question.unknown_names == ("GloopNet",)
    assert explanation.outcome == answer.text
    assert explanation.gate is None
    assert explanation.candidates == ()


def test_a_condition_that_a_named_paper_fails_is_told(assistant: Assistant) -> None:
    conditions = [parse_condition("year>=2024")]
    question = "What does TidePool propose?"
    answer, explanation = assistant.explain(question, conditions=conditions)
    assert timeless(answer) == timeless(assistant.ask(question, conditions=conditions))
    assert explanation.question.conditions == ("year>=2024",)
    left_out = titled(explanation, "TidePool")
    assert left_out.why == "dropped: it is not among the papers that meet year>=2024"
    assert not left_out.taken
    assert left_out.fused_rank is None


def test_a_list_is_explained(assistant: Assistant) -> None:
    answer, explanation = assistant.explain("Which papers are from 2024?")
    assert explanation.catalogue is not None
    assert explanation.catalogue.wanted == "list"
    assert explanation.catalogue.matched == 2 == len(explanation.papers)
    assert explanation.catalogue.conditions == explanation.question.conditions != ()
    assert taken(explanation) == cited(answer)
    assert {paper.why for paper in explanation.papers} == {
        "taken: it is one of the 2 papers from 2024"
    }


def test_a_list_without_papers_is_explained(assistant: Assistant) -> None:
    answer, explanation = assistant.explain("Which papers have more than 900 authors?")
    assert answer.status == "no_evidence"
    assert explanation.catalogue is not None
    assert explanation.catalogue.matched == 0
    assert explanation.papers == ()
    assert explanation.outcome.startswith("Refused: the catalogue")


def test_a_record_is_explained(assistant: Assistant) -> None:
    _, explanation = assistant.explain("When was TidePool published?")
    assert explanation.catalogue is not None
    assert (explanation.catalogue.wanted, explanation.catalogue.matched) == ("date_of", None)
    assert [paper.why for paper in explanation.papers] == ["taken: its record is asked for"]


def test_a_comparison_is_explained(assistant: Assistant) -> None:
    answer, explanation = assistant.explain("Compare TidePool and MossNet")
    assert answer.comparison is not None
    assert tuple(paper.paper_id for paper in explanation.papers) == answer.comparison.papers
    assert [paper.why for paper in explanation.papers] == [
        "taken: the question names it (“TidePool”)", "taken: the question names it (“MossNet”)",
    ]  # fmt: skip
    assert explanation.gate is None


def test_an_overview_is_explained(assistant: Assistant) -> None:
    _, explanation = assistant.explain("Summarize the papers of 2024")
    assert len(explanation.papers) == 2
    assert all(paper.why.startswith("taken: it meets published") for paper in explanation.papers)


def test_follow_ups_and_orders_are_explained(assistant: Assistant) -> None:
    first = assistant.ask("What does TidePool propose?")
    said = Conversation((Turn(first.question, first),))
    answer, explanation = assistant.explain("What is its limitation?", said)
    assert timeless(answer) == timeless(assistant.ask("What is its limitation?", said))
    assert "TidePool" in (explanation.question.rewritten_question or "")
    assert [name.title for name in explanation.question.names] == [first.citations[0].title]

    shorter, why = assistant.explain("shorter", said)
    assert why.question.order == "shorter"
    assert taken(why) == cited(shorter)
    assert why.candidates

    quotes, shown = assistant.explain("show me the quotes", said)
    assert shown.question.order == "quote"
    assert taken(shown) == cited(quotes)
    assert {paper.why for paper in shown.papers} == {"taken: the last answer cites it"}


def test_what_is_asked_of_the_papers_spoken_of_is_explained_by_that(assistant: Assistant) -> None:
    first = assistant.ask("What does TidePool propose?")
    said = Conversation((Turn(first.question, first),))
    for question in ("Which clocks are needed?", "Which clocks win the world cup?"):
        answer, explanation = assistant.explain(question, said)
        assert explanation.gate is not None
        assert explanation.gate.opened == (answer.status == "answered")
        assert taken(explanation) == cited(answer)


def test_another_language_is_told(assistant: Assistant) -> None:
    answer, explanation = assistant.explain("Wer gewann gestern das Finale der Meisterschaft?")
    assert explanation.question.language == "other"
    assert answer.status == "no_evidence"
    assert explanation.outcome.endswith("matched in English only.")


def test_an_empty_library_is_explained(empty_assistant: Assistant) -> None:
    answer, explanation = empty_assistant.explain(BOGS)
    assert answer.status == "no_evidence"
    assert explanation.candidates == ()
    assert explanation.gate is not None
    assert not explanation.gate.opened


def test_what_is_beyond_the_most_papers_is_dropped(assistant: Assistant) -> None:
    papers = [_paper(f"p{n}") for n in range(6)]
    scores = [9.0, 8.9, 8.8, 8.7, 8.6, 2.0]
    evidence = [
        Evidence(Sentence(paper.id, 0, 0, 4, "Text"), paper, score)
        for paper, score in zip(papers, scores, strict=True)
    ]
    standings = [place.standing for place in places(evidence)]
    assert standings == ["best", "near", "near", "near", "beyond", "far"]
    assert sum(place.taken for place in places(evidence)) == most_papers(Length.NORMAL)
    short = [place.standing for place in places(evidence, length=Length.SHORT)]
    assert short == ["best", "beyond", "beyond", "beyond", "beyond", "far"]
    named = [place.standing for place in places(evidence, named=frozenset(("p1", "p5")))]
    assert named == ["unnamed", "best", "unnamed", "unnamed", "unnamed", "far"]


def _paper(key: str) -> Paper:
    return Paper(
        key, f"Paper {key}", "Text", "abstract", (), None, date(2024, 1, 1), None, None, None, None,
        None, None, "tests", datetime(2024, 1, 2),
    )  # fmt: skip


def test_papers_of_a_comparison_that_are_described_or_spoken_of_are_told_so(
    assistant: Assistant,
) -> None:
    question = "Compare the paper on the moisture of bogs with the one on riveted joints"
    answer, explanation = assistant.explain(question)
    assert answer.comparison is not None
    named = {name.paper_id for name in explanation.question.names}
    for paper in explanation.papers:
        assert paper.taken
        assert paper.why.startswith(
            "taken: the question names it"
            if paper.paper_id in named
            else "taken: it fits what the question describes"
        )

    first = assistant.ask("What does TidePool propose?")
    said = Conversation((Turn(first.question, first),))
    _, explanation = assistant.explain("Compare it with MossNet", said)
    assert [paper.why for paper in explanation.papers] == [
        "taken: the conversation is about it", "taken: the question names it (“MossNet”)",
    ]  # fmt: skip
