from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest
from sample_papers import PAPERS

from ingest.chunking import cut
from ingest.sources import Source, read_source
from paperchat.answering.common_ground import NOTHING_SHARED, SHARED_AND_NOT
from paperchat.answering.comparison import compose_comparison
from paperchat.answering.draft import Draft
from paperchat.assistant import Assistant
from paperchat.library.library import Library
from paperchat.retrieval.rarity import Rarity
from paperchat.text.terms import content_stems
from paperchat.types import Answer, Comparison, Conversation, Paper, Record, Sentence, Turn

_CLAIM = re.compile(r"(?P<who>Both|All \w+|Only “.+”|“.+” and “.+”) speaks? of (?P<what>[^“”]+)\.")


def compared(
    papers: Sequence[Paper], sentences: Mapping[str, Sequence[Sentence]], rarity: Rarity
) -> tuple[Draft, Comparison]:
    draft = Draft()
    return draft, compose_comparison(draft, papers, sentences, rarity)


def check(draft: Draft, grid: Comparison, papers: Sequence[Paper]) -> int:
    """Hold a comparison to its rules; returns how many claims it makes."""
    texts = {paper.id: paper.text for paper in papers}
    quotes = {item.label: item for item in draft.citations}
    for item in quotes.values():
        assert texts[item.paper_id][item.start : item.end] == item.quote
    assert {item.paper_id for item in quotes.values()} == set(texts)
    assert [len(row.cells) for row in grid.rows] == [len(papers)] * len(grid.rows)
    for row in grid.rows:
        for paper_id, cell in zip(grid.papers, row.cells, strict=True):
            if cell is not None:
                assert {quotes[label].paper_id for label in cell.labels} == {paper_id}
    claims = [sentence for sentence in draft.sentences if sentence.verdict == "supported"]
    for claim in claims:
        match = _CLAIM.fullmatch(claim.text)
        assert match is not None, claim.text
        held = [content_stems(quotes[label].quote) for label in claim.labels]
        said = content_stems(match["what"].replace("-", " "))
        assert said <= frozenset().union(*held), claim.text
        assert all(stems & said for stems in held), claim.text
        cited = {quotes[label].paper_id for label in claim.labels}
        assert len(cited) == {"Both": 2, "Only": 1}.get(match["who"].split()[0], len(cited))
        if match["who"].startswith("All"):
            assert cited == set(texts)
    return len(claims)


@pytest.fixture(scope="module")
def rarity(library: Library) -> Rarity:
    return Rarity(library)


def test_every_pair_of_the_sample_papers_follows_the_rules(
    library: Library, rarity: Rarity
) -> None:
    papers = library.catalogue.papers()
    sentences = library.catalogue.sentences_of(papers)
    for pair in combinations(papers, 2):
        draft, grid = compared(pair, sentences, rarity)
        assert check(draft, grid, pair) >= 2
        said = [sentence.text for sentence in draft.sentences]
        both = [text for text in said if text.startswith("Both speak of")]
        assert bool(both) != (NOTHING_SHARED in said)


@pytest.mark.parametrize("count", [3, 4, 5])
def test_several_papers_are_compared_in_one_grid(
    library: Library, rarity: Rarity, count: int
) -> None:
    papers = library.catalogue.papers()[:count]
    draft, grid = compared(papers, library.catalogue.sentences_of(papers), rarity)
    assert grid.papers == tuple(paper.id for paper in papers)
    assert check(draft, grid, papers) >= count


def test_names_of_three_papers_give_three_columns(assistant: Assistant) -> None:
    answer = assistant.compare(["TidePool", "MossNet", "QUILL-2"])
    assert answer.status == "answered"
    assert answer.comparison is not None
    assert len(answer.comparison.papers) == 3
    assert len({item.paper_id for item in answer.citations}) == 3
    asked = assistant.ask("Compare TidePool, MossNet and QUILL-2")
    assert asked.comparison == answer.comparison


def test_papers_of_the_conversation_are_compared(assistant: Assistant) -> None:
    first = assistant.compare(["TidePool", "MossNet", "QUILL-2"])
    talk = Conversation((Turn("Compare TidePool, MossNet and QUILL-2", first),))
    answer = assistant.ask("Compare these three", talk)
    assert answer.comparison is not None
    assert answer.comparison.papers == first.comparison.papers if first.comparison else False


