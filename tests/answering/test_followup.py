from __future__ import annotations

import pytest

from paperchat.answering.focus import goes_on
from paperchat.answering.question import read_question
from paperchat.assistant import Assistant
from paperchat.types import Answer, Conversation, Turn


class Talk:
    """A conversation with the assistant."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._conversation = Conversation()

    def ask(self, question: str) -> Answer:
        answer = self._assistant.ask(question, self._conversation)
        self._conversation = self._conversation.with_turn(Turn(question, answer))
        return answer


@pytest.fixture
def talk(assistant: Assistant) -> Talk:
    return Talk(assistant)


def cited(answer: Answer) -> set[str]:
    return {citation.title.split(":")[0] for citation in answer.citations}


def test_a_pronoun_means_the_paper_last_cited(talk: Talk) -> None:
    talk.ask("What does TidePool do?")
    answer = talk.ask("What are its limitations?")
    assert cited(answer) == {"TidePool"}
    assert any("clocks" in citation.quote for citation in answer.citations)
    assert answer.rewritten_question is not None
    assert "TidePool" in answer.rewritten_question


def test_a_question_that_goes_on_is_about_the_same_paper(talk: Talk) -> None:
    talk.ask("What does MossNet do?")
    assert cited(talk.ask("And the error?")) == {"MossNet"}


def test_ordinals_count_the_papers_of_the_last_answer(talk: Talk) -> None:
    listed = talk.ask("list the papers from 2024")
    titles = list(dict.fromkeys(citation.title.split(":")[0] for citation in listed.citations))
    assert cited(talk.ask("Summarize the second one")) == {titles[1]}
    assert cited(talk.ask("Compare it with TidePool")) == {titles[1], "TidePool"}


def test_a_comparison_with_the_first_is_with_the_first_spoken_of(talk: Talk) -> None:
    talk.ask("What does TidePool do?")
    talk.ask("Summarize MossNet")
    answer = talk.ask("How does that compare with the first?")
    assert answer.kind == "comparison"
    assert cited(answer) == {"TidePool", "MossNet"}


def test_who_wrote_it_asks_for_the_authors(talk: Talk) -> None:
    talk.ask("What does TidePool do?")
    assert "Ada Low" in talk.ask("Who wrote it?").text


def test_something_else_is_asked_of_all_papers(talk: Talk) -> None:
    talk.ask("What does TidePool do?")
    answer = talk.ask("Now something else: what do they say about bridges?")
    assert "TidePool" not in cited(answer)
    assert any(title.startswith("Why") for title in cited(answer))


def test_the_choice_of_a_paper_is_explained_in_words(talk: Talk) -> None:
    talk.ask("How often do photographs fail in frozen bogs?")
    said = talk.ask("Why this paper?").text
    assert "“photographs”" in said


def test_what_cannot_stand_alone_is_asked_of_the_same_paper(talk: Talk) -> None:
    talk.ask("What does MossNet do?")
    assert cited(talk.ask("how many photographs does that network see?")) <= {"MossNet"}
    answer = talk.ask("on what hardware?")
    assert answer.status == "not_in_abstract"
    assert [paper.title.split(":")[0] for paper in answer.nearest][:1] == ["MossNet"]


@pytest.mark.parametrize(
    ("question", "goes"),
    [
        ("how many ponds does that network see?", True),
        ("what do they recommend?", True),
        ("on what hardware?", True),
        ("is its code out?", True),
        ("Do sailors know when they sleep?", False),
        ("Is it possible to dry ponds?", False),
        ("What is QUILL-2?", False),
        ("what is a bog?", False),
        ("How does evening light affect sleep?", False),
    ],
)
def test_which_questions_cannot_stand_alone(question: str, goes: bool) -> None:
    assert goes_on(read_question(question)) is goes


def test_a_new_subject_leaves_the_old_one(talk: Talk) -> None:
    talk.ask("What does TidePool do?")
    answer = talk.ask("How does evening light affect sleep?")
    assert answer.rewritten_question is None
    assert "TidePool" not in cited(answer)


@pytest.mark.parametrize(
    "question", ["Why is the sky blue?", "Who won the chess championship?", "And the weather?"]
)
def test_an_off_topic_follow_up_is_refused_again(talk: Talk, question: str) -> None:
    talk.ask("What does TidePool do?")
    answer = talk.ask(question)
    assert answer.status != "answered"
    assert answer.citations == ()


def test_orders_change_the_last_answer(talk: Talk) -> None:
    full = talk.ask("What does TidePool do?")
    short = talk.ask("shorter")
    assert len(short.citations) == 1
    assert cited(short) <= cited(full)
    longer = talk.ask("more detail")
    assert len(longer.citations) > len(short.citations)
    results = talk.ask("only the results")
    assert any("74.2%" in citation.quote for citation in results.citations)


def test_the_quotes_and_the_reasons_can_be_asked_for(talk: Talk) -> None:
    talk.ask("What hit rate does TidePool reach?")
    quotes = talk.ask("show me the quote")
    assert "characters" in quotes.text
    assert cited(quotes) == {"TidePool"}
    why = talk.ask("why this paper?")
    assert "was taken because" in why.text


def test_words_that_refer_to_the_question_itself_are_left_alone(talk: Talk) -> None:
    talk.ask("What does TidePool do?")
    answer = talk.ask("How do old bridges and their rivets fail?")
    assert answer.rewritten_question is None


def test_nothing_to_refer_to_is_no_error(talk: Talk) -> None:
    assert talk.ask("What about it?").status in ("answered", "no_evidence")
    assert talk.ask("shorter").status in ("answered", "no_evidence")


def test_another_paper_is_asked_the_same_question(talk: Talk) -> None:
    talk.ask("On how many networks or photographs was TidePool tested?")
    answer = talk.ask("What about MossNet?")
    assert answer.rewritten_question is not None
    assert "photographs was “MossNet" in answer.rewritten_question
    assert cited(answer) == {"MossNet"}
    other = talk.ask("and the other one?")
    assert cited(other) == {"TidePool"}


def test_a_refused_question_leaves_its_paper_in_focus(talk: Talk) -> None:
    talk.ask("What does TidePool do?")
    refused = talk.ask("What learning rate was MossNet trained with?")
    assert refused.status == "not_in_abstract"
    assert cited(talk.ask("What does it do?")) == {"MossNet"}


@pytest.mark.parametrize(
    ("bare", "rewritten"),
    [
        ("Who?", "Who are the authors of “TidePool"),
        ("When?", "When was “TidePool"),
        ("Why?", "Why? What does TidePool do?"),
    ],
)
def test_a_question_word_alone_is_about_the_paper(talk: Talk, bare: str, rewritten: str) -> None:
    talk.ask("What does TidePool do?")
    answer = talk.ask(bare)
    assert answer.rewritten_question is not None
    assert answer.rewritten_question.startswith(rewritten)
    assert cited(answer) <= {"TidePool"}


def test_the_two_are_the_papers_spoken_of_last(talk: Talk) -> None:
    talk.ask("What does TidePool do?")
    talk.ask("What does MossNet do?")
    answer = talk.ask("Compare the two")
    assert answer.kind == "comparison"
    assert cited(answer) == {"TidePool", "MossNet"}
    answer = talk.ask("Which of the two fails on frozen ground?")
    assert answer.rewritten_question is not None
    assert answer.rewritten_question.startswith("between “TidePool")


def test_the_paper_that_a_question_describes_is_not_the_one_in_focus(talk: Talk) -> None:
    talk.ask("What does TidePool do?")
    answer = talk.ask("What does the paper on riveted joints predict?")
    assert answer.rewritten_question is None
    assert cited(answer) == {"Why Do Riveted Joints Fail in Cold Climates?"}


def test_the_other_one_may_stand_inside_a_question(talk: Talk) -> None:
    talk.ask("What does TidePool do?")
    talk.ask("What does MossNet do?")
    answer = talk.ask("And what does the other one propose?")
    assert cited(answer) == {"TidePool"}


def test_an_ordinal_counts_the_newest_list_that_is_so_long(talk: Talk) -> None:
    listed = talk.ask("list all papers")
    titles = list(dict.fromkeys(citation.title for citation in listed.citations))
    talk.ask("Summarize the second one")
    answer = talk.ask("And the third one, what does it say?")
    assert answer.rewritten_question is not None
    assert titles[2] in answer.rewritten_question


def test_what_a_question_asks_for_is_not_what_it_asks_about(talk: Talk) -> None:
    talk.ask("What does MossNet do?")
    answer = talk.ask("how many ponds does it see?")
    assert answer.rewritten_question is not None
    assert "MossNet" in answer.rewritten_question
    answer = talk.ask("ok, back to it: what is its error?")
    assert cited(answer) == {"MossNet"}


def test_a_place_before_another_noun_is_no_paper(talk: Talk) -> None:
    talk.ask("List the papers")
    answer = talk.ask("How many cities did the first version of TidePool see?")
    assert answer.rewritten_question is None


def test_papers_that_are_described_are_not_those_just_spoken_of(talk: Talk) -> None:
    talk.ask("What does TidePool do?")
    talk.ask("What does MossNet do?")
    answer = talk.ask("Compare the two papers about bog moisture and riveted joints")
    assert answer.rewritten_question is None
    assert "TidePool" not in cited(answer)


def test_the_first_half_of_a_question_says_what_its_second_means(talk: Talk) -> None:
    talk.ask("What does TidePool do?")
    answer = talk.ask("Which network reads bog moisture and how large is its mean error?")
    assert cited(answer) == {"MossNet"}
    assert answer.rewritten_question is None


def test_orders_mean_the_last_quotes_though_something_was_refused_since(talk: Talk) -> None:
    first = talk.ask("What is MossNet?")
    assert talk.ask("What is its learning rate?").status == "not_in_abstract"
    quotes = talk.ask("show me the quote")
    assert [c.quote for c in quotes.citations] == [c.quote for c in first.citations]
    shorter = talk.ask("shorter")
    assert cited(shorter) == {"MossNet"}
    assert len(shorter.citations) < len(first.citations)


def test_a_list_is_narrowed_in_a_few_words(talk: Talk) -> None:
    every = talk.ask("list all papers")
    late = talk.ask("only those since 2023")
    assert cited(late) == {"TidePool", "MossNet", "QUILL-2"} < cited(every)
    surveys = talk.ask("just the surveys, please")
    assert cited(surveys) <= {"A Survey of Sleep Studies with Wearable Light Meters"}


def test_of_papers_spoken_of_none_may_mention_a_thing(talk: Talk) -> None:
    talk.ask("list papers since 2023")
    answer = talk.ask("which of those mention wearable light meters?")
    assert answer.status == "no_evidence"
    assert answer.text.startswith("The 3 papers you ask about are none of the papers that mention")


def test_no_paper_says_which_is_best(talk: Talk) -> None:
    talk.ask("What does TidePool do?")
    answer = talk.ask("Which of these papers is the best?")
    assert answer.kind == "chat"
    assert not answer.citations


def test_what_about_a_thing_the_paper_does_not_speak_of_is_asked_of_all(talk: Talk) -> None:
    talk.ask("What does MossNet do?")
    answer = talk.ask("What about caches?")
    assert answer.rewritten_question == "What do the papers say about caches?"
    assert cited(answer) == {"TidePool"}


def test_some_of_them_means_the_last_group_though_one_was_spoken_of_since(talk: Talk) -> None:
    talk.ask("list the papers from 2024")
    talk.ask("Summarize the second one")
    group = {"MossNet", "QUILL-2"}
    answer = talk.ask("which of them are from 2024?")
    assert cited(answer) == group
    assert "Of the 2 papers you ask about" in talk.ask("how many of them mention drones?").text


@pytest.mark.parametrize("any_of", ["do any of them", "does any of these", "and do some of those"])
def test_whether_any_of_them_does_is_told_by_which(talk: Talk, any_of: str) -> None:
    talk.ask("list the papers")
    answer = talk.ask(f"{any_of} release code?")
    assert answer.kind == "list"
    assert cited(answer) == {"TidePool"}


def test_several_places_are_compared(talk: Talk) -> None:
    listed = talk.ask("list the papers")
    titles = list(dict.fromkeys(citation.title.split(":")[0] for citation in listed.citations))
    answer = talk.ask("compare the first two")
    assert answer.kind == "comparison"
    assert cited(answer) == set(titles[:2])
    answer = talk.ask("how does the second differ from the first?")
    assert answer.kind == "comparison"
    assert cited(answer) == set(titles[:2])


def test_a_method_called_contrastive_is_no_wish_to_compare() -> None:
    assert read_question("Do MossNet and QUILL-2 use contrastive learning?").kind == "ask"
    assert read_question("Contrast MossNet and QUILL-2").kind == "comparison"


def test_the_newer_one_is_what_is_spoken_of(talk: Talk) -> None:
    talk.ask("Compare TidePool and MossNet")
    answer = talk.ask("which one is newer?")
    assert answer.citations[0].title.startswith("MossNet")


@pytest.mark.parametrize(
    "question",
    ["what other papers do something similar?", "anything like it?", "which papers are similar?"],
)
def test_papers_like_the_one_spoken_of(talk: Talk, question: str) -> None:
    talk.ask("What does TidePool do?")
    answer = talk.ask(question)
    assert "nearest in meaning to “TidePool" in answer.text


@pytest.mark.parametrize("question", ["what do both have in common?", "what do they share?"])
def test_what_two_papers_share_is_a_comparison(talk: Talk, question: str) -> None:
    talk.ask("Compare TidePool and MossNet")
    answer = talk.ask(question)
    assert answer.kind == "comparison"
    assert cited(answer) == {"TidePool", "MossNet"}


def test_others_are_other_papers(talk: Talk) -> None:
    talk.ask("which papers are about bogs?")
    answer = talk.ask("are there others on caches?")
    assert answer.kind == "list"
    assert cited(answer) == {"TidePool"}


def test_numbers_are_results(talk: Talk) -> None:
    talk.ask("What does TidePool do?")
    assert any("61.5%" in item.quote for item in talk.ask("any numbers?").citations)


@pytest.mark.parametrize("opener", ["thx! one more: ", "many thanks. ", "Perfect, "])
def test_thanks_are_no_part_of_a_question(talk: Talk, opener: str) -> None:
    talk.ask("What does TidePool do?")
    answer = talk.ask(f"{opener}what is MossNet?")
    assert cited(answer) == {"MossNet"}
    assert "thx" not in answer.missing_terms


def test_which_of_them_is_oldest_means_the_papers_listed(talk: Talk) -> None:
    talk.ask("list the papers from 2024")
    assert cited(talk.ask("which is the oldest of them?")) == {"QUILL-2"}


def test_which_without_a_noun_means_one_of_two(talk: Talk) -> None:
    talk.ask("Compare TidePool and MossNet")
    answer = talk.ask("which is older?")
    assert answer.kind == "facts"
    assert answer.citations[0].title.startswith("TidePool")


def test_of_several_papers_what_needs_nothing_says_so(talk: Talk) -> None:
    talk.ask("Compare TidePool and QUILL-2")
    answer = talk.ask("which needs no clocks?")
    assert answer.status != "answered" or "outright" in answer.sentences[0].text


def test_a_place_beyond_the_papers_shown_is_told(talk: Talk) -> None:
    talk.ask("What does TidePool do?")
    answer = talk.ask("and the second one?")
    assert answer.status == "unknown_paper"
    assert "Only 1 paper was shown last" in answer.text
    assert cited(talk.ask("and the first one?")) == {"TidePool"}


def test_the_sides_of_a_comparison_are_swapped(talk: Talk) -> None:
    first = talk.ask("Compare MossNet and TidePool").comparison
    second = talk.ask("swap them").comparison
    third = talk.ask("and the other way round please").comparison
    assert first is not None
    assert second is not None
    assert third is not None
    assert second.papers == first.papers[::-1]
    assert third.papers == first.papers


def test_without_a_comparison_nothing_is_swapped(talk: Talk) -> None:
    talk.ask("What does TidePool do?")
    assert talk.ask("swap them").comparison is None


def test_another_year_is_asked_for_in_a_few_words(talk: Talk) -> None:
    talk.ask("Which papers are from 2024?")
    assert cited(talk.ask("and 2023?")) == {"TidePool"}
    assert len(cited(talk.ask("what about since 2022?"))) == 4


def test_the_newest_after_a_list_is_one_of_it(talk: Talk) -> None:
    talk.ask("Which papers are from before 2023?")
    assert cited(talk.ask("which is the newest?")) == {
        "A Survey of Sleep Studies with Wearable Light Meters"
    }
    assert cited(talk.ask("and the oldest?")) == {"Why Do Riveted Joints Fail in Cold Climates?"}


def test_who_has_the_most_after_a_question_on_authors(talk: Talk) -> None:
    talk.ask("How many authors does TidePool have?")
    assert cited(talk.ask("which paper has the most?")) == {"MossNet"}
    assert cited(talk.ask("and the fewest?")) == {"TidePool"}


def test_a_word_or_two_lead_to_where_the_paper_has_them(talk: Talk) -> None:
    talk.ask("What does MossNet do?")
    answer = talk.ask("and drones?")
    assert cited(answer) == {"MossNet"}
    assert "drones" in answer.citations[0].quote
    counted = talk.ask("how many bogs?")
    assert "31 bogs" in counted.citations[0].quote
    assert talk.ask("and bicycles?").status != "answered"


def test_a_number_is_asked_for_of_what_was_asked_last(talk: Talk) -> None:
    talk.ask("Does TidePool raise the hit rate?")
    answer = talk.ask("by how much?")
    assert "74.2%" in answer.citations[0].quote


def test_a_whole_question_is_asked_of_all_papers(talk: Talk) -> None:
    talk.ask("What does TidePool do?")
    answer = talk.ask("why do riveted joints of bridges crack?")
    assert cited(answer) == {"Why Do Riveted Joints Fail in Cold Climates?"}
    assert not answer.narrowed_to


def test_what_is_compared_with_it_is_the_other_side(talk: Talk) -> None:
    talk.ask("What does TidePool do?")
    answer = talk.ask("How does MossNet compare with it?")
    assert answer.kind == "comparison"
    assert cited(answer) == {"TidePool", "MossNet"}


def test_a_paper_is_added_to_a_comparison_after_other_words(talk: Talk) -> None:
    talk.ask("Compare TidePool and MossNet")
    assert "welcome" in talk.ask("thanks").text
    answer = talk.ask("add QUILL-2 to the comparison")
    assert cited(answer) == {"TidePool", "MossNet", "QUILL-2"}


def test_risks_without_a_thing_are_those_of_the_paper_spoken_of(talk: Talk) -> None:
    talk.ask("What does TidePool do?")
    answer = talk.ask("what are the drawbacks?")
    assert cited(answer) == {"TidePool"}
    assert "clocks" in answer.citations[0].quote


@pytest.mark.parametrize(
    "then",
    [
        "Which ones?",
        "List them by date, please",
        "List them, newest first",
        "List them with their dates",
        "Show me them",
        "Which are they?",
        "Give me all of them",
    ],
)
def test_what_was_counted_is_listed(talk: Talk, then: str) -> None:
    counted = talk.ask("How many papers are from 2024?")
    listed = talk.ask(then)
    assert listed.kind == "list"
    assert cited(listed) == cited(counted)
    assert "2024" in listed.text


def test_what_was_listed_is_listed_again_behind_a_question_on_it(talk: Talk) -> None:
    listed = talk.ask("List the papers from 2024")
    talk.ask("Which of them was published first?")
    assert cited(talk.ask("List them with their years")) == cited(listed)


def test_what_a_paper_is_to_say_something_about_is_the_topic_before(talk: Talk) -> None:
    talk.ask("Which papers are about sleep?")
    named = talk.ask("What does TidePool say about it?")
    assert named.rewritten_question == "What does TidePool say about sleep?"
    pointed = talk.ask("What does that paper say about it?")
    assert pointed.rewritten_question is not None
    assert pointed.rewritten_question.endswith("say about sleep?")


def test_it_is_each_of_two_papers_that_were_compared(talk: Talk) -> None:
    talk.ask("Compare TidePool and MossNet")
    answer = talk.ask("What are its limits?")
    assert cited(answer) == {"TidePool", "MossNet"}
