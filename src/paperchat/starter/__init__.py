"""The starter library: 48 papers on alignment, so that there is something to ask on the first day.

``papers.jsonl`` holds one paper a line, in the order of the reading list it was made from. The
texts are digests in our own words, five to nine sentences each, not the authors' abstracts
(``text_kind`` is "digest"); every figure in them is a figure of the abstract. Each sentence is
written to be understood when it is quoted alone.

Keys, always all and in this order: ``title``, ``text``, ``text_kind``, ``published`` (ISO date),
``author_count``, ``comment_count``, ``arxiv_id``, ``url``, ``code_url`` and ``project_url``; what
is not known is null.
"""

from paperchat.starter.location import starter_path

__all__ = ["starter_path"]
