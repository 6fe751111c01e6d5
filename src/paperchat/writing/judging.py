"""From a sentence that a model wrote to one that may be shown: checked against its passages."""

from __future__ import annotations

from collections.abc import Sequence

from paperchat.types import AnswerSentence
from paperchat.verification.checker import SentenceChecker, claims_nothing
from paperchat.verification.labels import read_labels
from paperchat.verification.verdict import Source
from paperchat.writing.passages import Passage


class Judge:
    """Checks sentences against the passages that the model was given."""

    def __init__(self, checker: SentenceChecker, passages: Sequence[Passage]) -> None:
        self._checker = checker
        self._sources = [Source(p.label, p.sentence.text, p.paper.title) for p in passages]
        self._quotes = {p.label: p.sentence.text for p in passages}

    def judge(self, written: str) -> AnswerSentence:
        """Return ``written`` with its labels and the verdict on it.

        A label that was never issued stays in the text where it was written.
        """
        read = read_labels(written, self._quotes.keys())
        if not read.labels and not read.unknown and claims_nothing(read.text):
            return AnswerSentence(read.text, (), "none")
        checked = self._checker.check(read.text, read.labels + read.unknown, self._sources)
        verbatim = any(self._quotes[label] == read.text for label in checked.labels)
        return AnswerSentence(
            text=read.text,
            labels=checked.labels,
            verdict="verbatim" if verbatim and checked.verdict == "supported" else checked.verdict,
            added=checked.added,
            problems=tuple(problem.told for problem in checked.problems),
        )
