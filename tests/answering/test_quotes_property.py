"""Whatever is asked, in whatever conversation: every quote is exact, every label has its quote."""

from __future__ import annotations

import gzip
import json
import random
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ingest.pipeline import ingest
from ingest.sources import Source
from paperchat.assistant import Assistant
from paperchat.embedding.port import Embedder
from paperchat.library.library import Library
from paperchat.types import Answer, Conversation, Paper, Turn

PAPERS = 500
CONVERSATIONS = 48
SEED = 20_260

_ABOUT_THE_ANSWER = re.compile(r"\bwhy these papers\b")
"""What asks how an answer came about is answered from the search, not from a paper."""

_LABEL = re.compile(r"(?<!\\)\[(\d+)\]")

# --- the rules of an answer ----------------------------------------------------------------------


def check(answer: Answer, library: Library) -> None:
    """Hold an answer to what is promised of every answer."""
    labels = [item.label for item in answer.citations]
    assert labels == list(range(1, len(labels) + 1))
    papers = library.catalogue.papers_by_id({item.paper_id for item in answer.citations})
    for item in answer.citations:
        paper = papers[item.paper_id]
        assert paper.text[item.start : item.end] == item.quote
        assert item.quote.strip()
        assert (item.title, item.url, item.text_kind) == (paper.title, paper.url, paper.text_kind)
    check_sentences(answer)
    check_text(answer, papers.values())
    check_grid(answer)
    if answer.status != "answered":
        assert not answer.citations
        assert answer.comparison is None
    elif answer.kind not in ("facts", "chat") and not _ABOUT_THE_ANSWER.search(answer.question):
        assert answer.citations


def check_sentences(answer: Answer) -> None:
    quotes = {item.label: item.quote for item in answer.citations}
    used: set[int] = set()
    for sentence in answer.sentences:
        used |= set(sentence.labels)
        if sentence.verdict == "verbatim":
            assert [quotes.get(label) for label in sentence.labels] == [sentence.text]
        elif sentence.verdict == "supported":
            assert sentence.labels
        else:
            assert (sentence.verdict, sentence.labels) == ("none", ())
    assert used == set(quotes)


def check_text(answer: Answer, papers: Iterable[Paper]) -> None:
    """The labels to be read in the text are those of the citations, no others."""
    if not answer.citations:
        return
    shown = answer.text
    for title in {paper.title for paper in papers}:
        shown = shown.replace(title, "")  # A title may hold a bracketed number of its own.
    assert {int(number) for number in _LABEL.findall(shown)} == {
        item.label for item in answer.citations
    }


def check_grid(answer: Answer) -> None:
    if answer.comparison is None:
        return
    of = {item.label: item.paper_id for item in answer.citations}
    assert set(answer.comparison.papers) == set(of.values())
    for row in answer.comparison.rows:
        assert len(row.cells) == len(answer.comparison.papers)
        for paper_id, cell in zip(answer.comparison.papers, row.cells, strict=True):
            if cell is not None:
                assert cell.labels
                assert {of[label] for label in cell.labels} == {paper_id}


def talk(assistant: Assistant, library: Library, questions: Sequence[str]) -> list[Answer]:
    """Ask ``questions`` in one conversation, and check each answer."""
    conversation = Conversation()
    answers = []
    for question in questions:
        answer = assistant.ask(question, conversation)
        assert answer.question == question
        check(answer, library)
        conversation = conversation.with_turn(Turn(question, answer))
        answers.append(answer)
    return answers


def test_the_rules_are_broken_by_a_quote_that_is_off_by_one(
    assistant: Assistant, library: Library
) -> None:
    answer = assistant.ask("How is MossNet trained?")
    check(answer, library)
    first, *rest = answer.citations
    broken = {
        "start": replace(first, start=first.start + 1),
        "quote": replace(first, quote=first.quote[:-1]),
        "label": replace(first, label=first.label + 1),
    }
    for citation in broken.values():
        with pytest.raises(AssertionError):
            check(replace(answer, citations=(citation, *rest)), library)
    with pytest.raises(AssertionError):
        check(replace(answer, citations=()), library)
    with pytest.raises(AssertionError):
        check(replace(answer, text=f"{answer.text} [99]"), library)


# --- five papers, any text at all ----------------------------------------------------------------

FOLLOW_UPS = (
    "shorter", "longer", "in more detail please", "only the results", "show me the quote",
    "show me the quotes", "why these papers?", "and its limits?", "what about the second one?",
    "how does it work?", "compare it with the first one", "compare these", "the other one",
    "Which data was it tested on?", "summarize it", "and the weather?", "that survey", "more",
    "What are its drawbacks?", "the third one", "is the code available?", "?", "yes", "no",
)  # fmt: skip

any_text = st.one_of(
    st.text(max_size=120),
    st.text(st.characters(), min_size=1, max_size=40).map(lambda text: f"Summarize {text}"),
    st.lists(st.sampled_from((*FOLLOW_UPS, "MossNet", "TidePool", "QUILL-2", "“", '"', "$x_1$",
                              "[1]", "[2, 3]", "vs", "compare", "how many papers", "\u202e", "🙂",
                              "\\textbf{", "%", "2023", "0", "\n", "list", "newest")),
             max_size=8).map(" ".join),
)  # fmt: skip


