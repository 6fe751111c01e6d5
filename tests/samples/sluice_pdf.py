"""A paper of our own invention as a PDF of three pages, whose text tells more than its abstract."""

from __future__ import annotations

from collections.abc import Sequence

from tiny_pdf import Line, tiny_pdf

_HEAD: Line = (8, "Sluice")
_PAGES: Sequence[Sequence[Line]] = (
    [
        _HEAD,
        (18, "Sluice: Routing Packets by Predicted Delay"),
        (12, "Abstract"),
        (10, "Routers send packets along the shortest path, even where that path is slow."),
        (10, "We propose Sluice, which predicts the delay of every path and takes the fastest."),
        (10, "On traces of two campus networks Sluice lowers the median delay by 18%."),
        (12, "1 Introduction"),
        (10, "Networks are built of many routers, and most of them know little of each other."),
        (10, "Paths that look short may be crowded, and nobody tells the sender about it."),
        (8, "1"),
    ],
    [
        _HEAD,
        (12, "2 Training"),
        (10, "The predictor of Sluice is a small recurrent network with two hidden layers."),
        (10, "We train it with the AdamW optimizer and a learning rate of 0.0003 for 40 epochs."),
        (10, "The batch size is 256, and training takes nine hours on a single A100 GPU."),
        (10, "Early stopping on a held-out week of traffic ended most of the runs sooner."),
        (8, "2"),
    ],
    [
        _HEAD,
        (12, "3 Ethics"),
        (10, "All addresses were hashed with a secret salt before the traces left the campus."),
        (10, "The study was approved by the ethics board of the university in March 2021."),
        (12, "References"),
        (10, "A. Marsh. Delay is everything. Journal of Queues, 2019."),
        (8, "3"),
    ],
)


def sluice_pdf() -> bytes:
    """Return the PDF."""
    return tiny_pdf(*_PAGES)
