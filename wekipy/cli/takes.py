"""`wekipy takes`: what was recorded, and what becomes of it."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
import numpy as np

from wekipy.cli.exit_codes import Misused
from wekipy.cli.near import NearCommands
from wekipy.cli.open_project import OpenProject
from wekipy.cli.options import JSON, PROJECT
from wekipy.cli.say import say, say_json, say_result
from wekipy.cli.undo import redo_in, undo_in
from wekipy.client.looking import unpacked
from wekipy.exchange.importing.wekinator.folder import files_of
from wekipy.project.counting import many
from wekipy.project.problem import Problem
from wekipy.project.take_contents import MOST_ROWS
from wekipy.storage.folder import check_is_project
from wekipy.storage.incoming import brought_in
from wekipy.storage.project_file import PROJECT_NAME

TAKE = click.argument("take", type=int)
TAKES = click.argument("numbers", metavar="TAKES...", type=int, nargs=-1, required=True)
_NO_STRAY_OPTIONS = {"ignore_unknown_options": True}  # targets may be negative


class Takes(OpenProject):
    """The takes of a project, through the engine that has it open if there is one."""

    def copy(self, source: str, numbers: tuple[int, ...]) -> list[int]:
        """Copy takes of another project, wherever it is."""
        place = Path(source).expanduser().resolve()
        if self.control:
            check_is_project(place)
            if place == self.path.expanduser().resolve():
                raise Problem("a project cannot be copied into itself; name another one")
        with self.reachable(place, (PROJECT_NAME, "examples")) as path:
            return list(self.ask("copy_takes", path, *numbers))

    def import_examples(self, source: Path, options: dict[str, Any]) -> dict[str, Any]:
        """Add the examples of a table or a Wekinator project, wherever it is, as takes."""
        place = source.expanduser().resolve()
        files = files_of(place)
        place = files[0].parent if files else place
        parts = [file.relative_to(place).as_posix() for file in files]
        with self.reachable(place, parts) as path:
            found: dict[str, Any] = self.ask("import_examples", path, json.dumps(options))
        return found

    @contextmanager
    def reachable(self, source: Path, parts: Sequence[str]) -> Iterator[str]:
        """The path by which whoever has the project open can read a file, or parts of a folder."""
        if not self.control:
            yield str(source)
            return
        with brought_in(source, self.path.expanduser().resolve(), parts) as path:
            yield path


class _ProjectFirst(NearCommands):
    """Takes its options after the project, too, where no command follows."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args[1:] == ["--json"]:
            args = ["--json", args[0]]
        return super().parse_args(ctx, args)


@click.group(cls=_ProjectFirst, invoke_without_command=True)
@PROJECT
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
        lists = {key: state[key] for key in ("takes", "deleted", "undo", "redo")}
        say_json(lists)
        return
    say(
        f"{found.path.name}: {many(state['examples'], 'example')} to learn from,"
        f" {many(len(state['takes']), 'take')}"
    )
    names = {str(output["number"]): output["name"] for output in state["outputs"]}
    for take in state["takes"]:
        say(_line(take, names))
    if state["deleted"]:
        say(f"deleted: {', '.join(str(take['number']) for take in state['deleted'])}")


def _line(take: dict[str, Any], names: dict[str, str]) -> str:
    shown = [f"{names[n]} {'varies' if t is None else f'{t:g}'}" for n, t in take["targets"].items()]
    if "gesture" in take:
        shown.insert(0, f"gesture {take['gesture']}" if take["gesture"] else "no gesture")
    marks = [] if take["on"] else ["off"]
    if take["trim"]:
        marks.append("trimmed to {:.2f}–{:.2f} s".format(*take["trim"]))
    text = ", ".join(shown[:6]) + (" …" if len(shown) > 6 else "")
    name = f" “{take['name']}”" if take["name"] else ""
    marks += [f"{tag} {take[tag]}" for tag in ("who", "where") if take.get(tag)]
    end = f" ({', '.join(marks)})" if marks else ""
    examples = many(take["examples"], "example")
    return f"{take['number']:4} {take['seconds']:7.2f} s {examples:>15}{name}: {text}{end}"


