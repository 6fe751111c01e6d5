from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

import pytest

from paperchat.types import Answer, Citation, Paper, QuestionKind, Record, Timings
from paperchat.ui.suggestions import last_batch, own_names, suggest, topics


def _paper(number: int, title: str, text: str = "", published: date | None = None) -> Paper:
    return Paper(
        f"p{number}", title, text or f"Nothing much is said here, {number}.", "abstract", (), None,
        published or date(2024, 1, 1 + number % 28), None, None, None, None, None, None, "tests",
        datetime(2025, 1, 1, tzinfo=UTC),
    )  # fmt: skip


def _introducing(number: int, name: str) -> Paper:
    return _paper(
        number,
        f"{name}: Sorting Parcels in Small Depots",
        f"Parcels wait. We propose {name}, which sorts them. {name} is fast.",
    )


@dataclass(slots=True)
class Library:
    """Answers as told, and remembers what it was asked."""

    papers: list[Paper]
    refuses: tuple[str, ...] = ()
    cites: tuple[str, ...] | None = None
    asked: list[str] = field(default_factory=list)

    def ask(self, question: str) -> Answer:
        self.asked.append(question)
        kind: QuestionKind = "ask"
        if question.startswith("Compare"):
            kind = "comparison"
        elif question.startswith(("Summarize", "What do the papers say about")):
            kind = "summary"
        refused = any(word in question for word in self.refuses)
        named = [p for p in self.papers if p.title in question or p.title.split(":")[0] in question]
        ids = self.cites or tuple(paper.id for paper in named or self.papers[:1])
        cited = tuple(
            Citation(n, paper_id, "", "q", 0, 1, None, "abstract") for n, paper_id in enumerate(ids)
        )
        return Answer(
            question, None, kind, "no_evidence" if refused else "answered", "", (),
            () if refused else cited, None, (), (), "extractive", Timings(0, 0, 0),
        )  # fmt: skip


PAPERS = [
    _introducing(1, "PARCELO"),
    _introducing(2, "DEPOTRON"),
    _paper(3, "Sorting Parcels by Hand"),
    _paper(4, "A Study of Conveyor Belts"),
    _paper(5, "Noise of Conveyor Belts at Night"),
]


def test_a_suggestion_of_each_kind_comes_from_the_papers() -> None:
    library = Library(PAPERS)
    found = suggest(PAPERS, library.ask)
    assert found[0].startswith("What do the papers say about ")
    assert found[1].startswith("Summarize “")
    assert found[2] in ("How does PARCELO work?", "How does DEPOTRON work?")
    assert found[3] in ("Compare PARCELO and DEPOTRON", "Compare DEPOTRON and PARCELO")


def test_the_two_papers_that_are_nearest_to_each_other_are_compared() -> None:
    papers = [*PAPERS, _paper(6, "Night Shifts"), _paper(7, "Sleep of Couriers")]

    def nearness(paper: Paper, other: Paper) -> float:
        return 0.8 if {paper.id, other.id} == {"p6", "p7"} else 0.3

    def compared(near: Callable[[Paper, Paper], float]) -> list[str]:
        found = suggest(papers, Library(papers).ask, near)
        return [one for one in found if one.startswith("Compare")]

    (both,) = compared(nearness)
    assert set(both.removeprefix("Compare ").split(" and ")) == {
        "“Night Shifts”", "“Sleep of Couriers”",
    }  # fmt: skip
    # Nobody compares what has little to do with each other.
    assert compared(lambda _paper, _other: 0.3) == []


def test_a_few_papers_suggest_more_than_summaries() -> None:
    papers = [_paper(1, "Slow Conveyor Belts"), _paper(2, "Why Depots Flood at Night")]
    found = suggest(papers, Library(papers).ask)
    assert len({question.split()[0:4][-1] for question in found}) == len(found) == 4
    assert sum(question.startswith("Summarize") for question in found) == 1


def test_all_of_it_is_asked_of_the_papers() -> None:
    library = Library(PAPERS)
    found = suggest(PAPERS, library.ask)
    assert set(found) <= set(library.asked)


@pytest.mark.parametrize("refused", ["How", "What", "Compare", "PARCELO", "Belts"])
def test_only_what_is_answered_is_suggested(refused: str) -> None:
    found = suggest(PAPERS, Library(PAPERS, refuses=(refused,)).ask)
    assert found
    assert not [question for question in found if refused in question]


