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


def test_no_sentence_serves_two_facets() -> None:
    faceted = facets_of(sentences_of(LANTERN))
    used = [s.start for found in faceted.sentences.values() for s in found]
    assert len(used) == len(set(used))


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
