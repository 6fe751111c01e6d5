"""Atom and RSS: arXiv's, Daily Papers', others', and XML that means harm."""

from __future__ import annotations

import html
import time
from datetime import date

import pytest

from ingest.sources import Source, read_source
from ingest.sources.feed_text import iso_day, plain_text
from paperchat.errors import SourceError
from paperchat.types import Record, Rejected, SourceFormat

TEXT = "We boil water in 42 kettles, with p < 0.05. The spread is large & odd."
ATOM = f"""<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
  <title type="html">ArXiv Query: id_list=2501.00001</title>
  <id>http://arxiv.org/api/abc</id>
  <entry>
    <id>http://arxiv.org/abs/2501.00001v3</id>
    <updated>2025-03-01T00:00:00Z</updated>
    <published>2025-01-02T10:00:00Z</published>
    <title>On the Kettles
  of B\\"uttiker</title>
    <summary>  {html.escape(TEXT)}
</summary>
    <author><name>Ada Kettle</name></author><author><name>J\\'er\\^ome Lid</name></author>
    <arxiv:doi xmlns:arxiv="http://arxiv.org/schemas/atom">10.1000/K.1</arxiv:doi>
    <link title="doi" href="http://dx.doi.org/10.1000/K.1" rel="related"/>
    <link href="http://arxiv.org/abs/2501.00001v3" rel="alternate" type="text/html"/>
  </entry>
</feed>"""


def rss(items: str, title: str = "Papers") -> str:
    return (
        '<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<channel><title>{title}</title><link>https://x.example</link>{items}</channel></rss>"
    )


def read(text: str | bytes, name: str = "feed.xml") -> list[Record | Rejected]:
    data = text.encode() if isinstance(text, str) else text
    return list(read_source(Source.from_bytes(name, data)))


def record(text: str) -> Record:
    (found,) = read(text)
    assert isinstance(found, Record), found
    return found


def format_of(text: str) -> SourceFormat:
    formats: list[SourceFormat] = []
    list(read_source(Source.from_bytes("feed.xml", text.encode()), None, formats.append))
    return formats[0]


def test_a_reply_of_the_arxiv_api() -> None:
    assert record(ATOM) == Record(
        title="On the Kettles of Büttiker",
        text=TEXT,
        authors=("Ada Kettle", "Jérôme Lid"),
        author_count=2,
        published=date(2025, 1, 2),
        url="https://arxiv.org/abs/2501.00001",
        arxiv_id="2501.00001",
        doi="10.1000/k.1",
        source="feed.xml",
    )
    assert format_of(ATOM).note == "a reply of the arXiv API"


def test_an_error_that_arxiv_reports_is_told() -> None:
    text = ATOM.replace(
        "http://arxiv.org/abs/2501.00001v3</id>", "http://arxiv.org/api/errors</id>"
    )
    with pytest.raises(SourceError, match="arXiv reports an error"):
        read(text)


def test_a_daily_papers_feed() -> None:
    description = (
        '<p><img src="https://t.example/1.png" alt="Paper" /></p><p><b>Authors:</b> Ada Kettle,'
        f" Jo Lid</p><p><b>Upvotes:</b> 4</p><p><b>Summary:</b> {html.escape(TEXT)}</p>"
    )
    item = (
        "<item><title>Kettles   at Work</title><link>https://arxiv.org/abs/2501.00001</link>"
        f"<description>{html.escape(description)}</description>"
        "<pubDate>Thu, 02 Jan 2025 14:06:01 +0000</pubDate></item>"
    )
    text = rss(item, "Hugging Face Daily Papers")
    found = record(text)
    assert (found.title, found.text) == ("Kettles at Work", TEXT)
    assert (found.authors, found.author_count) == (("Ada Kettle", "Jo Lid"), 2)
    assert (found.published, found.arxiv_id) == (date(2025, 1, 2), "2501.00001")
    assert format_of(text) == SourceFormat("feed.xml", "an RSS feed", "Hugging Face Daily Papers")


def test_a_listing_of_arxiv() -> None:
    item = (
        "<item><title>Kettles</title><link>https://arxiv.org/abs/2501.00001</link>"
        f"<description>arXiv:2501.00001v1 Announce Type: new \nAbstract: {html.escape(TEXT)}"
        '</description><guid isPermaLink="false">oai:arXiv.org:2501.00001v1</guid>'
        "<dc:creator>Ada Kettle, Jo Lid</dc:creator></item>"
    )
    found = record(rss(item))
    assert (found.text, found.authors) == (TEXT, ("Ada Kettle", "Jo Lid"))
    assert found.arxiv_id == "2501.00001"


