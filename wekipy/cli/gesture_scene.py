"""How the demonstration of gestures looks in a terminal."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from rich.console import Console, Group, RenderableType
from rich.text import Text

from wekipy.cli.bars import bar
from wekipy.rehearsal.gesturing import NAMES, GestureScene, GestureSummary

_ROWS, _COLUMNS = 9, 34  # of the picture of the hand's place
_SHOWN = 8  # triggers that are listed


def draw_gestures(scene: GestureScene) -> RenderableType:
    """The hand, how far each gesture has come, and what has been recognised."""
    lines = [Text(), *draw_place(scene.place), Text()]
    lines += [bar(name, value, "bright_cyan") for name, value in zip(NAMES, scene.progress, strict=True)]
    shown = Text(f"{'recognised':>12}  ")
    for name in scene.recognised[-_SHOWN:]:
        shown.append(f" {name} ", "reverse bold bright_yellow")
        shown.append(" ")
    return Group(*lines, shown, Text())


def draw_place(place: npt.NDArray[np.float64]) -> list[Text]:
    """Where a hand is: (2,) about 0 to 1."""
    column = min(_COLUMNS - 1, max(0, round(float(place[0]) * (_COLUMNS - 1))))
    row = min(_ROWS - 1, max(0, round((1 - float(place[1])) * (_ROWS - 1))))
    lines = []
    for n in range(_ROWS):
        line = Text(" " * 14)
        line.append("·" * column + "●" + "·" * (_COLUMNS - 1 - column) if n == row else "·" * _COLUMNS, "dim")
        if n == row:
            line.stylize("bold bright_yellow", 14 + column, 15 + column)
        lines.append(line)
    return lines


def print_gestures(summary: GestureSummary, console: Console) -> None:
    """What came of it."""
    missed = summary.performed - summary.right
    early = "before" if summary.delay < 0 else "after"
    console.print(
        f"\n  [bold]{summary.right} of {summary.performed}[/bold] gestures recognised, {missed} missed,"
        f" [bold]{summary.wrong}[/bold] wrong triggers\n"
        f"  told [bold]{abs(summary.delay) * 1000:.0f} ms[/bold] {early} the end of the gesture (median)\n"
    )
