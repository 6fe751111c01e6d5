from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperchat.text.names import capitalised_names, distinctive_names, normalise_name


def names(text: str) -> list[str]:
    return [mention.text for mention in distinctive_names(text)]


@pytest.mark.parametrize(
    "name",
    """RPS DeAL I-SHEEP PPO-max VLoRA M3Ret Toy2-72B MMEA-UMVM ImageNet iPhone pHi p53 GPT-4 gpt-4
    U-Net Best-of-N Chain-of-Thought Toy2.5-VL RAG+ BERTScore T5 AT&T k-NN""".split(),  # noqa: SIM905  # shorter than a list
)
def test_forms_of_names_are_found(name: str) -> None:
    assert names(f"what does {name} do with the data?") == [name]
    assert names(f"We compare it with ({name}), which is old.") == [name]


@pytest.mark.parametrize(
    "text",
    [
        "What are the limits of this method?",
        "We do NOT use it; ALL of it is new. Part II is next.",
        "The 3D model of 8B weights was trained for 10k steps, 2x faster, on day-1 and top-5.",
        "It needs 24 GB and runs at 3 GHz.",
        "BACKGROUND: sleep matters. METHODS We asked.",
        "Text-to-image and fine-grained tasks are state-of-the-art.",
        "See https://github.com/AbC/DeF2 or write to Me@Foo-1.com.",
        "A 10-fold, 4-bit, k and N dimensional x.",
    ],
)
def test_what_is_no_name(text: str) -> None:
    assert names(text) == []


def test_generic_parts_of_a_compound_do_not_belong_to_the_name() -> None:
    assert names("an LLM-based, non-IID and post-GPT-4-style thing") == ["LLM", "IID", "GPT-4"]


def test_capitals_say_nothing_in_a_text_of_capitals() -> None:
    assert names("WHAT IS THE MAIN RESULT OF GPT-4 HERE?") == ["GPT-4"]


def test_capitalised_compounds_say_nothing_in_a_title() -> None:
    assert names("Zero-Shot Learning With Fine-Grained Toys") == []
    assert names("ToyNet: Zero-Shot Learning With Toys") == ["ToyNet"]


def test_capitalised_words_inside_a_sentence() -> None:
    text = "Does Mistral beat Gemini Pro? Toys are nice. We asked The Who, However."
    assert [mention.text for mention in capitalised_names(text)] == ["Mistral", "Gemini Pro"]
    assert capitalised_names("A Survey of Very Large Toys") == ()


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("PPO-max", "ppo max"),
        ("PPO-max", "PPOMax"),
        ("LLMs", "LLM"),
        ("DPOs", "dpo"),
        ("U‑Net", "U-Net"),
        ("π₀", "pi0"),
        ("RAG +", "rag+"),
    ],
)
def test_spellings_of_one_name(left: str, right: str) -> None:
    assert normalise_name(left) == normalise_name(right)


@pytest.mark.parametrize(
    ("left", "right"), [("RPS", "RP"), ("C", "C++"), ("GPT-4", "GPT-3"), ("RAG", "RAG+")]
)
def test_different_names(left: str, right: str) -> None:
    assert normalise_name(left) != normalise_name(right)


def test_a_mention_knows_its_key() -> None:
    (mention,) = distinctive_names("see PPO-max")
    assert (mention.start, mention.end, mention.key) == (4, 11, "ppomax")


@given(st.text(max_size=200))
def test_mentions_lie_in_the_text_in_order(text: str) -> None:
    for found in (distinctive_names(text), capitalised_names(text)):
        end = 0
        for mention in found:
            assert mention.start >= end
            assert text[mention.start : mention.end] == mention.text != ""
            end = mention.end


@pytest.mark.parametrize("unit", ["a", "A-", "RPS ", "x@", "Mistral ", "a.b@", "Non-"])
def test_time_is_linear(unit: str) -> None:
    def seconds(length: int) -> float:
        text = unit * (length // len(unit))
        runs = []
        for _ in range(2):
            begun = time.process_time()
            distinctive_names(text)
            capitalised_names(text)
            runs.append(time.process_time() - begun)
        return min(runs)

    assert seconds(160_000) < 24 * seconds(20_000) + 0.2
