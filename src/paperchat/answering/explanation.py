"""How an answer came about: what was understood, found, taken, dropped and decided."""

from __future__ import annotations

from dataclasses import dataclass

from paperchat.answering.catalogue_forms import Wanted
from paperchat.answering.catalogue_question import Order
from paperchat.answering.catalogue_topic import Mode
from paperchat.answering.order_words import Order as OrderAboutLast
from paperchat.text.language import Language
from paperchat.types import QuestionKind


@dataclass(frozen=True, slots=True)
class NamedPaper:
    """A paper that the question means, and the words that mean it.

    ``words`` are empty where the conversation means it. ``outright`` is false where the words are
    not its name, but stand in no other paper.
    """

    words: str
    paper_id: str
    title: str
    outright: bool


@dataclass(frozen=True, slots=True)
class AmbiguousWords:
    """Words that fit several papers, by their titles."""

    words: str
    titles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WordWeight:
    """A content word of the question.

    ``importance`` is how far the question's meaning moves without it (0 to 1); null where the
    answer did not depend on it.
    """

    word: str
    importance: float | None


@dataclass(frozen=True, slots=True)
class QuestionReading:
    """How the question was understood."""

    kind: QuestionKind
    language: Language
    rewritten_question: str | None
    order: OrderAboutLast | None
    names: tuple[NamedPaper, ...]
    unknown_names: tuple[str, ...]
    ambiguous: AmbiguousWords | None
    conditions: tuple[str, ...]
    words: tuple[WordWeight, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A paper whose sentences were weighed. Ranks count papers from 1; null means not found.

    ``cosine`` and ``bm25`` are of its best passage, ``fused_score`` (0 to 1) joins both.
    ``best_score`` is of its best sentence, in log-odds.
    """

    paper_id: str
    title: str
    dense_rank: int | None
    cosine: float | None
    lexical_rank: int | None
    bm25: float | None
    fused_rank: int | None
    fused_score: float | None
    best_sentence: str | None
    best_score: float | None
    taken: bool
    why: str


@dataclass(frozen=True, slots=True)
class SignalShare:
    """One signal of the gate; ``contribution`` is its value times its weight, in log-odds."""

    name: str
    value: float
    weight: float
    contribution: float


@dataclass(frozen=True, slots=True)
class ModelReading:
    """What one of the gate's models makes of the signals.

    ``log_odds`` is the sum of ``bias`` and all contributions, ``confidence`` their logistic
    function; the model speaks for answering from ``bar`` on.
    """

    signals: tuple[SignalShare, ...]
    bias: float
    log_odds: float
    confidence: float
    bar: float


@dataclass(frozen=True, slots=True)
class GateReading(ModelReading):
    """Whether to answer was decided so: what is inherited tells whether a paper bears on it.

    The gate opens if that reaches its bar, if ``told`` does as well, and if ``role_found``; and
    never where something keeps it ``shut``.
    """

    told: ModelReading | None
    """Whether the value asked for is told; null where none is asked for."""
    role_found: bool
    """False if limits or resources are asked for and the papers state none."""
    shut: str
    """What keeps it shut whatever the signals say, such as a name in no paper; empty if nothing."""
    opened: bool


@dataclass(frozen=True, slots=True)
class CatalogueReading:
    """What was asked of the catalogue. ``matched`` papers met it; null if records were read."""

    wanted: Wanted
    conditions: tuple[str, ...]
    topics: tuple[str, ...]
    mode: Mode
    negated: bool
    surveys: bool
    no_surveys: bool
    limit: int | None
    order: Order | None
    matched: int | None


@dataclass(frozen=True, slots=True)
class PaperUse:
    """A paper that was listed, compared or summarized, or left out."""

    paper_id: str
    title: str
    taken: bool
    why: str


@dataclass(frozen=True, slots=True)
class PromptMessage:
    """One message that a language model was sent."""

    role: str
    text: str


@dataclass(frozen=True, slots=True)
class WritingReading:
    """What a language model was sent for an answer, and what it wrote.

    ``counted_tokens`` are those of the messages as counted here, ``max_tokens`` the most it might
    write. ``left_out`` says what did not fit. ``text`` is what it wrote, before it was checked.
    ``requests`` is null where it broke off, and 0 where the text was remembered. ``sent`` is false
    where a kept answer is looked into: this would be sent today, and nothing was.
    """

    model: str
    messages: tuple[PromptMessage, ...]
    passages: int
    counted_tokens: int
    max_tokens: int
    left_out: str
    text: str
    requests: int | None
    first_token_ms: float | None
    failure: str | None
    sent: bool = True


@dataclass(frozen=True, slots=True)
class Explanation:
    """How an answer came about. Of the last five, what did not play a part is empty or null.

    ``ranked`` papers were found by meaning or words, of which the ``candidates`` were weighed.
    """

    outcome: str
    question: QuestionReading
    ranked: int
    candidates: tuple[Candidate, ...]
    gate: GateReading | None
    catalogue: CatalogueReading | None
    papers: tuple[PaperUse, ...]
    writing: WritingReading | None = None