@takes.command()
@TAKE
@JSON
@click.pass_obj
def show(found: Takes, take: int, as_json: bool) -> None:
    """Show one take: its targets, and the range of each input."""
    state = found.ask("state")
    found_take = next((t for t in (*state["takes"], *state["deleted"]) if t["number"] == take), None)
    if found_take is None:
        raise Problem(f"there is no take {take}")
    inputs = unpacked(found.ask("take_rows", take, 10_000))["inputs"]
    ranges = [
        {"name": name, "least": float(x.min()), "mean": float(x.mean()), "most": float(x.max())}
        if np.isfinite(x).all()
        else {"name": name, "least": None, "mean": None, "most": None}
        for name, x in zip(state["inputs"], inputs.T, strict=True)
    ]
    if as_json:
        say_json({**found_take, "inputs": ranges})
        return
    say(_line(found_take, {str(output["number"]): output["name"] for output in state["outputs"]}))
    for each in ranges:
        known = each["mean"] is not None
        text = f"{each['least']:g} to {each['most']:g}, mean {each['mean']:g}" if known else "not recorded"
        say(f"     {each['name']}: {text}")


@takes.command()
@TAKES
@click.pass_obj
def delete(found: Takes, numbers: tuple[int, ...]) -> None:
    """Delete takes; restore or undo bring them back."""
    found.ask("delete_takes", *numbers)
    say(f"deleted {_named(numbers)}; restore brings them back")


@takes.command()
@TAKES
@click.pass_obj
def restore(found: Takes, numbers: tuple[int, ...]) -> None:
    """Bring deleted takes back."""
    found.ask("restore_takes", *numbers)
    say(f"{_named(numbers)} back in the project")


@takes.command()
@TAKE
@click.argument("name")
@click.pass_obj
def rename(found: Takes, take: int, name: str) -> None:
    """Name a take; "" takes its name away."""
    found.ask("rename_take", take, name)
    say(f"take {take} is called “{name}”" if name else f"take {take} has no name")


@takes.command()
@click.argument("takes_and_tags", metavar="TAKES... who=NAME where=PLACE", nargs=-1, required=True)
@click.pass_obj
def tag(found: Takes, takes_and_tags: tuple[str, ...]) -> None:
    """Say who performed takes, and where: tag 3 4 5 who=Ana where=studio (who= takes the tag away)

    An evaluation leaves out one person, or one place, where takes are tagged with several.
    """
    numbers, tags = _takes_and_tags(takes_and_tags)
    found.ask("tag_takes", json.dumps(tags), *numbers)
    words = [f"{name} “{value}”" if value else f"{name} is not said" for name, value in tags.items()]
    say(f"{_named(numbers)}: {', '.join(words)}")


def _takes_and_tags(texts: Sequence[str]) -> tuple[list[int], dict[str, str]]:
    numbers, tags = list[int](), dict[str, str]()
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals and text.isdecimal():
            numbers.append(int(text))
        elif not equals:
            raise Misused(f"a tag is written who=NAME or where=PLACE, a take as its number; got “{text}”")
        elif tags.setdefault(name, value) != value:
            raise Misused(f"{name} is given twice, as “{tags[name]}” and as “{value}”: say it once")
    if not numbers or not tags:
        raise Misused("name at least one take and a tag, e.g. tag 3 4 who=Ana where=studio")
    return numbers, tags


@takes.command()
@TAKES
@click.pass_obj
def on(found: Takes, numbers: tuple[int, ...]) -> None:
    """Let outputs learn from takes again."""
    found.ask("switch_takes", True, *numbers)
    say(f"{_named(numbers)} on: outputs learn from them at the next training")


@takes.command()
@TAKES
@click.pass_obj
def off(found: Takes, numbers: tuple[int, ...]) -> None:
    """Keep takes, but let nothing learn from them."""
    found.ask("switch_takes", False, *numbers)
    say(f"{_named(numbers)} off: outputs learn nothing from them at the next training")


@takes.command(context_settings=_NO_STRAY_OPTIONS)
@TAKE
@click.argument("targets", metavar="OUTPUT=TARGET...", nargs=-1, required=True)
@click.pass_obj
def relabel(found: Takes, take: int, targets: tuple[str, ...]) -> None:
    """Give a whole take other targets: relabel 3 1=0.5 2=none

    A target is a value, a class, or a gesture (counted through all gesture outputs, 0 is none of them).
    """
    chosen = dict(map(_target, targets))
    found.ask("relabel_take", take, json.dumps(chosen))
    words = [f"output {n} {'none' if target is None else f'{target:g}'}" for n, target in chosen.items()]
    say(f"take {take} shows: {', '.join(words)}")


def _named(numbers: Sequence[int]) -> str:
    return f"take{'s' * (len(numbers) > 1)} {', '.join(map(str, numbers))}"


def _target(text: str) -> tuple[str, float | None]:
    output, equals, target = text.partition("=")
    try:
        if equals and output.isdecimal():
            return output, None if target == "none" else float(target)
    except ValueError:
        pass
    raise Misused(f"a target is written OUTPUT=TARGET, e.g. 1=0.5 or 2=none; got “{text}”")


