"""The one door to answers: a question and a conversation in, a stream of events out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from paperchat.answering import refusal
from paperchat.answering.comparison import compose_comparison
from paperchat.answering.draft import Draft
from paperchat.answering.evidence import EvidenceScorer, Weighed
from paperchat.answering.extractive import compose, select
from paperchat.answering.gate import opens
from paperchat.answering.question import Question, read_question
from paperchat.answering.reply import Reply
from paperchat.answering.summary import compose_summary
from paperchat.embedding.port import Embedder
from paperchat.library.filters import Condition
from paperchat.library.library import Library
from paperchat.library.vector_cache import Vector
from paperchat.retrieval.hybrid import HybridRetriever
from paperchat.retrieval.names import Mention, NameResolver
from paperchat.retrieval.sentence_vectors import SentenceVectors
from paperchat.types import Answer, AnswerSentence, Citation, Conversation, Paper, PaperHit

_CANDIDATES = 8
"""Papers whose sentences are weighed."""

_NAMED_SCORE = 0.5
"""Retrieval score of a paper that the question names but retrieval did not find."""

_GREETING = (
    "Ask about the papers in this library: what a method does, what the papers say about a topic, "
    "or how two papers differ. Every sentence of an answer is a quote with its source."
)


@dataclass(frozen=True, slots=True)
class SentenceReady:
    """A sentence of the answer is settled, with the citations its labels refer to."""

    sentence: AnswerSentence
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Finished:
    """The whole answer; always the last event."""

    answer: Answer


Event = SentenceReady | Finished


class Assistant:
    """Answers questions over one library. Safe to share between threads."""

    def __init__(self, library: Library, embedder: Embedder) -> None:
        self._library = library
        self._embedder = embedder
        self.retriever = HybridRetriever(library, embedder)
        self.names = NameResolver(library)
        self._scorer = EvidenceScorer(library, SentenceVectors(library.vector_cache, embedder))

    def stream(
        self,
        question: str,
        conversation: Conversation | None = None,
        conditions: Sequence[Condition] = (),
    ) -> Iterator[Event]:
        """Answer ``question``: each sentence as it is settled, then the whole answer.

        ``conversation`` is what was said before; ``conditions`` limit the papers looked at.
        """
        answer = self.ask(question, conversation, conditions)
        for sentence in answer.sentences:
            cited = tuple(item for item in answer.citations if item.label in sentence.labels)
            yield SentenceReady(sentence, cited)
        yield Finished(answer)

    def ask(
        self,
        question: str,
        conversation: Conversation | None = None,
        conditions: Sequence[Condition] = (),
    ) -> Answer:
        """Answer ``question`` in one piece; see :meth:`stream`."""
        del conversation  # Each question stands alone until follow-ups are resolved from it.
        read = read_question(question)
        reply = Reply(question, read.kind)
        if read.kind == "chat":
            return reply.without_evidence("answered", _GREETING)
        mentions = self.names.mentioned(read.text)
        papers = [mention.paper for mention in mentions]
        if read.kind == "comparison" and len(papers) > 1:
            return self._comparison(reply, papers)
        if read.kind == "summary" and len(papers) == 1:
            return self._summary(reply, papers[0])
        return self._from_evidence(reply, read, mentions, conditions)

    def summarize(self, name: str) -> Answer:
        """Summarize the paper that ``name`` (id, title, part of a title, acronym) means."""
        reply = Reply(f"Summarize {name}", "summary")
        found = self.names.resolve(name)
        if len(found) != 1:
            return self._unresolved(reply, [(name, found)])
        return self._summary(reply, found[0])

    def compare(self, names: Sequence[str]) -> Answer:
        """Compare the papers that ``names`` mean, facet by facet."""
        reply = Reply(f"Compare {' and '.join(names)}", "comparison")
        resolved = [(name, self.names.resolve(name)) for name in names]
        unclear = [(name, found) for name, found in resolved if len(found) != 1]
        if unclear:
            return self._unresolved(reply, unclear)
        papers = list({found[0].id: found[0] for _, found in resolved}.values())
        if len(papers) < 2:
            return reply.without_evidence("unknown_paper", refusal.only_one(papers[0]))
        return self._comparison(reply, papers)

    # --- ways of answering -----------------------------------------------------------------------

    def _from_evidence(
        self,
        reply: Reply,
        question: Question,
        mentions: Sequence[Mention],
        conditions: Sequence[Condition],
    ) -> Answer:
        vector = self._embedder.embed_query(question.text)
        hits = self._candidates(question.text, vector, mentions, conditions)
        reply.retrieved()
        found = {hit.paper.id for hit in hits}
        mentions = [mention for mention in mentions if mention.paper.id in found]
        weighed = self._scorer.weigh(question, vector, hits, mentions)
        unknown = self.names.unknown(question.text)
        if unknown or not opens(weighed.signals):
            return _refused(reply, weighed, hits, mentions, unknown)
        draft = Draft()
        named = frozenset(mention.paper.id for mention in mentions)
        compose(draft, select(weighed.evidence, named=named))
        return reply.answered(draft, missing=weighed.signals.missing_terms)

    def _candidates(
        self,
        text: str,
        vector: Vector,
        mentions: Sequence[Mention],
        conditions: Sequence[Condition],
    ) -> list[PaperHit]:
        rankings = self.retriever.rank(text, vector, conditions=conditions)
        hits = self.retriever.hits(rankings, _CANDIDATES)
        known = {hit.paper.id for hit in hits}
        # A condition excludes a paper even if the question names it.
        named = [] if conditions else [mention.paper for mention in mentions]
        return hits + [
            PaperHit(paper, _NAMED_SCORE, None, None) for paper in named if paper.id not in known
        ]

    def _summary(self, reply: Reply, paper: Paper) -> Answer:
        draft = Draft()
        sentences = self._library.catalogue.sentences_of([paper])
        compose_summary(draft, paper, sentences[paper.id])
        return reply.answered(draft)

    def _comparison(self, reply: Reply, papers: Sequence[Paper]) -> Answer:
        draft = Draft()
        grid = compose_comparison(draft, papers, self._library.catalogue.sentences_of(papers))
        return reply.answered(draft, grid=grid)

    def _unresolved(self, reply: Reply, unclear: Sequence[tuple[str, Sequence[Paper]]]) -> Answer:
        said = [
            refusal.ambiguous(name, found) if found else refusal.unknown_paper(name)
            for name, found in unclear
        ]
        hits = self.retriever.search(" ".join(name for name, _ in unclear), 3)
        return reply.without_evidence("unknown_paper", " ".join(said), hits=hits)


def _refused(
    reply: Reply,
    weighed: Weighed,
    hits: Sequence[PaperHit],
    mentions: Sequence[Mention],
    unknown: Sequence[str],
) -> Answer:
    missing = weighed.signals.missing_terms
    if mentions:
        said = refusal.not_in_abstract([mention.paper for mention in mentions], missing)
        return reply.without_evidence("not_in_abstract", said, hits=hits, missing=missing)
    if unknown and opens(weighed.signals):
        # All but the name fits: the question is about something the library does not know.
        said = refusal.unknown_name(unknown)
        return reply.without_evidence("unknown_paper", said, hits=hits, missing=missing)
    said = refusal.no_evidence(missing)
    return reply.without_evidence("no_evidence", said, hits=hits, missing=missing)
