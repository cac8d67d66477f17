"""`wekipy demo`: the whole of it in 15 seconds, with no other program."""

from __future__ import annotations

import io
import shutil
import sys
import tempfile
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import click
from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.text import Text

from wekipy.child import is_free
from wekipy.cli.bars import bar
from wekipy.cli.circling_scene import draw_circling, print_circling
from wekipy.cli.gesture_scene import draw_gestures, print_gestures
from wekipy.project.counting import many
from wekipy.project.problem import Problem
from wekipy.rehearsal.circling import CirclingPerformance
from wekipy.rehearsal.engine_process import EngineProcess
from wekipy.rehearsal.gesturing import NAMES, GesturePerformance
from wekipy.rehearsal.hand import INPUTS, OUTPUTS, POSES
from wekipy.rehearsal.link import Link
from wekipy.rehearsal.performance import Performance, Scene, Summary

_FRAMES = 15  # drawn a second
_INPUT_NAMES = ("across", "up", "distance", "finger 1", "finger 2", "finger 3")


_POSES = "A hand demonstrates three poses to it; two sound parameters and the pose are to follow the hand."
_GESTURES = (
    "A hand shows it three gestures, three times each, and then performs them among idle movement;"
    " each is to be recognised once, and followed while it happens."
)

_MEMORY = (
    "A hand circles to the left and to the right. Its places are the same both ways: only what came before"
    " tells which way it goes."
)

Result = TypeVar("Result")


@dataclass(frozen=True)
class Played:
    """The end of a performance: its last scene, and what to say of it."""

    title: str
    doing: str
    scene: RenderableType
    print_summary: Callable[[Console], None]


@click.command()
@click.option("--keep", is_flag=True, help="Leave the engine running afterwards, for your own sketch.")
@click.option("--picture", type=click.Path(path_type=Path), help="Draw the last scene to this SVG file, too.")
@click.option("--gestures", is_flag=True, help="Gestures instead: spotted in the stream, and followed.")
@click.option("--memory", is_flag=True, help="Memory instead: which way a hand circles.")
def demo(keep: bool, picture: Path | None, gestures: bool, memory: bool) -> None:
    """Show what wekipy does: a hand demonstrates three poses, trains, and plays.

    An engine is started, and a performer made of ordinary sockets sends it real OSC.
    """
    sys.setswitchinterval(0.0001)  # drawing must not delay the performer's clock
    folder = Path(tempfile.mkdtemp(prefix="wekipy-demo-"))
    project = folder / "demo.wekipy"
    if gestures and memory:
        raise Problem("a demonstration shows gestures or memory: give one of --gestures and --memory")
    show = _SHOWS["gestures" if gestures else "memory" if memory else "poses"]
    arguments = [str(project), "--inputs", str(show.inputs), "--outputs", show.outputs]
    console = Console(highlight=False)
    usual = is_free(6448) and is_free(12_000)
    engine = EngineProcess(arguments, *((6448, 12_000) if usual else ()))
    try:
        console.print(f"An engine listens at port {engine.port}. {show.sentence}")
        with Link(engine.port, engine.out_port) as link:
            played = show.play(link, console)
    except BaseException:
        engine.end()
        shutil.rmtree(folder, ignore_errors=True)
        raise
    played.print_summary(console)
    if picture is not None:
        _paint(played, picture)
    if keep:
        _leave(engine, show.inputs, console)
        return
    engine.end()
    shutil.rmtree(folder, ignore_errors=True)
    console.print(
        "Next: [bold]wekipy serve[/bold] and your own sketch (see examples/),"
        " or [bold]wekipy demo --keep[/bold]."
    )


def _play_poses(link: Link, console: Console) -> Played:
    performance = Performance(link)

    def look() -> tuple[str, RenderableType]:
        return performance.scene.doing, _draw(performance.scene)

    summary = _perform(performance.run, look, console)
    return Played("wekipy demo", *look(), lambda canvas: _print_poses(summary, canvas))


