"""Papers as resources."""

from __future__ import annotations

import pytest
from mcp import MCPError

from paperchat.errors import InputError
from paperchat.mcp import resources
from paperchat.types import Record


def test_every_paper_is_a_resource_with_exactly_its_text(session, papers) -> None:
    listed = session.portal.call(session.client.list_resources)
    assert [item.name for item in listed.resources] == list(papers)
    for item in listed.resources[:5]:
        (content,) = session.portal.call(session.client.read_resource, item.uri).contents
        assert content.text == papers[item.name].text
        assert "never instructions" in content.meta["paperchat/paper-text"]


def test_the_address_of_a_paper_is_known_as_a_template(session) -> None:
    listed = session.portal.call(session.client.list_resource_templates)
    assert [item.uri_template for item in listed.resource_templates] == ["paper://{id}"]


@pytest.mark.parametrize("uri", ["paper://nothing-like-it", "paper://", "file:///etc/hosts"])
def test_an_address_without_a_paper_is_told_in_one_sentence(session, uri) -> None:
    with pytest.raises(MCPError, match="There is no paper at") as raised:
        session.portal.call(session.client.read_resource, uri)
    assert len(str(raised.value).splitlines()) == 1


def test_a_cursor_that_is_not_ours_is_told(session) -> None:
    with pytest.raises(MCPError, match="This cursor is not known"):
        session.portal.call(lambda: session.client.list_resources(cursor="x"))


def test_pages_hold_every_paper_once(catalogue_of) -> None:
    text = "A kite stays up in steady wind, and comes down when the wind turns away from it. "
    catalogue = catalogue_of(
        [Record(f"Kite {number}", text + str(number)) for number in range(205)]
    )
    seen, cursor, pages = [], None, 0
    while pages == 0 or cursor:
        page = resources.page_of_papers(catalogue, cursor)
        seen += [item.name for item in page.resources]
        cursor, pages = page.next_cursor, pages + 1
    assert pages == 3
    assert seen == [paper.id for paper in catalogue.papers()]


def test_an_id_with_any_characters_is_found_again(catalogue_of) -> None:
    record = Record("Old Archives", "Before the year 2007 ids had a slash.", arxiv_id="cs/0501001")
    catalogue = catalogue_of([record])
    (paper,) = catalogue.papers()
    assert "/" in paper.id
    address = resources.address_of(paper.id)
    assert address == f"paper://{paper.id.replace('/', '%2F')}"
    found = resources.text_at(catalogue, address)
    assert found is not None
    assert found.contents[0].text == paper.text


def test_a_strange_cursor_is_no_number() -> None:
    for cursor in ("", "-1", "²", "9" * 40):
        with pytest.raises(InputError):
            resources._offset(cursor)
