"""Cutting an abstract into sentences (the unit of evidence) and chunks (the unit of indexing)."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from paperchat.library.spans import Spans
from paperchat.text.sentences import split_sentences
from paperchat.text.tokens import count_tokens, encoder
from paperchat.types import Span

CHUNK_TOKENS = 200
"""About what fits, with the title, into MiniLM's window of 256 word pieces."""

CHUNKER = f"sentences-1/o200k-{CHUNK_TOKENS}"
"""Name of these rules; a library cut by other rules is cut again."""

_SURELY_SHORT = CHUNK_TOKENS
_PIECE_CHARS = CHUNK_TOKENS * 4


def cut(title: str, text: str) -> Spans:
    """Return the spans of the sentences and chunks of ``text``; chunks tile all sentences."""
    del title  # The title is embedded with each chunk, and does not change where text is cut.
    sentences = split_sentences(text)
    return Spans(sentences, _chunks(text, sentences))


def _chunks(text: str, sentences: tuple[Span, ...]) -> tuple[Span, ...]:
    if not sentences:
        return ()
    whole = Span(sentences[0].start, sentences[-1].end)
    if len(text.encode("utf-8", "surrogatepass")) <= _SURELY_SHORT or (
        count_tokens(text) <= CHUNK_TOKENS
    ):
        return (whole,)
    return _located(text, _splitter()(text))


def _located(text: str, pieces: list[str]) -> tuple[Span, ...]:
    spans, cursor = [], 0
    for piece in pieces:
        start = text.index(piece, cursor)
        cursor = start + len(piece)
        spans.append(Span(start, cursor))
    return tuple(spans)


@cache
def _splitter() -> Callable[[str], list[str]]:
    from llama_index.core.node_parser import SentenceSplitter

    splitter = SentenceSplitter(
        chunk_size=CHUNK_TOKENS,
        chunk_overlap=0,
        tokenizer=encoder(),
        chunking_tokenizer_fn=_sentence_pieces,
    )

    def split(text: str) -> list[str]:
        try:
            return [piece for piece in splitter.split_text(text) if piece.strip()]
        except (ValueError, RecursionError):
            # One unbroken run longer than a chunk: any cut is as good as another.
            return [
                piece.strip()
                for start in range(0, len(text), _PIECE_CHARS)
                if (piece := text[start : start + _PIECE_CHARS]).strip()
            ]

    return split


def _sentence_pieces(text: str) -> list[str]:
    starts = [0, *(span.start for span in split_sentences(text)[1:])]
    return [text[a:b] for a, b in zip(starts, [*starts[1:], len(text)], strict=True)]
