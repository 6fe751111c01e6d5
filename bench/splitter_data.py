"""The word lists that LlamaIndex's default splitter reads, in a form it can read them.

``SentenceSplitter`` reads NLTK data from inside the installed package. NLTK refuses files with
more than one hard link, and installers that link packages from a cache (uv does by default) make
just those: the default splitter then fails. A copy has one link.
"""

from __future__ import annotations

import os
import shutil
from importlib.util import find_spec
from pathlib import Path

_PROBE = Path("corpora") / "stopwords" / "english"


def make_splitter_data_readable(cache: Path) -> None:
    """Point NLTK at a copy of LlamaIndex's data below ``cache`` if the installed one is linked."""
    spec = find_spec("llama_index.core")
    if spec is None or spec.origin is None or "NLTK_DATA" in os.environ:
        return
    installed = Path(spec.origin).parent / "_static" / "nltk_cache"
    probe = installed / _PROBE
    if not probe.is_file() or probe.stat().st_nlink == 1:
        return
    copy = cache / "nltk"
    if not (copy / _PROBE).is_file():
        # Renamed when complete, so that a copy cut short is never taken for one.
        part = cache / "nltk.part"
        shutil.rmtree(part, ignore_errors=True)
        shutil.copytree(installed, part)
        part.replace(copy)
    os.environ["NLTK_DATA"] = str(copy)
