from __future__ import annotations

from datetime import date

import pytest
from sample_papers import MOSSNET, PAPERS

from paperchat.answering.catalogue_question import read_catalogue_question
from paperchat.answering.context import Context
from paperchat.answering.selection import Selection, as_found
from paperchat.assistant import Assistant
from paperchat.embedding.minilm import MiniLMEmbedder
from paperchat.library.library import Library
from paperchat.types import Conversation, Turn


def titles(assistant: Assistant, question: str) -> list[str]:
    answer = assistant.ask(question)
    assert answer.kind in ("list", "facts"), answer
    return list(dict.fromkeys(citation.title for citation in answer.citations))


def starts(found: list[str]) -> set[str]:
    return {title.split(":")[0].split()[0] for title in found}


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("list the papers from 2024", {"MossNet", "QUILL-2"}),
        ("which papers have code?", {"TidePool"}),
        ("which paper is the newest?", {"MossNet"}),
        ("what is the oldest paper?", {"Why"}),
        ("list the surveys", {"A"}),
        ("who has the most authors?", {"MossNet"}),
        ("papers about bridges", {"Why"}),
        ("which papers were published before May 2023?", {"A", "Why"}),
        ("is there a paper with more than 5 authors?", {"MossNet"}),
        ("Papers published before 2023", {"A", "Why"}),
        ("everything from 2024", {"MossNet", "QUILL-2"}),
        ("What are the two most recent papers", {"MossNet", "QUILL-2"}),
        ("the 2 oldest", {"Why", "A"}),
        ("latest paper on bogs", {"MossNet"}),
        ("Which papers give a link to code", {"TidePool"}),
        ("which papers do not have code", {"MossNet", "A", "Why", "QUILL-2"}),
        ("papers in the second half of 2024", {"MossNet"}),
        ("papers not from 2024", {"TidePool", "A", "Why"}),
        ("papers that mention WLM", {"A"}),
        ("papers that use the word plan", {"QUILL-2"}),
        ("which papers do not mention light", {"TidePool", "MossNet", "Why", "QUILL-2"}),
        ("is there a paper by Ada Low", {"TidePool"}),
        ("Which is newer, TidePool or MossNet?", {"TidePool", "MossNet"}),
        ("which papres are from 2024", {"MossNet", "QUILL-2"}),
        ("lsit the papers beofre May 2023", {"A", "Why"}),
        ("which papers introduce a network", {"MossNet"}),
        ("Which paper was published most recently?", {"MossNet"}),
        ("Which paper is by Ada Low?", {"TidePool"}),
        ("What has Low written?", {"TidePool"}),
        ("what work is there on bridges?", {"Why"}),
        ("who works on bogs?", {"MossNet"}),
        ("bridges - anything?", {"Why"}),
    ],
)
def test_lists_are_complete_and_exact(
    assistant: Assistant, question: str, expected: set[str]
) -> None:
    assert starts(titles(assistant, question)) == expected


def test_papers_are_counted(assistant: Assistant) -> None:
    assert f"holds {len(PAPERS)} papers" in assistant.ask("How many papers are there?").text
    assert "holds 2 papers from 2024" in assistant.ask("How many papers are from 2024?").text
    assert "holds 1 survey" in assistant.ask("How many surveys are there?").text


def test_figures_are_computed(assistant: Assistant) -> None:
    average = assistant.ask("average number of authors")
    assert average.kind == "facts"
    assert "3 papers whose number of authors is known have 4.0" in average.text
    assert "2021: 1, 2022: 1, 2023: 1, 2024: 2" in assistant.ask("papers per year").text
    assert "in 2024" in assistant.ask("Which year has the most papers?").text
    assert "dated 2021 to 2024" in assistant.ask("what years do the papers cover?").text
    assert "holds 1 paper with" in assistant.ask("how many have code").text
    assert "holds 5 papers" in assistant.ask("what topics does the library cover?").text


def test_two_papers_are_set_against_each_other(assistant: Assistant) -> None:
    newer = assistant.ask("Which is newer, TidePool or MossNet?")
    assert newer.text.startswith(f"“{PAPERS[1].title}” is newer")
    older = assistant.ask("Was TidePool published before MossNet?")
    assert older.text.startswith(f"“{PAPERS[0].title}” is older")
    talk = Conversation().with_turn(Turn("Which is newer, TidePool or MossNet?", newer))
    same = assistant.ask("were both published in the same year?", talk)
    assert same.text.startswith("No, not the same year")
    more = assistant.ask("which of the two has more authors?", talk)
    assert more.text.startswith(f"“{PAPERS[1].title}” is the one with more authors")
    coded = assistant.ask("which of them have code?", talk)
    assert {item.title for item in coded.citations} == {PAPERS[0].title}


def test_the_quote_speaks_of_the_topic(assistant: Assistant) -> None:
    answer = assistant.ask("papers that mention clocks")
    assert "clocks" in answer.citations[0].quote
    assert "that mentions “clocks”" in answer.text


