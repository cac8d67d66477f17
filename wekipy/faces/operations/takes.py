"""Edits of takes, and undo."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol, TypeVar

from wekipy.engine import take_work
from wekipy.engine.take_work import Commit, named, settle, split_at_rests
from wekipy.engine.view import View
from wekipy.faces.arguments import Argument
from wekipy.faces.operations.operation import OUTPUT, OUTPUTS, TAKE, TAKES, AsksEngine, Operation, edit
from wekipy.project import editing, take_edits, take_tags
from wekipy.project.problem import Problem


class Takes(AsksEngine, Protocol):
    """What these operations need; the table below says what each does."""

    def copy_takes(self, path: str, numbers: list[int]) -> list[int]: ...
    def play_take(self, number: int) -> float: ...
    def play_map(self, x: float, y: float, number: int) -> list[float]: ...
    def stop_playing(self) -> None: ...


T = TypeVar("T")
_TARGETS = Argument("targets", "json", 'e.g. {"1": 0.5, "2": null}')


def _delete_last(m: Takes) -> int:
    takes = m.engine.project.live_takes()
    if not takes:
        raise Problem("there is no take to delete")
    number = takes[-1].number
    edit(m, f"delete take {number}", editing.delete_takes, [number])
    return number


def _delete_all(m: Takes) -> int:
    m.engine.recording.go_on_in_next_take()  # this includes what is recorded so far
    numbers = [take.number for take in m.engine.project.live_takes()]
    edit(m, "delete all examples", editing.delete_takes, numbers)
    return len(numbers)


def _delete_of_output(m: Takes, output: int) -> None:
    m.engine.recording.go_on_in_next_take()
    edit(m, f"delete examples of output {output}", editing.erase_output, output)


def _aside(m: Takes, prepare: Callable[[View], Commit[T]]) -> T:
    return settle(m.engine, m.ask_engine, prepare)


def _restore(m: Takes, numbers: list[int]) -> None:
    edit(m, f"restore {named(numbers)}", take_edits.restore_takes, numbers)


def _switch(m: Takes, on: bool, numbers: list[int]) -> None:
    edit(m, f"switch {named(numbers)} {'on' if on else 'off'}", take_edits.switch_takes, numbers, on)


def _rename(m: Takes, number: int, name: str) -> None:
    edit(m, f"rename take {number}", take_edits.rename_take, number, name)


def _tag(m: Takes, tags: Any, numbers: list[int]) -> None:
    edit(m, f"tag {named(numbers)}", take_tags.tag_takes, numbers, take_tags.read_tags(tags))


def _relabel(m: Takes, numbers: list[int], targets: Any) -> None:
    wanted = read_targets(targets)
    _aside(m, lambda view: take_work.relabel(view, numbers, wanted))


def read_targets(targets: object) -> dict[int, float | None]:
    """Read targets by output number from JSON; null removes a target.

    Raises:
        Problem: if it is not of that form.
    """
    expected = f'targets: expected a JSON object such as {{"1": 0.5, "2": null}}, got {targets!r:.60}'
    if not isinstance(targets, dict):
        raise Problem(expected)
    wanted: dict[int, float | None] = {}
    for output, target in targets.items():
        plain = target is None or (isinstance(target, (int, float)) and not isinstance(target, bool))
        if not (output.isascii() and output.isdigit() and len(output) < 8 and plain):
            raise Problem(expected)
        wanted[int(output)] = None if target is None else float(target)
    return wanted


OPERATIONS: tuple[Operation, ...] = (
    Operation(
        "rename_take",
        "Name a take; an empty string takes its name away.",
        _rename,
        (TAKE, Argument("name", "string", "up to 200 characters")),
    ),
    Operation(
        "tag_takes",
        "Say who performed takes, and where; an empty string takes a tag away. An evaluation leaves out one"
        " person, or one place, where takes are tagged with several.",
        _tag,
        (Argument("tags", "json", 'e.g. {"who": "Ana", "where": "studio"}'), TAKES),
    ),
    Operation(
        "switch_takes",
        "Let outputs learn from takes, or not; those that are switched off are kept.",
        _switch,
        (Argument("on", "bool", "on or off"), TAKES),
    ),
    Operation(
        "trim_take",
        "Use only the part of a take between two times; without any, all of it again. Nothing is lost.",
        lambda m, take, start, end: _aside(m, lambda view: take_work.trim(view, take, start, end)),
        (
            TAKE,
            Argument("start", "float", "seconds from the beginning of the whole take", default=0.0),
            Argument("end", "float", "seconds likewise", default=float("inf")),
        ),
        aside=True,
    ),
    Operation(
        "relabel_take",
        "Give all examples of a take other targets, by output: a value, a class, or a gesture (counted"
        " through all gesture outputs, 0 is none of them); null takes an output’s targets away.",
        lambda m, take, targets: _relabel(m, [take], targets),
        (TAKE, _TARGETS),
        aside=True,
    ),
    Operation(
        "relabel_takes",
        "As `relabel_take`, for several takes; one undo takes all of it back.",
        lambda m, targets, takes: _relabel(m, takes, targets),
        (_TARGETS, TAKES),
        aside=True,
    ),
    Operation(
        "split_take",
        "Cut a take at some times: its parts take its place; replies with the new takes.",
        lambda m, take, at: _aside(m, lambda view: take_work.split(view, take, at)),
        (TAKE, Argument("at", "float", "seconds from the beginning of the whole take", many=True)),
        aside=True,
    ),
    Operation(
        "split_at_rests",
        "Cut a take of a gesture where the movement rests, into examples; replies with the new takes.",
        lambda m, take: split_at_rests(m.engine, take),
        (TAKE,),
    ),
    Operation(
        "delete_rows",
        "Delete examples of a take by their numbers, or only their targets for some outputs: a take without"
        " them takes its place (restore_takes and undo bring all back); replies with its number, null if it"
        " would be empty.",
        lambda m, take, first, last, outputs: _aside(
            m, lambda view: take_work.delete_rows(view, take, first, last, outputs)
        ),
        (
            TAKE,
            Argument("first", "int", "number of the first example in the whole take, from 1"),
            Argument("last", "int", "number of the last one"),
            OUTPUTS,
        ),
        aside=True,
    ),
    Operation(
        "merge_takes",
        "Put one take in the place of several, in the order given, as if recorded in one go; replies with"
        " the new take.",
        lambda m, takes: _aside(m, lambda view: take_work.merge(view, takes))[0],
        (TAKES,),
        aside=True,
    ),
    Operation(
        "copy_takes",
        "Copy takes of another project beside the present one (none named: all of them), with the targets of"
        " outputs of the same name and kind; replies with the new takes.",
        lambda m, project, takes: m.copy_takes(project, takes),
        (Argument("project", "string", "NAME.wekipy"), TAKES),
        aside=True,
    ),
    Operation(
        "play_take",
        "Play a take into the engine with its original timing, as if its inputs arrived now; replies with its"
        " seconds. One take is played at a time.",
        lambda m, take: m.play_take(take),
        (TAKE,),
        aside=True,
    ),
    Operation(
        "play_map",
        "Play a place on a map of the examples, as if the inputs between the examples around it arrived now;"
        " at an example they are its own. Replies with the output values. Send places again and again, as a"
        " sensor does: as long as they come, vectors of the sensor are not answered; after a second without"
        " one, stop_playing, or the beginning of a take, the sensor plays again. Refused while a take is"
        " recorded or played.",
        lambda m, x, y, number: m.play_map(x, y, number),
        (
            Argument("x", "float", "in the coordinates of the map"),
            Argument("y", "float", "likewise"),
            Argument("map", "int", "its number, see embed; 0 is the newest", default=0),
        ),
        aside=True,
    ),
    Operation(
        "stop_playing", "Play neither a take nor the map any more.", lambda m: m.stop_playing(), aside=True
    ),
    Operation(
        "delete_takes",
        "Delete takes (restore_takes or undo bring them back).",
        lambda m, takes: edit(m, "delete takes", editing.delete_takes, takes),
        (TAKES,),
    ),
    Operation("restore_takes", "Bring deleted takes back.", _restore, (TAKES,)),
    Operation("delete_last_take", "Delete the newest take; replies with its number.", _delete_last),
    Operation(
        "delete_all_examples",
        "Delete all takes (undo brings them back), also what is recorded of one so far.",
        _delete_all,
    ),
    Operation(
        "delete_examples",
        "Delete the examples of one output.",
        _delete_of_output,
        (OUTPUT,),
    ),
    Operation("undo", "Take back the last edit; replies with what it was.", lambda m: m.engine.undo()),
    Operation("redo", "Do the last undone edit again; replies with what it was.", lambda m: m.engine.redo()),
)
