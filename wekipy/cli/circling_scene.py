"""How the demonstration of memory looks in a terminal."""

from __future__ import annotations

from rich.console import Console, Group, RenderableType
from rich.text import Text

from wekipy.cli.gesture_scene import draw_place
from wekipy.rehearsal.circling import ALGORITHMS, NAMES, CirclingScene, CirclingSummary

_TITLES = ("with memory", "without")


def draw_circling(scene: CirclingScene) -> RenderableType:
    """The hand, and which way each output says that it goes."""
    lines = [Text(), *draw_place(scene.place), Text()]
    for n, title in enumerate(_TITLES):
        line = Text(f"{title:>12}  ")
        for way, name in enumerate(NAMES):
            said = scene.answers is not None and scene.answers[n] == way
            right = "bright_green" if way == scene.way else "bright_red"
            line.append(f" {name} ", f"reverse bold {right}" if said else "dim")
            line.append(" ")
        lines.append(line)
    return Group(*lines, Text())


def print_circling(summary: CirclingSummary, console: Console) -> None:
    """What came of it."""
    if summary.lost:
        console.print(
            f"[bold]{summary.lost} of {summary.played} answers did not arrive.[/bold]"
            " Is this machine very busy?"
        )
        return
    console.print(
        f"\n  [bold]{summary.examples}[/bold] examples recorded,"
        f" trained in [bold]{summary.train_seconds:.2f} s[/bold]\n"
        f"  which way it goes: [bold]{summary.remembering:.0%}[/bold] right with {ALGORITHMS[0]},"
        f" {summary.other:.0%} with {ALGORITHMS[1]}, which sees each place by itself\n"
    )
