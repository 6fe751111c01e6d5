"""One wording for the many ways of asking for papers: "what do we have on X", "everything on X"."""

from __future__ import annotations

import re

from paperchat.answering.catalogue_forms import MANY, ONE
from paperchat.answering.conditions import NUMBER
from paperchat.answering.made import DATA
from paperchat.text.stopwords import STOP_WORDS

_LIBRARY = r"(?:library|corpus|collection|database|catalogue|catalog)"
PLACE = rf"(?:(?:in )?here|in (?:the|this|your|our|my) {_LIBRARY})"
_ON = r"(?:on|about|regarding|concerning|covering|(?:to do|dealing|that deals?) with)"
_ALL = r"(?:everything|anything|something|all)"
_ANYBODY = r"(?:you|we|i|there)"
_HAVE = rf"(?:{_ANYBODY}(?:'ve| have| is|'s| are)?(?: got)?|is there|is|are)"
_ASKING = (
    r"(?:please |kindly |(?:can|could|would|will) you (?:please )?)?"
    r"(?:(?:list|show|give|find|get|tell|display)(?: me| us)? )?"
)

_FOR_ANYTHING = re.compile(
    rf"^\W*(?:{_ASKING}(?:of )?(?:{_ALL} (?:that |which )?{_HAVE}|everything)|"
    rf"{_ASKING}what(?:ever)? (?:(?:do|have) (?:we|you) (?:have|got)|{_HAVE})|what's|"
    rf"(?:do (?:we|you) have|have (?:we|you)(?: got)?|got|is there|are there) "
    rf"(?:{_ALL}|(?:any |some |much )?(?:work|research|literature)))"
    rf"(?: {PLACE})? {_ON} (?P<topic>.+?)(?: {PLACE})?\W*$",
    re.IGNORECASE,
)
OF_A_TEXT = re.compile(
    r"^(?:the|this|that|these|those|it|them)(?: \w+)?$|"
    r"\b(?:the|this|that) (?:paper|abstract|study|survey|review|article|text)s?\b",
    re.IGNORECASE,
)
"""Of one paper, not of the library: "everything on this paper"."""

