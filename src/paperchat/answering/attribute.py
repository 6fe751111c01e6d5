"""What a question wants the value of: "how many annotators", "which optimizer", "price of".

A paper that speaks of everything in such a question need not answer it: the value has to be told.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from paperchat.text.terms import terms

Sort = Literal["count", "quantity", "thing"]

_COUNT = re.compile(r"\b(?:how (?:many|few)|number of)\s+", re.IGNORECASE)
_NAMES = re.compile(r"\bnames?\s+of\s+(?:the\s+)?", re.IGNORECASE)
_WHICH = re.compile(
    r"\b(?:which|what|whose)\b(?!\s+(?:is|are|was|were|'s|do|does|did|has|have|can|could|would|will|"
    r"should|happens?|about|if|kind|else|the)\b)\s+"
    r"(?:(?:kinds?|sorts?|types?|version|names?|brand|model)\s+of\s+)?",
    re.IGNORECASE,
)
_WHAT_IS = re.compile(
    r"\bwhat(?:'s|\s+(?:is|are|was|were))\s+(?:(?:the|its|their|his)\b)?\s*", re.IGNORECASE
)
_OF_SOMETHING = re.compile(r"\b(?:of|for|in|on|used|at|per|to|between|that|needed)\b")
_HOW = re.compile(
    r"\bhow (?P<how>long|large|big|fast|old|far|often|high|low|expensive|soon|much)\b",
    re.IGNORECASE,
)
_VERB = re.compile(r"\s+(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would)\b|\W*$")
_WHO = re.compile(r"\W*(?:whom?|where|when)\b", re.IGNORECASE)
_TERSE = re.compile(
    r"\W*(?:the )?(?:[\w-]+ ){0,3}?[\w-]+ (?:of|used (?:for|in|by)|per|for|in)\b", re.IGNORECASE
)
_SENTENCE = re.compile(
    r"\W*(?:is|are|do|does|did|can|could|how|why|who|will|has|have|tell|give|summar\w*|any|list|"
    r"papers|show|in|for|on)\b",
    re.IGNORECASE,
)
_ENDS = re.compile(
    r"(?:is|are|was|were|be|been|do|does|did|has|have|had|can|could|will|would|should|may|might|"
    r"must|of|for|in|on|at|to|from|with|by|that|which|when|where|while|used|using|per|and|or|as|"
    r"than|the|an?|into|between|across|after|before|under|during|needed|required|it|they|this|"
    r"these|those|its|their|you|we|i|if)",
    re.IGNORECASE,
)
"""Words at which the noun phrase of what is asked for ends."""

_PAUSE = re.compile(r"[,;:?()]")
_MOST_WORDS = 4

_NOUNS_OF_HOW = {
    "long": "time it takes", "fast": "speed", "large": "size", "big": "size", "old": "age",
    "expensive": "price", "often": "frequency", "high": "value", "low": "value", "much": "amount",
    "far": "distance", "soon": "time",
}  # fmt: skip
_MEASURE = re.compile(
    r"(?:fid|fvd|bleu|rouge|f1|auc|auroc|map|m?iou|[wc]er|psnr|ssim|lpips|dice|ndcg|mrr|perplexity|"
    r"accurac(?:y|ies)|precision|recall|score|rate|price|cost|fee|latency|p-value|dose|dosage|"
    r"temperature|size|percentage|proportion|fraction|share|interval|bitrate|speed|delay|gain|"
    r"improvement|overhead|epsilon|value|rank|factor|strength|length|window|ratio|frequency)s?",
    re.IGNORECASE,
)
_UNIT = re.compile(
    r"\bin (?:percent|per cent|%|(?:mega|giga)bytes?|(?:milli)?seconds?|minutes?|hours?|days?|"
    r"tokens?|dollars?|mg|kg|meters?)(?!\w)|\bmg/kg\b|\bper (?:kg|day|hour|second)\b",
    re.IGNORECASE,
)
_FIGURE = re.compile(
    r"(?<![\w.-])[~<>≈+-]?\$?\d[\d.,]*(?:\s?(?:%|\\%|x|×|k|M|B|times)\b|(?![\w-]))|\d\s*\\?%|"
    r"\d(?:x|×)\b|\d-(?:fold|point|hour|day|year|month|week)|\d(?:ms|s|GB|MB|kbps|mg|h)\b|±"
)
"""A number that measures; not that of a name ("GPT-4") or of a place in a list."""

_NUMBER = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|"
    r"fifty|hundreds?|thousands?|millions?|single|pair|half|third|quarter|twice|doubl\w+|tripl\w+|"
    r"magnitude)\b",
    re.IGNORECASE,
)
_NAME = re.compile(
    r"(?<![.!?]\s)(?<!^)\b[A-Z][\w-]*|\b\w*[a-z][A-Z]\w*|\b[\w-]*\d[\w-]*|[\"“(:]|\bsuch as\b|"
    r"\bnamely\b|\bcalled\b|\bincluding\b|\bi\.e\.|\be\.g\."
)
_PLACE = re.compile(r"\((?:\d|[ivx]+)\)")


@dataclass(frozen=True, slots=True)
class Attribute:
    """What a question wants the value of. ``words`` name it, as they stand in the question.

    ``phrase`` says it by itself. ``measured`` tells that its value is a number.
    """

    sort: Sort
    words: tuple[str, ...]
    phrase: str
    measured: bool

    def values(self, text: str) -> list[int]:
        """Return where in ``text`` a number, or a name, stands that may be the value."""
        pattern = _NAME if self.sort == "thing" else _NUMBER
        return [match.start() for match in pattern.finditer(text)]


def read_attribute(question: str) -> Attribute | None:
    """Read what ``question`` wants the value of, if anything."""
    found = _named(question)
    if found is None:
        return None
    sort, words, phrase = found
    measured = sort == "quantity" or bool(
        (sort == "thing" and words and _MEASURE.fullmatch(words[-1])) or _UNIT.search(question)
    )
    return Attribute(sort, words, phrase, measured and sort != "count")


def holds_figure(text: str) -> bool:
    """Tell whether ``text`` holds a number that measures something."""
    return bool(_FIGURE.search(_PLACE.sub("", text)))


def _named(question: str) -> tuple[Sort, tuple[str, ...], str] | None:
    if match := _COUNT.search(question):
        words = _noun_phrase(question, match.end())
        return "count", words, " ".join(("number of", *words)) if words else ""
    for pattern in (_NAMES, _WHICH):
        match = pattern.search(question)
        if match and (words := _noun_phrase(question, match.end())):
            return "thing", words, " ".join(words)
    if match := _WHAT_IS.search(question):
        words = _noun_phrase(question, match.end())
        asks_of = words and _OF_SOMETHING.search(question[match.end() :])
        return ("thing", words, " ".join(words)) if asks_of else None
    return _otherwise_named(question)


def _otherwise_named(question: str) -> tuple[Sort, tuple[str, ...], str] | None:
    """Read "how long", "who", and what is named without a verb: "price of the camera"."""
    if match := _HOW.search(question):
        how = match["how"].lower()
        of_a_thing = how == "much" and not _VERB.match(question, match.end())
        words = _noun_phrase(question, match.end()) if of_a_thing else ()
        return "quantity", words, " ".join(words[:2]) or _NOUNS_OF_HOW[how]
    if _WHO.match(question):
        return "thing", (), ""
    if _TERSE.match(question) and not _SENTENCE.match(question):
        words = _noun_phrase(question, 0)
        return "thing", words, " ".join(words)
    return None


def _noun_phrase(question: str, start: int) -> tuple[str, ...]:
    """Return the words from ``start`` up to the end of their noun phrase."""
    found: list[str] = []
    last = start
    for term in terms(question):
        if term.is_part or term.start < start:
            continue
        ends = _ENDS.fullmatch(term.surface) is not None
        pause = _PAUSE.search(question[last : term.start]) is not None
        if found and (ends or pause or len(found) == _MOST_WORDS):
            break
        if not ends:
            found.append(term.surface)
        last = term.end
    return tuple(found)


def of_words(words: Sequence[str], attribute: Attribute | None) -> list[int]:
    """Return the places among ``words`` of those that name the attribute."""
    named = attribute.words if attribute else ()
    return [place for place, word in enumerate(words) if word in named]
