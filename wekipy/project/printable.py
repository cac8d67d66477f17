"""Text from other people, made safe to print: a name can hold whatever its maker put in it.

A terminal obeys control characters (ESC, and those of C1), and shows text in another order after marks of
direction, so that a name could change what was printed before it, or look like another one.
"""

from __future__ import annotations

import re
from typing import Final

# Controls of C0 and C1; marks of direction; what ends lines or paragraphs; halves of pairs, which no
# encoding has bytes for.
_UNSAFE: Final = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_LINE_ENDS: Final = re.compile("(?:\r\n|[\t\n\r\x0b\x0c\x85\u2028\u2029])")
_REPLACEMENT: Final = "\N{REPLACEMENT CHARACTER}"


def printable(text: str) -> str:
    """`text` as one line that is safe to print: line ends and tabs are spaces, other controls �."""
    if _UNSAFE.search(text) is None:
        return text
    return _UNSAFE.sub(_REPLACEMENT, _LINE_ENDS.sub(" ", text))


def printable_json(text: str) -> str:
    """JSON that is safe to print and means the same: what is not safe is escaped; line ends stay."""
    return "\n".join(_UNSAFE.sub(_escaped, line) for line in text.split("\n"))


def _escaped(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"
