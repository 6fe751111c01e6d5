"""Reading an answer or a summary that a model writes as plain sentences."""

from __future__ import annotations

from paperchat.types import AnswerSentence
from paperchat.writing.judging import Judge
from paperchat.writing.prompts import NOT_IN_PASSAGES
from paperchat.writing.repetition import Repetition
from paperchat.writing.transcript import Transcript, Written


class ProseReading:
    """Reads pieces of text; gives out each sentence once it is finished and checked."""

    def __init__(self, judge: Judge) -> None:
        self._judge = judge
        self._transcript = Transcript()
        self._repetition = Repetition()
        self.sentences: list[AnswerSentence] = []
        self.loops = False
        """Whether the model has begun to repeat itself; what follows is not worth waiting for."""

    @property
    def open(self) -> str:
        """The sentence in the making; empty while it may turn out to say that nothing answers."""
        text = self._transcript.open
        may_decline = not self.sentences and NOT_IN_PASSAGES.startswith(text[:40].upper())
        return "" if may_decline else text

    @property
    def declined(self) -> bool:
        """Whether the model says that the passages do not answer."""
        said = " ".join(sentence.text for sentence in self.sentences).strip(" .[]*\"'").upper()
        return said == NOT_IN_PASSAGES

    def feed(self, piece: str) -> list[AnswerSentence]:
        """Add a piece of text, and return the sentences it finishes."""
        found = self._judged(self._transcript.feed(piece))
        self.loops = self.loops or self._repetition.within(self._transcript.open)
        return found

    def finish(self) -> list[AnswerSentence]:
        """Return what is left when nothing more will come."""
        return self._judged(self._transcript.finish())

    def _judged(self, written: list[Written]) -> list[AnswerSentence]:
        found = []
        for item in written:
            if self._repetition.heard(item.text):
                self.loops = True
                break
            found.append(self._judge.judge(item.text))
        self.sentences += found
        return found
