"""`wekipy takes`: what was recorded, and what becomes of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from wekipy.client import Client
from wekipy.client.looking import unpacked
from wekipy.project.problem import Problem
from wekipy.server.offline import do
from wekipy.storage.lock import find_engine

TAKE = click.argument("take", type=int)
TAKES = click.argument("numbers", metavar="TAKES...", type=int, nargs=-1, required=True)
JSON = click.option("--json", "as_json", is_flag=True, help="Everything, as JSON.")
_NO_STRAY_OPTIONS = {"ignore_unknown_options": True}  # targets may be negative


class Takes:
    """The takes of a project, through the engine that has it open if there is one."""

    def __init__(self, path: Path) -> None:
        self.path = path
        engine = find_engine(path)
        self._control = engine.control if engine is not None else ""

    def ask(self, operation: str, *arguments: object) -> Any:
        """Do an operation of the control protocol; its result."""
        host, _, port = self._control.rpartition(":")
        if not port:
            return do(self.path, operation, *arguments)
        with Client(host if host not in ("", "0.0.0.0") else "127.0.0.1", int(port)) as client:  # noqa: S104
            return client.ask(operation, *arguments)

    def copy(self, source: str, numbers: tuple[int, ...]) -> list[int]:
        """Copy takes of another project; a running engine looks for it beside its own."""
        place = Path(source).expanduser().resolve()
        if self._control and place.parent != self.path.expanduser().resolve().parent:
            raise Problem(
                f"an engine has {self.path.name} open, and copies only from projects beside it; move"
                f" {place.name} there, or quit the engine first"
            )
        return list(self.ask("copy_takes", place.name if self._control else str(place), *numbers))


class _ProjectFirst(click.Group):
    """Takes its options after the project, too, where no command follows."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args[1:] == ["--json"]:
            args = ["--json", args[0]]
        return super().parse_args(ctx, args)


@click.group(cls=_ProjectFirst, invoke_without_command=True)
@click.argument("project", type=click.Path(path_type=Path))
@JSON
@click.pass_context
def takes(ctx: click.Context, project: Path, as_json: bool) -> None:
    """List the takes of a project, or edit them: wekipy takes MY.wekipy trim 3 0.5 2

    Nothing that was recorded is lost: deleted takes come back with restore, every edit with undo. An engine
    that has the project open does the edits itself, live.
    """
    ctx.obj = Takes(project)
    if ctx.invoked_subcommand is None:
        _list(ctx.obj, as_json)


def _list(found: Takes, as_json: bool) -> None:
    state = found.ask("state")
    if as_json:
        told = {key: state[key] for key in ("takes", "deleted", "undo", "redo")}
        click.echo(json.dumps(told, indent=2, ensure_ascii=False))
        return
    click.echo(f"{found.path.name}: {state['examples']} examples to learn from, {len(state['takes'])} takes")
    names = {str(output["number"]): output["name"] for output in state["outputs"]}
    for take in state["takes"]:
        click.echo(_line(take, names))
    if state["deleted"]:
        click.echo(f"deleted: {', '.join(str(take['number']) for take in state['deleted'])}")


def _line(take: dict[str, Any], names: dict[str, str]) -> str:
    shown = [f"{names[n]} {'varies' if t is None else f'{t:g}'}" for n, t in take["targets"].items()]
    if "gesture" in take:
        shown.insert(0, f"gesture {take['gesture']}" if take["gesture"] else "no gesture")
    marks = [] if take["on"] else ["off"]
    if take["trim"]:
        marks.append("trimmed to {:.2f}–{:.2f} s".format(*take["trim"]))
    told = ", ".join(shown[:6]) + (" …" if len(shown) > 6 else "")
    name = f" “{take['name']}”" if take["name"] else ""
    end = f" ({', '.join(marks)})" if marks else ""
    return f"{take['number']:4} {take['seconds']:7.2f} s {take['examples']:6} examples{name}: {told}{end}"


