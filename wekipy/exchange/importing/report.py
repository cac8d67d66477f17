"""The report of an import for the user."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Report:
    """Filled by the importer, in the order of the work.

    Attributes:
        source: what was read.
        taken: sentences about what was taken over.
        tags: of each take, who performed it, and where, as far as it says so; or none at all.
        left: sentences about what was not, or not as it was, and what to do about it.
    """

    source: str
    taken: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    tags: list[dict[str, str]] = field(default_factory=list)

    def lines(self) -> list[str]:
        """The report as it is printed."""
        lines = [f"from {self.source}", *(f"  took over: {text}" for text in self.taken)]
        return lines + [f"  left out:  {text}" for text in self.left]


def counted(number: int, word: str) -> str:
    """“1 example”, “3 examples”."""
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"


def listed(words: list[str], most: int = 8) -> str:
    """The first of many words, separated by commas."""
    return ", ".join(words[:most]) + (f" … ({len(words)} in all)" if len(words) > most else "")
