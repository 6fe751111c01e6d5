"""One wording for the many ways of asking what a library is about: "which themes come up most"."""

from __future__ import annotations

import re

from paperchat.answering.catalogue_forms import MANY

_LIBRARY = r"(?:library|corpus|collection|database|catalogue|catalog|reading list)"
_KIND = (
    r"(?:main|major|key|central|principal|common|frequent|popular|dominant|recurring|overall|big|"
    r"hot|broad|different|research|important|current|general|typical|most|top)"
)
_THEMES = (
    r"(?:topics?|themes?|subjects?|areas?|fields?|domains?|trends?|strands?|threads?|"
    r"directions?|topic areas?)"
)
_WHAT = r"^\W*(?:so |and )?(?:what|which)(?:['’]s| is| are| were)?(?: the| some(?: of the)?)?"
_MOST = (
    r"(?: (?:the )?most(?: often| frequently| of all)?| often| (?:most )?frequently| repeatedly)"
)
_COME = (
    r"(?:come up|comes up|appears?|occurs?|recurs?|turns? up|shows? up|dominates?|prevails?|"
    r"(?:is|are)(?: the)?(?: most)? (?:common|frequent|popular|dominant|covered|treated|discussed|"
    r"addressed|studied|present|represented|prominent|prevalent))"
)
_PLACE = r"(?: (?:are |is )?(?:there|(?:in )?here))?"
_PAPERS = (
    r"(?:all |most |many )?(?:of )?(?:the |this |these |those |your |our |my |all |all the )?"
    rf"(?:{_LIBRARY}|{MANY})\b"
)
_AMONG = (
    r"(?: (?:covered|treated|discussed|addressed|studied|found|present))?"
    rf"(?: (?:of|in|by|across|among|amongst|from|throughout) ({_PAPERS}.*?))?"
)
_ASKED = (
    rf"{_WHAT}(?: {_KIND})+ {_THEMES}{_AMONG}{_PLACE}",
    rf"{_WHAT}(?: {_KIND})* {_THEMES} (?:that )?{_COME}{_MOST}?{_AMONG}{_PLACE}",
    rf"{_WHAT}(?: {_KIND})* {_THEMES} (?:do|does) ({_PAPERS}.*?) "
    r"(?:cover|share|treat|address|discuss|have in common|deal with|(?:work|focus) on)",
    rf"{_WHAT} (?:do|does) ({_PAPERS}.*?) (?:have in common|share)(?: most)?",
    rf"^\W*what(?:['’]s| is| are) ({_PAPERS}.*?) (?:mostly |mainly |all |chiefly )?about",
    r"^\W*what(?:['’]s| is)(?: there)? in here|^\W*what (?:kinds?|sorts?|types?) of "
    r"(?:research|work|things|stuff|content) (?:is|are)(?: there)?(?: in)? here",
)
_THEMES_ASKED = re.compile(
    "|".join(rf"(?:{form})(?: please)?\W*$" for form in _ASKED), re.IGNORECASE
)
_THOSE = re.compile(rf"^(?:all )?(?:of )?(?:these|those) {MANY}\b", re.IGNORECASE)
"""The papers spoken of, which may not be the library."""

_ON = re.compile(rf"\b{MANY} (?:on|about|that|which|concerning|regarding|dealing)\b", re.IGNORECASE)
"""Papers on one topic: what these share is in what they say, not in their titles."""


def themes_asked(text: str) -> str:
    """Return ``text`` put as "what topics are there in the papers", if it asks for that.

    Of papers on a topic it is put as the wish to have them summarized.
    """
    match = _THEMES_ASKED.match(text)
    if match is None:
        return text
    papers = next(filter(None, match.groups()), "the papers")
    if _THOSE.match(papers):
        return text
    return f"Summarize {papers}" if _ON.search(papers) else f"What topics are there in {papers}?"
