from __future__ import annotations

import pytest

from paperchat.verification.checker import SentenceChecker
from paperchat.verification.verdict import Source

MOSS = "MossNet: storing water in models of bogs"
SOURCES = (
    Source(1, "We introduce MossNet, which stores water in frozen moss without any pump.", MOSS),
    Source(2, r"It outperforms PeatNet on three lakes and keeps 57.70\% of the water [4].", MOSS),
    Source(3, "Storing takes 24 hours, and does not improve the taste of the water.", MOSS),
    Source(4, "Fens are fed by streams. Their acid level is lower than that of bogs.", "On fens"),
)


@pytest.mark.parametrize(
    ("sentence", "labels"),
    [
        ("MossNet keeps water in frozen moss and needs no pump.", (1,)),
        (r"It outperforms PeatNet on three lakes and keeps 57.70\% of the water \[4\].", (2,)),
        ("It outperforms PeatNet on three lakes, and keeps 57.70% of the water (4)", (2,)),
        ("Fens are fed by streams.", (4,)),
        ("PeatNet is outperformed by it on three lakes.", (2,)),
        ("About 57% of the water is kept.", (2,)),
        ("Storing the water takes one day.", (3,)),
        ("The taste of the water is not improved.", (3,)),
        ("MossNet stores water in moss, and storing takes 24 hours.", (1, 3)),
    ],
)
def test_what_the_passage_says_is_supported(
    checker: SentenceChecker, sentence: str, labels: tuple[int, ...]
) -> None:
    checked = checker.check(sentence, labels, SOURCES)
    assert (checked.verdict, checked.labels, checked.problems) == ("supported", labels, ())
    assert not checked.added
    assert 0.6 < checked.support <= 1.0


@pytest.mark.parametrize(
    ("sentence", "labels", "told"),
    [
        ("It keeps 74% of the water.", (2,), "The number 74% is not in the cited passage."),
        (
            "Storing 57.7% of the water takes 24 hours.",
            (3,),
            "The number 57.7% is not in the cited passage; it stands in [2].",
        ),
        (
            "It outperforms FenNet on three lakes.",
            (2,),
            "The name FenNet is not in the cited passage.",
        ),
        (
            "PeatNet outperforms MossNet on three lakes.",
            (1, 2),
            "The cited passage has it the other way round.",
        ),
        ("It improves the taste of the water.", (3,), "The cited passage says the opposite."),
        ("Whales sing at night in the deep sea.", (4,), "The cited passage does not say this."),
        ("Whales sing at night.", (), "No source is given for this, and none was found."),
        ("MossNet stores water.", (9,), "There is no passage with the label [9]."),
    ],
)
def test_what_it_does_not_say_is_unsupported(
    checker: SentenceChecker, sentence: str, labels: tuple[int, ...], told: str
) -> None:
    checked = checker.check(sentence, labels, SOURCES)
    assert checked.verdict == "unsupported"
    assert told in [problem.told for problem in checked.problems]


def test_a_label_never_issued_weakens_what_another_one_bears_out(checker: SentenceChecker) -> None:
    checked = checker.check("MossNet stores water in frozen moss.", (9, 1), SOURCES)
    assert (checked.verdict, checked.labels) == ("weak", (1,))
    assert [problem.kind for problem in checked.problems] == ["label"]


def test_a_sentence_without_a_label_is_given_that_of_its_source(checker: SentenceChecker) -> None:
    checked = checker.check("The acid level of fens is lower than that of bogs.", (), SOURCES)
    assert (checked.verdict, checked.labels, checked.added) == ("supported", (4,), (4,))
    quoted = checker.check(SOURCES[0].text, (), SOURCES)
    assert (quoted.labels, quoted.added, quoted.support) == ((1,), (1,), 1.0)


def test_a_name_from_another_passage_of_the_paper_brings_its_label(
    checker: SentenceChecker,
) -> None:
    sources = (
        Source(1, "We introduce MossNet, which stores water.", "Storing water"),
        Source(2, "Our method keeps three lakes from falling dry in summer.", "Storing water"),
        Source(3, "PeatNet burns.", "On peat"),
    )
    checked = checker.check("MossNet keeps three lakes from falling dry.", (2,), sources)
    assert (checked.verdict, checked.labels, checked.added) == ("supported", (2, 1), (1,))
    foreign = checker.check("PeatNet keeps three lakes from falling dry.", (2,), sources)
    assert foreign.verdict == "unsupported"
    assert foreign.problems[0].told.endswith("it stands in [3].")


def test_a_small_count_of_the_writers_own_only_weakens(checker: SentenceChecker) -> None:
    sources = (Source(1, "The method stores water in moss and peat.", "Storing water"),)
    checked = checker.check("The method stores water in two plants, moss and peat.", (1,), sources)
    assert checked.verdict == "weak"


def test_nothing_issued_bears_out_nothing(checker: SentenceChecker) -> None:
    assert checker.check("Moss stores water.", (), ()).verdict == "unsupported"
    assert checker.check("Moss stores water.", (1,), ()).verdict == "unsupported"
    assert checker.check("", (1,), SOURCES).verdict == "unsupported"


def test_the_same_passage_cited_twice_counts_once(checker: SentenceChecker) -> None:
    checked = checker.check(SOURCES[0].text, (1, 1), SOURCES)
    assert checked.labels == (1,)
