"""What a sentence does in an abstract: states a problem, a method, data, a result, a limit, a link.

Cue words and position, joined by a simple score. It knows no field and no paper.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from paperchat.types import Sentence, SentenceRole


@dataclass(frozen=True, slots=True)
class _Cues:
    role: SentenceRole
    pattern: re.Pattern[str]
    weight: float


def _cues(role: SentenceRole, weight: float, *words: str) -> _Cues:
    return _Cues(role, re.compile(r"\b(?:" + "|".join(words) + r")", re.IGNORECASE), weight)


_ALL = (
    _cues("problem", 2.0, r"however\b", r"yet\b", r"lack(?:s|ed|ing)?\b", r"challeng\w+",
          r"remains?\b", r"fail(?:s|ed)?\b", r"fall(?:s)? short", r"suffer\w*", r"limited by",
          r"gap\b", r"neglect\w*", r"overlook\w*", r"unclear", r"problem\b", r"bottleneck",
          r"hinder\w*", r"costly|expensive", r"difficult\w*", r"risks?\b", r"concerns?\b",
          r"existing (?:methods?|approaches|work|models)", r"previous (?:methods?|approaches|work)",
          r"while (?:existing|prior|previous|current)", r"despite\b", r"so far\b"),
    _cues("method", 2.5, r"we (?:propose|introduce|present|develop|design|formali[sz]e|describe|"
          r"build|train|extend|identify|categori[sz]e|review|survey|define)\b",
          r"this (?:paper|work|study|survey|report|article) (?:proposes|introduces|presents|"
          r"develops|reviews|surveys|describes|provides|delivers|examines|studies|investigates)",
          r"(?:is|are) (?:proposed|introduced)\b",
          r"the (?:paper|authors?|survey|study|report) (?:proposes?|introduces?|presents?|"
          r"develops?|reviews?|surveys?|describes?)",
          r"novel\b", r"framework (?:that|which|consists|for)", r"our (?:method|approach|model)\b",
          r"consists? of", r"works? (?:by|in)\b", r"called\b", r"first,|then,? |finally,"),
    _cues("data", 2.0, r"datasets?\b", r"benchmarks?\b", r"corpus|corpora\b", r"we evaluate\b",
          r"evaluat(?:ed|ions?) (?:on|over|across|with)", r"samples\b", r"experiments? (?:on|with|"
          r"across|in)", r"participants\b", r"patients\b", r"testbeds?\b", r"trained on\b",
          r"annotat\w+", r"papers published\b", r"tested (?:on|in)\b"),
    _cues("result", 2.5, r"results?\b", r"outperform\w*", r"improv(?:es?|ed|ing|ements?)\b",
          r"achiev\w+", r"reach(?:es|ed|ing)?\b", r"demonstrat\w+",
          r"experiments? (?:show|indicate|confirm)",
          r"we (?:show|find|found|prove|observe|demonstrate)\b",
          r"surpass\w*", r"state[- ]of[- ]the[- ]art", r"superior\b", r"better than\b",
          r"reduc(?:es?|ed|ing|tions?)\b", r"increas(?:es?|ed)\b", r"gains?\b", r"findings?\b",
          r"win rates?\b", r"accuracy\b", r"significant(?:ly)?\b", r"conclude"),
    _cues("limit", 3.0, r"limitations?\b", r"future (?:work|research|directions?)", r"drawbacks?\b",
          r"at the (?:cost|expense) of", r"slower\b", r"leave\b.*\bfuture", r"open (?:problems?|"
          r"challenges?|questions?)", r"caveats?\b", r"not (?:yet )?(?:handle|address|cover)",
          r"further (?:research|work|studies)\b", r"does not (?:generali[sz]e|scale)"),
    _cues("resource", 4.0, r"code\b.*\b(?:available|released?|public|open)", r"https?://",
          r"github\b", r"(?:released?|open[- ]sourced?|publicly available)\b", r"project page",
          r"will be (?:made )?(?:released?|public|available)", r"leaderboard\b"),
)  # fmt: skip

_FIGURE = re.compile(r"\d+(?:\.\d+)?\s?(?:%|percent|points?|x\b|times\b|mIoU|F1|BLEU)|[+~]\d")
ROLES: tuple[SentenceRole, ...] = ("problem", "method", "data", "result", "limit", "resource")


def role_scores(sentences: Sequence[Sentence]) -> list[dict[SentenceRole, float]]:
    """Return, for each sentence of one abstract in order, how well each role fits it."""
    count = max(len(sentences) - 1, 1)
    return [_scores(sentence.text, place / count) for place, sentence in enumerate(sentences)]


def roles(sentences: Sequence[Sentence]) -> list[SentenceRole]:
    """Return the best fitting role of each sentence of one abstract, in order."""
    return [max(ROLES, key=lambda role: found[role]) for found in role_scores(sentences)]


def _scores(text: str, place: float) -> dict[SentenceRole, float]:
    """Score one sentence; ``place`` is 0 at the start of the abstract and 1 at its end."""
    scores: dict[SentenceRole, float] = dict.fromkeys(ROLES, 0.0)
    for cues in _ALL:
        hits = len({match.group().lower() for match in cues.pattern.finditer(text)})
        scores[cues.role] += cues.weight * min(hits, 2) / (1 + 0.5 * max(hits - 1, 0))
    # Limitations named early are those of earlier work.
    scores["limit"] *= min(1.0, max(0.1, 2 * place - 0.5))
    if _FIGURE.search(text):
        scores["result"] += 1.5
    scores["problem"] += 2.0 * (1 - place) ** 2
    scores["method"] += 1.2 * (1 - abs(place - 0.45) * 2)
    scores["result"] += 1.2 * place
    scores["limit"] += 0.3 * place
    scores["resource"] -= 1.0
    scores["limit"] -= 0.5
    return scores
