"""The domain of Paperchat: what is read, stored, retrieved and answered.

Everything here is frozen and imports nothing of ours, so that each layer can depend on it.
Offsets are counted in Unicode code points (Python string indices) into ``Paper.text``.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

TextKind = Literal["abstract", "digest"]
QuestionKind = Literal["ask", "summary", "comparison", "list", "facts", "chat"]
AnswerStatus = Literal["answered", "no_evidence", "not_in_abstract", "unknown_paper", "error"]
Verdict = Literal["verbatim", "supported", "weak", "unsupported", "none"]
IngestOutcome = Literal["new", "updated", "unchanged"]
SentenceRole = Literal["problem", "method", "data", "result", "limit", "resource"]
Part = Literal["abstract", "body"]


# --- what a source gives -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PageSpan:
    """Where a page, counted from 1 as in the file, stands in a body: ``[start, end)``."""

    page: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Body:
    """The text of a paper behind its abstract; one line a paragraph. ``pages`` are in order."""

    text: str
    pages: tuple[PageSpan, ...]

    def page_at(self, offset: int) -> int:
        """Return the page on which the character at ``offset`` stands."""
        found = [span.page for span in self.pages if span.start <= offset]
        return found[-1] if found else 1


@dataclass(frozen=True, slots=True)
class Record:
    """One paper as a source describes it, before the library has given it an identity."""

    title: str
    text: str
    text_kind: TextKind = "abstract"
    authors: tuple[str, ...] = ()
    author_count: int | None = None
    published: date | None = None
    url: str | None = None
    code_url: str | None = None
    project_url: str | None = None
    arxiv_id: str | None = None
    doi: str | None = None
    comment_count: int | None = None
    record_id: str | None = None
    """The source's own identifier of the record, where it has one."""
    source: str = ""
    """Name of the file or feed the record came from."""
    body: Body | None = None
    """The paper's text, from a source that has it."""


@dataclass(frozen=True, slots=True)
class Rejected:
    """A record that could not become a paper, with the reason a person can act on."""

    reason: str
    where: str
    line: int | None = None


# --- what is stored ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper of the library. ``text`` is the abstract, or a digest of it (``text_kind``)."""

    id: str
    title: str
    text: str
    text_kind: TextKind
    authors: tuple[str, ...]
    author_count: int | None
    published: date | None
    url: str | None
    code_url: str | None
    project_url: str | None
    arxiv_id: str | None
    doi: str | None
    comment_count: int | None
    source: str
    added_at: datetime


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range ``[start, end)`` of a text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """The unit of evidence: ``paper.text[start:end] == text``.

    One with a ``page`` is of the paper's body, where the same holds.
    """

    paper_id: str
    ordinal: int
    start: int
    end: int
    text: str
    page: int | None = None

    @property
    def part(self) -> Part:
        """What the offsets point into."""
        return "abstract" if self.page is None else "body"


@dataclass(frozen=True, slots=True)
class Chunk:
    """The unit of indexing: a span of a paper's text, embedded together with the title.

    ``id`` changes whenever title or text change, so an index never holds a vector of an old text
    under a current id.
    """

    id: str
    paper_id: str
    ordinal: int
    start: int
    end: int
    title: str
    text: str

    @property
    def embedded_text(self) -> str:
        """The text that is turned into a vector."""
        return f"{self.title}\n{self.text}"

    @property
    def text_hash(self) -> str:
        """Key of the vector in the embedding cache."""
        return text_hash(self.embedded_text)


def text_hash(text: str) -> str:
    """Return the key under which the vector of ``text`` is cached (32 hex digits)."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


# --- what ingest reports -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SourceFormat:
    """As what one file was read; ``note`` says what was assumed about it, if anything was."""

    source: str
    format: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class UnreadSource:
    """A source that could not be read, and why, in a sentence that names it."""

    source: str
    reason: str


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What one ingest run did. ``read = new + updated + unchanged + len(rejected)``."""

    sources: tuple[str, ...]
    """Those that were read."""
    read: int
    new: int
    updated: int
    unchanged: int
    rejected: tuple[Rejected, ...]
    embedded: int
    """Texts turned into vectors in this run; cached vectors are not counted."""
    papers: int
    """Papers in the library afterwards."""
    seconds: float
    formats: tuple[SourceFormat, ...] = ()
    """Each file that was read, also those in folders and archives."""
    unread: tuple[UnreadSource, ...] = ()
    """The sources that were given too, and could not be read."""


