from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sample_papers import LANTERN, MOSSNET, QUILL, TIDEPOOL

from ingest.chunking import cut
from ingest.sources import Source, read_source
from paperchat.answering.common_ground import NOTHING_SHARED, SHARED_AND_NOT
from paperchat.answering.draft import Draft
from paperchat.answering.length import Length
from paperchat.answering.overview import MOST_QUOTED
from paperchat.answering.overview_question import asks_for_nothing, read_overview
from paperchat.answering.summary import MOST_PAPERS, compose_summaries, compose_summary
from paperchat.assistant import Assistant
from paperchat.embedding.port import Embedder
from paperchat.library.catalogue import Catalogue
from paperchat.library.embed_pending import embed_pending
from paperchat.library.library import Library
from paperchat.retrieval.rarity import Rarity
from paperchat.starter.location import starter_path
from paperchat.types import Answer, Conversation, Paper, Record, Sentence, Turn

TODAY = date(2026, 1, 1)


def check_quotes(answer: Answer, library: Library) -> None:
    papers = library.catalogue.papers_by_id({item.paper_id for item in answer.citations})
    quotes = {item.label: item for item in answer.citations}
    for item in answer.citations:
        assert papers[item.paper_id].text[item.start : item.end] == item.quote
    for sentence in answer.sentences:
        if sentence.verdict == "verbatim":
            assert [quotes[label].quote for label in sentence.labels] == [sentence.text]


def said(answer: Answer) -> list[str]:
    return [sentence.text for sentence in answer.sentences if sentence.verdict == "none"]


def stored(library: Library, records: Sequence[Record]) -> None:
    with library.writing():
        library.catalogue.store(records, cut)
        library.lexical.catch_up()
        library.lexical.finish()


# --- one paper -----------------------------------------------------------------------------------


def test_the_links_of_the_record_come_last(assistant: Assistant) -> None:
    answer = assistant.summarize("TidePool")
    assert answer.sentences[-1].verdict == "none"
    assert answer.sentences[-1].text == (
        "Links in its record: code https://github.com/example/tidepool"
    )
    assert not any("Links" in text for text in said(assistant.summarize("MossNet")))


def test_in_one_sentence_and_in_detail(assistant: Assistant, library: Library) -> None:
    short = assistant.ask("Summarize MossNet in one sentence")
    assert [s.verdict for s in short.sentences] == ["none", "verbatim"]
    assert "introduces MossNet" in short.sentences[-1].text
    long = assistant.ask("Summarize MossNet in detail")
    quoted = [s.text for s in long.sentences if s.verdict == "verbatim"]
    assert quoted == [s.text for s in _sentences(library, "MossNet")]


def _sentences(library: Library, name: str) -> Sequence[object]:
    paper = next(p for p in library.catalogue.papers() if p.title.startswith(name))
    return library.catalogue.sentences_of([paper])[paper.id]


@pytest.fixture(scope="module", params=["starter", "page", "biomedicine"])
def records(request: pytest.FixtureRequest) -> list[Record]:
    if request.param == "starter":
        return _read(starter_path())
    shared: Path = request.getfixturevalue("shared")
    if request.param == "page":
        return _read(shared / "corpus" / "daily-papers-alignment.txt")
    packed = shared / "bench" / "scifact-dev" / "corpus.jsonl.gz"
    with gzip.open(packed, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines][::50]
    return [Record(title=row["title"], text=row["text"]) for row in rows]


def _read(path: Path) -> list[Record]:
    return [item for item in read_source(Source.from_path(path)) if isinstance(item, Record)]


def test_problem_approach_and_result_of_every_paper_are_quoted(
    records: list[Record], tmp_path: Path
) -> None:
    library = Library(tmp_path / "library")
    with library.writing():
        library.catalogue.store(records, cut)
    papers = library.catalogue.papers()
    sentences = library.catalogue.sentences_of(papers)
    assert len(papers) >= 48
    for paper in papers:
        draft = Draft()
        compose_summary(draft, paper, sentences[paper.id])
        heads = {s.text for s in draft.sentences if s.verdict == "none"}
        wanted = {"Problem:", "Approach:", "Results:"}
        if len(sentences[paper.id]) >= 3:
            assert wanted <= heads, paper.title
        assert all(s.verdict == "verbatim" for s in draft.sentences if s.labels)
        for item in draft.citations:
            assert paper.text[item.start : item.end] == item.quote
    library.close()


