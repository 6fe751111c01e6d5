"""The plain forms of titles and texts that names are looked for in, kept in memory.

Every question looks through the same few dozen papers several times over.
"""

from __future__ import annotations

from functools import lru_cache

from paperchat.text.acronyms import acronym_definitions
from paperchat.text.identity import title_key

title_form = lru_cache(maxsize=16_384)(title_key)
"""``title_key`` of titles and of parts of them."""

text_form = lru_cache(maxsize=2_048)(title_key)
"""``title_key`` of whole texts."""

definitions_in = lru_cache(maxsize=2_048)(acronym_definitions)
"""``acronym_definitions`` of whole texts."""
