"""What is said about an answer that a model wrote: what went wrong, and what follows it."""

from __future__ import annotations

from dataclasses import replace

from paperchat.types import Answer, AnswerSentence
from paperchat.writing.grid import GridReading
from paperchat.writing.run import Run
from paperchat.writing.tasks import Reading

INSTEAD = "These are the papers' own sentences."
LOOPED = "The model began to repeat itself and was stopped."
DECLINED = "The model found no answer in the passages it was given."
NO_SOURCE = "No sentence that the model wrote is borne out by the papers."
BROKE_OFF = "The papers' own sentences on this:"
CACHED = "The model was asked this before: this is what it wrote then."


def notes(run: Run, reading: Reading) -> tuple[str, ...]:
    """Return what the reader has to know, one sentence each."""
    found = []
    if run.prompt is not None and run.prompt.left_out:
        found.append(run.prompt.left_out)
    if run.failure is not None:
        found.append(str(run.failure))
    if reading.loops:
        found.append(LOOPED)
    if run.ended is not None and run.ended.reason == "length":
        limit = run.prompt.max_tokens if run.prompt else 0
        found.append(f"The model stopped at the limit of {limit} tokens; its end may be missing.")
    if run.cached:
        found.append(CACHED)
    if isinstance(reading, GridReading) and reading.unread:
        lines = len(reading.unread)
        found.append(
            f"{lines} line{'' if lines == 1 else 's'} that the model wrote beside the grid "
            f"{'is' if lines == 1 else 'are'} left out."
        )
    said = claims_of(reading)
    if reading.declined:
        found.append(f"{DECLINED} {INSTEAD}")
    elif not said:
        found.append(INSTEAD)
    elif _nothing_holds(said):
        found.append(NO_SOURCE)
    return tuple(found)


def quotes_after(run: Run, reading: Reading, answer: Answer) -> tuple[AnswerSentence, ...]:
    """Return the papers' own sentences, to follow a text that broke off or that nothing backs."""
    said = claims_of(reading)
    if run.failure is None and not reading.loops and not _nothing_holds(said):
        return ()
    return (AnswerSentence(BROKE_OFF, (), "none"), *answer.sentences)


def wants_a_writer(answer: Answer) -> bool:
    """Tell whether there is something for a model to write: evidence, and a need for words."""
    return (
        answer.status == "answered"
        and answer.kind in ("ask", "summary", "comparison")
        and bool(answer.citations)
    )


def with_quotes_instead(answer: Answer, why: str) -> Answer:
    """Return an answer made of quotes with the reason that no model wrote it, if one was to."""
    if not wants_a_writer(answer):
        return answer
    return replace(answer, notes=(*answer.notes, why, INSTEAD))


def fell_back(answer: Answer) -> bool:
    """Tell whether an answer has the papers' own words since its model failed, or wrote nothing.

    So it is also where a model was to put a question in other words, and did not.
    """
    if not answer.notes:
        return False
    instead = any(INSTEAD in note for note in answer.notes)
    after = any(sentence.text == BROKE_OFF for sentence in answer.sentences)
    cut = not answer.complete and answer.usage is not None
    return instead or after or cut or answer.status != "answered"


def claims_of(reading: Reading) -> list[AnswerSentence]:
    """Return the sentences that claim something, without those that only lead in."""
    return [sentence for sentence in reading.sentences if sentence.verdict != "none"]


def _nothing_holds(said: list[AnswerSentence]) -> bool:
    return all(sentence.verdict == "unsupported" for sentence in said)
