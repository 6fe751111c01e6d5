from __future__ import annotations

from importlib.resources import files
from itertools import product
from pathlib import Path
from time import perf_counter

import numpy as np
import pytest
from sample_papers import LANTERN, MOSSNET, TIDEPOOL

from paperchat.answering.facets import facets_of
from paperchat.answering.role_model import chain as role_chain
from paperchat.answering.role_model.chain import LABELS, Chain, Label, shipped_chain, sum_product
from paperchat.answering.role_model.cues import heading
from paperchat.answering.role_model.descent import minimise
from paperchat.answering.role_model.features import features_of
from paperchat.answering.role_model.training import (
    LabelledAbstract,
    Regimen,
    read_abstracts,
    train,
)
from paperchat.answering.roles import ROLES, role_scores, roles
from paperchat.text.sentences import split_sentences
from paperchat.types import Record, Sentence

CSABSTRUCT = (
    Path(__file__).resolve().parents[2]
    / ".." / "shared" / "bench" / "csabstruct-dev" / "sentences.jsonl"
)  # fmt: skip


def sentences_of(record: Record | str) -> list[Sentence]:
    text = record if isinstance(record, str) else record.text
    return [
        Sentence("p", i, span.start, span.end, text[span.start : span.end])
        for i, span in enumerate(split_sentences(text))
    ]


def test_a_limit_that_is_announced_needs_no_word_for_the_papers_own_work() -> None:
    text = (
        "Crabs on the shore keep time by the tide. Sixty crabs were kept in constant light. "
        "The clock persisted in 54 of them. {} is that only males were studied."
    )
    for opening in ("A limitation", "The main drawback", "One caveat"):
        assert roles(sentences_of(text.format(opening)))[-1] == "limit"
    # What stands before is a limit of others.
    first = "A limitation is that clocks drift. " + text.format("What remains")
    assert roles(sentences_of(first))[0] != "limit"


def test_a_new_state_of_the_art_is_a_result() -> None:
    text = (
        "Bogs are hard to map. We propose MossNet, a network for bogs. In retrieval MossNet sets a "
        "new state of the art on each bog and beats strong baselines such as FenNet."
    )
    assert roles(sentences_of(text))[-1] == "result"


def test_a_weakness_that_remains_is_a_limit() -> None:
    text = (
        "Frogs are hard to count. We introduce FrogEar, which counts calls at night. It finds nine "
        "frogs of ten. Rain noise remains a weakness: on wet nights the error triples."
    )
    assert roles(sentences_of(text))[-1] == "limit"


def test_who_records_something_tells_what_was_done() -> None:
    text = "Crabs keep time by the tide. We record activity of 60 crabs in constant light."
    assert roles(sentences_of(text))[1] == "method"


# --- roles ---------------------------------------------------------------------------------------


def test_an_abstract_with_clear_words_is_told_apart() -> None:
    assert roles(sentences_of(TIDEPOOL)) == [
        "problem", "problem", "method", "data", "result", "limit", "resource"
    ]  # fmt: skip


def test_a_digest_in_the_third_person_is_told_apart() -> None:
    digest = (
        "Kiln firing wastes heat because its schedule is set by hand. Existing schedules fail for "
        "thick clay. The paper proposes Embersight, a scheduler that watches the colour of the "
        "glow. Embersight predicts the next ten minutes and turns the gas down early. Evaluated on "
        "40 firings, it saves 18% of the gas. The authors admit that wood kilns were not tested "
        "and need further work. The code of Embersight is available at https://example.org/kiln."
    )
    assert roles(sentences_of(digest)) == [
        "problem", "problem", "method", "method", "result", "limit", "resource"
    ]  # fmt: skip


def test_headings_of_a_structured_abstract_count() -> None:
    text = (
        "BACKGROUND Beekeepers rarely weigh hives in winter. METHODS Hives stood on scales for two "
        "winters. A log was kept by hand. RESULTS Light hives died more often. CONCLUSIONS Weight "
        "tells which hives to feed."
    )
    assert roles(sentences_of(text)) == ["problem", "method", "method", "result", "result"]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("METHODS We weighed them.", "method"),
        ("Results: They grew.", "result"),
        ("MATERIALS AND METHODS Seeds were kept dry.", "method"),
        ("Methods of weighing differ.", None),
        ("Note: this is none.", None),
        ("NASA keeps bees.", None),
    ],
)
def test_a_heading_is_in_capitals_or_has_a_colon(text: str, role: str | None) -> None:
    assert heading(text) == role


