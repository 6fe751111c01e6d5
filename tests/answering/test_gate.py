from __future__ import annotations

import dataclasses

from paperchat.answering.evidence import Signals
from paperchat.answering.gate import confidence, opens

STRONG = Signals(
    cosine=0.7, paper_cosine=0.6, coverage=1.0, sentence_coverage=0.9, attribute=1.0,
    named=False, role_found=True, missing_terms=(),
)  # fmt: skip
WEAK = dataclasses.replace(
    STRONG, cosine=0.1, paper_cosine=0.1, coverage=0.1, sentence_coverage=0.1, attribute=0.1
)


def test_strong_signals_open_and_weak_ones_close() -> None:
    assert opens(STRONG)
    assert not opens(WEAK)


def test_each_signal_counts() -> None:
    for named, names in ((False, ("cosine", "coverage")), (True, ("cosine", "attribute"))):
        base = dataclasses.replace(WEAK, named=named)
        for name in names:
            better = dataclasses.replace(base, **{name: 0.9})
            assert confidence(better) > confidence(base)


def test_a_missing_kind_of_statement_closes_whatever_else_fits() -> None:
    assert not opens(dataclasses.replace(STRONG, named=True, role_found=False))