_PLACED = re.compile(
    rf"(?P<noun>\b{MANY}\b)(?P<verb>,? (?:are|is|do|we have|you have))? {PLACE}\b(?= \w)",
    re.IGNORECASE,
)
_HERE_LAST = re.compile(rf"(?P<noun>\b{MANY}\b) (?:in )?here(?=\W*$)", re.IGNORECASE)
_DEGREE = re.compile(
    r"\b(?:mainly|mostly|primarily|chiefly|largely|specifically|explicitly|directly|particularly|"
    rf"actually|really) (?={_ON}\b|(?:deal|work|focus|look|concern|treat|address|discuss))",
    re.IGNORECASE,
)
_NAME = r"(?-i:[A-Z][\w.'’-]*(?: (?:[a-z]{1,3} )?[A-Z][\w.'’-]*){0,4})"
_WRITTEN = r"(?: written| authored| published)?"
_CALLED = re.compile(r"\b(?:by|from|of) (?:an )?authors? (?:named|called) (?=[A-Z])", re.IGNORECASE)
_ADVICE = re.compile(
    rf"^\W*(?:(?:can|could|would) you )?(?:please )?(?:recommend|suggest)(?: me| us)?"
    rf"(?: (?:some|a few|any|good|the best|(?P<number>{NUMBER})))? ?(?:good |best )?{MANY}"
    r"(?: (?:to|i should|for me to) (?:start with|begin with|read)(?: first)?|"
    r" for (?:beginners|a start))?"
    rf" {_ON} (?P<topic>.+?)\W*$|"
    rf"^\W*(?:what|which (?:{MANY}|{ONE})) (?:should|could|can) (?:i|we|one) "
    rf"(?:read|start with|begin with)(?: first)? "
    rf"(?:{_ON}|for|to (?:learn|understand)(?: about)?) (?P<read>.+?)(?: first)?\W*$",
    re.IGNORECASE,
)
_ADVISED = "five"
_BY_AUTHOR = re.compile(
    rf"^\W*(?:(?:which|what) (?:{ONE} (?:is|was)|{MANY} (?:are|were)){_WRITTEN}|"
    rf"{_ASKING}{_ALL}{_WRITTEN}) by (?P<name>{_NAME})\W*$|"
    rf"^\W*what (?:has|have|did) (?P<writer>{_NAME}) (?:written|write|published?|authored?)\W*$",
    re.IGNORECASE,
)
_MADE = (
    r"(?:introduced?|proposed?|present(?:ed)?|released?|built|build|collect(?:ed)?|created?|"
    r"contributed?|publish(?:ed)?)"
)
_DATA_MADE = re.compile(
    rf"^\W*(?:and )?(?:what|which)(?: are the)? (?P<things>(?:[\w-]+ ){{0,3}}?{DATA}) "
    rf"(?:(?:are|were|is|was|have been|has been|get|got) (?:newly |first |being )?{_MADE}|"
    rf"(?:do|does|did) (?:(?:the|these|those|all|any|your|our|my) )*(?:{MANY}|authors|they|you|we)"
    rf" {_MADE})(?P<more> (?:for|about|on) .+?)?(?: (?:by|in) (?:the|these|those|all|any) .+?)?"
    rf"(?: {PLACE})?\W*$",
    re.IGNORECASE,
)
_SAID_LAST = re.compile(
    rf"^(?P<what>\W*(?:the |all )*(?:[\w-]+ )?{MANY}\b.*?)"
    r",? (?:please )?(?:list|show)(?: them| me)?(?: please)?\W*$",
    re.IGNORECASE,
)
_ARE_SURVEYS = re.compile(
    rf"^\W*(?:which|what)(?: ones)?(?: of)?(?: (?:the|my|your|our|these))?"
    rf"(?: {MANY})?(?: {PLACE})? are"
    r" (?P<kind>surveys|reviews|overviews|(?:survey|review) (?:papers|articles))"
    r"(?P<rest>\b.*)$",
    re.IGNORECASE,
)
_OWN = re.compile(rf"\b(?:my|your|our) (?={MANY}\b)", re.IGNORECASE)
_OTHERS = re.compile(
    r"\b(there|show(?: me)?|list|find|have|which|any|some) (?:any |some )?others?"
    r"(?= (?:on|about|that|which|from|with|are|is|use|mention|deal|study|discuss|have)\b)",
    re.IGNORECASE,
)
_FROM_TO = re.compile(rf"\b([\w-]+) to ([\w-]+) (?=(?:[\w-]+ )?{MANY}\b)", re.IGNORECASE)
_WISHES = frozenset(
    (
        "want", "need", "like", "wish", "try", "ask", "help", "how", "where", "love", "prefer",
        "links", "link", "relevant", "related", "close", "similar", "due", "according",
        "compared", "refer",
    )
)  # fmt: skip


def plainly_asked(text: str) -> str:
    """Return ``text`` with a wish for papers put as "list papers on X", where it is one."""
    asked = _FOR_ANYTHING.match(text)
    if asked and not OF_A_TEXT.search(asked["topic"]):
        return f"list papers on {asked['topic']}"
    advice = _ADVICE.match(text)
    if advice:
        number = advice["number"] or _ADVISED
        return f"list {number} papers on {advice['topic'] or advice['read']}"
    written = _BY_AUTHOR.match(text)
    if written:
        return f"list papers by {written['name'] or written['writer']}"
    data = _DATA_MADE.match(text)
    if data:
        return f"list papers that introduce {data['things']}{data['more'] or ''}"
    surveys = _ARE_SURVEYS.match(text)
    if surveys:
        return f"list the {surveys['kind']}{surveys['rest']}"
    text = _OWN.sub("the ", text)
    text = _OTHERS.sub(r"\1 other papers", text)
    text = _CALLED.sub("by ", text)
    text = _HERE_LAST.sub(lambda match: match["noun"], text)
    text = _PLACED.sub(lambda match: f"{match['noun']}{match['verb'] or ''}", text)
    text = _FROM_TO.sub(_joined, text)
    text = _DEGREE.sub("", text)
    last = _SAID_LAST.match(text)
    return f"list {last['what'].strip()}" if last else text


def _joined(match: re.Match[str]) -> str:
    """Join "text to image" before "papers"; not "want to read papers"."""
    if {match[1].lower(), match[2].lower()} & STOP_WORDS or match[1].lower() in _WISHES:
        return match[0]
    return f"{match[1]}-to-{match[2]} "
