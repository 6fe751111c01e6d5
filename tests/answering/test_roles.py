from __future__ import annotations

from sample_papers import LANTERN, MOSSNET, TIDEPOOL

from paperchat.answering.facets import facets_of
from paperchat.answering.roles import roles
from paperchat.text.sentences import split_sentences
from paperchat.types import Record, Sentence


def sentences_of(record: Record) -> list[Sentence]:
    return [
        Sentence("p", i, span.start, span.end, record.text[span.start : span.end])
        for i, span in enumerate(split_sentences(record.text))
    ]


def test_an_abstract_with_clear_words_is_told_apart() -> None:
    assert roles(sentences_of(TIDEPOOL)) == [
        "problem", "problem", "method", "data", "result", "limit", "resource"
    ]  # fmt: skip


def test_problem_method_and_result_are_always_filled() -> None:
    for record in (TIDEPOOL, MOSSNET, LANTERN):
        faceted = facets_of(sentences_of(record))
        assert all(faceted.first(role) for role in ("problem", "method", "result"))


def test_problem_method_and_result_share_no_sentence() -> None:
    for record in (TIDEPOOL, MOSSNET, LANTERN):
        faceted = facets_of(sentences_of(record))
        used = [s.start for r in ("problem", "method", "result") for s in faceted.sentences[r]]
        assert len(used) == len(set(used))


def test_data_told_in_passing_fill_a_facet_that_has_no_sentence_of_its_own() -> None:
    record = Record(
        title="T",
        text=(
            "Filters are slow. However, faster ones remain noisy. We propose a filter of two taps. "
            "Results on the benchmark show that it improves accuracy by 4% and reduces delay."
        ),
    )
    faceted = facets_of(sentences_of(record))
    assert faceted.first("data") == faceted.first("result")
    assert faceted.first("limit") is None


def test_limits_of_earlier_work_are_not_limits_of_the_paper() -> None:
    record = Record(
        title="T",
        text=(
            "Filters remove noise. Limitations of earlier filters are their cost and their delay. "
            "We propose a filter of two taps. It needs no memory. It halves the delay."
        ),
    )
    assert roles(sentences_of(record))[1] == "problem"


def test_an_empty_abstract_has_no_facets() -> None:
    assert all(found == () for found in facets_of([]).sentences.values())