def test_limits_of_earlier_work_are_not_limits_of_the_paper() -> None:
    text = (
        "Filters remove noise. Limitations of earlier filters are their cost and their delay. "
        "We propose a filter of two taps. It needs no memory. It halves the delay."
    )
    assert roles(sentences_of(text))[1] == "problem"


@pytest.mark.parametrize(
    "late",
    [
        "It overcomes the limitations of earlier filters.",
        "This avoids the drawbacks of a long filter.",
        "We hope that it inspires further work.",
    ],
)
def test_a_limit_overcome_is_no_limit_though_it_is_named_late(late: str) -> None:
    text = f"Filters remove noise. We propose a filter of two taps. It halves the delay. {late}"
    assert roles(sentences_of(text))[-1] != "limit"


def test_a_limit_of_the_paper_is_told_wherever_it_follows_the_contribution() -> None:
    text = (
        "Filters remove noise. We propose a filter of two taps. A limitation is that it needs a "
        "steady clock. Experiments show that it outperforms longer filters by 4%."
    )
    assert roles(sentences_of(text)) == ["problem", "method", "limit", "result"]


@pytest.mark.parametrize(
    "last",
    [
        "Code is available at https://example.org/taps.",
        "We release all recordings and models.",
        "Our software is publicly available.",
        "Project page: https://example.org/taps",
    ],
)
def test_links_and_what_is_given_away_are_resources(last: str) -> None:
    text = f"Filters remove noise. We propose a filter of two taps. It halves the delay. {last}"
    assert roles(sentences_of(text))[-1] == "resource"


def test_data_available_to_a_method_are_no_resource() -> None:
    text = (
        "Filters remove noise. In this paper we consider the recordings available at night. "
        "We propose a filter of two taps. We do not release the recordings. It halves the delay."
    )
    assert "resource" not in roles(sentences_of(text))


@pytest.mark.parametrize("words", ["we leave ", "to address ", "codes ", "results a ", "for a "])
def test_time_grows_with_the_text_and_no_faster(words: str) -> None:
    long = [Sentence("p", 0, 0, 1, "We propose it."), Sentence("p", 1, 0, 1, words * 20_000)]
    start = perf_counter()
    role_scores(long)
    assert perf_counter() - start < 5


def test_public_data_that_the_paper_works_on_are_no_resource() -> None:
    text = (
        "Filters remove noise. We propose a filter of two taps. We evaluate it on publicly "
        "available recordings of birds. It halves the delay."
    )
    assert roles(sentences_of(text))[2] == "data"


def test_every_role_has_a_score_and_none_is_negative() -> None:
    for found in role_scores(sentences_of(MOSSNET)):
        assert set(found) == set(ROLES)
        assert min(found.values()) >= 0


def test_odd_sentences_get_a_role() -> None:
    odd = [Sentence("p", i, 0, 1, text) for i, text in enumerate(("", "…", "αβγ", "(", "7" * 999))]
    assert len(roles(odd)) == len(odd)
    assert roles([]) == []


# --- facets --------------------------------------------------------------------------------------


def test_problem_method_and_result_are_always_filled() -> None:
    for record in (TIDEPOOL, MOSSNET, LANTERN):
        faceted = facets_of(sentences_of(record))
        assert all(faceted.first(role) for role in ("problem", "method", "result"))


@pytest.mark.parametrize("chosen", list(product(range(6), repeat=3)))
def test_any_three_sentences_fill_problem_method_and_result(chosen: tuple[int, ...]) -> None:
    said = (
        "However, this remains hard.",
        "We propose a filter of two taps.",
        "We collected a dataset of 90 songs.",
        "It outperforms all others by 9%.",
        "A limitation is its delay.",
        "Code is available at https://example.org.",
    )
    sentences = [Sentence("p", i, i, i + 1, said[kind]) for i, kind in enumerate(chosen)]
    faceted = facets_of(sentences)
    firsts = [faceted.first(role) for role in ("problem", "method", "result")]
    assert len({first.start for first in firsts if first}) == 3


def test_a_bare_link_is_no_result() -> None:
    text = (
        "Filters for bird song are hard to choose. This survey reviews filters and sorts them by "
        "their taps. It also compares seven filters on two benchmarks. The list is kept at "
        "https://example.org and will be "
        "updated continuously."
    )
    result = facets_of(sentences_of(text)).first("result")
    assert result is None or "example.org" not in result.text


