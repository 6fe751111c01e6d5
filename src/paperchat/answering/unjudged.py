"""Questions for what no paper says: which is best, what contradicts what, what is used most."""

from __future__ import annotations

import re

NO_JUDGEMENT = (
    "Which is best is not something the papers say: ask what each of them reports, or for the "
    "newest one, or compare two of them."
)
NO_CONTRADICTION = (
    "Whether one paper contradicts another is not judged here: ask what the papers say about the "
    "point in question, or compare two of them, and read the quotes side by side."
)
NOT_BETWEEN_PAPERS = (
    "How papers stand to each other (which agree, disagree or cite which) is no matter that one "
    "abstract tells, so it is not listed here: compare two of them, and read the quotes side by "
    "side."
)
NOT_COUNTED = (
    "What the papers use is not counted here: ask which papers mention a thing by its name, or "
    "what topics the library covers."
)

_JUDGES = re.compile(
    r"\W*(?:and |so |but )?(?:which|what)(?:['’]s)?(?: one)?"
    r"(?: of (?:these|those|them|the)(?: \w+)?)?"
    r"(?: (?:papers?|ones?|surveys?|stud(?:y|ies)|articles?|works?))? ?(?:is|are|was|would be|"
    r"do you (?:think is|find|like|consider|recommend))? ?(?:the )?(?:very )?(?:best|better|"
    r"greatest|most (?:important|interesting|influential|promising|useful|convincing)|worth "
    r"reading)(?: (?:papers?|ones?|surveys?|(?:[\w-]+ ){0,2}(?:llms?|models?|methods?|"
    r"approach(?:es)?|algorithms?|frameworks?|techniques?|systems?|tools?)))?"
    r"(?: (?:here|of (?:them|these|all)|in (?:the|this) library))?\W*$",
    re.IGNORECASE,
)
"""Asks for a judgement that no paper makes: of papers, or of methods without saying for what."""

_CONTRADICTS = re.compile(
    r"\W*(?:and |but |so )?(?:is there|are there|do|does|which|what|who|any)\b[^,;:]{0,40}"
    r"\b(?:contradict|disagree|refut|disput|oppos|challeng)\w*(?: with)? "
    r"(?:this|that|it|them|these)(?: (?:claims?|findings?|results?|views?))?\W*$",
    re.IGNORECASE,
)

_PAPERS = r"(?:papers?|surveys?|stud(?:y|ies)|articles?|works?|authors?|abstracts?|ones?)"
_TAKES_SIDES = (
    r"(?:(?:dis)?agree(?:s|d|ing)?|contradict(?:s|ed|ing)?|conflict(?:s|ed|ing)?|clash(?:es|ed)?|"
    r"differ(?:s|ed)? in opinion|argue(?:s|d)? against|support(?:s|ed)?|confirm(?:s|ed)?|"
    r"cit(?:e|es|ed|ing)|refut(?:e|es|ed)|disput(?:e|es|ed)|oppos(?:e|es|ed)|criticis(?:e|es|ed)|"
    r"criticiz(?:e|es|ed)|build(?:s)? (?:up)?on|repl(?:y|ies) to|respond(?:s)? to)"
)
_AMONG_PAPERS = re.compile(
    rf"\W*(?:and |but |so )?(?:list |show (?:me )?|find |are there |is there |do |does |have )?"
    rf"(?:which|what|any|some|all|two|the|of|these|those|many|most|other|how many|\s)*\b{_PAPERS}\b"
    rf"(?: (?:that|which|do|does|not|don['’]t|directly|clearly|openly|strongly|mostly)){{0,3}} "
    rf"{_TAKES_SIDES}(?:,? (?:or|and) {_TAKES_SIDES})?(?: (?:with|to|on|from))? "
    rf"\b(?:each other|one another|(?:any |the |an)?other {_PAPERS}|among themselves)\b.*|"
    rf"\W*(?:and |but |so )?(?:do|does|did) (?:any|some|all|the|these|those|most|of|\s)*{_PAPERS}"
    r"(?: here| in (?:the|this|my) library)? (?:ever )?(?:dis)?agree"
    r"(?: (?:on|about|over)\b.*)?\W*$|"
    r"\W*(?:and |but |so )?(?:which|what|on what|where) (?:of the |of these |do (?:the )?)?"
    rf"{_PAPERS} (?:do |that )?(?:dis)?agree(?: (?:on|about|over|with regard to)\b.*)?\W*$",
    re.IGNORECASE | re.DOTALL,
)
"""Asks how papers stand to each other, which is said in none of them."""

_THING = (
    r"(?:[\w-]+ )?(?:data ?sets?|benchmarks?|methods?|techniques?|models?|llms?|metrics?|measures?|"
    r"baselines?|algorithms?|approach(?:es)?|frameworks?|architectures?|tools?)"
)
_MOST = (
    r"most (?:common|popular|frequent|(?:commonly |frequently |widely |often )?"
    r"(?:used|cited|mentioned|studied|compared|evaluated))(?: often| frequently)?"
)
_COUNTS = re.compile(
    rf"\W*(?:and |so )?(?:which|what)(?:['’]s| is| are)?(?: the)?(?: {_MOST} {_THING}| {_THING} "
    rf"(?:(?:is|are|gets?)(?: the)? (?:{_MOST}|(?:used|cited|mentioned|studied|compared|evaluated) "
    r"(?:the )?most(?: often| frequently)?)|(?:comes?|appears?|turns?|shows?)(?: up)? (?:the )?most"
    r"(?: often)?))(?: (?:here|overall|in total|(?:in|of|by|across|among|throughout) (?:all )?"
    r"(?:of )?(?:the|this|these|my|your|our|all)(?: the)? (?:\w+ )?(?:papers|library|corpus|"
    r"collection|abstracts)))?\W*$",
    re.IGNORECASE,
)
"""Asks what most papers use, of a whole kind of things."""


def unjudged(question: str) -> str | None:
    """Return what is said to a question that asks for a judgement; None if it asks for none."""
    if _JUDGES.match(question):
        return NO_JUDGEMENT
    if _COUNTS.match(question):
        return NOT_COUNTED
    if _AMONG_PAPERS.match(question):
        return NOT_BETWEEN_PAPERS
    return NO_CONTRADICTION if _CONTRADICTS.match(question) else None