# --- several named papers ------------------------------------------------------------------------


def test_named_papers_are_summarized_side_by_side(assistant: Assistant, library: Library) -> None:
    answer = assistant.ask("Summarize TidePool and MossNet")
    assert (answer.kind, answer.status) == ("summary", "answered")
    assert len({item.paper_id for item in answer.citations}) == 2
    assert {SHARED_AND_NOT, NOTHING_SHARED} & set(said(answer))
    assert any(sentence.verdict == "supported" for sentence in answer.sentences)
    check_quotes(answer, library)


def test_papers_of_the_conversation_are_summarized(assistant: Assistant) -> None:
    first = assistant.compare(["TidePool", "MossNet"])
    talk = Conversation((Turn("Compare TidePool and MossNet", first),))
    answer = assistant.ask("Summarize these papers", talk)
    assert answer.kind == "summary"
    assert {c.paper_id for c in answer.citations} == {c.paper_id for c in first.citations}


def test_no_more_than_ten_papers_are_summarized(tmp_path: Path) -> None:
    library = Library(tmp_path / "many")
    stored(library, [replace(MOSSNET, title=f"Bog Number {n}") for n in range(MOST_PAPERS + 2)])
    papers = library.catalogue.papers()
    draft = Draft()
    sentences = library.catalogue.sentences_of(papers)
    compose_summaries(draft, papers, sentences, Rarity(library), Length.NORMAL)
    assert len({item.paper_id for item in draft.citations}) == MOST_PAPERS
    last = draft.sentences[-1].text
    assert all(f"“{paper.title}”" in last for paper in papers[MOST_PAPERS:])
    library.close()


# --- a topic, a year, everything -----------------------------------------------------------------

KELP = replace(
    MOSSNET,
    title="Counting Kelp from Drones",
    text=(
        "Kelp forests are hard to count from boats. "
        "We count kelp on colour photographs taken by drones. "
        "The count is within 5% of that of divers at 20 sites."
    ),
    published=date(2023, 2, 1),
)
URCHINS = replace(
    MOSSNET,
    title="Sea Urchins and the Loss of Kelp",
    text=(
        "Kelp forests vanish where sea urchins multiply. "
        "We remove sea urchins from 12 bays and follow the kelp for two years. "
        "Kelp forests return in 9 of the bays."
    ),
    published=date(2024, 2, 1),
)
LOBSTERS = replace(
    MOSSNET,
    title="Lobsters as Keepers of Kelp",
    text=(
        "Lobsters eat sea urchins, which graze on kelp. "
        "We compare reserves with many lobsters to fished coasts. "
        "Reserves hold four times as much kelp."
    ),
    published=date(2022, 2, 1),
)