def test_an_older_listing_of_arxiv_in_rss_1() -> None:
    text = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
        ' xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        '<item rdf:about="http://arxiv.org/abs/2001.00001">'
        "<title>Kettles. (arXiv:2001.00001v1 [cs.CL])</title>"
        "<link>http://arxiv.org/abs/2001.00001</link>"
        f"<description>{html.escape('<p>' + html.escape(TEXT) + '</p>')}</description>"
        "<dc:creator>&lt;a href=&quot;x&quot;&gt;Ada Kettle&lt;/a&gt;, Jo Lid</dc:creator>"
        "</item></rdf:RDF>"
    )
    found = record(text)
    assert (found.title, found.text, found.arxiv_id) == ("Kettles", TEXT, "2001.00001")
    assert found.authors == ("Ada Kettle", "Jo Lid")


def test_a_bad_item_is_rejected_with_its_line() -> None:
    good = f"<item><title>Kettles</title><description>{html.escape(TEXT)}</description></item>"
    items = read(rss(f"{good}\n<item><title>Lids</title></item>\n<item/>"))
    assert [(i.line, i.reason) for i in items if isinstance(i, Rejected)] == [
        (2, '"Lids" has no abstract'),
        (3, "it has no title"),
    ]


@pytest.mark.parametrize("cut", [-3, -30, -200])
def test_a_feed_that_is_cut_off_gives_nothing(cut: int) -> None:
    items = read_source(Source.from_bytes("feed.xml", ATOM[:cut].encode()))
    with pytest.raises(SourceError, match="damaged or cut off"):
        next(items)


def test_other_encodings_of_xml() -> None:
    text = ATOM.replace("Ada Kettle", "Ada Käse")
    latin = text.replace("UTF-8", "ISO-8859-1").encode("latin-1")
    utf16 = text.replace("UTF-8", "UTF-16").encode("utf-16")
    for data in (latin, utf16):
        (found,) = read(data)
        assert isinstance(found, Record)
        assert found.authors[0] == "Ada Käse"


def bomb(depth: int) -> str:
    entities = '<!ENTITY a0 "aaaaaaaaaa">' + "".join(
        f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, depth)
    )
    return ATOM.replace("<feed", f"<!DOCTYPE feed [{entities}]><feed").replace(
        "On the Kettles", f"&a{depth - 1};On the Kettles"
    )


@pytest.mark.parametrize("depth", [3, 12, 40])
def test_entities_do_not_grow(depth: int) -> None:
    started = time.monotonic()
    try:
        items = read(bomb(depth))
    except SourceError as error:
        assert "damaged" in str(error)
    else:
        (found,) = items
        assert isinstance(found, Record)
        assert found.title == "On the Kettles of Büttiker"
    assert time.monotonic() - started < 5


@pytest.mark.parametrize("address", ["file:///etc/passwd", "http://192.0.2.1/x"])
def test_nothing_is_fetched(address: str) -> None:
    text = ATOM.replace(
        "<feed", f'<!DOCTYPE feed SYSTEM "{address}" [<!ENTITY e SYSTEM "{address}">]><feed'
    ).replace("On the Kettles", "&e;On the Kettles")
    assert record(text).title == "On the Kettles of Büttiker"


def test_an_endless_entry_is_refused() -> None:
    start = "<feed><entry><title>Kettles</title>"
    for part in ("<author/>" * 1_200_000, "x" * 9_000_000, "<a>" * 1000):
        with pytest.raises(SourceError, match=r"more than 8 MB|damaged"):
            read(start + part)


def test_html_and_plain_text() -> None:
    assert plain_text("a < b and p<0.05 &amp; c") == "a < b and p<0.05 &amp; c"
    assert plain_text("<p>one</p><p>two <b>x</b> &lt; y</p>").split() == [
        "one",
        "two",
        "x",
        "<",
        "y",
    ]
    assert plain_text("<jats:p>one</jats:p>").strip() == "one"


def test_days() -> None:
    assert iso_day("Tue, 22 Apr 2025 23:59:00 -0500") == "2025-04-22"
    assert iso_day("2025-04-22") == "2025-04-22"
    assert iso_day("soon") == "soon"
