"""Writing an answer anew with a language model, over the evidence of one made without it.

The answer made of quotes is there first, with its evidence, its gate and its refusals. A model
writes over it; each of its sentences is checked as soon as it is finished. Whatever goes wrong,
the reader keeps what came, and gets the quotes.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace

from paperchat.errors import ModelError
from paperchat.library.bodies import BodyStore
from paperchat.library.catalogue import Catalogue
from paperchat.models.port import Ended, LanguageModel
from paperchat.text.tokens import count_tokens
from paperchat.types import Answer, AnswerSentence, Conversation, Usage
from paperchat.verification.checker import SentenceChecker
from paperchat.writing import closing_words
from paperchat.writing.budget import fitted
from paperchat.writing.events import Drafting, Event, Finished, as_understood, ready
from paperchat.writing.grid import GridReading, with_cells
from paperchat.writing.manuscript import finished_answer
from paperchat.writing.passages import Passage, passages_of
from paperchat.writing.replaying import UnsentModel
from paperchat.writing.run import Run
from paperchat.writing.tasks import Job, Reading, job_for, reading_for

_FITTINGS = 4
"""How often a prompt is cut down for a model that finds it too long."""

Cost = Callable[[int, int], float | None]
"""What so many tokens of prompt and of answer cost, in US dollars; None if that is not known."""


class Writer:
    """Writes answers with one model. Safe to share between threads."""

    def __init__(
        self,
        catalogue: Catalogue,
        checker: SentenceChecker,
        model: LanguageModel,
        cost: Cost,
        bodies: BodyStore | None = None,
    ) -> None:
        self._catalogue = catalogue
        self._checker = checker
        self._model = model
        self._cost = cost
        self._bodies = bodies

    @property
    def model(self) -> LanguageModel:
        """The model that writes."""
        return self._model

    @property
    def cost(self) -> Cost:
        """Prices what the model takes."""
        return self._cost

    def unsent(self) -> Writer:
        """Return a writer that makes the same prompts, and sends none."""
        unsent = UnsentModel(self._model)
        return Writer(self._catalogue, self._checker, unsent, self._cost, self._bodies)

    def writes(self, answer: Answer) -> bool:
        """Tell whether there is something for a model to write: evidence, and a need for words."""
        return closing_words.wants_a_writer(answer)

    def write(
        self, answer: Answer, conversation: Conversation, run: Run | None = None
    ) -> Iterator[Event]:
        """Write ``answer`` anew, and yield what happens; the last event holds the new answer.

        ``run`` takes down what was sent and what came, for whoever wants to know.
        """
        started, run = time.perf_counter(), run or Run()
        yield from as_understood(answer)
        passages = passages_of(answer, self._catalogue, self._bodies)
        job = job_for(answer, passages, conversation)
        window = self._model.window
        for _ in range(_FITTINGS):
            try:
                run.prompt = fitted(job.request, window)
            except ModelError as error:
                run.failure = run.failure or error
                break
            run.failure = None
            reading = reading_for(job, run.prompt, self._checker)
            yield from self._read(reading, run, run.prompt.passages)
            if not run.found_too_long:
                yield from self._concluded(job, reading, run, started)
                return
            # Its tokens are smaller than ours, or its window is: say less.
            window //= 2
        notes = (*answer.notes, str(run.failure), closing_words.INSTEAD)
        yield from self._instead(answer, notes, run, started)

    def _read(self, reading: Reading, run: Run, passages: Sequence[Passage]) -> Iterator[Event]:
        """Ask the model, and yield each sentence as it is settled."""
        assert run.prompt is not None  # noqa: S101  # it is made before anything is read
        citations = [passage.citation for passage in passages]
        asked = time.perf_counter()
        try:
            with closing(self._model.stream(run.prompt.messages, run.prompt.max_tokens)) as parts:
                for part in parts:
                    if isinstance(part, Ended):
                        run.ended = part
                        break
                    if run.first_piece_ms is None:
                        run.first_piece_ms = (time.perf_counter() - asked) * 1000
                    run.raw += part.text
                    yield from ready(reading.feed(part.text), citations)
                    if reading.loops:
                        break
                    if reading.open:
                        yield Drafting(reading.open)
        except ModelError as error:
            run.failure = error
            run.refused += error.fault == "too_long"
        if not reading.loops:
            yield from ready(reading.finish(), citations)

    def _concluded(self, job: Job, reading: Reading, run: Run, started: float) -> Iterator[Event]:
        """Yield what follows the last sentence of the model: quotes, if need be, and the answer."""
        notes = (*job.answer.notes, *closing_words.notes(run, reading))
        if reading.declined or not closing_words.claims_of(reading):
            yield from self._instead(job.answer, notes, run, started)
            return
        told: tuple[AnswerSentence, ...]
        if isinstance(reading, GridReading):
            answer = with_cells(job.answer, job.papers, reading.cells)
            told, untold = (), answer.sentences
        else:
            answer, told = job.answer, tuple(reading.sentences)
            untold = closing_words.quotes_after(run, reading, job.answer)
        written = finished_answer(
            answer, (*told, *untold), job.passages, model=self._model.spec, notes=notes
        )
        yield from ready(untold, written.citations)
        complete = run.failure is None and not reading.loops
        written = replace(written, complete=complete, cached=run.cached, usage=self._usage(run))
        yield Finished(_timed(written, started))

    def _instead(
        self, answer: Answer, notes: tuple[str, ...], run: Run, started: float
    ) -> Iterator[Event]:
        """Yield the answer as it was made without a model, with the reason."""
        yield from ready(answer.sentences, answer.citations)
        answer = replace(answer, notes=notes, usage=self._usage(run), cached=run.cached)
        yield Finished(_timed(answer, started))

    def _usage(self, run: Run) -> Usage | None:
        if run.prompt is None or (run.ended is None and not run.raw):
            return None
        ended = run.ended
        requests = run.refused + (ended.requests if ended else 1)
        prompt = ended.prompt_tokens if ended else None
        completion = ended.completion_tokens if ended else None
        estimated = prompt is None or completion is None
        if prompt is None:
            prompt = run.prompt.tokens
        if completion is None:
            completion = count_tokens(run.raw)
        return Usage(prompt, completion, requests, estimated, self._cost(prompt, completion))


def _timed(answer: Answer, started: float) -> Answer:
    spent = (time.perf_counter() - started) * 1000
    timings = answer.timings_ms
    timings = replace(
        timings, total=round(timings.total + spent, 2), answer=round(timings.answer + spent, 2)
    )
    return replace(answer, timings_ms=timings)