def test_names_that_no_record_holds_are_told(assistant: Assistant) -> None:
    answer = assistant.ask("papers by Grace Brook")
    assert answer.status == "no_evidence"
    assert "4 papers do not give their authors' names" in answer.text


def test_a_question_for_a_word_without_the_word_lists_nothing() -> None:
    assert read_catalogue_question("papers that use the word", date(2026, 1, 1)) is None


def test_the_record_of_one_paper_is_told(assistant: Assistant) -> None:
    dated = assistant.ask("When was TidePool published?")
    assert "May 4, 2023" in dated.text
    assert {item.title for item in dated.citations} == {PAPERS[0].title}
    assert "Ada Low, Ben Ray" in assistant.ask("Who wrote TidePool?").text
    assert "7 authors" in assistant.ask("How many authors does MossNet have?").text
    assert (
        "https://github.com/example/tidepool"
        in assistant.ask("Where is the code of TidePool?").text
    )
    assert assistant.ask("Who wrote QUILL-2?").status == "not_in_abstract"


def test_a_list_of_nothing_is_a_refusal(assistant: Assistant) -> None:
    answer = assistant.ask("list the papers from 1999")
    assert answer.status == "no_evidence"
    assert answer.citations == ()


@pytest.mark.parametrize(
    "question",
    [
        "What do these papers say about light?",
        "How many photographs was MossNet trained on?",
        "What is a bog?",
        "How does TidePool differ from MossNet?",
        "Which methods need no training?",
        "Which paper uses photographs for moisture?",
        "Which survey reviews light meters?",
        "Which light meter works best against dusk?",
        "Which papers do without light meters?",
        "What do the papers offer against cold?",
        "Is there a paper on the aging of bridges?",
        "Why do papers on bogs use drones?",
        "What is the latest version of QUILL?",
        "List the limitations of TidePool",
        "Compare the two papers",
        "Which university are the authors of TidePool from?",
        "Where do the authors of TidePool work?",
        "What kind of papers are used for training?",
    ],
)
def test_questions_for_the_texts_are_left_to_them(question: str) -> None:
    assert read_catalogue_question(question, date(2026, 1, 1)) is None


@pytest.mark.parametrize(
    ("question", "mode", "topics"),
    [
        (
            "Which works bring moral philosophy into play?",
            "do",
            ("bring moral philosophy into play",),
        ),
        ("Which papers show that light delays sleep?", "do", ("light delays sleep",)),
        ("list papers that try to measure moisture by drone", "do", ("measure moisture by drone",)),
        ("papers criticising light meters", "do", ("criticising light meters",)),
        ("which medical studies compare blood tests here?", "do", ("medical compare blood tests",)),
        ("papers for sleepless people", "do", ("sleepless people",)),
        ("Anything on light?", "about", ("light",)),
        ("anything for teachers or nurses?", "about", ("teachers", "nurses")),
        ("what work is there on bog moisture?", "about", ("bog moisture",)),
        ("any work on bridges", "about", ("bridges",)),
        ("list all research about peat", "about", ("peat",)),
        ("what has been done against cold?", "about", ("cold",)),
        ("who works on peat bogs?", "about", ("peat bogs",)),
        ("who has looked at moisture?", "about", ("moisture",)),
        ("peat bogs - anything?", "about", ("peat bogs",)),
        ("aging of bridges, what is there?", "about", ("aging of bridges",)),
    ],
)
def test_papers_asked_for_in_loose_words_are_listed(
    question: str, mode: str, topics: tuple[str, ...]
) -> None:
    read = read_catalogue_question(question, date(2026, 1, 1))
    assert read is not None
    assert (read.wanted, read.mode, read.topics, read.loosely) == ("list", mode, topics, True)


@pytest.mark.parametrize(
    "question",
    [
        "Which papers have the most citations?",
        "which papers won an award?",
        "what papers should I read?",
        "papers that do not need training",
        "which papers come from Oslo?",
        "what is known about light?",
        "who wrote about peat?",
    ],
)
def test_what_papers_are_is_no_clause_of_what_they_do(question: str) -> None:
    read = read_catalogue_question(question, date(2026, 1, 1))
    assert read is None or not read.loosely


def test_adjectives_joined_by_or_are_topics_of_their_own() -> None:
    read = read_catalogue_question("climate or moisture papers?", date(2026, 1, 1))
    assert read is not None
    assert read.topics == ("climate", "moisture")