@takes.command()
@TAKE
@JSON
@click.pass_obj
def show(found: Takes, take: int, as_json: bool) -> None:
    """Show one take: its targets, and the range of each input."""
    state = found.ask("state")
    told = next((t for t in (*state["takes"], *state["deleted"]) if t["number"] == take), None)
    if told is None:
        raise Problem(f"there is no take {take}")
    inputs = unpacked(found.ask("take_rows", take, 10_000))["inputs"]
    ranges = [
        {"name": name, "least": float(x.min()), "mean": float(x.mean()), "most": float(x.max())}
        for name, x in zip(state["inputs"], inputs.T, strict=True)
    ]
    if as_json:
        click.echo(json.dumps({**told, "inputs": ranges}, indent=2, ensure_ascii=False))
        return
    click.echo(_line(told, {str(output["number"]): output["name"] for output in state["outputs"]}))
    for each in ranges:
        click.echo(f"     {each['name']}: {each['least']:g} to {each['most']:g}, mean {each['mean']:g}")


@takes.command()
@TAKES
@click.pass_obj
def delete(found: Takes, numbers: tuple[int, ...]) -> None:
    """Delete takes; restore or undo bring them back."""
    found.ask("delete_takes", *numbers)


@takes.command()
@TAKES
@click.pass_obj
def restore(found: Takes, numbers: tuple[int, ...]) -> None:
    """Bring deleted takes back."""
    found.ask("restore_takes", *numbers)


@takes.command()
@TAKE
@click.argument("name")
@click.pass_obj
def rename(found: Takes, take: int, name: str) -> None:
    """Name a take; "" takes its name away."""
    found.ask("rename_take", take, name)


@takes.command()
@TAKES
@click.pass_obj
def on(found: Takes, numbers: tuple[int, ...]) -> None:
    """Let outputs learn from takes again."""
    found.ask("switch_takes", True, *numbers)


@takes.command()
@TAKES
@click.pass_obj
def off(found: Takes, numbers: tuple[int, ...]) -> None:
    """Keep takes, but let nothing learn from them."""
    found.ask("switch_takes", False, *numbers)


@takes.command(context_settings=_NO_STRAY_OPTIONS)
@TAKE
@click.argument("targets", metavar="OUTPUT=TARGET...", nargs=-1, required=True)
@click.pass_obj
def relabel(found: Takes, take: int, targets: tuple[str, ...]) -> None:
    """Give a whole take other targets: relabel 3 1=0.5 2=none

    A target is a value, a class, or a gesture (counted through all gesture outputs, 0 is none of them).
    """
    found.ask("relabel_take", take, json.dumps(dict(map(_target, targets))))


def _target(text: str) -> tuple[str, float | None]:
    output, equals, target = text.partition("=")
    try:
        if equals and output.isdecimal():
            return output, None if target == "none" else float(target)
    except ValueError:
        pass
    raise Problem(f"a target is written OUTPUT=TARGET, e.g. 1=0.5 or 2=none; got “{text}”")


@takes.command()
@TAKE
@click.argument("start", type=float, default=0.0)
@click.argument("end", type=float, default=float("inf"))
@click.pass_obj
def trim(found: Takes, take: int, start: float, end: float) -> None:
    """Use only the part of a take between two times in seconds; without any, all of it again."""
    found.ask("trim_take", take, start, end)


@takes.command()
@TAKE
@click.argument("at", type=float, nargs=-1)
@click.pass_obj
def split(found: Takes, take: int, at: tuple[float, ...]) -> None:
    """Cut a take at some seconds; without any, one of a gesture is cut where the movement rests."""
    new = found.ask("split_take", take, *at) if at else found.ask("split_at_rests", take)
    click.echo(f"takes {', '.join(map(str, new))} in place of take {take}")


@takes.command()
@TAKES
@click.pass_obj
def merge(found: Takes, numbers: tuple[int, ...]) -> None:
    """Put one take in the place of several, in the order given."""
    click.echo(f"take {found.ask('merge_takes', *numbers)} in their place")


@takes.command()
@click.argument("source", metavar="FROM_PROJECT")
@click.argument("numbers", metavar="[TAKES...]", type=int, nargs=-1)
@click.pass_obj
def copy(found: Takes, source: str, numbers: tuple[int, ...]) -> None:
    """Copy takes of another project (none named: all), with the targets of outputs of the same name."""
    click.echo(f"copied as takes {', '.join(map(str, found.copy(source, numbers)))}")


@takes.command()
@click.pass_obj
def undo(found: Takes) -> None:
    """Take back the last edit of the project."""
    click.echo(f"undone: {found.ask('undo')}")


@takes.command()
@click.pass_obj
def redo(found: Takes) -> None:
    """Do the last undone edit again."""
    click.echo(f"done again: {found.ask('redo')}")
