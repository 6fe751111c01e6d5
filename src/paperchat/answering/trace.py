"""What was decided on the way to an answer, noted for whoever wants it explained."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from paperchat.answering.catalogue_question import CatalogueQuestion
from paperchat.answering.evidence import Weighed
from paperchat.answering.negation import Stems, denying
from paperchat.answering.overview_question import OverviewQuestion
from paperchat.answering.question import Question
from paperchat.answering.selection import Selection
from paperchat.answering.understanding import Understood
from paperchat.retrieval.hybrid import Rankings
from paperchat.retrieval.names import Mention
from paperchat.types import Evidence, Paper, PaperHit, Part


@dataclass(frozen=True, slots=True)
class Weighing:
    """Sentences of papers were weighed. ``named`` are the papers that alone may be quoted.

    ``part`` tells where the sentences stand. ``undefined`` is what the question wants explained
    and none of them explains, ``denied`` are the stems of what it wants to be absent.
    """

    question: Question
    rankings: Rankings
    hits: tuple[PaperHit, ...]
    named: tuple[Mention, ...]
    weighed: Weighed
    unknown: tuple[str, ...]
    part: Part = "abstract"
    undefined: str = ""
    denied: tuple[Stems, ...] = ()

    @property
    def outright(self) -> Sequence[Evidence]:
        """The evidence that says outright that what is denied is absent."""
        return denying(self.weighed.evidence, self.denied) if self.denied else ()

    @property
    def quotable(self) -> Sequence[Evidence]:
        """The evidence that may be quoted: only what says so outright, if any does."""
        return self.outright or self.weighed.evidence


@dataclass(frozen=True, slots=True)
class Consulted:
    """The catalogue was asked: for papers of a ``selection``, or for the records of ``papers``."""

    asked: CatalogueQuestion
    selection: Selection | None = None
    papers: tuple[Paper, ...] = ()


@dataclass(frozen=True, slots=True)
class Overview:
    """Papers were summarized together."""

    asked: OverviewQuestion
    papers: tuple[Paper, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """Papers were compared or summarized because they were named; ``most`` are taken at once."""

    papers: tuple[Paper, ...]
    most: int


Step = Weighing | Consulted | Overview | Named


@dataclass(slots=True)
class Trace:
    """How one question was understood, and the step that its answer came from."""

    understood: Understood | None = None
    step: Step | None = None
