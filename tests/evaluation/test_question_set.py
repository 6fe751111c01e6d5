"""Which questions a library can be asked, and when two questions are the same."""

from __future__ import annotations

from dataclasses import replace

from sample_papers import MOSSNET, TIDEPOOL

from paperchat.evaluation.question_set import Exchange, Item, QuestionSet, digest, select


def _set(*exchanges: Exchange) -> QuestionSet:
    return QuestionSet("test", exchanges)


def _single(name: str, **fields) -> Exchange:
    return Exchange((Item(name, f"Question {name}?", **fields),))


def test_a_paper_goes_by_title_and_id(library) -> None:
    (moss,) = [paper for paper in library.catalogue.papers() if paper.title == MOSSNET.title]
    loose = "mossnet: estimating  bog moisture from aerial photographs"
    found = select(_set(_single("a", papers=(moss.id, MOSSNET.title, loose))), library.catalogue)
    assert found.papers == dict.fromkeys((moss.id, MOSSNET.title, loose), frozenset({moss.id}))
    assert (len(found.exchanges), found.lacking, found.skipped) == (1, (), 0)


def test_a_part_of_a_title_is_no_name(library) -> None:
    found = select(_set(_single("a", papers=("MossNet",))), library.catalogue)
    assert (found.exchanges, found.lacking, found.skipped) == ((), ("MossNet",), 1)


def test_a_dialogue_with_a_lacking_paper_falls_away_whole(library) -> None:
    known, lost, free = (
        Item("d/1", "a", papers=(TIDEPOOL.title,)),
        Item("d/2", "b", papers=("A Paper Nobody Has",)),
        Item("d/3", "c"),
    )
    questions = _set(Exchange((known, lost, free)), _single("s", papers=(TIDEPOOL.title,)))
    found = select(questions, library.catalogue)
    assert [exchange.turns[0].id for exchange in found.exchanges] == ["s"]
    assert (found.lacking, found.skipped) == (("A Paper Nobody Has",), 3)


def test_sorts_choose_exchanges_by_any_of_their_turns(library) -> None:
    talk = Exchange((Item("d/1", "a"), Item("d/2", "b", kind="summary")))
    refused = _single("r", kind="summary", refusal="detail")
    gone = _single("g", kind="summary", papers=("A Paper Nobody Has",))
    questions = _set(talk, refused, _single("q"), gone)
    found = select(questions, library.catalogue, {"summary"})
    assert found.exchanges == (talk,)
    assert found.skipped == 1
    assert select(questions, library.catalogue, {"detail"}).exchanges == (refused,)
    assert select(questions, library.catalogue, {"detail"}).lacking == ()


def test_a_question_is_the_same_only_with_all_that_it_depends_on() -> None:
    first, second = Item("d/1", "What is it?"), Item("d/2", "And then?", facts=(("x",),))
    mark = digest(Exchange((first, second)), 1)
    assert mark == digest(Exchange((first, second, Item("d/3", "Why?"))), 1)
    assert mark == digest(Exchange((replace(first, facts=(("y",),)), second)), 1)
    others = [
        Exchange((replace(first, question="What was it?"), second)),
        Exchange((first, replace(second, question="And now?"))),
        Exchange((first, replace(second, facts=(("z",),)))),
        Exchange((first, replace(second, refusal="detail"))),
    ]
    assert len({mark, *(digest(other, 1) for other in others)}) == 5
