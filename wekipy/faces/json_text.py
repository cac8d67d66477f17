"""Encodes values as JSON, whatever text they contain.

A folder name may contain bytes that are not UTF-8; Python keeps them as lone surrogates, which neither JSON
nor OSC can encode. They are replaced: a wrong name is better than no reply.
"""

from __future__ import annotations

from typing import Any, Final

import msgspec

_LONG: Final = 200  # items


def to_json(value: Any) -> str:
    """Return the JSON of a value, with “�” for lone surrogates.

    Long lists and objects are encoded item by item: the state of ten thousand takes in one call would hold
    the GIL for some milliseconds, in which no packet is answered.
    """
    try:
        return _encode(value).decode()
    except UnicodeEncodeError:
        return msgspec.json.encode(_shown(msgspec.to_builtins(value, builtin_types=(msgspec.Raw,)))).decode()


def _encode(value: Any) -> bytes:
    if not _is_long(value):
        return msgspec.json.encode(value)
    if isinstance(value, list):
        return b"[" + b",".join(map(msgspec.json.encode, value)) + b"]"
    return b"{" + b",".join([_encode(str(key)) + b":" + _encode(item) for key, item in value.items()]) + b"}"


def _is_long(value: Any, depth: int = 2) -> bool:
    """Whether a list or object is long, or an object has one that is, so many objects below it."""
    if not isinstance(value, dict):
        return isinstance(value, list) and len(value) > _LONG
    return len(value) > _LONG or (depth > 0 and any(_is_long(item, depth - 1) for item in value.values()))


def shown(text: str) -> str:
    """Text with “�” for what cannot be encoded."""
    return text.encode(errors="surrogateescape").decode(errors="replace")


def _shown(value: Any) -> Any:
    if isinstance(value, str):
        return shown(value)
    if isinstance(value, dict):
        return {_shown(key): _shown(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_shown(item) for item in value]
    return value
