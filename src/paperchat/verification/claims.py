"""Telling sentences that claim nothing about papers: questions, headings, connecting lines."""

from __future__ import annotations

import re

_LOOKED_AT = 600

_SAYERS = (
    r"(?:papers?|passages?|sources?|abstracts?|evidence|excerpts?|context|documents?|texts?"
    r"|library|information|materials?|quotes?)"
)
_SAY = (
    r"(?:say|state|mention|report|give|specify|provide|tell|describe|discuss|address|contain"
    r"|include|cover|answer|disclose|name|explain|offer|reveal|indicate)"
)
_NOT_SAID = re.compile(
    rf"^(?:\W*\w+,\s)?(?:(?:however|but|unfortunately|though),?\s)?(?:the|these|those|this|none\sof)"
    rf"\s(?:\w+[\s-]){{0,3}}?{_SAYERS}\b(?:\s\w+){{0,3}}?\s(?:(?:do|does|did)\snot|don['’]t|doesn['’]t"
    rf"|didn['’]t|cannot|can['’]t|never|fails?\sto)\s(?:\w+\s){{0,2}}?{_SAY}\b",
    re.IGNORECASE,
)
_NOBODY_SAYS = re.compile(
    rf"^(?:however,\s|unfortunately,\s)?(?:(?:none\sof\sthe|no|neither)\s(?:\w+\s){{0,2}}{_SAYERS}\b"
    rf"|(?:there\s(?:is|are)|i\s(?:found|find|have|see)|we\s(?:found|have))\s(?:no|not\sany)\s"
    rf"(?:\w+\s){{0,2}}{_SAYERS}\b"
    rf"|i\s(?:cannot|can['’]t|could\snot|do\snot|don['’]t|am\s(?:sorry|not|unable))|i['’]m\s|sorry\b"
    rf"|(?:this|that|it)\sis\snot\s(?:\w+\s){{0,2}}{_SAY}\w*\s(?:in|by)\s)",
    re.IGNORECASE,
)
_CONNECTING = re.compile(
    r"(?:here\s(?:is|are)\b.{0,80}|in\s(?:summary|short|brief|sum|conclusion)"
    r"|to\s(?:summari[sz]e|sum\sup|conclude)|overall|answer|summary|conclusion|sources?"
    r"|references?|key\s\w+|yes|no|sure|certainly|of\scourse|okay|ok|hello|hi|thanks|thank\syou"
    r"|(?:i\s)?hope\s(?:this|that)\shelps.{0,30}|let\sme\sknow\b.{0,60}"
    r"|(?:the|more)\sdetails?\sfollows?)[\s*.!,]*",
    re.IGNORECASE,
)
_MARKUP_BEFORE = re.compile(r"(?:[#>*_•\s-]+|\d{1,2}[.)]\s)+")
_WORD = re.compile(r"\w")


def claims_nothing(text: str) -> bool:
    """Tell whether a sentence, without its labels, claims nothing that a paper could bear out."""
    lead = _MARKUP_BEFORE.match(text[:_LOOKED_AT])
    is_heading = text.lstrip().startswith("#")
    bare = text[lead.end() if lead else 0 :].rstrip("*_`# \t\r\n")
    if is_heading or not _WORD.search(bare) or bare.endswith((":", "?", "：", "？")):
        return True
    bare = bare[:_LOOKED_AT]
    return any(
        (
            _CONNECTING.fullmatch(bare),
            _NOT_SAID.match(bare),
            _NOBODY_SAYS.match(bare),
        )
    )