def test_an_answer_about_another_paper_does_not_count() -> None:
    found = suggest(PAPERS, Library(PAPERS, cites=("p4",)).ask)
    assert "Summarize “A Study of Conveyor Belts”" in found
    assert not [question for question in found if question.startswith(("How", "Compare"))]


def test_a_library_that_answers_nothing_suggests_nothing_and_is_not_asked_for_long() -> None:
    library = Library(PAPERS, refuses=("",))
    assert suggest(PAPERS, library.ask) == ()
    assert len(library.asked) <= 30


def test_an_empty_library_and_a_single_paper() -> None:
    assert suggest([], Library([]).ask) == ()
    one = [_paper(1, "Only One")]
    assert suggest(one, Library(one).ask)[0] == "Summarize “Only One”"


def test_papers_without_names_or_shared_words_give_summaries_and_what_they_tell() -> None:
    papers = [
        _paper(n, title) for n, title in enumerate(["Alpha", "Beta", "Gamma", "Delta", "Eps"])
    ]
    found = suggest(papers, Library(papers).ask)
    assert len(found) == len(set(found)) == 4
    assert found[0].startswith("Summarize “")


def test_a_name_that_many_papers_use_is_nobodys_own() -> None:
    papers = [_introducing(number, "COMMONX") for number in range(4)]
    assert own_names(papers) == []
    assert own_names(papers[:1]) == [("COMMONX", papers[0])]


def test_topics_are_pairs_of_words_shared_by_titles() -> None:
    papers = [
        _paper(1, "AI Safety for Trams"),
        _paper(2, "On AI Safety"),
        _paper(3, "Tram Timetables: AI Safety, Again"),
        _paper(4, "Tram Timetables"),
        *[_paper(number, f"Unrelated Matter{number}") for number in range(5, 30)],
    ]
    # "AI Safety," has a comma behind it, and "of the" says nothing.
    assert topics(papers) == ["AI safety"]
    assert topics([_paper(1, "One of the Many"), _paper(2, "Two of the Few")]) == []


def test_the_field_itself_is_no_topic() -> None:
    papers = [_paper(number, f"Tram Timetables Part {number}") for number in range(24)]
    assert topics(papers) == []


@pytest.mark.parametrize(
    "title",
    ["Towards Bidirectional Human-AI Timetables", "Secrets of RLTF, Part I", "RLTF in Trams"],
)
def test_a_name_within_a_title_is_not_the_papers(title: str) -> None:
    text = "We propose RLTF. RLTF and Human-AI are ours. Human-AI is fast."
    assert own_names([_paper(1, title, text)]) == []


def test_the_last_batch_is_told_by_its_source() -> None:
    old = [_paper(number, f"Old {number}") for number in range(4)]
    new = [
        replace(_paper(9, "New"), source="new.bib"),
        replace(_paper(8, "Newer"), source="new.bib"),
    ]
    assert last_batch([*new, *old], 2) == new
    assert last_batch(old, 1) == []
    assert last_batch([], 0) == []
    # Of a large library only the last ones are looked at: they may be of one source.
    assert last_batch(new, 2) == new


def test_a_topic_goes_on_as_most_titles_do_and_comes_in_one_number() -> None:
    told = ("Stem Cells in Mice", "On Stem Cells", "A Stem Cell", "One Stem Cell")
    papers = [_paper(number, title) for number, title in enumerate(told)]
    papers += [_paper(9, f"Large Language Models {letter}") for letter in "ab"]
    papers += [_paper(number, f"Nothing shared {number}") for number in range(10, 30)]
    found = topics(papers)
    assert "large language models" in found
    assert "large language" not in found
    assert [topic for topic in found if topic.startswith("stem")] == ["stem cells"]


def test_the_first_page_suggests_something_of_the_papers_added_last(
    open_page, own_home, add_papers
) -> None:
    coast = [
        Record(
            f"Storm surges {where}",
            f"Low coasts are flooded {where}. Storm surges rise by {number} centimetres a decade.",
            source="coast.bib",
        )
        for number, where in enumerate(("in winter", "at night", "of old"), 20)
    ]
    add_papers(own_home, coast)
    page = open_page(own_home)
    shown = [key for key in page.buttons if key.startswith("suggestion-")]
    said = [page.app.button(key=key).label for key in shown]
    assert 1 <= sum("torm surges" in label for label in said) < len(said) == 4
    assert "Ask about the 51 papers" in page.html
    assert "among them some on storm surges, " in page.html
