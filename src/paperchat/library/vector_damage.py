"""Telling vectors that were damaged on the disk from whole ones.

SQLite keeps no checksums, so that a damaged page of the catalogue can be read as another vector:
one of another size, of no numbers, or of no length that an embedder gives. Every embedder's vectors
have length one (see ``embedding.port``), and bytes that came there by chance have not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection, delete, select, update

from paperchat.library.rows import in_parts
from paperchat.library.tables import chunks, vectors

Vector = npt.NDArray[np.float32]

_NUMBER = np.dtype("<f4")
_OFF = 0.01
"""By how much the length of a whole vector may differ from one."""
_AT_ONCE = 4096


def whole(rows: Sequence[tuple[str, bytes]]) -> tuple[list[str], Vector]:
    """Return the names of those of ``rows`` whose vectors are whole, and these as an array's rows.

    Where vectors are of several sizes, those of the most common one are whole.
    """
    sizes = Counter(len(blob) for _, blob in rows)
    size = sizes.most_common(1)[0][0] if rows else 0
    if not size or size % _NUMBER.itemsize:
        return [], np.empty((0, 0), dtype=np.float32)
    if len(sizes) > 1:
        rows = [row for row in rows if len(row[1]) == size]
    found: Vector = np.frombuffer(b"".join(blob for _, blob in rows), dtype=_NUMBER)
    found = found.reshape(len(rows), -1)
    with np.errstate(all="ignore"):
        # A comparison with what is no number is false as well.
        good = np.abs(np.einsum("ij,ij->i", found, found) - 1.0) < 2 * _OFF
    if good.all():
        return [name for name, _ in rows], found
    return [name for (name, _), keep in zip(rows, good, strict=True) if keep], found[good]


def damaged(connection: Connection, fingerprint: str) -> list[str]:
    """Return the hashes of the texts whose vectors are damaged; all vectors are read."""
    query = (
        select(vectors.c.text_hash, vectors.c.vector)
        .where(vectors.c.fingerprint == fingerprint)
        .order_by(vectors.c.text_hash)
        .limit(_AT_ONCE)
    )
    found: list[str] = []
    after = ""
    while rows := connection.execute(query.where(vectors.c.text_hash > after)).all():
        names, _ = whole([(row.text_hash, row.vector) for row in rows])
        found += sorted({row.text_hash for row in rows}.difference(names))
        after = rows[-1].text_hash
    return found


def forget(connection: Connection, fingerprint: str) -> int:
    """Drop damaged vectors, so that their texts are pending; returns how many there were.

    The missing ones count as well.
    """
    gone = damaged(connection, fingerprint)
    own = vectors.c.fingerprint == fingerprint
    for part in in_parts(gone):
        connection.execute(delete(vectors).where(own, vectors.c.text_hash.in_(part)))
        lost = update(chunks).where(chunks.c.text_hash.in_(part))
        connection.execute(lost.values(vector_generation=None))
    # Of a catalogue that was mended some vectors may be missing.
    missing = update(chunks).where(
        chunks.c.vector_generation.is_not(None),
        chunks.c.text_hash.not_in(select(vectors.c.text_hash).where(own)),
    )
    return len(gone) + connection.execute(missing.values(vector_generation=None)).rowcount
