"""Units of numbers: "24 hours" and "1 day" agree, "5 GB" and "5 h" do not."""

from __future__ import annotations

import re

_TABLE = """
%       1  % percent per-cent
points  1  point percentage-point pp
times   1  x × fold time
time    0.001  ms msec millisecond
time    1      s sec second
time    60     min minute
time    3600   h hr hour
time    86400  day
time    604800 wk week
time    2629800 month
time    31557600 yr year
bytes   1e3  kb
bytes   1e6  mb
bytes   1e9  gb
bytes   1e12 tb
mass    1e-6 µg μg ug mcg microgram
mass    1e-3 mg milligram
mass    1    g gram
mass    1e3  kg kilogram
length  1e-9 nm
length  1e-6 µm μm um
length  1e-3 mm
length  1e-2 cm
length  1e3  km
"""


def _table() -> dict[str, tuple[str, float]]:
    found: dict[str, tuple[str, float]] = {}
    for line in _TABLE.strip().splitlines():
        unit, factor, *words = line.split()
        found |= {word.replace("-", " "): (unit, float(factor)) for word in words}
    found["per cent"] = found["%"]
    return found


UNITS = _table()
"""Each unit in lower case and singular, with its dimension and its worth there."""

_LONG = sorted((word for word in UNITS if len(word) > 2), key=len, reverse=True)
_SHORT = sorted((word for word in UNITS if 0 < len(word) <= 2 and word.isalpha()), reverse=True)
UNIT_WORD = (
    r"(?:\s?%|[\s-]?(?:" + "|".join(re.escape(word) for word in _LONG) + r")s?(?![\w])"
    r"|\s?×(?!\s?\d)|\s?(?:" + "|".join(_SHORT) + r")(?![\w]))"
)
"""A pattern of a unit behind a number, with the space or hyphen before it."""
