from __future__ import annotations

from datetime import datetime

from paperchat.answering.draft import Draft
from paperchat.types import Paper, Sentence


def paper(text: str) -> Paper:
    return Paper(
        id="p", title="A title", text=text, text_kind="abstract", authors=(), author_count=None,
        published=None, url=None, code_url=None, project_url=None, arxiv_id=None, doi=None,
        comment_count=None, source="tests", added_at=datetime(2026, 1, 1),
    )  # fmt: skip


def test_labels_count_from_one_and_a_sentence_keeps_its_label() -> None:
    source = paper("One thing. Another thing.")
    first = Sentence("p", 0, 0, 10, "One thing.")
    second = Sentence("p", 1, 11, 25, "Another thing.")
    draft = Draft()
    draft.say("From a paper:")
    draft.quote(second, source)
    draft.quote(first, source)
    assert draft.quote(second, source).labels == (1,)
    assert [item.quote for item in draft.citations] == ["Another thing.", "One thing."]
    assert draft.text == "From a paper: Another thing. [1] One thing. [2] Another thing. [1]"


def test_a_bracketed_number_of_the_paper_does_not_pass_for_a_label() -> None:
    text = "Others disagree [429], see [3, 4]."
    source = paper(text)
    draft = Draft()
    draft.quote(Sentence("p", 0, 0, len(text), text), source)
    assert draft.text == r"Others disagree \[429\], see \[3, 4\]. [1]"
    assert draft.sentences[0].text == text
    assert draft.citations[0].quote == text


def test_each_line_of_ours_begins_a_paragraph() -> None:
    draft = Draft()
    draft.say("First.")
    draft.say("Second.")
    assert draft.text == "First.\n\nSecond."
    assert {sentence.verdict for sentence in draft.sentences} == {"none"}
