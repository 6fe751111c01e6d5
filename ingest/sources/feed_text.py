"""The text of a feed's entry: HTML or plain, which feeds mix up, and the days they write."""

from __future__ import annotations

import html
import re
from email.utils import parsedate_to_datetime

# By name, since an abstract may well say "p<0.05 and n>3".
_TAG = re.compile(
    r"</?(?:p|b|i|u|em|strong|br|img|a|div|span|ul|ol|li|sub|sup|h[1-6]|hr|tt|code|pre|table|tr|td"
    r"|jats:[\w-]+)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_BREAK = re.compile(r"</?(?:p|br|div|li|h[1-6]|hr|tr|jats:p)\b[^<>]*>", re.IGNORECASE)


def plain_text(text: str) -> str:
    """Return text without tags of HTML, its paragraphs as lines; plain text stays as it is."""
    if not _TAG.search(text):
        return text
    return html.unescape(_TAG.sub("", _BREAK.sub("\n", text)))


def iso_day(written: str) -> str:
    """Return "Tue, 22 Apr 2025 14:06:01 +0000" as an ISO date, and other forms unchanged."""
    try:
        return parsedate_to_datetime(written.strip()).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return written