# --- what is retrieved ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ChunkHit:
    """One chunk found by one index; ``score`` is that index's own, higher is better."""

    chunk_id: str
    paper_id: str
    score: float


@dataclass(frozen=True, slots=True)
class PaperHit:
    """One paper found by hybrid retrieval. Ranks count papers from 1; null means not found."""

    paper: Paper
    score: float
    dense_rank: int | None
    lexical_rank: int | None
    dense_score: float | None = None
    """Cosine similarity of the best chunk."""
    lexical_score: float | None = None
    """BM25 of the title and the text."""
    proximity: float | None = None
    """Share of the query's neighbouring words said close together (0 to 1); null: not looked at."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence that may go into an answer, with how well it fits the question (0 to 1)."""

    sentence: Sentence
    paper: Paper
    score: float


# --- what is answered ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Citation:
    """An exact quote: ``paper.text[start:end] == quote``, or that slice of the paper's body.

    ``part`` tells which of them; ``page`` is that of the file on which a quote of a body begins.
    """

    label: int
    paper_id: str
    title: str
    quote: str
    start: int
    end: int
    url: str | None
    text_kind: TextKind
    part: Part = "abstract"
    page: int | None = None


@dataclass(frozen=True, slots=True)
class AnswerSentence:
    """One sentence of an answer with the labels that back it.

    Of the ``labels``, those in ``added`` were not written by the model but found for its sentence.
    ``problems`` say, one sentence each, what keeps a written sentence from being supported.
    """

    text: str
    labels: tuple[int, ...]
    verdict: Verdict
    added: tuple[int, ...] = ()
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ComparisonCell:
    """What one paper states about one facet; quotes of it, unless a language model wrote it."""

    labels: tuple[int, ...]
    text: str
    verdict: Verdict = "verbatim"
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ComparisonRow:
    """One facet over all compared papers; a null cell means "not stated in the abstract"."""

    facet: str
    cells: tuple[ComparisonCell | None, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """A grid: one column a paper, one row a facet."""

    papers: tuple[str, ...]
    rows: tuple[ComparisonRow, ...]


@dataclass(frozen=True, slots=True)
class NearestPaper:
    """A paper close to a question that was refused.

    ``quote`` is the sentence of its abstract or digest that comes nearest, word for word; empty
    where none comes near.
    """

    paper_id: str
    title: str
    score: float
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Timings:
    """Wall time in milliseconds."""

    total: float
    retrieve: float
    answer: float


@dataclass(frozen=True, slots=True)
class Usage:
    """What a language model was sent and wrote for one answer.

    ``estimated`` tells that the server gave no counts, so that the tokens were counted here.
    ``cost`` is in US dollars; null where the price is not known.
    """

    prompt_tokens: int
    completion_tokens: int
    requests: int
    estimated: bool
    cost: float | None


@dataclass(frozen=True, slots=True)
class Answer:
    """The one result of every way of answering; its fields are the JSON contract.

    ``notes`` say, one sentence each, what the reader has to know about how it was written: what
    was left out, what went wrong. ``complete`` is false where it breaks off before its end.
    ``usage`` is null where no language model was asked; ``cached`` tells that it was asked before,
    and what it wrote then is shown again. ``narrowed_to`` are the ids of the papers spoken of
    before, where they alone were asked.
    """

    question: str
    rewritten_question: str | None
    kind: QuestionKind
    status: AnswerStatus
    text: str
    sentences: tuple[AnswerSentence, ...]
    citations: tuple[Citation, ...]
    comparison: Comparison | None
    nearest: tuple[NearestPaper, ...]
    missing_terms: tuple[str, ...]
    model: str
    timings_ms: Timings
    notes: tuple[str, ...] = ()
    complete: bool = True
    usage: Usage | None = None
    cached: bool = False
    narrowed_to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Turn:
    """One exchange of a conversation."""

    question: str
    answer: Answer


@dataclass(frozen=True, slots=True)
class Conversation:
    """The turns so far, oldest first."""

    turns: tuple[Turn, ...] = field(default=())

    def with_turn(self, turn: Turn) -> Conversation:
        """Return this conversation with ``turn`` at its end."""
        return Conversation((*self.turns, turn))
