"""Bars in a terminal."""

from __future__ import annotations

from rich.text import Text

WIDTH = 40  # characters of a bar


def bar(name: str, value: float, style: str, mark: float | None = None) -> Text:
    """A bar from 0 to 1; the mark is where it should end."""
    length = round(min(1.0, max(0.0, float(value))) * WIDTH)
    cells = ["█"] * length + ["─"] * (WIDTH - length)
    line = Text(f"{name:>12}  ")
    at = -1 if mark is None else min(WIDTH - 1, max(0, round(mark * WIDTH) - 1))
    for n, cell in enumerate(cells):
        of_bar = style if n < length else "dim"
        line.append("┃" if n == at else cell, "bright_yellow" if n == at else of_bar)
    line.append(f" {value:5.2f}")
    return line
