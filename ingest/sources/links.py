"""Links in text, and which link of an abstract leads to the code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

_CODE_HOSTS = (
    "github.com",
    "gitlab.com",
    "bitbucket.org",
    "codeberg.org",
    "gitee.com",
    "git.sr.ht",
    "anonymous.4open.science",
)
_KNOWN_HOSTS = (*_CODE_HOSTS, "huggingface.co")
_BARE_HOSTS = "|".join(map(re.escape, _KNOWN_HOSTS))
_SIGNS_OF_LINKS = ("://", "www.", *_KNOWN_HOSTS)
_MAX_URL = 2000
_LINK = re.compile(
    # A scheme, or "www.", or a well-known host with a path: "code at github.com/someone/thing".
    rf"(?:https?://|(?<![\w/.@-])(?:www\.|(?=(?:{_BARE_HOSTS})/\w)))"
    # LaTeX sources leave "\_" and the like inside addresses.
    rf"(?:\\[_%#&~$]|[^\s<>\"'`{{}}|\\^]){{1,{_MAX_URL}}}",
    re.IGNORECASE,
)
_LATEX_ESCAPE = re.compile(r"\\([_%#&~$])")
_TRAILING = ".,;:!?*…。，；、’”»"
_OPENING_OF = {")": "(", "]": "["}
# Addresses of papers and citations, which are neither code nor a page about the project.
_PAPER_HOSTS = ("arxiv.org", "doi.org", "openreview.net", "aclanthology.org", "semanticscholar.org")
_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?(10\.\d{4,9}/\S+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class TextLinks:
    """The links of one abstract."""

    code_url: str | None
    project_url: str | None


def web_url(value: object) -> str | None:
    """Return ``value`` when it is one http(s) address with a host, else null.

    Everything else a source may put there (``javascript:``, ``file:``, free text) is dropped.
    """
    if not isinstance(value, str):
        return None
    value = value.strip()
    if not value or any(char.isspace() or not char.isprintable() for char in value):
        return None
    try:
        parts = urlsplit(value)
        host = parts.hostname
    except ValueError:
        return None
    return value if parts.scheme in {"http", "https"} and host else None


def links_in(text: str) -> TextLinks:
    """Return the links that an abstract offers.

    The code link is the first to a repository on a code host. The project link is the first of the
    others: a project page, demo, model, data set or video. Links to papers count as neither.
    """
    found = [url for url in urls_in(text) if not _is_on(url, _PAPER_HOSTS)]
    code = next(filter(is_repository, found), None)
    project = next((url for url in found if not _is_on(url, _CODE_HOSTS)), None)
    return TextLinks(code, project if project != code else None)


def urls_in(text: str) -> Iterator[str]:
    """Yield the addresses in a text, complete with scheme and without the punctuation around."""
    lowered = text.lower()
    if not any(sign in lowered for sign in _SIGNS_OF_LINKS):  # most texts, at a tenth of the cost
        return
    for match in _LINK.finditer(text):
        if len(match[0]) >= _MAX_URL:
            continue  # cut by the limit, so where it leads is not known
        url = _LATEX_ESCAPE.sub(r"\1", _without_tail(match[0]))
        if not url.lower().startswith(("http://", "https://")):
            url = f"https://{url}"
        if web_url(url) and "." in (urlsplit(url).hostname or ""):
            yield url


def is_repository(url: str) -> bool:
    """Tell whether an address is on a code host, below its front page."""
    parts = urlsplit(url)
    self_hosted = (parts.hostname or "").startswith(("gitlab.", "git."))
    return (self_hosted or _is_on(url, _CODE_HOSTS)) and len(parts.path) > 1


def doi_of(value: object) -> str | None:
    """Return the DOI that ``value`` is, with or without its resolver, in lower case."""
    if not isinstance(value, str):
        return None
    match = _DOI.fullmatch(value.strip())
    return match[1].rstrip(".,;").lower() if match else None


def _without_tail(url: str) -> str:
    """Cut the punctuation of the sentence around a link; balanced brackets stay."""
    while url:
        last = url[-1]
        opening = _OPENING_OF.get(last)
        if last in _TRAILING or (opening and url.count(last) > url.count(opening)):
            url = url[:-1]
        else:
            break
    return url


def _is_on(url: str, hosts: tuple[str, ...]) -> bool:
    host = (urlsplit(url).hostname or "").lower()
    return any(host == known or host.endswith(f".{known}") for known in hosts)
