"""What the head of a GGUF file says of its model; the weights are left alone."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from paperchat.errors import ConfigurationError

_MAGIC = b"GGUF"
_STRING, _ARRAY = 8, 9
_FORMATS = {
    0: "<B", 1: "<b", 2: "<H", 3: "<h", 4: "<I", 5: "<i", 6: "<f", 7: "<?", 10: "<Q", 11: "<q",
    12: "<d",
}  # fmt: skip
_LONGEST = 1 << 24
"""Bytes of a string, entries of an array: more is a broken file."""


@dataclass(frozen=True, slots=True)
class GGUFHead:
    """Null is what the file does not say."""

    context_length: int | None
    chat_template: str | None


def read_head(path: Path) -> GGUFHead:
    """Read the head of the file.

    Raises:
        ConfigurationError: there is no such file, it cannot be read, or it is no GGUF file.
    """
    if not path.exists():
        raise ConfigurationError(
            f"There is no file {path}: write the path of one that is there, as "
            "gguf:/path/to/model.gguf."
        )
    try:
        with path.open("rb") as file:
            if file.read(4) != _MAGIC:
                raise ConfigurationError(
                    f"The file {path} is not a GGUF file: models for llama.cpp have the ending "
                    ".gguf and begin with those letters."
                )
            facts = _facts(file)
    except OSError as error:
        raise ConfigurationError(
            f"The file {path} cannot be read ({error.strerror}): choose another."
        ) from error
    except (struct.error, ValueError) as error:
        raise ConfigurationError(
            f"The head of the GGUF file {path} is broken: get the file again."
        ) from error
    length = facts.get(f"{facts.get('general.architecture')}.context_length")
    template = facts.get("tokenizer.chat_template")
    return GGUFHead(
        length if isinstance(length, int) and length > 0 else None,
        template if isinstance(template, str) and template.strip() else None,
    )


def _facts(file: BinaryIO) -> dict[str, object]:
    version = _number(file, "<I")
    if version not in (2, 3):
        raise ValueError(f"version {version}")
    _number(file, "<Q")
    facts: dict[str, object] = {}
    for _ in range(_count(file)):
        key = _string(file)
        facts[key] = _value(file, int(_number(file, "<I")))
    return facts


def _value(file: BinaryIO, kind: int) -> object:
    if kind == _STRING:
        return _string(file)
    if kind == _ARRAY:
        _skip_array(file)
        return None
    return _number(file, _format(kind))


def _skip_array(file: BinaryIO) -> None:
    kind, count = int(_number(file, "<I")), _count(file)
    if kind == _ARRAY:
        for _ in range(count):
            _skip_array(file)
    elif kind == _STRING:
        for _ in range(count):
            file.seek(_count(file), 1)
    else:
        file.seek(struct.calcsize(_format(kind)) * count, 1)


def _string(file: BinaryIO) -> str:
    length = _count(file)
    content = file.read(length)
    if len(content) != length:
        raise ValueError("the file ends early")
    return content.decode("utf-8", "replace")


def _count(file: BinaryIO) -> int:
    count = int(_number(file, "<Q"))
    if count > _LONGEST:
        raise ValueError(f"{count} is too many")
    return count


def _format(kind: int) -> str:
    if kind not in _FORMATS:
        raise ValueError(f"kind of value {kind}")
    return _FORMATS[kind]


def _number(file: BinaryIO, form: str) -> int | float:
    value: int | float = struct.unpack(form, file.read(struct.calcsize(form)))[0]
    return value
