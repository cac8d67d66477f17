"""`wekipy demo`: the whole of it in 15 seconds, with no other program."""

from __future__ import annotations

import io
import shutil
import sys
import tempfile
import threading
from pathlib import Path

import click
from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.text import Text

from wekipy.project.problem import Problem
from wekipy.rehearsal.child import EngineProcess, is_free
from wekipy.rehearsal.hand import INPUTS, OUTPUTS, POSES
from wekipy.rehearsal.link import Link
from wekipy.rehearsal.performance import Performance, Scene, Summary

_FRAMES = 15  # drawn a second
_WIDTH = 40  # characters of a bar
_NAMES = ("across", "up", "distance", "finger 1", "finger 2", "finger 3")


@click.command()
@click.option("--keep", is_flag=True, help="Leave the engine running afterwards, for your own sketch.")
@click.option("--picture", type=click.Path(path_type=Path), help="Draw the last scene to this SVG file, too.")
def demo(keep: bool, picture: Path | None) -> None:
    """Show what wekipy does: a hand demonstrates three poses, trains, and plays.

    An engine is started, and a performer made of ordinary sockets sends it real OSC.
    """
    sys.setswitchinterval(0.0001)  # drawing must not delay the performer's clock
    folder = Path(tempfile.mkdtemp(prefix="wekipy-demo-"))
    project = folder / "demo.wekipy"
    arguments = [str(project), "--inputs", str(INPUTS), "--outputs", OUTPUTS]
    console = Console(highlight=False)
    usual = is_free(6448) and is_free(12_000)
    engine = EngineProcess(arguments, *((6448, 12_000) if usual else ()))
    try:
        console.print(
            f"An engine listens at port {engine.port}. A hand demonstrates three poses to it; two sound"
            " parameters and the pose are to follow the hand."
        )
        with Link(engine.port, engine.out_port) as link:
            performance = Performance(link)
            summary = _perform(performance, console)
    except BaseException:
        engine.end()
        shutil.rmtree(folder, ignore_errors=True)
        raise
    _tell(summary, console)
    if picture is not None:
        _paint(performance.scene, summary, picture)
    if keep:
        _leave(engine, console)
        return
    engine.end()
    shutil.rmtree(folder, ignore_errors=True)
    console.print(
        "Next: [bold]wekipy serve[/bold] and your own sketch (see examples/),"
        " or [bold]wekipy demo --keep[/bold]."
    )


def _perform(performance: Performance, console: Console) -> Summary:
    """The performance in a thread of its own, drawn in this one."""
    result: list[Summary | Exception] = []

    def run() -> None:
        try:
            result.append(performance.run())
        except (OSError, TimeoutError, Problem) as e:
            result.append(e)

    thread = threading.Thread(target=run, name="performer", daemon=True)
    thread.start()
    doing = ""
    with Live(console=console, auto_refresh=False, transient=True) as live:
        while thread.is_alive():
            scene = performance.scene
            if scene.doing != doing:
                doing = scene.doing
                console.print(f"• {doing}")
            if console.is_terminal:
                live.update(_draw(scene), refresh=True)
            thread.join(1.0 / _FRAMES)
        if console.is_terminal:
            live.update(Text(""), refresh=True)
    if isinstance(result[0], Exception):
        raise Problem(f"the demonstration failed: {result[0]}") from result[0]
    return result[0]


def _draw(scene: Scene) -> RenderableType:
    lines = [Text()]
    lines += [_bar(name, value, "blue") for name, value in zip(_NAMES, scene.inputs, strict=True)]
    lines.append(Text())
    truth = scene.truth
    for n, name in enumerate(("pitch", "brightness")):
        lines.append(_bar(name, scene.outputs[n], "bright_cyan", None if truth is None else float(truth[n])))
    pose = int(scene.outputs[2]) if len(scene.outputs) > 2 else 0
    line = Text(f"{'pose':>12}  ")
    for n, name in enumerate(POSES, 1):
        line.append(f" {name} ", "reverse bold bright_yellow" if n == pose else "dim")
        line.append(" ")
    return Group(*lines, line, Text())


def _bar(name: str, value: float, style: str, mark: float | None = None) -> Text:
    """A bar from 0 to 1; the mark is where it should end."""
    length = round(min(1.0, max(0.0, float(value))) * _WIDTH)
    cells = ["█"] * length + ["─"] * (_WIDTH - length)
    line = Text(f"{name:>12}  ")
    at = -1 if mark is None else min(_WIDTH - 1, max(0, round(mark * _WIDTH) - 1))
    for n, cell in enumerate(cells):
        of_bar = style if n < length else "dim"
        line.append("┃" if n == at else cell, "bright_yellow" if n == at else of_bar)
    line.append(f" {value:5.2f}")
    return line


def _tell(summary: Summary, console: Console) -> None:
    if summary.lost:
        console.print(
            f"[bold]{summary.lost} of {summary.played} answers did not arrive.[/bold]"
            " Is this machine very busy?"
        )
        return
    console.print(
        f"\n  [bold]{summary.examples}[/bold] examples recorded,"
        f" trained in [bold]{summary.train_seconds:.2f} s[/bold]\n"
        f"  new movements: error [bold]{summary.rmse:.3f}[/bold] of a range of 1 (held out),"
        f" [bold]{summary.accuracy:.0%}[/bold] of poses right\n"
        f"  from sensor to answer: [bold]{summary.p50:.2f} ms[/bold] (p50),"
        f" [bold]{summary.p99:.2f} ms[/bold] (p99),"
        f" {summary.played} of {summary.played} answered\n"
    )


def _paint(scene: Scene, summary: Summary, path: Path) -> None:
    """The last scene and the summary, as they look in a terminal."""
    canvas = Console(record=True, width=76, file=io.StringIO(), highlight=False)
    canvas.print(f"$ wekipy demo\n\n• {scene.doing}", _draw(scene))
    _tell(summary, canvas)
    canvas.save_svg(str(path), title="wekipy demo")


def _leave(engine: EngineProcess, console: Console) -> None:
    console.print(
        f"The engine goes on (process {engine.process.pid}): send /wek/inputs with {INPUTS} numbers to port"
        f" {engine.port}, it answers at port {engine.out_port}. Its project is {engine.folder}.\n"
        f"End it with: kill {engine.process.pid}"
    )
