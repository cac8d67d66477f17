"""The first text in a file that Java serialised: it is all that is ever read of such a file."""

from __future__ import annotations

from typing import Final

from wekipy.project.problem import Problem

_MAGIC: Final = b"\xac\xed\x00\x05"
_STRING, _LONG_STRING = 0x74, 0x7C


def first_text(data: bytes, name: str) -> str:
    """The text that the stream begins with.

    Source: Java Object Serialization Specification, chapter 6 (TC_STRING, TC_LONGSTRING).

    Raises:
        Problem: if it does not begin with one.
    """
    if data[:4] != _MAGIC or len(data) < 7:
        raise Problem(f"{name} is not a model file of Wekinator")
    size = {_STRING: 2, _LONG_STRING: 8}.get(data[4], 0)
    length = int.from_bytes(data[5 : 5 + size], "big")
    text = data[5 + size : 5 + size + length]
    if not size or len(text) < length:
        raise Problem(f"{name} is damaged: the text with its settings is cut off")
    try:
        # Java writes characters beyond the first 65,536 as two halves.
        halves = text.decode("utf-8", "surrogatepass")
        return halves.encode("utf-16", "surrogatepass").decode("utf-16")
    except UnicodeError as e:
        raise Problem(f"{name} is damaged: its settings are no text") from e
