"""Identity of papers: keys of titles, slugs for addresses, and arXiv identifiers."""

from __future__ import annotations

import hashlib
import re

from paperchat.text.folding import fold

SLUG_MINIMUM = 8
_HASH_DIGITS = 8

# LaTeX commands that only set type or stand for a symbol which other sources write as punctuation.
_LATEX_STYLE = re.compile(
    r"\\(?:text(?:bf|it|tt|sc|rm|sf|sl|up|normal)?|math(?:bf|it|tt|rm|sf|cal|bb|frak|scr|up)?"
    r"|emph|underline|ensuremath|operatorname|boldsymbol|bm|rm|bf|it|tt|sc|sf|em"
    r"|times|cdot|ldots|dots|left|right|quad|qquad)(?![A-Za-z])"
)
_NOT_WORD = re.compile(r"[\W_]+")
# LaTeX accents: the command goes, its letter stays ({\'e}, \"{o}, \c{c}, \v{s}).
_LATEX_ACCENT = re.compile(r"\\(?:['`^\"~=.]|[cvukHbdr](?=\s*\{))")

_LATEX_SIGNS = str.maketrans("", "", "{}$^\u00ad\u200b\ufeff")
_PLUS = re.compile(r"(?<=\w)\++")
_INNER_APOSTROPHE = re.compile(r"(?<=\w)['’](?=\w)")

# Letters that Unicode does not decompose into an ASCII letter and an accent.
_TRANSLITERATION = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"}
)

_MONTH = r"(?:0[1-9]|1[0-2])"
_NEW_STYLE = rf"\d{{2}}{_MONTH}\.\d{{4,5}}"
_ARCHIVES = (
    "acc-phys|adap-org|alg-geom|ao-sci|astro-ph|atom-ph|bayes-an|chao-dyn|chem-ph|cmp-lg"
    "|comp-gas|cond-mat|cs|dg-ga|funct-an|gr-qc|hep-ex|hep-lat|hep-ph|hep-th|math|math-ph"
    "|mtrl-th|nlin|nucl-ex|nucl-th|patt-sol|physics|plasm-ph|q-alg|q-bio|quant-ph|solv-int"
    "|stat|supr-con"
)
_OLD_STYLE = rf"(?P<archive>{_ARCHIVES})(?:\.[A-Z]{{2}})?/(?P<number>\d{{2}}{_MONTH}\d{{3}})"
_ID = rf"(?:(?P<new>{_NEW_STYLE})|{_OLD_STYLE})(?:v\d+)?(?!\w|\.\d)"
_WHOLE_VALUE = re.compile(
    rf"(?:arxiv\s*:\s*|(?:doi\s*:\s*)?10\.48550/arxiv\.)?{_ID}\s*(?:\[[\w.-]+\])?",
    re.IGNORECASE | re.ASCII,
)
_IN_URL = re.compile(
    rf"(?<![\w-])(?:(?:[\w-]+\.)?arxiv\.org/(?:[a-z]+/)"
    rf"|(?:huggingface\.co|hf\.co)/papers/|doi\.org/10\.48550/arxiv\.){_ID}",
    re.IGNORECASE | re.ASCII,
)


def title_key(title: str) -> str:
    r"""Return the words of a title in one spelling, joined by single spaces.

    Case, accents, Unicode forms, LaTeX mark-up, punctuation and runs of white space do not count,
    a hyphen counts as a space; Greek letters are spelled out, so "$\beta$-VAE" and "β-VAE" agree;
    "&" reads as "and". A plus sign after a letter counts ("C", "C++"). A title without any letter
    or digit is its own key, so only a blank title has an empty key.
    """
    plain = _INNER_APOSTROPHE.sub("", fold(_without_latex(title).replace("&", " and ")))
    words = _NOT_WORD.sub(" ", _PLUS.sub(lambda match: "plus" * len(match[0]), plain))
    return words.strip() or " ".join(plain.split())


def slug(title: str, limit: int = 60) -> str:
    """Return an ASCII, URL-safe name of at most ``limit`` characters, never empty.

    Words are lower-cased and joined by "-"; a long title is cut at a word. Where letters of the
    title have no ASCII form, eight hex digits of its hash keep the slug apart from others.

    Raises:
        ValueError: ``limit`` is below ``SLUG_MINIMUM``.
    """
    if limit < SLUG_MINIMUM:
        raise ValueError(f"limit must be at least {SLUG_MINIMUM}, not {limit}.")
    plain = fold(_without_latex(title)).translate(_TRANSLITERATION)
    # An apostrophe joins ("user's" as "users"), every other sign separates.
    words = re.findall(r"[a-z0-9]+", _INNER_APOSTROPHE.sub("", plain))
    lost = any(char.isalnum() and not char.isascii() for char in plain)
    if words and not lost:
        return _join_within(words, limit)
    digest = hashlib.blake2b(title_key(title).encode("utf-8", "surrogatepass"), digest_size=4)
    room = limit - _HASH_DIGITS - 1
    if not words or room < 1:
        return digest.hexdigest()
    return f"{_join_within(words, room)}-{digest.hexdigest()}"


def _without_latex(title: str) -> str:
    """Drop type-setting commands, accents' commands, braces, "$" and "^" of LaTeX."""
    plain = _LATEX_STYLE.sub(" ", _LATEX_ACCENT.sub("", title))
    return plain.translate(_LATEX_SIGNS)


def _join_within(words: list[str], limit: int) -> str:
    """Join as many whole words as fit; a first word that is too long is cut."""
    joined = words[0][:limit]
    for word in words[1:]:
        if len(joined) + 1 + len(word) > limit:
            break
        joined = f"{joined}-{word}"
    return joined


def arxiv_id(text: str) -> str | None:
    """Return the arXiv identifier that ``text`` is, or that a paper's address in it holds.

    Recognised as the whole value: "2510.04860", "arXiv:2510.04860v2 [cs.CL]", "cs/0601001",
    "math.GT/0309136", "10.48550/arXiv.2510.04860"; elsewhere in a text only inside an arxiv.org,
    huggingface.co/papers or doi.org address. The version and an old subject class are dropped.
    New-style numbers have a valid month and 4 or 5 digits (https://info.arxiv.org/help/
    arxiv_identifier.html).
    """
    match = _WHOLE_VALUE.fullmatch(text.strip()) or _IN_URL.search(text)
    if match is None:
        return None
    if match["new"]:
        return str(match["new"])
    return f"{match['archive'].lower()}/{match['number']}"