@pytest.mark.parametrize(
    ("question", "topics"),
    [
        ("what do we have on zebra fish?", ("zebra fish",)),
        ("list everything on zebra fish", ("zebra fish",)),
        ("is there any work on zebra fish?", ("zebra fish",)),
        ("Are there papers about zebra fish and how to keep them?", ("zebra fish",)),
        ("everything about zebra fish", ("zebra fish",)),
        ("show me what you have on zebra fish", ("zebra fish",)),
        ("do we have anything on zebra fish?", ("zebra fish",)),
        ("papers mainly about zebra fish, please list", ("zebra fish",)),
        ("Which papers here deal with zebra fish?", ("zebra fish",)),
        ("which papers in the library are on zebra fish", ("zebra fish",)),
        ("which papers work with zebra fish?", ("zebra fish",)),
        ("papers about fins or scales in zebra fish",
         ("fins in zebra fish", "scales in zebra fish")),
        ("which papers look at people answering legal or medical questions",
         ("people answering legal questions", "people answering medical questions")),
        ("papers on fish (bony ones or not)", ("fish",)),
        ("Show me fish to bird papers", ("fish-to-bird",)),
    ],
)  # fmt: skip
def test_many_wordings_ask_for_a_list(question: str, topics: tuple[str, ...]) -> None:
    asked = read_catalogue_question(question, date(2026, 1, 1))
    assert asked is not None
    assert (asked.kind, asked.mode, asked.topics) == ("list", "about", topics)


def test_surveys_on_either_topic_are_read_as_such() -> None:
    asked = read_catalogue_question(
        "what surveys or reviews are in here on fish or birds?", date(2026, 1, 1)
    )
    assert asked is not None
    assert asked.surveys
    assert asked.topics == ("fish", "birds")


@pytest.mark.parametrize(
    "question",
    [
        "List the commonest side effects seen with zebrafinil.",
        "list the genes pooled in the zebra fish meta-analysis",
        "which conditions push fish towards heart failure? list them",
        "list everything the authors measured",
        "give me everything on this paper",
    ],
)
def test_lists_of_things_in_a_text_are_left_to_the_texts(question: str) -> None:
    assert read_catalogue_question(question, date(2026, 1, 1)) is None


def test_a_list_falls_back_on_what_the_texts_say_in_other_words(assistant: Assistant) -> None:
    answer = assistant.ask("Which papers apply drone photographs to the wetness of bogs?")
    assert (answer.kind, answer.status) == ("list", "answered")
    assert {item.title for item in answer.citations} == {MOSSNET.title}
    nothing = assistant.ask("Which papers apply opera singing to the study of volcanoes?")
    assert nothing.status == "no_evidence"
    assert nothing.citations == ()


def test_one_thing_but_not_another(assistant: Assistant) -> None:
    every = assistant.ask("Which papers mention servers or bridges?")
    some = assistant.ask("Which papers mention servers but not memory?")
    assert {c.title.split(":")[0] for c in every.citations} >= {"TidePool"}
    assert some.status == "no_evidence"


@pytest.mark.parametrize(
    "question", ["Which papers are surveys?", "what ones of my papers are reviews"]
)
def test_what_are_surveys_is_a_list_of_them(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert answer.kind == "list"
    assert {item.title.split(" of ")[0] for item in answer.citations} == {"A Survey"}


def test_what_none_mentions_is_not_said_to_be_mentioned(assistant: Assistant) -> None:
    answer = assistant.ask("Which papers mention aerial moisture pictures?")
    assert "that mention" not in answer.text or answer.text.startswith("No paper that mentions")


def test_what_is_free_of_a_thing_is_not_about_the_thing(assistant: Assistant) -> None:
    answer = assistant.ask("Which papers are about clock-free servers?")
    assert answer.status == "no_evidence"


def test_the_whole_summary_is_given_by_a_name_with_a_hyphen(assistant: Assistant) -> None:
    answer = assistant.ask("Summarize QUILL-2")
    assert answer.text.startswith("Summary of “QUILL-2")


@pytest.mark.parametrize(
    "question",
    [
        "How many people die of malaria every year?",
        "How much rain falls in London per month?",
        "Which is the newest phone?",
        "What period do dinosaurs come from?",
        "How many books are printed each year?",
    ],
)
def test_figures_of_the_world_are_not_those_of_the_library(
    assistant: Assistant, question: str
) -> None:
    answer = assistant.ask(question)
    assert answer.status == "no_evidence"
    assert "0 papers" not in answer.text


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("How many papers per year?", "Papers a year"),
        ("how many papers were published each year", "Papers a year"),
        ("How many are there by month?", "Papers a month"),
        ("Which is the newest?", "The newest of the papers"),
        ("which is the oldest of the papers on bogs", "There is only 1 paper on “bogs”"),
    ],
)
def test_figures_of_the_library_are_still_told(
    assistant: Assistant, question: str, said: str
) -> None:
    assert assistant.ask(question).text.startswith(said)


def test_papers_without_a_word_of_the_topic_are_near_it(
    library: Library, embedder: MiniLMEmbedder
) -> None:
    context = Context.of(library, embedder, embedder)
    paper = next(one for one in library.catalogue.papers() if one.title == MOSSNET.title)
    for topic, mode in (("bogs", "about"), ("xylophones", "do")):
        asked = read_catalogue_question(f"Which papers are about {topic}?", date(2026, 1, 1))
        assert asked is not None
        assert as_found(context, asked, Selection(context, (), (paper,))).mode == mode