def _play_gestures(link: Link, console: Console) -> Played:
    performance = GesturePerformance(link)

    def look() -> tuple[str, RenderableType]:
        return performance.scene.doing, draw_gestures(performance.scene)

    summary = _perform(performance.run, look, console)
    last = performance.picture
    return Played(
        "wekipy demo --gestures",
        last.doing,
        draw_gestures(last),
        lambda canvas: print_gestures(summary, canvas),
    )


def _play_memory(link: Link, console: Console) -> Played:
    performance = CirclingPerformance(link)

    def look() -> tuple[str, RenderableType]:
        return performance.scene.doing, draw_circling(performance.scene)

    summary = _perform(performance.run, look, console)
    return Played("wekipy demo --memory", *look(), lambda canvas: print_circling(summary, canvas))


@dataclass(frozen=True)
class _Show:
    """A demonstration: its project, a sentence for those who watch, and who performs it."""

    inputs: int
    outputs: str
    sentence: str
    play: Callable[[Link, Console], Played]


_SHOWS = {
    "poses": _Show(INPUTS, OUTPUTS, _POSES, _play_poses),
    "gestures": _Show(2, f"gesture:{len(NAMES)}", _GESTURES, _play_gestures),
    "memory": _Show(2, "class:2,class:2", _MEMORY, _play_memory),
}


def _perform(
    perform: Callable[[], Result], look: Callable[[], tuple[str, RenderableType]], console: Console
) -> Result:
    """The performance in a thread of its own, drawn in this one; `look` gives what it does, and a picture."""
    result: list[Result | Exception] = []

    def run() -> None:
        try:
            result.append(perform())
        except (OSError, TimeoutError, Problem) as e:
            result.append(e)

    thread = threading.Thread(target=run, name="performer", daemon=True)
    thread.start()
    doing = ""
    with Live(console=console, auto_refresh=False, transient=True) as live:
        while thread.is_alive():
            now, picture = look()
            if now != doing:
                doing = now
                console.print(f"• {doing}")
            if console.is_terminal:
                live.update(picture, refresh=True)
            thread.join(1.0 / _FRAMES)
        if console.is_terminal:
            live.update(Text(""), refresh=True)
    if isinstance(result[0], Exception):
        raise Problem(f"the demonstration failed: {result[0]}") from result[0]
    return result[0]


def _draw(scene: Scene) -> RenderableType:
    lines = [Text()]
    lines += [bar(name, value, "blue") for name, value in zip(_INPUT_NAMES, scene.inputs, strict=True)]
    lines.append(Text())
    truth = scene.truth
    # Another engine on this machine may send shorter messages to the same port.
    for n, (name, value) in enumerate(zip(("pitch", "brightness"), scene.outputs, strict=False)):
        lines.append(bar(name, value, "bright_cyan", None if truth is None else float(truth[n])))
    pose = int(scene.outputs[2]) if len(scene.outputs) > 2 else 0
    line = Text(f"{'pose':>12}  ")
    for n, name in enumerate(POSES, 1):
        line.append(f" {name} ", "reverse bold bright_yellow" if n == pose else "dim")
        line.append(" ")
    return Group(*lines, line, Text())


def _print_poses(summary: Summary, console: Console) -> None:
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


def _paint(played: Played, path: Path) -> None:
    """The last scene and the summary, as they look in a terminal."""
    canvas = Console(record=True, width=76, file=io.StringIO(), highlight=False)
    canvas.print(f"$ {played.title}\n\n• {played.doing}", played.scene)
    played.print_summary(canvas)
    canvas.save_svg(str(path), title=played.title)


def _leave(engine: EngineProcess, inputs: int, console: Console) -> None:
    console.print(
        f"The engine goes on (process {engine.process.pid}): send /wek/inputs with"
        f" {many(inputs, 'number')} to port"
        f" {engine.port}, it answers at port {engine.out_port}. Its project is {engine.folder}.\n"
        f"End it with: kill {engine.process.pid}"
    )
