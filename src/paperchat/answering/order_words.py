"""Orders about the last answer, read from their words: shorter, longer, results, why, swapped."""

from __future__ import annotations

import re
from typing import Literal

Order = Literal["shorter", "longer", "results", "quote", "why", "swap"]

_ORDER_WORDS: tuple[tuple[Order, str], ...] = (
    ("shorter", r"(?:make (?:it|that) |a bit |much |say (?:it|that) )?"
                r"(?:shorter|briefer|more briefly|in brief|in short|in one sentence)"
                r"(?: please)?|shorten (?:it|that)|tl;?dr|"
                r"(?:summari[sz]e|say) (?:it|that) in one sentence"),
    ("longer", r"(?:give me |tell me |in |some |a bit )*"
               r"more (?:detail(?:s|ed)?|about (?:it|that|this))(?: please)?|"
               r"more|longer|elaborate|go on|(?:explain|say) more|in (?:more )?detail"),
    ("results", r"(?:show |give |tell )?(?:me )?(?:only|just) (?:the )?results?(?: please)?|"
                r"(?:what (?:are|were) )?the results"),
    ("quote", r"(?:show|give) (?:me )?(?:an? |the |its |that |exact )*"
              r"(?:quotes?|sources?|passages?|evidence)(?: (?:for|of|to) (?:it|this|that))?|"
              r"(?:quote|cite) (?:it|that)|"
              r"where does (?:it|that|the paper) say (?:that|so|this)|"
              r"where (?:is|was|does|did) (?:it|this|that|they) "
              r"(?:from|come from|taken from|said|stated|say (?:it|so|that))"),
    ("why", r"why (?:this|that|these|those) (?:papers?|ones?|answer)|"
            r"why did you (?:pick|choose|cite|take|show) (?:this|that|these|it|them).*|"
            r"why (?:it|them|this|that)"),
    ("swap", r"(?:swap|switch|flip|reverse|exchange)"
             r"(?: (?:them|it|both|sides|the (?:two|sides|columns|papers|order)|the two papers))?"
             r"(?: (?:a?round|over))?(?: please)?|(?:the )?other way a?round(?: please)?"),
)  # fmt: skip
_POLITE = r"\W*(?:please |and |now |ok,? |can you |could you )*"
_ORDERS = tuple(
    (order, re.compile(rf"{_POLITE}(?:{words})\W*", re.IGNORECASE)) for order, words in _ORDER_WORDS
)


def read_order(text: str) -> Order | None:
    """Return the order that a whole text is, if it is one."""
    return next((order for order, pattern in _ORDERS if pattern.fullmatch(text)), None)