def test_a_claim_shows_each_label_beside_its_words(assistant: Assistant) -> None:
    answer = assistant.compare(["TidePool", "MossNet"])
    closing = re.split(f"{SHARED_AND_NOT}|{re.escape(NOTHING_SHARED)}", answer.text)[1]
    claims = [s for s in answer.sentences if s.verdict == "supported"]
    assert claims
    for claim in claims:
        assert all(f"[{label}]" in closing for label in claim.labels)
        assert not re.search(r"\[\d", claim.text)


def test_more_than_five_papers_are_cut_by_name(
    library: Library, rarity: Rarity, own_library: Library
) -> None:
    papers = own_library.catalogue.papers()
    sentences = own_library.catalogue.sentences_of(papers)
    draft, grid = compared(papers, sentences, rarity)
    assert grid.papers == tuple(paper.id for paper in papers[:5])
    note = next(s.text for s in draft.sentences if "At most 5 papers" in s.text)
    assert all(f"“{paper.title}”" in note for paper in papers[5:])
    check(draft, grid, papers[:5])


def test_what_both_call_by_one_name_is_shared(own_library: Library) -> None:
    papers = {p.title: p for p in own_library.catalogue.papers()}
    pair = [papers["Kelp Frames Under Storm Load"], papers["Ropes for Farms at Sea"]]
    draft, grid = compared(pair, own_library.catalogue.sentences_of(pair), Rarity(own_library))
    check(draft, grid, pair)
    said = " ".join(s.text for s in draft.sentences if s.text.startswith("Both speak of"))
    assert "kelp farms" in said
    assert "finite element analysis" in said.lower()


def test_an_empty_claim_is_refused() -> None:
    with pytest.raises(ValueError, match="labels"):
        Draft().claim("Both speak of", [("kelp", [1])])


@pytest.fixture(scope="module")
def own_library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """The sample papers and two that share matters, without vectors."""
    kelp = replace(
        PAPERS[0],
        title="Kelp Frames Under Storm Load",
        text=(
            "Storms tear the frames of kelp farms away. "
            "We compute the load on a frame with Finite Element Analysis (FEA). "
            "Frames with braced corners bear 40% more."
        ),
    )
    rope = replace(
        PAPERS[0],
        title="Ropes for Farms at Sea",
        text=(
            "Ropes of kelp farms wear out within two seasons. "
            "Finite element analysis shows where a rope wears first. "
            "A sleeve doubles the life of a rope in the tank."
        ),
    )
    yield from _stored(tmp_path_factory.mktemp("seven"), [kelp, rope, *PAPERS])


def _stored(folder: Path, records: Sequence[Record]) -> Iterator[Library]:
    library = Library(folder)
    with library.writing():
        library.catalogue.store(records, cut)
        library.lexical.catch_up()
        library.lexical.finish()
    yield library
    library.close()


@pytest.fixture(scope="module")
def real_library(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    page = Source.from_path(shared / "corpus" / "daily-papers-alignment.txt")
    records = [item for item in read_source(page) if isinstance(item, Record)]
    yield from _stored(tmp_path_factory.mktemp("real"), records)


def test_all_pairs_of_a_real_library_follow_the_rules(real_library: Library) -> None:
    papers = real_library.catalogue.papers()
    sentences = real_library.catalogue.sentences_of(papers)
    rarity = Rarity(real_library)
    pairs = list(combinations(papers, 2))
    assert len(pairs) == 1128
    claims = 0
    for pair in pairs:
        draft, grid = compared(pair, sentences, rarity)
        claims += check(draft, grid, pair)
        assert any(s.text.startswith(("Both speak", NOTHING_SHARED)) for s in draft.sentences)
    assert claims > 2 * len(pairs)


def test_the_answer_type_holds_the_claims(assistant: Assistant) -> None:
    answer: Answer = assistant.compare(["TidePool", "MossNet"])
    verdicts = {sentence.verdict for sentence in answer.sentences}
    assert verdicts == {"verbatim", "supported", "none"}
