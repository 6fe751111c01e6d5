"""From an answer to the page of the PDF that it quotes."""

from __future__ import annotations

from sluice_pdf import sluice_pdf

from ingest.pipeline import ingest
from ingest.sources import Source
from paperchat.library.library import Library

QUOTE = "We train it with the AdamW optimizer and a learning rate of 0.0003 for 40 epochs."


def test_a_quote_of_a_text_is_read_in_its_place(visit, serve, tmp_path, embedder) -> None:
    library = Library(tmp_path / "library")
    ingest(library, embedder, [Source.from_bytes("sluice.pdf", sluice_pdf())])
    library.close()
    with serve() as running:
        visitor = visit(at=running.address)
        visitor.open()
        visitor.box.fill("What learning rate does Sluice use?")
        visitor.box.press("Enter")
        window = visitor.window
        card = window.locator(".pc-card").first
        card.wait_for(timeout=60_000)
        assert "text, p. 2" in card.locator(".pc-meta").inner_text()
        card.locator("summary").click()
        card.get_by_text("Read in place").first.click()
        marked = window.locator(".pc-paper-text mark")
        marked.wait_for(timeout=60_000)
        assert marked.inner_text() == QUOTE
        page = window.get_by_role("region", name="Page 2")
        assert QUOTE in page.inner_text()
        switch = window.get_by_text("Read the text of the paper (pp. 1 to 3)")
        switch.click()
        window.locator(".pc-leaves").first.wait_for(state="detached", timeout=60_000)
        window.get_by_text("The authors' abstract.").wait_for()
