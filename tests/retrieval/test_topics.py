"""Papers that mention something, and papers on a topic."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sample_papers import PAPERS

from ingest.chunking import cut
from paperchat.assistant import Assistant
from paperchat.embedding.port import Embedder
from paperchat.library.embed_pending import embed_pending
from paperchat.library.filters import parse_condition
from paperchat.library.library import Library
from paperchat.retrieval.mentions import MentionFinder
from paperchat.retrieval.topic_score import TopicScore
from paperchat.retrieval.topics import TopicFinder
from paperchat.retrieval.wording import wording
from paperchat.types import Record


@pytest.fixture
def mentions(library: Library) -> MentionFinder:
    return MentionFinder(library)


@pytest.fixture
def topics(library: Library, assistant: Assistant) -> TopicFinder:
    return assistant._context.topics


def heads(titles: list[str]) -> set[str]:
    return {title.split(":")[0].split()[0] for title in titles}


@pytest.mark.parametrize(
    ("phrase", "found"),
    [
        ("WLM", {"A"}),
        ("wearable light meter", {"A"}),
        ("TidePool", {"TidePool"}),
        ("photograph", {"MossNet"}),
        ("studies", {"A"}),
        ("bog", {"MossNet"}),
        ("Question-led Incremental Long-story Learning", {"QUILL-2"}),
        ("walrus", set()),
        ("", set()),
    ],
)
def test_mentions_are_found_in_every_form(
    mentions: MentionFinder, phrase: str, found: set[str]
) -> None:
    assert heads([paper.title for paper in mentions.papers_with(phrase).values()]) == found


def test_mentions_are_complete(mentions: MentionFinder, library: Library) -> None:
    for word in ("light", "model", "server", "clock", "story", "the"):
        pattern = wording(word)
        expected = {p.title for p in PAPERS if pattern.find(f"{p.title} {p.text}")}
        found = {paper.title for paper in mentions.papers_with(word).values()}
        assert found == expected, word


@pytest.fixture
def acronyms(tmp_path: Path) -> Iterator[MentionFinder]:
    texts = {
        "Spelt": "We study Green Rope Bridges (GRB), which sway in the wind of the valley.",
        "Short": "We test GRB under load, and find that it holds for many years.",
        "Long": "All green rope bridges are counted here, from above and by hand.",
        "Other": "A Giant Red Balloon (GRB) is flown over towns to measure the air.",
        "Again": "We see Green Rope Bridges (GRB) in the mist over rivers of the north.",
        "Finetuned": "A net is finetuned on bridges; finetuning takes a day and a night.",
        "Hyphen": "The fine-tuning of harps is an art that takes a life to learn.",
        "Verb": "A harp that was fine-tuned by ear keeps its tone for a whole winter.",
    }
    library = Library(tmp_path)
    records = [Record(title=name, text=text, source="x") for name, text in texts.items()]
    with library.writing():
        library.catalogue.store(records, cut)
        library.lexical.catch_up()
    yield MentionFinder(library)
    library.close()


def test_short_and_long_forms_stand_for_each_other(acronyms: MentionFinder) -> None:
    def titles(phrase: str, *, literally: bool = False) -> set[str]:
        return {p.title for p in acronyms.papers_with(phrase, literally=literally).values()}

    # "Other" means a balloon by it.
    assert titles("green rope bridge") == {"Spelt", "Short", "Long", "Again"}
    assert titles("green rope bridges", literally=True) == {"Spelt", "Long", "Again"}
    assert titles("GRB", literally=True) == {"Spelt", "Short", "Other", "Again"}
    assert titles("GRB") == {"Spelt", "Short", "Other", "Again", "Long"}
    assert titles("fine-tuning") == {"Finetuned", "Hyphen"}
    assert titles("finetuning") == {"Finetuned", "Hyphen", "Verb"}


@pytest.mark.parametrize(
    ("topic", "first"),
    [("bogs", "MossNet"), ("riveted bridges", "Why"), ("sleep", "A"), ("caching", "TidePool")],
)
def test_the_paper_on_a_topic_comes_first(topics: TopicFinder, topic: str, first: str) -> None:
    hits = topics.papers_on(topic)
    assert heads([hits[0].paper.title]) == {first}
    assert len(hits) <= 2
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_a_topic_nobody_writes_about_has_no_papers(topics: TopicFinder) -> None:
    assert topics.papers_on("medieval pottery") == []


def test_of_two_topics_either_is_found_where_no_paper_has_both(topics: TopicFinder) -> None:
    hits = topics.papers_on("bog moisture and riveted joints")
    assert heads([hit.paper.title for hit in hits]) == {"MossNet", "Why"}


def test_conditions_hold_for_topics_and_mentions(topics: TopicFinder) -> None:
    early = [parse_condition("year<2022")]
    assert topics.papers_on("bogs", early) == []
    assert topics.papers_mentioning("bog", early) == []
    assert len(topics.papers_mentioning("bridge", early)) == 1


def test_words_that_stand_together_count_for_more(library: Library) -> None:
    by_title = {paper.title.split(":")[0]: paper for paper in library.catalogue.papers()}
    tokens = library.lexical.all_tokens
    score = TopicScore(
        forms=(wording("edge servers"),),
        weights=library.lexical.inverse_frequencies(tokens("edge servers")),
        nearest=None,
        tokens=tokens,
    )
    near = score.of(by_title["TidePool"], None)
    assert near > 0.25 > score.of(by_title["MossNet"], None)


def test_of_one_thing_for_another_both_are_held(embedder: Embedder, tmp_path: Path) -> None:
    texts = {
        "Rope Making": "Hemp rope making is old. Rope making by hand gives the best hemp ropes.",
        "Twisted Hemp Ropes": "We study hemp rope making and how the making of rope twists hemp.",
        "Rigging": "Hemp rope making for ships: ships need ropes of hemp that do not rot.",
    }
    library = Library(tmp_path)
    library.require(embedder)
    with library.writing():
        library.catalogue.store(
            [Record(title=t, text=x, source="x") for t, x in texts.items()], cut
        )
        library.lexical.catch_up()
        library.lexical.finish()
        embed_pending(library, embedder)
    topics = Assistant(library, embedder, embedder)._context.topics
    assert {hit.paper.title for hit in topics.papers_on("hemp rope making")} == set(texts)
    found = [hit.paper.title for hit in topics.papers_on("hemp rope making for ships")]
    assert found == ["Rigging"]
    library.close()
