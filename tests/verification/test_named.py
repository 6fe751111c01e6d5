from __future__ import annotations

import pytest

from paperchat.verification.named import is_named, unbacked_names


@pytest.mark.parametrize(
    ("written", "passage"),
    [
        ("MossNet stores water.", "MossNet is a store."),
        ("Moss-Net stores water.", "MossNet is a store."),
        ("MossNet's store and MossNets", "MossNet is a store."),
        ("LLMs store water.", "Large language models store water."),
        ("An LLM stores water.", "Language models store water."),
        ("DPO stores water.", "Direct preference optimization stores water."),
        ("RLHF stores water.", "reinforcement learning from human feedback stores water"),
        ("RL stores water.", "reinforcement learning stores water"),
        ("We use Direct Preference Optimization here.", "DPO stores water."),
        ("MossNet-based models store it.", "MossNet is a store."),
        ("The Gaussian noise is stored.", "gaussian noise"),
        ("In European bogs it is stored.", "bogs of Europe"),
        ("Moss stores water.", "nothing of it"),
        ("Overall, Moss Stores Water In Bogs.", "nothing of it"),
        ("NF-kB stores water.", "NF-κB stores water."),
        ("CD4+ cells store water.", "CD4 cells"),
        ("See Table 2 and Figure 3.", "nothing"),
    ],
)
def test_borne_out(written: str, passage: str) -> None:
    assert unbacked_names(written, [passage]) == ()


@pytest.mark.parametrize(
    ("written", "passage", "missing"),
    [
        ("DeAL stores water.", "MossNet stores water.", ("DeAL",)),
        ("GPT-5 stores water.", "GPT-4 stores water.", ("GPT-5",)),
        ("It was tried with Mistral too.", "It was tried with moss.", ("Mistral",)),
        ("It uses Chain of Bogs now.", "It uses moss.", ("Chain", "Bogs")),
        ("RL stores water.", "Rain and lakes store water.", ("RL",)),
        ("MRT stores water.", "Moss stores water.", ("MRT",)),
        ("DeAL and ARGS store water.", "DeAL stores water.", ("ARGS",)),
    ],
)
def test_missing(written: str, passage: str, missing: tuple[str, ...]) -> None:
    assert unbacked_names(written, [passage]) == missing


def test_a_short_form_counts_as_any_issued_text_defines_it() -> None:
    issued = ["Water kept in peat (XPQ) is old."]
    passage = "Water kept in peat is old."
    assert unbacked_names("XPQ is old.", ["Peat is old."], issued) == ("XPQ",)
    assert unbacked_names("XPQ is old.", [passage], ["We call water kept in peat (WKIP) old."])
    assert unbacked_names("WKIP is old.", [passage], ["Water kept in peat (WKIP) is."]) == ()


def test_a_name_is_looked_for_as_it_stands() -> None:
    assert is_named("Mistral", ["It was tried with Mistral."])
    assert not is_named("RLH", ["rain, lakes and heath"])