def test_announcing_open_problems_is_no_limit() -> None:
    text = (
        "Filters for bird song are many. This survey reviews them and discusses open challenges "
        "and future directions. It finds that two taps are enough."
    )
    assert facets_of(sentences_of(text)).sentences["limit"] == ()


def test_a_measured_gain_counts_more_than_praise() -> None:
    opening = "Bird song is hard to filter. We propose a filter of two taps. "
    praised, measured = (
        role_scores(sentences_of(f"{opening}On unseen songs the filter {said} other filters."))[2]
        for said in ("improves on", "improves by 12% on")
    )
    assert measured["result"] > 2 * praised["result"]


def test_problem_method_and_result_share_no_sentence() -> None:
    for record in (TIDEPOOL, MOSSNET, LANTERN):
        faceted = facets_of(sentences_of(record))
        used = [s.start for r in ("problem", "method", "result") for s in faceted.sentences[r]]
        assert len(used) == len(set(used))


def test_data_told_in_passing_fill_a_facet_that_has_no_sentence_of_its_own() -> None:
    text = (
        "Filters are slow. However, faster ones remain noisy. We propose a filter of two taps. "
        "Results on the benchmark show that it improves accuracy by 4% and reduces delay."
    )
    faceted = facets_of(sentences_of(text))
    assert faceted.first("data") == faceted.first("result")
    assert faceted.first("limit") is None


def test_a_copyright_line_is_in_no_facet() -> None:
    text = (
        "Filters are slow. We propose a filter of two taps. Results show that it halves the delay. "
        "All rights reserved."
    )
    quoted = [s.text for found in facets_of(sentences_of(text)).sentences.values() for s in found]
    assert "All rights reserved." not in quoted
    assert len(quoted) == 3


def test_an_empty_abstract_has_no_facets() -> None:
    assert all(found == () for found in facets_of([]).sentences.values())


# --- the model -----------------------------------------------------------------------------------


def test_features_tell_words_pairs_place_and_neighbours_and_none_twice() -> None:
    first, second = features_of(["We weigh 12 bees, 40% of all.", "We rest."])
    assert {"w=0", "w=0%", "b=<s> we", "b=we weigh", "f=we weigh", "l=all"} <= set(first)
    assert {"before:none", "after:f=we rest", "from start=0", "from end=1"} <= set(first)
    assert {"before:l=all", "after:none", "short", "b=rest </s>"} <= set(second)
    assert len(first) == len(set(first))


def test_probabilities_are_those_of_all_label_sequences_together() -> None:
    """Forward-backward against summing over every sequence of labels."""
    random = np.random.default_rng(5)
    scores, transitions = random.normal(size=(1, 3, 5)), random.normal(size=(5, 5))
    weights: dict[tuple[int, ...], float] = {}
    for path in product(range(5), repeat=3):
        reached = sum(scores[0, t, k] for t, k in enumerate(path))
        reached += transitions[path[0], path[1]] + transitions[path[1], path[2]]
        weights[path] = float(np.exp(reached))
    total = sum(weights.values())
    beliefs = sum_product(scores, transitions)
    assert beliefs.log_partition[0] == pytest.approx(np.log(total))
    assert beliefs.labels.sum(axis=2) == pytest.approx(np.ones((1, 3)))
    for t, k in product(range(3), range(5)):
        share = sum(w for path, w in weights.items() if path[t] == k) / total
        assert beliefs.labels[0, t, k] == pytest.approx(share)
    pair = sum(w for path, w in weights.items() if path[1:] == (2, 4)) / total
    assert beliefs.pairs[0, 1, 2, 4] == pytest.approx(pair)


def test_extreme_scores_do_not_overflow() -> None:
    beliefs = sum_product(np.full((1, 4, 5), 900.0), np.zeros((5, 5)))
    assert np.isfinite(beliefs.log_partition).all()
    assert beliefs.labels == pytest.approx(np.full((1, 4, 5), 0.2))


