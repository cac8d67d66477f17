"""How inputs, outputs and the project are set up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wekipy.learning.algorithms import resolve
from wekipy.osc.arguments import Argument
from wekipy.osc.operations.operation import OUTPUT, OUTPUTS, Machine, Operation, edit
from wekipy.project import editing
from wekipy.project.problem import Problem
from wekipy.project.schema import AlgorithmChoice, kind_of


def _switch(switch: str, on: bool) -> Callable[[Machine, list[int]], None]:
    word = "recording" if switch == "record" else "running"
    label = f"{'enable' if on else 'disable'} {word}"
    return lambda m, outputs: edit(m, label, editing.set_switch, outputs, switch, on)


def _set_algorithm(m: Machine, number: int, name: str, options: Any) -> None:
    if not isinstance(options, dict):
        raise Problem(f'options: expected a JSON object such as {{"k": 3}}, got {options!r:.60}')
    choice = AlgorithmChoice(name, options)
    resolve(choice, kind_of(editing.output_at(m.engine.project, number)))
    edit(m, f"algorithm of output {number}: {name}", editing.set_algorithm, number, choice)


def _configure(m: Machine, number: int, settings: Any) -> None:
    if not isinstance(settings, dict):
        raise Problem(f'settings: expected a JSON object such as {{"maximum": 127}}, got {settings!r:.60}')
    edit(m, f"settings of output {number}", editing.configure_output, number, settings)


def _addresses(m: Machine, inputs: str, outputs: str) -> None:
    edit(m, "OSC addresses", editing.set_addresses, inputs or None, outputs or None)


def _performance_mode(m: Machine, on: bool) -> None:
    m.engine.show_stage(on)


OPERATIONS: tuple[Operation, ...] = (
    Operation(
        "enable_recording", "Takes store a target for these outputs.", _switch("record", True), (OUTPUTS,)
    ),
    Operation(
        "disable_recording", "Takes store none for these outputs.", _switch("record", False), (OUTPUTS,)
    ),
    Operation("enable_running", "The models of these outputs answer.", _switch("run", True), (OUTPUTS,)),
    Operation("disable_running", "These outputs keep their value.", _switch("run", False), (OUTPUTS,)),
    Operation(
        "rename_inputs",
        "Name all inputs.",
        lambda m, names: edit(m, "rename inputs", editing.rename_inputs, names),
        (Argument("names", "string", "unique, one per input", many=True),),
    ),
    Operation(
        "rename_outputs",
        "Name all outputs.",
        lambda m, names: edit(m, "rename outputs", editing.rename_outputs, names),
        (Argument("names", "string", "unique, one per output", many=True),),
    ),
    Operation(
        "connect",
        "Choose the inputs that feed an output; its model answers as before until it is trained again.",
        lambda m, output, inputs: edit(m, f"connect output {output}", editing.connect, output, inputs),
        (OUTPUT, Argument("inputs", "int", "numbers of inputs, from 1", many=True)),
    ),
    Operation(
        "set_algorithm",
        "Choose what learns an output, with options that differ from the defaults.",
        _set_algorithm,
        (
            OUTPUT,
            Argument("algorithm", "string", "its name, see docs/algorithms.md"),
            Argument("options", "json", 'e.g. {"k": 3}', default={}),
        ),
    ),
    Operation(
        "configure_output",
        "Change settings of an output: minimum, maximum, integer, limits, send_novelty; of a classifier:"
        " classes, nothing, sensitivity, thresholds, send_distribution, send_confidence, send_novelty; of a"
        " gesture output: gestures, sensitivity, refractory, early, once_per_run, send_following, slowest,"
        " fastest, offset, scale.",
        _configure,
        (OUTPUT, Argument("settings", "json", 'e.g. {"maximum": 127, "limits": "hard"}')),
    ),
    Operation(
        "set_destinations",
        "Send outputs to these places and no others.",
        lambda m, places: edit(m, "destinations", editing.set_destinations, places),
        (Argument("places", "string", "HOST:PORT", many=True),),
    ),
    Operation(
        "set_addresses",
        "Change the OSC addresses of inputs and outputs; an empty string leaves one as it is.",
        _addresses,
        (
            Argument("input_address", "string", "e.g. /wek/inputs", default=""),
            Argument("output_address", "string", "e.g. /wek/outputs", default=""),
        ),
    ),
    Operation(
        "performance_mode",
        "Tell faces to show the small window for the stage.",
        _performance_mode,
        (Argument("on", "bool", "on or off"),),
    ),
)
