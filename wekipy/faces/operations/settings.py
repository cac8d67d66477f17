"""Settings of inputs, outputs and the project."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from wekipy.faces.arguments import Argument
from wekipy.faces.operations.operation import OUTPUT, OUTPUTS, HasEngine, Operation, edit
from wekipy.faces.operations.shaping import chosen_stages
from wekipy.learning.algorithms import resolve
from wekipy.project import editing
from wekipy.project.problem import Problem
from wekipy.project.schema import (
    AlgorithmChoice,
    ClassificationOutput,
    ContinuousOutput,
    GestureOutput,
    OutputBase,
    kind_of,
)
from wekipy.project.setting import settings_of


class Settings(HasEngine, Protocol):
    """What these operations need; the table below says what each does."""

    def send_test_message(self, place: str) -> list[dict[str, Any]]: ...
    def listen_at(self, port: int) -> None: ...


_SWITCHES = {"record": "recording", "run": "running", "train": "training"}


def _switch(switch: str, on: bool) -> Callable[[Settings, list[int]], None]:
    label = f"{'enable' if on else 'disable'} {_SWITCHES[switch]}"
    return lambda m, outputs: edit(m, label, editing.set_switch, outputs, switch, on)


def _set_switches(m: Settings, switches: Any) -> None:
    valid = isinstance(switches, dict) and all(
        isinstance(wanted, dict) and all(isinstance(on, bool) for on in wanted.values())
        for wanted in switches.values()
    )
    if not valid or not switches:
        raise Problem(
            f'switches: expected a JSON object such as {{"all": {{"train": false}}}}, got {switches!r:.60}'
        )
    edit(m, "switches of outputs", editing.set_switches, switches)


def _set_algorithm(m: Settings, number: int, name: str, options: Any) -> None:
    if not isinstance(options, dict):
        raise Problem(f'options: expected a JSON object such as {{"k": 3}}, got {options!r:.60}')
    choice = AlgorithmChoice(name, options)
    resolve(choice, kind_of(editing.output_at(m.engine.project, number)))
    edit(m, f"algorithm of output {number}: {name}", editing.set_algorithm, number, choice)


def _configure(m: Settings, number: int, settings: Any) -> None:
    if not isinstance(settings, dict):
        raise Problem(f'settings: expected a JSON object such as {{"maximum": 127}}, got {settings!r:.60}')
    edit(m, f"settings of output {number}", editing.configure_output, number, settings)


def _change_output(m: Settings, number: int, changes: Any) -> None:
    if not isinstance(changes, dict) or not changes or set(changes) - _PARTS:
        raise Problem(
            f"changes: expected a JSON object with some of {', '.join(sorted(_PARTS))}; got {changes!r:.60}"
        )
    project = m.engine.project
    output = editing.output_at(project, number)
    if "algorithm" in changes or "options" in changes:
        choice = AlgorithmChoice(
            str(changes.get("algorithm", output.algorithm.name)), _object(changes, "options")
        )
        resolve(choice, kind_of(output))
        project = editing.set_algorithm(project, number, choice)
    if settings := _object(changes, "settings"):
        project = editing.configure_output(project, number, settings)
    if switches := _object(changes, "switches"):
        project = editing.set_switches(project, {str(number): switches})
    if "after" in changes:  # last: stages depend on the range
        stages = chosen_stages(editing.output_at(project, number), changes["after"])
        project = editing.set_after(project, number, stages)
    m.engine.edit(f"settings of output {number}", project)


_PARTS = {"algorithm", "options", "settings", "switches", "after"}


def _object(changes: dict[str, Any], name: str) -> dict[str, Any]:
    found = changes.get(name, {})
    if not isinstance(found, dict):
        raise Problem(f"{name}: expected a JSON object, got {found!r:.60}")
    return found


def _addresses(m: Settings, inputs: str, outputs: str) -> None:
    edit(m, "OSC addresses", editing.set_addresses, inputs or None, outputs or None)


def _receive_port(m: Settings, port: int) -> None:
    edit(m, f"receive port {port}", editing.set_receive_port, port)
    m.listen_at(port)  # also where the project had it, but it was taken


def _performance_mode(m: Settings, on: bool) -> None:
    m.engine.show_stage(on)


def _names(kind: type[OutputBase]) -> str:
    """Return the names of the settings of a kind of output, for the documentation."""
    return ", ".join(key for key, setting in settings_of(kind).items() if not setting.own)


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
        "enable_training",
        "A training of all outputs trains these, too, and so does what trains by itself.",
        _switch("train", True),
        (OUTPUTS,),
    ),
    Operation(
        "disable_training",
        "Only a training that names these outputs trains them. Their models go on answering.",
        _switch("train", False),
        (OUTPUTS,),
    ),
    Operation(
        "set_switches",
        "Turn switches of several outputs on or off, in one edit: record, train and run, those named,"
        " by number of the output, or of all; what is said of one counts more than what is said of all.",
        _set_switches,
        (Argument("switches", "json", '{"all": {"record": false}, "2": {"record": true, "run": false}}'),),
    ),
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
        f"Change settings of an output: of a number {_names(ContinuousOutput)}; of a classifier"
        f" {_names(ClassificationOutput)}; of a gesture output {_names(GestureOutput)}.",
        _configure,
        (OUTPUT, Argument("settings", "json", 'e.g. {"maximum": 127, "limits": "hard"}')),
    ),
    Operation(
        "change_output",
        "Change several things of an output in one edit: algorithm, options (those left out get their"
        " defaults), settings as in configure_output, switches (record, train, run),"
        " after (stages as in set_after).",
        _change_output,
        (OUTPUT, Argument("changes", "json", '{"algorithm": "knn", "options": {"k": 3}}')),
    ),
    Operation(
        "set_destinations",
        "Send outputs to these places and no others.",
        lambda m, places: edit(m, "destinations", editing.set_destinations, places),
        (Argument("places", "string", "HOST:PORT", many=True),),
    ),
    Operation(
        "send_test_message",
        "Send the output message once, to see whether it arrives; replies with place, address, numbers and"
        " problem (why nobody got it, as far as this machine can tell; else empty) for each place.",
        lambda m, place: m.send_test_message(place),
        (Argument("place", "string", "HOST:PORT; all destinations if it is left out", default=""),),
        aside=True,
    ),
    Operation(
        "accept_control_over_osc",
        "Accept control messages over UDP, or inputs only (a stage where others send). This protocol works"
        " all the same.",
        lambda m, on: edit(
            m, f"control over OSC {'on' if on else 'off'}", editing.accept_control_over_osc, on
        ),
        (Argument("on", "bool", "on or off"),),
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
        "set_receive_port",
        "Listen at another UDP port from now on; the project remembers it. Refused if the port is taken.",
        _receive_port,
        (Argument("port", "int", "1 to 65535"),),
    ),
    Operation(
        "use_first_numbers",
        "Use the first numbers of input messages that have more than there are inputs, or refuse them.",
        lambda m, on: edit(m, "use the first numbers", editing.use_first_numbers, on),
        (Argument("on", "bool", "on or off"),),
    ),
    Operation(
        "performance_mode",
        "Show the stage in every window, dark and large (on), or the studio again (off).",
        _performance_mode,
        (Argument("on", "bool", "on or off"),),
    ),
)
