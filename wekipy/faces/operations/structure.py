"""Outputs and inputs, their names and connections."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from wekipy.faces.arguments import Argument
from wekipy.faces.operations.operation import OUTPUT, OUTPUTS, HasEngine, Operation, edit
from wekipy.project import structure
from wekipy.project.counting import many
from wekipy.project.problem import Problem
from wekipy.project.sources import set_sources

_SPEC = Argument("spec", "string", "1 (a number), class:4 or gesture:3")
_FILL = Argument(
    "fill",
    "float",
    "what stands for the new inputs in takes without them; left out, or NaN: these are left out",
    default=math.nan,
)
_INPUT = Argument("input", "int", "number of the input, from 1")


def _add_output(m: HasEngine, spec: str, name: str) -> int:
    edit(m, f"add output {name or spec}", structure.add_output, spec, name)
    return len(m.engine.project.outputs)


def _set_inputs(m: HasEngine, count: int, fill: float) -> str:
    return _edit_inputs(m, many(count, "input"), structure.set_inputs, count, _known(fill))


def _fill_inputs(m: HasEngine, fill: float, numbers: list[int]) -> str:
    return _edit_inputs(m, "values of inputs not recorded", structure.fill_inputs, _known(fill), numbers)


def _edit_inputs(m: HasEngine, label: str, change: Callable[..., Any], *args: Any) -> str:
    before = m.engine.project
    edit(m, label, change, *args)
    note = structure.note_on_takes(before, m.engine.project)
    if note:
        m.engine.notice(note)
    return note


def _set_sources(m: HasEngine, sources: Any, frames: Any, fill: float) -> str:
    wanted = checked_sources(sources)
    if not isinstance(frames, dict | None):
        raise Problem(f'frames: expected a JSON object such as {{"when": "all"}}, got {frames!r:.60}')
    label = many(len(wanted), "source") if wanted else "inputs in one message"
    return _edit_inputs(m, label, set_sources, wanted, frames, _known(fill))


def checked_sources(sources: Any) -> list[dict[str, Any]]:
    """Return the sources of a message.

    Raises:
        Problem: if they are no list of objects.
    """
    if not isinstance(sources, list) or not all(isinstance(each, dict) for each in sources):
        raise Problem(
            'sources: expected a JSON list such as [{"address": "/gyro", "inputs": 3}],'
            f" got {sources!r:.60}"
        )
    return sources


def _known(fill: float) -> float | None:
    return None if math.isnan(fill) else fill


def _editing(label: str, change: Callable[..., Any]) -> Callable[..., None]:
    """Make an operation that is one edit, with a label that contains its arguments by position."""
    return lambda m, *args: edit(m, label.format(*args), change, *args)


def _connect_all(m: HasEngine, connections: Any) -> None:
    if not isinstance(connections, dict):
        raise Problem(f'connections: expected a JSON object such as {{"1": [2, 3]}}, got {connections!r:.60}')
    edit(m, "connections", structure.connect_all, connections)


OPERATIONS: tuple[Operation, ...] = (
    Operation(
        "add_output",
        "One more output at the end; replies with its number. Running goes on; not while a take is recorded.",
        _add_output,
        (_SPEC, Argument("name", "string", "unique; left out, it is made up", default="")),
    ),
    Operation(
        "copy_output",
        "One more output after an output, with its settings and connections, without its examples.",
        _editing("copy output {}", structure.copy_output),
        (OUTPUT,),
    ),
    Operation(
        "remove_output",
        "Remove an output. Its targets stay in the takes: undo brings all of it back.",
        _editing("remove output {}", structure.remove_output),
        (OUTPUT,),
    ),
    Operation(
        "move_output",
        "Give an output another place among the outputs, and in the output message.",
        _editing("move output {} to {}", structure.move_output),
        (OUTPUT, Argument("to", "int", "its number after that")),
    ),
    Operation(
        "change_kind",
        "Make an output one of another kind, in its place; examples of the old kind wait for undo. Of the"
        " same kind, it has as many classes or gestures as asked for and keeps its examples.",
        _editing("output {} becomes {}", structure.change_kind),
        (OUTPUT, _SPEC),
    ),
    Operation(
        "set_inputs",
        "Have that many inputs: new ones come at the end, and the last ones go. Takes stay as they were"
        " recorded: outputs do not learn from those that lack one of their inputs, unless a value stands for"
        " it. Replies with a sentence about examples that are left out, or an empty string.",
        _set_inputs,
        (Argument("count", "int", "how many"), _FILL),
    ),
    Operation(
        "fill_inputs",
        "What stands for inputs (none named: all) in takes that were recorded without them. Replies as"
        " set_inputs.",
        _fill_inputs,
        (_FILL, Argument("inputs", "int", "numbers of inputs, from 1", many=True, once=True)),
    ),
    Operation(
        "set_sources",
        "Let the inputs come in several messages, at several ports, from several senders; an empty list: in"
        " one message again. Each source has an address, inputs (how many numbers), and, where they are"
        " given, name, names (of its inputs), port (UDP), sender (IP address), silence (hold, rest or"
        " missing: what becomes of its inputs once nothing has come for some seconds), after (so many) and"
        " rest (a number). {n} in an address stands for the place of a number that comes in a message of its"
        " own. Frames say when a vector is recorded and answered: when is each (message), all (sources have"
        " sent), source (with its name) or rate (per second). The inputs are those of the sources, one after"
        " the other. Replies as set_inputs.",
        _set_sources,
        (
            Argument(
                "sources", "json", '[{"address": "/gyro", "inputs": 3}, {"address": "/f/{n}", "inputs": 4}]'
            ),
            Argument("frames", "json", '{"when": "rate", "rate": 60}; left out, as it is', default=None),
            _FILL,
        ),
    ),
    Operation(
        "rename_input",
        "Name one input.",
        _editing("rename input {}", structure.rename_input),
        (_INPUT, Argument("name", "string", "unique")),
    ),
    Operation(
        "rename_output",
        "Name one output.",
        _editing("rename output {}", structure.rename_output),
        (OUTPUT, Argument("name", "string", "unique")),
    ),
    Operation(
        "name_classes",
        "Name the first classes of a classifier; an empty string, and none, is no name.",
        _editing("classes of output {}", structure.name_classes),
        (OUTPUT, Argument("names", "string", "in order", many=True)),
    ),
    Operation(
        "connect_all",
        "Choose the inputs that feed several outputs, in one edit.",
        _connect_all,
        (
            Argument(
                "connections", "json", 'numbers of inputs by output, null is all: {"1": [2, 3], "2": null}'
            ),
        ),
    ),
    Operation(
        "connect_input",
        "Connect an input to outputs, or take it away from them (none named: all outputs), in one edit.",
        _editing("connections of input {}", structure.connect_input),
        (_INPUT, Argument("on", "bool", "connected or not"), OUTPUTS),
    ),
)
