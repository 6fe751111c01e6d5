"""What has come of an answer so far, in case nothing more does."""

from __future__ import annotations

from dataclasses import dataclass, field

from paperchat.types import Answer, AnswerSentence, AnswerStatus, Citation, Timings
from paperchat.writing.events import Drafting, Event, Finished, SentenceReady, Understood
from paperchat.writing.manuscript import text_of

UNCHECKED = "It broke off before it could be checked."


@dataclass(slots=True)
class Collected:
    """Collects the events of an answer to ``question``."""

    question: str
    sentences: list[AnswerSentence] = field(default_factory=list)
    citations: dict[int, Citation] = field(default_factory=dict)
    understood: str | None = None
    drafting: str = ""
    """The sentence in the making."""
    answer: Answer | None = None
    """The whole answer, once it is there."""

    def add(self, event: Event) -> None:
        """Take in what has happened."""
        self.drafting = ""
        match event:
            case Understood():
                self.understood = event.question
            case Drafting():
                self.drafting = event.text
            case SentenceReady():
                self.sentences.append(event.sentence)
                self.citations.update({item.label: item for item in event.citations})
            case Finished():
                self.answer = event.answer

    def broken_off(self, note: str, model: str, status: AnswerStatus = "answered") -> Answer:
        """Return what there is as an answer that is not complete, with the reason.

        With the status "error" the reason is also its last sentence.
        """
        sentences = list(self.sentences)
        if self.drafting:
            cut = AnswerSentence(self.drafting, (), "unsupported", problems=(UNCHECKED,))
            sentences.append(cut)
        if status == "error":
            sentences.append(AnswerSentence(note, (), "none"))
        return Answer(
            question=self.question,
            rewritten_question=self.understood,
            kind="ask",
            status=status,
            text=note if status == "error" else text_of(sentences),
            sentences=tuple(sentences),
            citations=tuple(sorted(self.citations.values(), key=lambda item: item.label)),
            comparison=None,
            nearest=(),
            missing_terms=(),
            model=model,
            timings_ms=Timings(0.0, 0.0, 0.0),
            notes=() if status == "error" else (note,),
            complete=False,
        )
