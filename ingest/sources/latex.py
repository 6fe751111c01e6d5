r"""LaTeX in titles, names and abstracts -> the characters it stands for.

Bibliographies are LaTeX, and few of their abstracts were ever compiled: "50% of", "R&D" and "$5"
stand there unescaped, and a converter of whole documents would take the rest of the line for a
comment or a formula. So the text is left as it is except for what surely is mark-up, and pylatexenc
is asked about one command or one formula at a time.
"""

from __future__ import annotations

import logging
import re
from functools import lru_cache

from pylatexenc.latex2text import LatexNodes2Text

# What is wrong with an entry is told by us: it would be said twice, and on stderr.
logging.getLogger("pylatexenc").setLevel(logging.CRITICAL)

_ACCENT = (
    r"\\(?:['`^\"~=.]\s*|[cvukHbdrt](?:\s+(?=[A-Za-z]\b)|(?=\s*\{)\s*))"
    r"(?:\{\s*\\?[A-Za-z]{0,2}\s*\}|\\[ij](?![A-Za-z])|[A-Za-z])"
)
_MATH = r"\$\$[^$]{1,400}\$\$|(?<![\\$])\$(?=[^\s$])(?:\\.|[^$\\]){1,400}?(?<=\S)\$(?!\d)"
_PIECE = re.compile(
    r"(?P<linked>\\(?:url|path|nolinkurl)\s*\{(?P<address>[^{}]*)\})"
    r"|(?P<url>(?:https?://|www\.)(?:\\[_%#&~$]|[^\s{}\\])+)"
    rf"|(?P<math>{_MATH}|\\\((?:(?!\\\)).){{1,400}}\\\)|\\ensuremath\{{[^{{}}]*\}})"
    rf"|(?P<accent>{_ACCENT})"
    r"|\\href\s*\{(?:[^{}\\]|\\.)*\}"
    r"|\\(?:cite[a-z]*|ref|label|footnote|vspace|hspace)\*?\s*(?:\[[^\]]*\])?\{[^{}]*\}"
    r"|\\(?:begin|end)\s*\{[^{}]*\}"
    r"|(?P<name>\\[A-Za-z]+)\*?[ \t]*(?P<empty>\{\})?"
    r"|\\(?P<escaped>[^A-Za-z])"
    r"|(?P<sign>---?|``|''|~)"
    r"|(?P<brace>[{}])",
    re.DOTALL,
)
_SIGNS = {"---": "—", "--": "–", "``": "“", "''": "”", "~": " "}
# Commands that pylatexenc drops or spells oddly. Those that only set type leave their argument.
_OWN = {
    **{r"\LaTeX": "LaTeX", r"\TeX": "TeX", r"\BibTeX": "BibTeX"},
    **{r"\hyphen": "-", r"\slash": "/", r"\textless": "<", r"\textgreater": ">"},
}
_GAPS = frozenset({r"\item", r"\newline", r"\par", r"\quad", r"\qquad"})
_SPACES = frozenset(",;:!> \n\\/")
_URL_ESCAPE = re.compile(r"\\([_%#&~$])")
_LATEX_SIGN = re.compile(r"[\\{}$~]|--|``|''")


def unicode_of(latex: str) -> str:
    """Return what ``latex`` prints, as far as plain text can hold it."""
    return _PIECE.sub(_printed, latex) if _LATEX_SIGN.search(latex) else latex


def without_accent_commands(text: str) -> str:
    r"""Return ``text`` with its accents as letters (``B\"uttiker``) and all else untouched.

    For sources whose texts are plain except for names, as those of arXiv are.
    """
    if "\\" not in text:
        return text
    return re.sub(rf"\{{({_ACCENT})\}}|({_ACCENT})", _accented, text)


def _accented(match: re.Match[str]) -> str:
    return _converted(match[1] or match[2])


def _printed(match: re.Match[str]) -> str:
    kind = match.lastgroup
    if match["linked"] is not None:
        return _URL_ESCAPE.sub(r"\1", match["address"])
    if kind == "url":
        return _URL_ESCAPE.sub(r"\1", match[0])
    if kind in ("math", "accent"):
        return _converted(match[0])
    if match["name"] is not None:
        return _named(match)
    if kind == "escaped":
        return " " if match["escaped"] in _SPACES else match["escaped"].replace("-", "")
    return _SIGNS.get(match[0], "")


def _named(match: re.Match[str]) -> str:
    name = match["name"]
    if name in _GAPS:
        return " "
    # "\alpha-model" and "\o re" print no space, "\LaTeX{} is" keeps the one behind the braces.
    return (_OWN[name] if name in _OWN else _converted(name)).strip()


@lru_cache(maxsize=4096)
def _converted(latex: str) -> str:
    try:
        return str(_converter().latex_to_text(latex, tolerant_parsing=True))
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return latex  # what its parser cannot take stays as it was written


@lru_cache(maxsize=1)
def _converter() -> LatexNodes2Text:
    return LatexNodes2Text(math_mode="text", keep_comments=True)
