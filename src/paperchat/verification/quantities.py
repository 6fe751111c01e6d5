"""Reading the numbers of a text, with their units, signs and hedges, in whatever form they come."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from paperchat.text.names import distinctive_names
from paperchat.verification.number_words import word_numbers
from paperchat.verification.units import UNIT_WORD, UNITS

Hedge = Literal["", "about", "over", "under"]
Sign = Literal["", "+", "-"]

_LONGEST = 4000
"""Characters read of a text; a sentence that is longer is none."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number of a text, as ``surface`` there.

    ``unit`` is "" (none or unknown), "%", "points", "times", or a dimension such as "time", whose
    ``value`` then is in its base unit, and ``raw`` as written. ``step`` is the worth of the last
    digit that counts, and ``in_words`` tells a number in words.
    ``place`` is where it stands in :func:`plain_numbers`.
    """

    surface: str
    value: float
    raw: float
    unit: str
    step: float
    sign: Sign
    hedge: Hedge
    in_words: bool
    place: tuple[int, int]


_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
_RAISED = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺]+")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff$]|\\\\(?=[%,;! ])")
_LATEX = (
    (re.compile(r"\\(?:times|cdot)(?![A-Za-z])"), "×"),
    (re.compile(r"\\(?:sim|approx)(?![A-Za-z])"), "~"),
    (re.compile(r"\\[lL]eq?(?![A-Za-z])"), "≤"),
    (re.compile(r"\\[gG]eq?(?![A-Za-z])"), "≥"),
    (re.compile(r"\\pm(?![A-Za-z])"), "±"),
    (re.compile(r"\\text[a-z]{2}|\\math[a-z]+|[{}]"), ""),
    (re.compile(r"(?<=\d)[·∙](?=\d)"), "."),
    (re.compile("[\u2212\ufe63\uff0d]"), "-"),
    (re.compile("[\u00a0\u2000-\u200a\u202f\u3000]"), " "),
    (re.compile(r"<(?:/?[A-Za-z][^<>]{0,80})>"), " "),
)
_FRACTIONS = {"½": "0.5", "¼": "0.25", "¾": "0.75", "⅓": "0.333", "⅔": "0.667", "％": "%"}

_DIGITS = (
    r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d{1,3}(?: \d{3})+(?![\d,])|\d{1,30})(?:\.\d{1,30})?|\.\d{1,30}"
)
_NUMBER = re.compile(
    rf"(?<![\w.])(?:(?<![\w)%.])(?P<sign>[-+]))?(?P<digits>{_DIGITS})(?!\.\d)"
    r"(?:(?P<ordinal>st|nd|rd|th)(?![A-Za-z])"
    r"|(?:\s?[×x*]\s?10\s?\^?\s?|[eE](?=[-+]?\d)|(?<=10)\^)(?P<power>[-+]?\d{1,3})(?!\w)"
    r"|(?P<letter>[kKMBTb])(?![A-Za-z\d])"
    r"|[\s-]?(?P<scale>hundred|thousand|million|billion|trillion|mn|bn)s?\b)?"
    rf"(?P<unit>{UNIT_WORD})?(?![A-Za-z])",
    re.IGNORECASE,
)
_LOOSE = re.compile(r"\d[\d,]{0,30}(?:\.\d{1,30})?")
_SCALES = {
    "k": 1e3, "m": 1e6, "b": 1e9, "t": 1e12, "hundred": 1e2, "thousand": 1e3, "million": 1e6,
    "billion": 1e9, "trillion": 1e12, "mn": 1e6, "bn": 1e9,
}  # fmt: skip
_UNIT_AFTER = re.compile(UNIT_WORD, re.IGNORECASE)
_PARTS = (
    (re.compile(r"\b(?:doubl(?:es|ed|ing)|twice|twofold)\b", re.I), 2.0, "times"),
    (re.compile(r"\b(?:tripl(?:es|ed|ing)|thrice|threefold)\b", re.I), 3.0, "times"),
    (re.compile(r"\b(?:quadrupl(?:es|ed|ing)|fourfold)\b", re.I), 4.0, "times"),
    (re.compile(r"\b(?:fivefold)\b", re.I), 5.0, "times"),
    (re.compile(r"\b(?:tenfold)\b", re.I), 10.0, "times"),
    (re.compile(r"\b(?:halv(?:es|ed|ing)|half (?:of|the|its)|one[- ]half)\b", re.I), 50.0, "%"),
    (re.compile(r"\b(?:a|one)[- ]third\b", re.I), 100 / 3, "%"),
    (re.compile(r"\btwo[- ]thirds\b", re.I), 200 / 3, "%"),
    (re.compile(r"\b(?:a|one)[- ]quarter\b", re.I), 25.0, "%"),
    (re.compile(r"\bthree[- ]quarters\b", re.I), 75.0, "%"),
)  # fmt: skip
_ADDRESS = re.compile(r"https?://\S+|www\.\S+|\b10\.\d{4,9}/\S+|\barxiv:\S+", re.IGNORECASE)
_LIST_SIGN = re.compile(r"\((?:\d{1,2}|[ivx]{1,4})\)|\A\W{0,8}\d{1,2}[.)]\s")
_HEDGES: tuple[tuple[re.Pattern[str], Hedge], ...] = (
    (
        re.compile(
            r"(?:\b(?:about|around|approximately|approx\.?|roughly|some|circa|ca\.?|close to|nearly"
            r"|almost|estimated|as (?:many|much|high|low) as|on the order of|up to)|[~≈∼])\s*$",
            re.IGNORECASE,
        ),
        "about",
    ),
    (
        re.compile(
            r"(?:\b(?:over|more than|above|at least|exceed(?:s|ed|ing)|greater than|higher than"
            r"|beyond|upwards of|a minimum of)|[>≥])\s*=?\s*$",
            re.IGNORECASE,
        ),
        "over",
    ),
    (
        re.compile(
            r"(?:\b(?:under|less than|below|fewer than|lower than|at most|within|a maximum of)"
            r"|[<≤])\s*=?\s*$",
            re.IGNORECASE,
        ),
        "under",
    ),
)
_JOINED = re.compile(r"-?\s?(?:[-–—~/,]|,?\s?\b(?:to|and|or|vs\.?|versus)\b)\s?(?:[-+])?")


def plain_numbers(text: str) -> str:
    """Return ``text`` with one form of digits, signs and spaces, without what only sets type."""
    text = text[:_LONGEST]
    if not text.isascii():
        text = _RAISED.sub(lambda match: "^" + match[0].translate(_SUPERSCRIPTS), text)
        text = "".join(_FRACTIONS.get(char, char) for char in text)
        text = "".join(
            str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text
        )
    text = _INVISIBLE.sub("", text)
    for pattern, written in _LATEX:
        text = pattern.sub(written, text)
    return text


def quantities(text: str) -> tuple[Quantity, ...]:
    """Return the numbers that ``text`` states, in order.

    Digits of names ("GPT-4"), of addresses and of list signs are left out, and so are ordinals.
    """
    plain = plain_numbers(text)
    masked = _masked(plain)
    found = [*_in_digits(masked), *_in_words(masked), *_shares(masked)]
    found.sort(key=lambda quantity: (quantity.place[0], -quantity.place[1]))
    apart: list[Quantity] = []
    for quantity in found:
        if not apart or quantity.place[0] >= apart[-1].place[1]:
            apart.append(quantity)
    return tuple(_sharing_units(masked, apart))


def loose_numbers(text: str) -> frozenset[float]:
    """Return every number in digits that ``text`` holds anywhere, also in names."""
    return frozenset(
        float(match[0].replace(",", "")) for match in _LOOSE.finditer(plain_numbers(text))
    )


def _masked(plain: str) -> str:
    spans = [match.span() for match in _ADDRESS.finditer(plain)]
    spans += [match.span() for match in _LIST_SIGN.finditer(plain)]
    for name in distinctive_names(plain):
        if any(char.isdigit() for char in name.text) and not name.text[0].isdigit():
            spans.append((name.start, name.end))
    for start, end in spans:
        plain = plain[:start] + "\x00" * (end - start) + plain[end:]
    return plain


def _in_digits(text: str) -> Iterator[Quantity]:
    for match in _NUMBER.finditer(text):
        if match["ordinal"]:
            continue
        digits = match["digits"].replace(",", "").replace(" ", "")
        scale = _SCALES.get((match["letter"] or match["scale"] or "").lower(), 1.0)
        if match["letter"] in ("m", "t"):
            scale = 1.0
        scale *= 10.0 ** max(-300, min(300, int(match["power"] or 0)))
        base = float(digits)
        if match["power"] and match[0].startswith("10^"):
            base, digits = 1.0, "1"
        unit, factor = _unit(match["unit"])
        sign: Sign = "-" if match["sign"] == "-" else "+" if match["sign"] == "+" else ""
        yield Quantity(
            surface=match[0].strip(),
            value=base * scale * factor,
            raw=base * scale,
            unit=unit,
            step=_step(digits) * scale * factor,
            sign=sign,
            hedge=_hedge(text, match.start()),
            in_words=False,
            place=match.span(),
        )


def _in_words(text: str) -> Iterator[Quantity]:
    for number in word_numbers(text):
        after = _UNIT_AFTER.match(text, number.end)
        unit, factor = _unit(after[0] if after else None)
        end = after.end() if after and unit else number.end
        yield Quantity(
            surface=text[number.start : end],
            value=number.value * factor,
            raw=number.value,
            unit=unit,
            step=_step(str(int(number.value))) * factor,
            sign="",
            hedge=_hedge(text, number.start),
            in_words=True,
            place=(number.start, end),
        )


def _shares(text: str) -> Iterator[Quantity]:
    for pattern, value, unit in _PARTS:
        for match in pattern.finditer(text):
            hedge = _hedge(text, match.start())
            yield Quantity(match[0], value, value, unit, value / 20, "", hedge, True, match.span())


def _unit(written: str | None) -> tuple[str, float]:
    word = (written or "").strip(" -").lower()
    return UNITS.get(word) or UNITS.get(word.removesuffix("s")) or ("", 1.0)


def _step(digits: str) -> float:
    """Return the worth of the last digit that counts: 10 of "1230", 0.01 of "1.25"."""
    whole, _, decimals = digits.partition(".")
    if decimals:
        return float(10.0 ** -len(decimals))
    zeros = len(whole) - len(whole.rstrip("0"))
    return float(10.0**zeros) if whole.strip("0") else 1.0


def _hedge(text: str, start: int) -> Hedge:
    before = text[max(0, start - 24) : start]
    return next((kind for pattern, kind in _HEDGES if pattern.search(before)), "")


def _sharing_units(text: str, found: list[Quantity]) -> list[Quantity]:
    """Give the unit of "10 to 20%" to both, from the last to the first."""
    for place in range(len(found) - 2, -1, -1):
        here, after = found[place], found[place + 1]
        between = text[here.place[1] : after.place[0]]
        shared = after.unit in ("%", "times", "points")
        if not here.unit and shared and len(between) < 12 and _JOINED.fullmatch(between):
            found[place] = replace(here, unit=after.unit)
    return found
