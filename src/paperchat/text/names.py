"""Names of methods, systems and data sets: found by their form, without a list of known ones."""

from __future__ import annotations

import re
from dataclasses import dataclass

from paperchat.text.abbreviations import STARTERS
from paperchat.text.folding import fold
from paperchat.text.stopwords import STOP_WORDS

_LOOK_BACK = 8
"""Characters before a word that may tell why it has a capital."""

_WORD = r"[^\W_](?:[^\W_]|[\u0300-\u036f])*"
_TOKEN = re.compile(
    r"(?P<address>https?://\S+|www\.\S+|[\w.+-]{1,64}@[\w-]+\.[\w.-]+)"
    rf"|(?P<name>{_WORD}(?:(?:[-‐‑_&]|\.(?=\d)|(?<=\d)\.(?=[a-z])){_WORD})*\+*)"
)
_HYPHEN = re.compile(r"[-‐‑_]")
_VERSION = re.compile(r"\d+(?:\.\d+)*[A-Za-z]{0,2}")
_ROMAN = re.compile(r"[IVX]+")
_CAPITALISED = re.compile(r"[A-Z][a-zà-ÿ]+")
_SENTENCE_START = re.compile(r"(?:\A|[.!?:\n])[\s\"'“‘(]*\Z")


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_GENERIC_PARTS = _words("""
    based like style driven guided aware free level powered generated enhanced augmented specific
    induced trained only assisted as a judge tuned tuning aligned related inspired equipped
    compatible oriented type derived positive negative wide scale non pre post anti multi cross
    inter intra
""")
"""What compounds of a name begin or end with: "LLM-based", "non-IID"."""

_COUNTED = _words("""
    top level stage phase step class type grade part day week year age group tier turn order rank
    layer pass hit recall precision figure table section chapter version size epoch under over sub
""")
"""What a number may follow after a hyphen without making a name: "top-1"."""

_UNITS = _words("GB TB MB KB kB GHz MHz kHz Hz dB FPS")

_HEADINGS = _words("""
    abstract background objective objectives purpose aim aims introduction motivation importance
    method methods material materials design setting participants patients intervention main
    outcome outcomes measure measures result results finding findings discussion conclusion
    conclusions interpretation limitations significance summary availability funding study trial
    registration data sources question answer title
""")
"""Words that stand in capitals before a part of a structured abstract."""


@dataclass(frozen=True, slots=True)
class NameMention:
    """Something that looks like a name: ``source[start:end] == text``."""

    text: str
    start: int
    end: int

    @property
    def key(self) -> str:
        """The form in which two spellings of one name agree."""
        return normalise_name(self.text)


def normalise_name(name: str) -> str:
    """Return a key that is the same for "PPO-max", "PPO Max" and "ppo-maxs".

    Folded, without spaces and signs, without a plural s after three letters; a plus sign counts.
    """
    key = re.sub(r"[\W_]+", "", fold(name).replace("+", "plus"))
    plural = len(key) > 3 and key.endswith("s") and not key.endswith(("ss", "us", "is"))
    return key[:-1] if plural else key


def distinctive_names(text: str) -> tuple[NameMention, ...]:
    """Return the words of ``text`` whose form is that of a name, in order.

    These are words with inner or several capitals ("RPS", "DeAL", "ImageNet", "iPhone"), with
    letters and digits ("M3Ret", "GPT-4", "p53"), with a single capital in a compound ("U-Net",
    "Best-of-N"), or, outside titles, compounds of capitalised words ("Chain-of-Thought").
    Capitals tell nothing in a text written in capitals, so there only digits count.
    """
    shouted, titled = _is_shouted(text), _is_titled(text)
    found: list[NameMention] = []
    for match in _TOKEN.finditer(text):
        token = match["name"]
        if token is None or (token[1:].islower() and token.isalpha()):
            continue  # an address, or a plain word
        start, end = _bare(token, match.start())
        name = text[start:end]
        if not name or _is_ordinary(name, text[max(0, start - _LOOK_BACK) : start]):
            continue
        parts = _HYPHEN.split(name)
        by_capitals = not shouted and _has_capital_form(parts, titled=titled)
        if by_capitals or _has_digit_form(parts):
            found.append(NameMention(name, start, end))
    return tuple(found)


def capitalised_names(text: str) -> tuple[NameMention, ...]:
    """Return runs of capitalised words inside sentences ("Mistral" in "Does Mistral help?").

    A weaker sign of a name than :func:`distinctive_names`, meant for questions; nothing is found
    in a title or in a text written in capitals.
    """
    if _is_shouted(text) or _is_titled(text):
        return ()
    found: list[NameMention] = []
    for match in _TOKEN.finditer(text):
        name, start = match["name"] or "", match.start()
        if not _CAPITALISED.fullmatch(name) or _is_function_word(name):
            continue
        if found and text[found[-1].end : start] == " ":
            start = found.pop().start
        elif _SENTENCE_START.search(text[max(0, start - _LOOK_BACK) : start]):
            continue
        found.append(NameMention(text[start : match.end()], start, match.end()))
    return tuple(found)


def _is_function_word(name: str) -> bool:
    return name in STARTERS or fold(name) in STOP_WORDS


def _is_shouted(text: str) -> bool:
    """Tell whether a text is written in capitals."""
    words = re.findall(r"[^\W\d_]{2,}", text)
    return len(words) > 2 and sum(word.isupper() for word in words) * 5 > len(words) * 4


def _is_titled(text: str) -> bool:
    """Tell whether most longer words of a text are capitalised, as in a title."""
    words = [word for word in re.findall(r"[^\W\d_]{4,}", text) if word not in STOP_WORDS]
    return len(words) > 2 and sum(word[0].isupper() for word in words) * 5 >= len(words) * 4


def _bare(token: str, start: int) -> tuple[int, int]:
    """Return the span of a token without generic parts ("LLM" of "non-LLM-based")."""
    end = start + len(token)
    parts = _HYPHEN.split(token)
    while len(parts) > 1 and parts[-1] in _GENERIC_PARTS:
        end -= len(parts.pop()) + 1
    while len(parts) > 1 and parts[0].lower() in _GENERIC_PARTS and not parts[0].isupper():
        start += len(parts.pop(0)) + 1
    return start, end


def _is_ordinary(name: str, before: str) -> bool:
    """Tell whether capitals or digits of a word have another reason than being a name."""
    lowered = fold(name)
    if lowered in STOP_WORDS or _ROMAN.fullmatch(name):
        return True
    if name.isupper() and lowered in _HEADINGS:
        return True
    return name in _UNITS and bool(re.search(r"\d\s?$", before))


def _has_digit_form(parts: list[str]) -> bool:
    """Tell whether parts of a compound mix letters and digits as in "M3Ret", "GPT-4", "p53"."""
    lettered = [part for part in parts if part[:1].isalpha()]
    if any(char.isdigit() for part in lettered for char in part):
        return True
    versioned = any(_VERSION.fullmatch(part) for part in parts[1:])
    return versioned and parts[0][:1].isalpha() and parts[0].lower() not in _COUNTED


def _has_capital_form(parts: list[str], *, titled: bool) -> bool:
    """Tell whether the capitals of a compound's parts are those of a name."""
    lettered = [part for part in parts if part[:1].isalpha()]
    if any(char.isupper() for part in lettered for char in part[1:]):
        return True
    if len(parts) == 1:
        return False
    if any(len(part) == 1 and part.isupper() for part in lettered):
        return True
    return not titled and sum(part[0].isupper() for part in lettered) > 1