@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(questions=st.lists(any_text, min_size=1, max_size=3))
@example(questions=[""])
@example(questions=["\ud800 how does MossNet work?", "shorter"])
@example(questions=["Summarize MossNet [1]", "show me the quote", "[1]"])
@example(questions=["a" * 10_000, "MossNet " * 1250])
@example(questions=["Compare TidePool and MossNet", "shorter", "show me the quotes"])
def test_any_text_is_answered_by_the_rules(
    assistant: Assistant, library: Library, questions: list[str]
) -> None:
    talk(assistant, library, questions)


# --- five hundred papers that nobody chose -------------------------------------------------------


@pytest.fixture(scope="session")
def daily(
    shared: Path, embedder: Embedder, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Library]:
    """A random 500 of the papers beside the repository, with vectors; the same ones each time."""
    packed = shared / "bench" / "hf-daily" / "corpus.jsonl.gz"
    with gzip.open(packed, "rt", encoding="utf-8") as file:
        lines = [line for line in file if json.loads(line)["text"].strip()]
    chosen = random.Random(SEED).sample(lines, PAPERS)
    library = Library(tmp_path_factory.mktemp("five-hundred"))
    library.require(embedder)
    ingest(library, embedder, [Source.from_bytes("daily.jsonl", "".join(chosen).encode())])
    assert library.catalogue.count() > PAPERS * 0.98
    assert library.vector_cache.pending_count() == 0
    yield library
    library.close()


class Asker:
    """Makes up questions about papers, sensible ones and others."""

    def __init__(self, papers: Sequence[Paper], seed: int) -> None:
        self._papers = papers
        self._random = random.Random(seed)

    def conversation(self, number: int) -> list[str]:
        """Return the questions of one conversation; each kind opens one of every fourteen."""
        opening = self._openings()[number % len(self._openings())]()
        return [opening, *(self._next() for _ in range(self._random.randint(2, 5)))]

    def _openings(self) -> Sequence[Callable[[], str]]:
        return (
            lambda: (
                f"{self._pick('What does', 'How does', 'Why does')} {self._name()} "
                f"{self._pick('work', 'improve', 'do', 'fail')}?"
            ),
            lambda: f"What {self._pick('results', 'data', 'limits')} does {self._name()} report?",
            lambda: f"Summarize {self._name()}",
            lambda: f"Compare {self._name()} and {self._name()}",
            lambda: f"Compare {self._name()}, {self._name()} and {self._name()}",
            lambda: f"Which papers are about {self._words(2)}?",
            lambda: f"What do the papers say about {self._words(2)}?",
            lambda: f"How many papers {self._pick('mention', 'are about')} {self._words(1)}?",
            lambda: self._pick(
                "Which paper is the newest?",
                "list all papers by date",
                "how many papers are there",
                "which years are covered",
                "papers from 2024",
                "who wrote the most papers?",
            ),
            lambda: self._sentence()[:200],
            lambda: f"Is it true that {self._sentence()[:150]}?",
            lambda: self._random.choice(self._papers).text,
            self._garbage,
            lambda: f"{self._name()} vs {self._garbage()[:60]}",
        )

    def _next(self) -> str:
        share = self._random.random()
        if share < 0.6:
            return self._random.choice(FOLLOW_UPS)
        if share < 0.7:
            return f"compare it with {self._name()}"
        if share < 0.8:
            return f"and {self._name()}?"
        return self._openings()[self._random.randrange(14)]()

    def _name(self) -> str:
        """Return a title, its head, a piece of it, or it with a slip."""
        title = self._random.choice(self._papers).title
        words = title.split()
        at = self._random.randrange(len(words))
        letter = self._random.randrange(len(title))
        return self._pick(
            title,
            f"“{title}”",
            title.partition(":")[0],
            " ".join(words[at : at + 4]),
            title[:letter] + title[letter + 1 :],
            title.lower(),
        )

    def _words(self, count: int) -> str:
        words = self._random.choice(self._papers).text.split()
        at = self._random.randrange(max(len(words) - count, 1))
        return " ".join(words[at : at + count])

    def _sentence(self) -> str:
        sentences = self._random.choice(self._papers).text.split(". ")
        return self._random.choice(sentences)

    def _garbage(self) -> str:
        return self._pick(
            "",
            " \t\n ",
            "🙂🙃 何ですか? ¿qué? السلام",
            "$\\mathcal{L}_{\\theta}(x) = \\frac{1}{n}\\sum_i$ \\cite{a} \\%",
            "\"'“„«»”’‘`",
            "[1] [2, 3] [4-6] ![x](http://example.invalid/x.png) <b>",
            "".join(chr(self._random.randrange(32, 0x2FFF)) for _ in range(80)),
            (self._random.choice(self._papers).text * 20)[:10_000],
            "x" * 10_000,
            self._words(3).upper(),
        )

    def _pick(self, *choices: str) -> str:
        return self._random.choice(choices)


@pytest.mark.parametrize("part", range(4))
def test_every_quote_from_five_hundred_papers_is_exact(
    daily: Library, embedder: Embedder, part: int
) -> None:
    assistant = Assistant(daily, embedder, embedder)
    asker = Asker(daily.catalogue.papers(), SEED + part)
    answers: list[Answer] = []
    for number in range(CONVERSATIONS // 4):
        answers += talk(assistant, daily, asker.conversation(part * 12 + number))
    assert len(answers) >= CONVERSATIONS // 4 * 3
    # The rules were not kept by refusing: much was answered, and quoted.
    quoted = sum(len(answer.citations) for answer in answers)
    assert quoted > len(answers)
    assert len({answer.kind for answer in answers}) >= 4
