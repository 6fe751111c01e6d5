"""What a model writes over the text behind an abstract: it sees, cites and is checked with it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from scripted_model import Script, scripted
from sluice_pdf import sluice_pdf

from ingest.pipeline import ingest
from ingest.sources import Source
from paperchat.assistant import Assistant
from paperchat.embedding.port import Embedder
from paperchat.library.library import Library
from paperchat.models.factory import create_model
from paperchat.models.retrying import Retrying
from paperchat.settings import Settings
from paperchat.writing.passages import by_paper, passages_of

ASKED = "What learning rate does Sluice use?"
TOLD = "a learning rate of 0.0003"


@pytest.fixture
def library(embedder: Embedder, tmp_path: Path) -> Iterator[Library]:
    library = Library(tmp_path / "home")
    ingest(library, embedder, [Source.from_bytes("sluice.pdf", sluice_pdf())])
    yield library
    library.close()


def test_passages_are_the_quotes_what_stands_around_them_and_the_abstract(
    library: Library, embedder: Embedder
) -> None:
    answer = Assistant(library, embedder, embedder).ask(ASKED)
    passages = passages_of(answer, library.catalogue, library.bodies)
    quoted = [item.citation for item in passages if item.chosen]
    assert tuple(quoted) == answer.citations
    assert {item.sentence.part for item in passages} == {"abstract", "body"}
    assert len({item.label for item in passages}) == len(passages)
    texts = [item.sentence.text for item in passages]
    assert any("two hidden layers" in text for text in texts)
    assert not any("Journal of Queues" in text for text in texts)
    (ordered,) = by_paper(passages)
    parts = [item.sentence.part for item in ordered]
    assert parts == sorted(parts)


def test_a_written_sentence_is_checked_against_the_text_it_cites(
    library: Library, embedder: Embedder
) -> None:
    def reply(messages: list[dict[str, str]]) -> list[str]:
        found = re.search(rf"^\[(\d+)\] .*{TOLD}", messages[-1]["content"], re.MULTILINE)
        assert found
        return [
            f"Sluice is trained with a learning rate of 0.0003 [{found[1]}]. ",
            f"It is trained for 90 epochs [{found[1]}].",
        ]

    with scripted(Script(reply=reply)) as server:
        settings = Settings(_env_file=None, model=server.openai_like, model_timeout=2)
        model = create_model(settings, retrying=Retrying(waits=(0, 0)))
        assistant = Assistant(library, embedder, embedder).written_by(model, lambda *_: None)
        answer = assistant.ask(ASKED)
    right, wrong = answer.sentences
    assert right.verdict == "supported"
    assert wrong.verdict in ("weak", "unsupported")
    cited = next(item for item in answer.citations if item.label in right.labels)
    body = library.bodies.of(cited.paper_id)
    assert body is not None
    assert (cited.part, cited.page) == ("body", 2)
    assert body.text[cited.start : cited.end] == cited.quote
