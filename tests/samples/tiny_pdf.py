"""A PDF written by hand: lines of text in given sizes, one list a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Line = tuple[float, str]
"""Height of the letters in points, and the text."""


def tiny_pdf(*pages: Sequence[Line], about: Mapping[str, str] | None = None) -> bytes:
    """Return a PDF with these pages; ``about`` is what it says of itself ("Title")."""
    return _document([_content(lines) for lines in pages], about)


def columns(top: Sequence[Line], left: Sequence[str], right: Sequence[str]) -> bytes:
    """Return a PDF of one page: ``top`` over its whole width, then two columns of small print."""
    height = 740.0 - sum(size * 1.3 for size, _ in top)
    below = [
        f"BT /F1 9 Tf 1 0 0 1 {edge} {height - 12 * (row + 1):.1f} Tm ({_escaped(text)}) Tj ET"
        for edge, texts in ((72, left), (320, right))
        for row, text in enumerate(texts)
    ]
    return _document(["\n".join([_content(top), *below])], None)


def _document(contents: Sequence[str], about: Mapping[str, str] | None) -> bytes:
    count = len(contents)
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(count))
    info = "".join(f"/{name} ({_escaped(value)})" for name, value in (about or {}).items())
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, content in enumerate(contents):
        objects += [
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources "
            f"<< /Font << /F1 3 0 R >> >> /Contents {5 + 2 * number} 0 R >>",
            f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        ]
    objects.append(f"<< {info} >>")
    return _file(objects)


def _content(lines: Sequence[Line]) -> str:
    out, height = [], 740.0
    for size, text in lines:
        height -= size * 1.3
        out.append(f"BT /F1 {size} Tf 1 0 0 1 72 {height:.1f} Tm ({_escaped(text)}) Tj ET")
    return "\n".join(out)


def _file(objects: Sequence[str]) -> bytes:
    out = "%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n"
    out += "".join(f"{place:010} 00000 n \n" for place in places)
    out += f"trailer << /Size {len(objects) + 1} /Root 1 0 R /Info {len(objects)} 0 R >>\n"
    return (out + f"startxref\n{start}\n%%EOF\n").encode("cp1252")


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
