"""Which reader a source is for, decided by its content; the suffix only settles doubts."""

from __future__ import annotations

from stat import S_ISREG

from ingest.sources.arxiv_snapshot import ArxivSnapshotReader
from ingest.sources.atom import AtomReader
from ingest.sources.bare_paper import why_no_abstract
from ingest.sources.base import Head, Reader, Source
from ingest.sources.bibtex import BibTexReader
from ingest.sources.cleaning import one_line
from ingest.sources.csl_json import CslJsonReader
from ingest.sources.daily_papers_html import DailyPapersHtmlReader
from ingest.sources.daily_papers_text import DailyPapersTextReader
from ingest.sources.decoding import check_text, looks_binary, looks_like_bare_utf16, read_head
from ingest.sources.formats import named_format, what_to_do
from ingest.sources.jsonl import JsonLinesReader
from ingest.sources.paper_pdf import PdfReader
from ingest.sources.paper_text import PaperTextReader
from ingest.sources.ris import RisReader
from ingest.sources.rss import RssReader
from ingest.sources.table import TableReader
from paperchat.errors import SourceError

READERS: tuple[Reader, ...] = (  # of two that are equally sure, the first
    PdfReader(),
    DailyPapersHtmlReader(),
    ArxivSnapshotReader(),
    CslJsonReader(),
    JsonLinesReader(),
    AtomReader(),
    RssReader(),
    BibTexReader(),
    RisReader(),
    TableReader(),
    DailyPapersTextReader(),
    PaperTextReader(),
)

_SURE = 0.8
_FORMATS_READ = (
    "read are BibTeX, RIS, CSL-JSON, JSON lines, CSV, Atom and RSS feeds, PDF, text or Markdown"
    " of a paper (title, an empty line, abstract), and saved Hugging Face papers pages"
)


def detect(source: Source) -> Reader:
    """Return the reader that takes ``source``.

    Raises:
        SourceError: there is nothing to read, or no reader takes it; the message says what was
            found and which formats are read.
    """
    _check_exists(source)
    head = read_head(source)
    if not head.data.strip():
        state = "holds nothing but white space" if head.data else "is empty"
        raise SourceError(f"{source.name} {state}; choose a file that lists papers.")
    best = max(READERS, key=lambda reader: reader.sniff(head))
    sureness = best.sniff(head)
    # A page that quotes a BibTeX entry is still a page, so a sure reader goes first.
    known = named_format(head) if sureness < _SURE else None
    if known is None and sureness > 0:
        return best
    raise _unreadable(source, head, known)


def _unreadable(source: Source, head: Head, known: str | None) -> SourceError:
    if known:
        return SourceError(f"{source.name} is {known}, {what_to_do(known)}.")
    if head.suffix == ".pdf":
        return SourceError(
            f"{source.name} is not a readable PDF, since it does not begin like one; save or"
            " download it again."
        )
    if looks_like_bare_utf16(head.data):
        return SourceError(
            f"{source.name} looks like UTF-16 without its byte order mark; save it as UTF-8."
        )
    if looks_binary(head.data):
        return SourceError(f"{source.name} holds binary data, not text; {_FORMATS_READ}.")
    check_text(source)  # undecodable bytes say more than an unknown format
    why = why_no_abstract(head.older_text or "") or _FORMATS_READ
    return SourceError(f"{source.name} holds no papers in a known format; {why}.")


def _check_exists(source: Source) -> None:
    if source.path is None:
        return
    try:
        mode = source.path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError) as error:
        raise SourceError(f"There is no file {_shown(source)}; check its name.") from error
    except (OSError, ValueError) as error:
        raise SourceError(f"{source.name} cannot be opened; check its name.") from error
    if not S_ISREG(mode):
        raise SourceError(
            f"{_shown(source)} is not a regular file; save what it gives to one first."
        )


def _shown(source: Source) -> str:
    return one_line(str(source.path or source.name))