def test_the_lowest_point_of_a_bent_valley_is_found() -> None:
    def valley(at: role_chain.Floats) -> tuple[float, role_chain.Floats]:
        gap = at[1] - at[0] ** 2
        value = (1 - at[0]) ** 2 + 100 * gap**2
        return float(value), np.array([-2 * (1 - at[0]) - 400 * at[0] * gap, 200 * gap])

    found = minimise(valley, np.array([-1.2, 1.0]), tolerance=1e-8, steps=200)
    assert found == pytest.approx([1.0, 1.0], abs=1e-6)


TOLD: tuple[tuple[str, Label], ...] = (
    ("Little is known of moss number {}.", "background"),
    ("Moss {} grows slowly in winter.", "background"),
    ("We weigh moss {} with a spring.", "method"),
    ("Results show that moss {} gains weight.", "result"),
)


def labelled(count: int) -> list[LabelledAbstract]:
    """Abstracts that a model should learn without a fault, of two lengths."""
    return [
        LabelledAbstract(
            tuple(text.format(n) for text, _ in TOLD[n % 2 :]),
            tuple(label for _, label in TOLD[n % 2 :]),
            (1.0,) * (4 - n % 2),
        )
        for n in range(count)
    ]


SMALL = Regimen(least_frequency=2, ridge=0.5, least=0.02)


def test_training_learns_and_gives_the_same_file_each_time() -> None:
    abstracts = labelled(30)
    chain = train(abstracts, SMALL)
    for item in abstracts[:2]:
        found = chain.probabilities(item.texts).argmax(axis=1)
        assert tuple(LABELS[k] for k in found) == item.labels
    assert train(abstracts, SMALL).to_text("x") == chain.to_text("x")


def test_abstracts_that_annotators_agreed_on_count_more() -> None:
    sure, unsure = labelled(4), labelled(4)
    other: Label = "other"
    turned = [
        LabelledAbstract(item.texts, (other,) * len(item.texts), (0.3,) * len(item.texts))
        for item in unsure
    ]
    chain = train([*turned, *sure], SMALL)
    found = chain.probabilities(sure[0].texts).argmax(axis=1)
    assert tuple(LABELS[k] for k in found) == sure[0].labels
    equal = train([*turned, *turned, *sure], Regimen(2, 0.5, 0.0, 0.02, 0.02))
    assert LABELS[equal.probabilities(sure[0].texts).argmax(axis=1)[0]] == "other"


def test_a_model_survives_being_written_and_read() -> None:
    chain = train(labelled(12), SMALL)
    again = Chain.from_text(chain.to_text("a remark", "another"))
    texts = labelled(2)[0].texts
    assert (again.probabilities(texts) == chain.probabilities(texts)).all()
    assert again.to_text() == chain.to_text()


@pytest.mark.parametrize("text", ["", "step\t0.02\n", "a\tb\n" * 30])
def test_another_file_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no weights of sentence roles"):
        Chain.from_text(text)


def test_the_shipped_weights_are_small_and_hold_no_more_than_pairs_of_words() -> None:
    data = (files("paperchat.answering.role_model") / "weights.tsv").read_bytes()
    assert len(data) < 300_000
    assert max(len(name.partition("=")[2].split()) for name in shipped_chain().rows) == 2


def test_the_shipped_weights_are_what_the_data_give() -> None:
    """To a step, after a quick training; ``scripts/train_roles.py --check`` compares every byte."""
    if not CSABSTRUCT.is_file():
        pytest.skip("the labelled abstracts are not beside the repository")
    shipped = shipped_chain()
    again = train(read_abstracts(CSABSTRUCT), Regimen(tolerance=0.2))
    assert np.abs(again.transitions - shipped.transitions).max() <= 1
    shared = again.rows.keys() & shipped.rows.keys()
    assert len(shared) > 0.98 * max(len(again.rows), len(shipped.rows))
    for name in shared:
        gap = again.weights[again.rows[name]] - shipped.weights[shipped.rows[name]]
        assert np.abs(gap).max() <= 1, name


def test_abstracts_unseen_in_training_are_told_apart() -> None:
    if not CSABSTRUCT.is_file():
        pytest.skip("the labelled abstracts are not beside the repository")
    abstracts = read_abstracts(CSABSTRUCT)
    chain = train(abstracts[:1500], Regimen(tolerance=0.1))
    right = total = 0
    for item in abstracts[1500:]:
        found = chain.probabilities(item.texts).argmax(axis=1)
        right += sum(LABELS[k] == label for k, label in zip(found, item.labels, strict=True))
        total += len(item.labels)
    assert right / total > 0.66
