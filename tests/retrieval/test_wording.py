"""The forms of a phrase: what is the same to a reader, and what is another thing."""

from __future__ import annotations

import pytest

from paperchat.retrieval.wording import wording


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("fine-tuning", "After finetuning, it works."),
        ("fine tuning", "Fine-Tuning helps."),
        ("data set", "Two datasets are shared."),
        ("reward model", "Two reward models vote."),
        ("reward models", "One reward-model votes."),
        ("survey", "Our surveys."),
        ("surveys", "A survey."),
        ("study", "Many studies agree."),
        ("studies", "One study agrees."),
        ("box", "Boxes of light."),
        ("Llama", "We test LLaMA2 and others."),
        ("GPT", "We test GPT-4."),
        ("DPO", "Step-DPO is used."),
        ("C++", "Written in C++."),
        ("café", "A Café."),
    ],
)
def test_forms_of_one_phrase_are_found(phrase: str, text: str) -> None:
    assert wording(phrase).count(text) == 1


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("art", "A part of the start."),
        ("CLIP", "Long video clips are cut."),
        ("GPT-4", "GPT-4.1 and GPT-4o are other models."),
        ("alignment", "It aligns and is aligned."),
        ("RPS", "The CRPS score."),
        ("news", "A new thing."),
        ("", "anything"),
        ("?!", "anything ?!"),
    ],
)
def test_other_words_are_not(phrase: str, text: str) -> None:
    assert wording(phrase).count(text) == 0


def test_a_thing_is_made_where_a_sentence_says_so() -> None:
    made = wording("benchmark")
    assert made.is_made_in("We introduce MossBench, the first benchmark of bogs.")
    assert not made.is_made_in("We introduce a net. It wins on every benchmark.")
