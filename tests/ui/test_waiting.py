"""The side of the page says how far embedding is while another process adds papers."""

from __future__ import annotations

from ingest.chunking import cut
from paperchat.library import waiting
from paperchat.library.embed_pending import embed_pending
from paperchat.library.library import Library
from paperchat.types import Record
from paperchat.ui.workspace import Shelf


def test_papers_without_vectors_are_counted_beside_the_library(
    open_page, own_home, embedder, monkeypatch
) -> None:
    monkeypatch.setattr(waiting, "_FRESH_S", -1.0)
    page = open_page(own_home)
    assert "found by words only" not in page.html
    gathered: list[int] = []
    gather = Shelf._gather
    monkeypatch.setattr(
        Shelf, "_gather", lambda self, number: gathered.append(number) or gather(self, number)
    )
    other = Library(own_home)
    other.require(embedder)
    with other.writing():
        other.catalogue.store(
            [Record(f"Buoy {number} floats", f"Buoy {number} stays up.") for number in range(3)],
            cut,
        )
        other.index_words()
        page.app.run()
        assert "51 papers" in page.html
        assert "3 of 51 papers are found by words only so far." in page.html
        assert not gathered, "nothing is gathered anew for each batch that comes in"
        embed_pending(other, embedder)
    other.close()
    page.app.run()
    assert "found by words only" not in page.html
    assert len(gathered) == 1