@pytest.fixture(scope="module")
def coast(embedder: Embedder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    library = Library(tmp_path_factory.mktemp("coast"))
    library.require(embedder)
    stored(library, [KELP, URCHINS, LOBSTERS, TIDEPOOL, LANTERN, QUILL])
    with library.writing():
        embed_pending(library, embedder)
    yield library
    library.close()


@pytest.fixture(scope="module")
def guide(coast: Library, embedder: Embedder) -> Assistant:
    return Assistant(coast, embedder, embedder)


@pytest.mark.parametrize(
    "question",
    [
        "What do these papers say about kelp?",
        "Summarize what is known about kelp",
        "Give me an overview of the papers on kelp",
        "What does the literature say about kelp?",
        "Summarize the papers about kelp, please.",
    ],
)
def test_a_topic_is_summarized_over_its_papers(
    guide: Assistant, coast: Library, question: str
) -> None:
    answer = guide.ask(question)
    assert (answer.kind, answer.status) == ("summary", "answered")
    assert {item.title for item in answer.citations} == {
        KELP.title, URCHINS.title, LOBSTERS.title
    }  # fmt: skip
    check_quotes(answer, coast)


def test_papers_that_share_a_phrase_stand_together(guide: Assistant) -> None:
    answer = guide.ask("What do the papers say about kelp?")
    leads = said(answer)
    assert leads[0] == "3 papers on “kelp”:"
    group = leads.index("On sea urchins:")
    titles = {f"“{URCHINS.title}”:", f"“{LOBSTERS.title}”:"}
    assert set(leads[group + 1 : group + 3]) == titles
    assert leads[group + 3] == "On another matter:"
    quoted = {item.title: item.quote for item in answer.citations if "urchins" in item.quote}
    assert set(quoted) == {URCHINS.title, LOBSTERS.title}


def test_every_quote_on_a_topic_bears_on_it_or_on_what_is_shared(guide: Assistant) -> None:
    answer = guide.ask("What do the papers say about kelp?")
    for item in answer.citations:
        assert "kelp" in item.quote.lower() or "urchins" in item.quote


def test_a_topic_that_no_paper_has_is_refused(guide: Assistant) -> None:
    for question in (
        "What do these papers say about tax law?",
        "Summarize the history of Rome",
        "Give me an overview of the papers on volcanoes",
    ):
        answer = guide.ask(question)
        assert answer.status == "no_evidence", question
        assert answer.citations == ()
        assert answer.nearest


def test_a_year_and_a_kind_of_paper_are_summarized(guide: Assistant) -> None:
    year = guide.ask("Summarize the papers from 2024")
    assert {item.title for item in year.citations} == {URCHINS.title, QUILL.title}
    surveys = guide.ask("Summarize the surveys")
    assert {item.title for item in surveys.citations} == {LANTERN.title}
    none = guide.ask("Summarize the papers from 1990")
    assert (none.status, none.citations) == ("no_evidence", ())


def test_a_summary_of_nothing_is_asked_back(guide: Assistant) -> None:
    answer = guide.ask("Summarize this")
    assert answer.status == "unknown_paper"
    assert "what to summarize" in answer.text


def test_a_topic_of_the_conversations_papers_only(guide: Assistant) -> None:
    first = guide.ask("Compare “Counting Kelp from Drones” and “Lobsters as Keepers of Kelp”")
    talk = Conversation((Turn("Compare them", first),))
    answer = guide.ask("What do these two papers say about kelp?", talk)
    assert answer.status == "answered"
    assert {item.title for item in answer.citations} == {KELP.title, LOBSTERS.title}


def test_more_than_ten_papers_are_counted_and_named_and_ten_are_read(
    embedder: Embedder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[int] = []
    sentences_of = Catalogue.sentences_of

    def counted(self: Catalogue, found: Sequence[Paper]) -> dict[str, tuple[Sentence, ...]]:
        read.append(len(found))
        return sentences_of(self, found)

    monkeypatch.setattr(Catalogue, "sentences_of", counted)
    library = Library(tmp_path / "bogs")
    library.require(embedder)
    stored(library, [replace(MOSSNET, title=f"Bog Moisture at Site {n}") for n in range(13)])
    with library.writing():
        embed_pending(library, embedder)
    answer = Assistant(library, embedder, embedder).ask("What do the papers say about bogs?")
    assert len({item.paper_id for item in answer.citations}) == 10
    assert said(answer)[0].startswith("13 papers")
    assert said(answer)[-1].startswith("3 more papers are not quoted here: “Bog Moisture")
    assert read
    assert max(read) <= MOST_QUOTED
    library.close()


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("What do these papers say about reward hacking?", "reward hacking"),
        ("Summarize what is known about tool use in agents.", "tool use in agents"),
        ("overview of the papers on kelp forests in detail", "kelp forests"),
        ("Summarize the medical imaging papers", "medical imaging"),
        ("what is known about sleep?", "sleep"),
        ("Summarize reward models", "reward models"),
        ("Summarize the surveys", ""),
        ("Summarize all papers", ""),
    ],
)
def test_the_topic_is_read(text: str, topic: str) -> None:
    read = read_overview(text, TODAY)
    assert read is not None
    assert read.topic == topic


@pytest.mark.parametrize(
    "text",
    [
        "Which papers are about kelp?",
        "How many papers mention kelp?",
        "What is kelp?",
        "Summarize this paper",
        "List the papers on kelp",
        "What does TidePool do?",
    ],
)
def test_other_questions_are_no_overview(text: str) -> None:
    assert read_overview(text, TODAY) is None


def test_what_asks_for_nothing() -> None:
    assert asks_for_nothing("Summarize this paper, please")
    assert asks_for_nothing("tl;dr")
    assert not asks_for_nothing("Summarize MossNet")
