"""Questions of a few words that repeat the last one: "and DeAL?", "the other one?", "Why?"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from paperchat.text.frame_words import FRAME_WORDS
from paperchat.text.stopwords import STOP_WORDS
from paperchat.types import Answer, Conversation

_NOUN = r"(?:one|paper|survey|review|method|model|approach|study|work|system)"
_BARE_WORD = re.compile(
    r"\W*(?:(?:and|but|ok|so)\W+)?(?P<word>who|by whom|why|why so|how so|when|where|how|"
    r"who (?:(?:has |have )?(?:wrote|written|made|authored|published)|did|is behind|are behind) "
    r"(?:it|this|that|(?:the|this|that) (?:paper|one|survey|study|article)))\W*",
    re.IGNORECASE,
)
_BARE_FIGURE = re.compile(
    r"\W*(?:(?:and|but|so|ok)\W+)?(?P<figure>by how much|how much|how many|how often|how long|"
    r"how far|how fast|how large|how big)\W*",
    re.IGNORECASE,
)
_AUXILIARY = re.compile(r"(?:do|does|did|is|are|was|were|has|have|had|can|could)\b", re.IGNORECASE)
_BARE_LINK = re.compile(
    r"\W*(?:(?:and|the|a|is there a|where is the|show me the|give me the|please)\W+)*"
    r"(?:links?|urls?|pdf|doi|arxiv(?: id| link| page)?|address)(?:\W+please)?\W*",
    re.IGNORECASE,
)
_BARE_TEXT = re.compile(
    r"\W*(?:(?:and|please|can you|could you|let me)\W+)*(?:show|give|read|print|display|see)"
    r"(?: me| us)? (?:the |its )?(?:full |whole |entire )?(?:abstract|digest|text)"
    r"(?:\W+please)?\W*",
    re.IGNORECASE,
)
_BARE_SIMILAR = re.compile(
    r"\W*(?:(?:any|other|more|and|show me|show|list|find|are there|what about|the)\W+)*"
    r"(?:similar|related|comparable) (?:papers?|works?|ones?|studies)\W*|"
    r"\W*(?:and\W+)?(?:which|what|do any|are there) (?:other |more )?"
    r"(?:papers?|works?|ones?|studies) (?:that )?(?:are|do|does|did|work on|propose|say) "
    r"(?:something |anything |the )?"
    r"(?:similar|alike|same|like (?:it|this|that))(?: (?:thing|things|idea))?\W*|"
    r"\W*(?:is there |do (?:you|we) have )?(?:anything|something|what)(?: else)?"
    r"(?: (?:is|is there))? (?:similar|like (?:it|this|that))"
    r"(?: (?:here|in (?:the|this|my) library))?\W*",
    re.IGNORECASE,
)
_ABOUT_ONE = (
    (_BARE_SIMILAR, "Which papers are similar to “{}”?"),
    (_BARE_LINK, "Where can I find the paper “{}”?"),
    (_BARE_TEXT, "Show the abstract of “{}”"),
)
_BARE_OTHER = re.compile(
    rf"\W*(?:(?:and|what about|how about|now)\W+)*the other(?:\s+{_NOUN})?\W*", re.IGNORECASE
)
_PICK = re.compile(
    r"\W*(?:(?:i mean|i meant|take|ok|the|number|no\.?|option|please)\W+)*"
    r"(?P<which>first|second|third|fourth|fifth|sixth|last|former|latter|1st|2nd|3rd|[1-8]|one|two|"
    rf"three|four)(?:\s+{_NOUN})?(?:\W+please)?\W*",
    re.IGNORECASE,
)
_ALL = re.compile(r"\W*(?:both|all)(?: of (?:them|these|those))?(?: please)?\W*", re.IGNORECASE)
_PLACES = {
    "first": 0, "1st": 0, "one": 0, "former": 0, "second": 1, "2nd": 1, "two": 1, "third": 2,
    "3rd": 2, "three": 2, "fourth": 3, "four": 3, "fifth": 4, "sixth": 5, "last": -1, "latter": -1,
}  # fmt: skip
_ONLY = re.compile(
    r"\W*(?:(?:and|ok|okay|now|please|what about|how about)\W+)*"
    r"(?:(?:show(?: me)?|list|give(?: me)?|take|keep|(?:restrict|limit) (?:it|that|them) to)\W+)?"
    r"(?:only|just)\W+(?:the\s+|those\s+(?:that are\s+)?)?"
    r"(?:(?P<surveys>surveys|reviews)|(?:(?:those|ones|papers)\s+)?"
    r"(?P<which>(?:from|since|before|after|until|with|without|by|published|that|which|in)\s.+?))"
    r"(?:,?\s*please)?\W*",
    re.IGNORECASE,
)
_REGROUP = re.compile(
    r"\W*(?:(?:please|and|now|ok|can you|could you)\W+)*"
    r"(?:(?P<add>add|include)|drop|remove|leave out|leave off|take out)\s+(?P<what>.{2,200}?)"
    r"(?:\s+(?:to|in|into|from|of) (?:the|this|that|your) (?:comparison|table|grid|list))?"
    r"(?:\s+(?:too|as well|also|again|please))*\W*",
    re.IGNORECASE,
)
_PAPERS = re.compile(r"\b(?:papers|articles|works|studies|publications)\b", re.IGNORECASE)
_LONGEST_PICK = 16


def standing(answer: Answer) -> str:
    """Return the question of an answer as it was understood."""
    return answer.rewritten_question or answer.question


def spoken_of(answer: Answer) -> list[str]:
    """Return the titles of the papers an answer is about; none if it only refuses."""
    cited = [citation.title for citation in answer.citations]
    about = answer.nearest if answer.status == "not_in_abstract" else ()
    return list(dict.fromkeys(cited or [paper.title for paper in about]))


def bare_question(question: str, last: Answer, titles: Sequence[str]) -> str | None:
    """Spell out "Who?", "Why?", "When?" about the papers with ``titles``; None if it is none."""
    if not titles:
        return None
    for pattern, asked in _ABOUT_ONE:
        if pattern.fullmatch(question):
            return asked.format(titles[0])
    figure = _BARE_FIGURE.fullmatch(question)
    if figure:
        return _with_figure(figure["figure"], standing(last), titles[0])
    match = _BARE_WORD.fullmatch(question)
    if not match:
        return None
    word = match["word"].lower()
    first = f"“{titles[0]}”"
    if word in ("why", "why so", "how so"):
        earlier = standing(last)
        return f"Why? {earlier}" if titles[0] in earlier else f"Why? {earlier} ({first})"
    return {
        "when": f"When was {first} published?",
        "where": f"Where can I find the paper {first}?",
        "how": f"How does {first} work?",
    }.get(word, f"Who are the authors of {first}?")


def _with_figure(figure: str, earlier: str, title: str) -> str:
    """Ask the ``earlier`` question for a figure: "By how much did coffee change it?"."""
    if _AUXILIARY.match(earlier):
        return f"{figure.capitalize()} {earlier[0].lower()}{earlier[1:]}"
    asked = f"{figure.capitalize()}? {earlier}"
    return asked if title in earlier else f"{asked.rstrip(' ?.!')} (“{title}”)?"


def restricted(question: str, last: Answer) -> str | None:
    """Narrow the last question on several papers: "only the surveys", "just those from 2024".

    None if ``question`` is no such thing, or the last one did not speak of papers.
    """
    earlier = standing(last)
    papers = _PAPERS.search(earlier)
    match = _ONLY.fullmatch(question)
    if match is None or papers is None or last.kind == "comparison":
        return None
    if match["surveys"]:
        return f"{earlier[: papers.start()]}surveys{earlier[papers.end() :]}"
    return f"{earlier.rstrip(' ?.!')} {match['which'].strip()}?"


def regrouped(question: str) -> tuple[bool, str] | None:
    """Return what is to be added to a comparison (true) or left out of it, in its words."""
    match = _REGROUP.fullmatch(question)
    return (bool(match["add"]), match["what"].strip()) if match else None


def is_other(question: str) -> bool:
    """Tell whether a question is only "and the other one?"."""
    return bool(_BARE_OTHER.fullmatch(question))


def other_paper(conversation: Conversation) -> tuple[str, str, Answer] | None:
    """Return titles of the paper spoken of and of the other one of two, and the last answer."""
    titles: list[str] = []
    last: Answer | None = None
    for turn in reversed(conversation.turns):
        cited = dict.fromkeys(spoken_of(turn.answer))
        if cited and last is None:
            last = turn.answer
        titles += [title for title in cited if title not in titles]
        if last is not None and len(titles) > 1:
            return titles[0], titles[1], last
    return None


def asked_again(earlier: str, old: str | None, title: str) -> str:
    """Return the ``earlier`` question asked of the paper ``title`` instead of of ``old``."""
    if old:
        words = r"[\s-]+".join(re.escape(word) for word in re.split(r"[\s-]+", old) if word)
        pattern = re.compile(rf"[“\"]?(?<!\w){words}(?!\w)[”\"]?", re.IGNORECASE)
        text, changed = pattern.subn(lambda _: f"“{title}”", earlier, count=1)
        if changed:
            return text
    return f"{earlier.rstrip(' ?.!')} in “{title}”?"


def only_names(question: str, names: Sequence[str]) -> bool:
    """Tell whether a question goes on with nothing but names: "and DeAL?", "What about RPS?"."""
    if not re.match(r"\W*(?:(?:ok|okay)\W+)?(?:and|what about|how about)\b", question, re.I):
        return False
    rest = question
    for name in names:
        rest = re.sub(re.escape(name), " ", rest, flags=re.IGNORECASE)
    words = re.findall(r"\w+", rest.lower())
    return all(word in STOP_WORDS or word in FRAME_WORDS for word in words)


def picked(question: str, candidates: Mapping[str, str]) -> list[str]:
    """Return which of the papers that were offered an answer picks; empty if it picks none.

    ``candidates`` are titles by id, in the order they were shown. A pick is a place, "both", or
    words that stand in one of the titles only.
    """
    ids = list(candidates)
    if _ALL.fullmatch(question):
        return ids
    match = _PICK.fullmatch(question)
    if match:
        which = match["which"].lower()
        place = int(which) - 1 if which.isdigit() else _PLACES[which]
        return [ids[place]] if -len(ids) <= place < len(ids) else []
    words = set(re.findall(r"\w+", question.lower()))
    content = words - STOP_WORDS - FRAME_WORDS - {"survey", "review", "one"}
    if not content or len(words) > _LONGEST_PICK:
        return []
    held = [
        key
        for key, title in candidates.items()
        if content <= set(re.findall(r"\w+", title.lower()))
    ]
    return held if len(held) == 1 else []
