"""Which addresses of a paper's record may become links."""

from __future__ import annotations

from urllib.parse import urlsplit


def safe_url(url: str | None) -> str | None:
    """Return ``url`` if it is a complete web address, else None.

    Scripts, data, files, relative addresses and ones with names or passwords are turned down.
    """
    if not url or any(character.isspace() or not character.isprintable() for character in url):
        return None
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host or "@" in parts.netloc or "\\" in url:
        return None
    return url


def host_of(url: str) -> str:
    """Return the name a reader knows a safe address by: ``arxiv.org`` of an arXiv link."""
    return (urlsplit(url).hostname or url).removeprefix("www.")
