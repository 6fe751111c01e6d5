"""The parts of a vector index, as Chroma's own client sees them."""

from __future__ import annotations

from pathlib import Path


def ids_in_parts(build: Path) -> dict[str, list[str]]:
    """Return the ids that each part holds, by the name of its folder, in their order."""
    import chromadb

    found = {}
    for folder in sorted(build.iterdir()):
        client = chromadb.PersistentClient(str(folder))
        try:
            found[folder.name] = client.get_collection("chunks").get(include=[])["ids"]
        finally:
            client.close()  # type: ignore[attr-defined]  # declared as an interface without it
    return found
