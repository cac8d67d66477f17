"""Names as they may stand in programs: a stranger's project must not put code into them."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from wekipy.project.problem import Problem

_NOT_PLAIN: Final = re.compile(r"[^0-9A-Za-z_.+-]+")
_LONGEST: Final = 40


def one_line(text: str) -> str:
    """A text without controls, and without characters that change how a line reads or where it ends."""
    kept = (
        " " if character.isspace() else character
        for character in text
        if character.isspace() or unicodedata.category(character)[0] != "C"
    )
    return " ".join("".join(kept).split())


def quoted(text: str) -> str:
    """A string literal of JavaScript, Java, Python and SuperCollider."""
    return json.dumps(one_line(text), ensure_ascii=False)


def listed(texts: Sequence[str], marks: str = "[]") -> str:
    """A list of string literals."""
    return marks[0] + ", ".join(map(quoted, texts)) + marks[1]


def plain(text: str) -> str:
    """A word for patches, in which spaces, commas and semicolons are marks: letters, digits and - only."""
    return _NOT_PLAIN.sub("-", text).strip("-")[:_LONGEST] or "unnamed"


def check_plain_address(address: str, environment: str) -> str:
    """The address, if a patch can hold it.

    Raises:
        Problem: if it cannot.
    """
    if re.fullmatch(r"(/[0-9A-Za-z_.+-]+)+/?", address) is None:
        raise Problem(
            f"a patch of {environment} cannot hold the address “{address[:60]}”: choose one of letters,"
            " digits, - and _"
        )
    return address.rstrip("/")