@takes.command()
@TAKE
@click.argument("start", type=float, default=0.0)
@click.argument("end", type=float, default=float("inf"))
@click.pass_obj
def trim(found: Takes, take: int, start: float, end: float) -> None:
    """Use only the part of a take between two times in seconds; without any, all of it again."""
    found.ask("trim_take", take, start, end)
    whole = start <= 0 and end == float("inf")
    say(f"all of take {take} is used" if whole else f"take {take} is used from {start:g} s to {end:g} s")


@takes.command()
@TAKE
@click.argument("at", type=float, nargs=-1)
@JSON
@click.pass_obj
def split(found: Takes, take: int, at: tuple[float, ...], as_json: bool) -> None:
    """Cut a take at some seconds; without any, one of a gesture is cut where the movement rests."""
    new = found.ask("split_take", take, *at) if at else found.ask("split_at_rests", take)
    say_result(as_json, {"takes": new}, f"takes {', '.join(map(str, new))} in place of take {take}")


@takes.command()
@TAKE
@click.option("--from", "first", type=int, default=1, show_default=True, help="Number of the first one.")
@click.option("--most", type=int, default=50, show_default=True, help="How many to show.")
@JSON
@click.pass_obj
def rows(found: Takes, take: int, first: int, most: int, as_json: bool) -> None:
    """Show the examples of a take with their numbers, times, inputs and targets."""
    table = unpacked(found.ask("take_rows", take, MOST_ROWS))
    if table["rows"] > MOST_ROWS:
        raise Problem(f"take {take} has {many(table['rows'], 'example')}, at most {MOST_ROWS:,} can be shown")
    names = {output["number"]: output["name"] for output in found.ask("state")["outputs"]}
    start = max(first, 1) - 1
    shown = range(start, min(start + most, table["rows"]))
    if as_json:
        say_json([_row(table, names, n) for n in shown])
        return
    for n in shown:
        inputs = " ".join(f"{x:g}" for x in table["inputs"][n])
        targets = ", ".join(
            f"{names[output]} {target:g}"
            for output, target in zip(table["outputs"], table["targets"][n], strict=True)
            if target == target  # noqa: PLR0124  NaN is none
        )
        say(f"{n + 1:6} {table['time'][n]:8.3f} s  {inputs}  →  {targets or 'no target'}")


def _row(table: dict[str, Any], names: dict[int, str], n: int) -> dict[str, Any]:
    targets = zip(table["outputs"], table["targets"][n].tolist(), strict=True)
    return {
        "number": n + 1,
        "time": float(table["time"][n]),
        "inputs": table["inputs"][n].tolist(),
        "targets": {names[output]: target for output, target in targets if not math.isnan(target)},
    }


@takes.command("delete-rows")
@TAKE
@click.argument("first", type=int)
@click.argument("last", type=int, required=False)
@click.option("--output", "outputs", type=int, multiple=True, help="Only its targets, again for more.")
@JSON
@click.pass_obj
def delete_rows(
    found: Takes, take: int, first: int, last: int | None, outputs: tuple[int, ...], as_json: bool
) -> None:
    """Delete examples of a take by their numbers, as `rows` shows them: delete-rows 3 5 9"""
    new = found.ask("delete_rows", take, first, first if last is None else last, *outputs)
    text = f"nothing is left of take {take}" if new is None else f"take {new} in place of take {take}"
    say_result(as_json, {"take": new}, text)


@takes.command()
@TAKES
@JSON
@click.pass_obj
def merge(found: Takes, numbers: tuple[int, ...], as_json: bool) -> None:
    """Put one take in the place of several, in the order given."""
    new = found.ask("merge_takes", *numbers)
    say_result(as_json, {"take": new}, f"take {new} in place of {_named(numbers)}")


@takes.command()
@click.argument("source", metavar="FROM_PROJECT")
@click.argument("numbers", metavar="[TAKES...]", type=int, nargs=-1)
@JSON
@click.pass_obj
def copy(found: Takes, source: str, numbers: tuple[int, ...], as_json: bool) -> None:
    """Copy takes of another project (none named: all), with the targets of outputs of the same name."""
    new = found.copy(source, numbers)
    say_result(as_json, {"takes": new}, f"copied as {_named(new)}")


@takes.command("undo")
@JSON
@click.pass_obj
def undo_take(found: Takes, as_json: bool) -> None:
    """Take back the last edit of the project, as `wekipy undo` does."""
    undo_in(found, as_json)


@takes.command("redo")
@JSON
@click.pass_obj
def redo_take(found: Takes, as_json: bool) -> None:
    """Do the last undone edit again, as `wekipy redo` does."""
    redo_in(found, as_json)
