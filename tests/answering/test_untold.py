from __future__ import annotations

from paperchat.answering.untold import SeldomTold
from paperchat.embedding.port import Reader
from paperchat.retrieval.readings import Readings


def test_what_abstracts_seldom_tell_is_known_in_other_words(embedder: Reader) -> None:
    seldom = SeldomTold(Readings(embedder))
    told = seldom.likeness("cause of the disease")
    assert seldom.likeness("learning rate") > 0.99
    assert seldom.likeness("graphics cards they ran it on") > told
    assert seldom.likeness("sponsor of the work") > told


def test_where_nothing_is_asked_for_one_value_stands(embedder: Reader) -> None:
    seldom = SeldomTold(Readings(embedder))
    assert seldom.likeness("") == seldom.likeness("")
    assert 0 < seldom.likeness("") < 0.5
