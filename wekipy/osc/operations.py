"""Everything that can be done to an engine, in one table: the control protocol, its client and its document
are made from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

import msgspec
import numpy as np

from wekipy.engine import gestures
from wekipy.engine.compare import compare
from wekipy.engine.correction import that_was_wrong
from wekipy.engine.describe import describe
from wekipy.engine.engine import Engine
from wekipy.engine.splitting import split_take
from wekipy.learning.algorithms import resolve
from wekipy.osc.arguments import Argument
from wekipy.project import editing
from wekipy.project.problem import Problem
from wekipy.project.schema import AlgorithmChoice, Take, kind_of


class Machine(Protocol):
    """An engine and what surrounds it: files, sockets, the way to end it."""

    @property
    def engine(self) -> Engine:
        """The live machine; only touched from its own thread."""

    def take_inputs(self, values: list[float]) -> list[float]: ...
    def feed_file(self, path: str) -> int: ...
    def load_model(self, output: int, path: str, with_data: bool) -> None: ...
    def save_model(self, output: int, path: str) -> str: ...
    def open_project(self, path: str, run: bool) -> str: ...
    def save(self) -> str: ...
    def evaluate(self, outputs: list[int]) -> list[dict[str, Any]]: ...
    def cancel_evaluation(self) -> None: ...
    def shut_down(self) -> None: ...


@dataclass(frozen=True)
class Operation:
    """One thing that can be done.

    Attributes:
        name: `/wekipy/<name>` on the wire, and the method of the client.
        does: one sentence for the document.
        call: does it; what it returns is sent back as JSON.
        aside: it may take a while (files), so it is not called in the engine's thread.
    """

    name: str
    does: str
    call: Callable[..., Any]
    arguments: tuple[Argument, ...] = field(default=())
    aside: bool = False


_OUTPUT = Argument("output", "int", "number of the output, from 1")
_OUTPUTS = Argument("outputs", "int", "numbers of outputs, from 1", many=True)
_VALUES = Argument("values", "float", "one per output that is no gesture output", many=True)
_GESTURE = Argument("gesture", "int", "number of the gesture, from 1, through all gesture outputs")
_GESTURES = Argument("gestures", "int", "numbers of gestures, from 1", many=True)


def _edit(m: Machine, label: str, edit: Callable[..., Any], *args: Any) -> None:
    m.engine.edit(label, edit(m.engine.project, *args))


def _switch(switch: str, on: bool) -> Callable[[Machine, list[int]], None]:
    word = "recording" if switch == "record" else "running"
    label = f"{'enable' if on else 'disable'} {word}"
    return lambda m, outputs: _edit(m, label, editing.set_switch, outputs, switch, on)


def _stop_recording(m: Machine) -> dict[str, Any] | None:
    return _take(m.engine.stop_recording())


def _take(take: Take | None) -> dict[str, Any] | None:
    return None if take is None else {"number": take.number, "examples": take.examples}


def _delete_last(m: Machine) -> int:
    takes = m.engine.project.live_takes()
    if not takes:
        raise Problem("there is no take to delete")
    number = takes[-1].number
    _edit(m, f"delete take {number}", editing.delete_takes, [number])
    return number


def _delete_all(m: Machine) -> int:
    numbers = [take.number for take in m.engine.project.live_takes()]
    _edit(m, "delete all examples", editing.delete_takes, numbers)
    return len(numbers)


def _set_algorithm(m: Machine, number: int, name: str, options: Any) -> None:
    if not isinstance(options, dict):
        raise Problem(f'options: expected a JSON object such as {{"k": 3}}, got {options!r:.60}')
    choice = AlgorithmChoice(name, options)
    resolve(choice, kind_of(editing.output_at(m.engine.project, number)))
    _edit(m, f"algorithm of output {number}: {name}", editing.set_algorithm, number, choice)


def _configure(m: Machine, number: int, settings: Any) -> None:
    if not isinstance(settings, dict):
        raise Problem(f'settings: expected a JSON object such as {{"maximum": 127}}, got {settings!r:.60}')
    _edit(m, f"settings of output {number}", editing.configure_output, number, settings)


def _addresses(m: Machine, inputs: str, outputs: str) -> None:
    _edit(m, "OSC addresses", editing.set_addresses, inputs or None, outputs or None)


def _performance_mode(m: Machine, on: bool) -> None:
    project = m.engine.project
    m.engine.edit("performance mode", msgspec.structs.replace(project, performance_mode=on))


def _live_learning(m: Machine, on: bool) -> None:
    project = m.engine.project
    m.engine.edit("live learning", msgspec.structs.replace(project, live_learning=on))


def _values(m: Machine) -> dict[str, Any]:
    engine = m.engine
    return {
        "inputs": np.asarray(engine.inputs).tolist(),
        "outputs": engine.values.tolist(),
        "targets": engine.targets.tolist(),
        "arrived": engine.arrived,
        "answered": engine.answered,
        "recorded": engine.recorded,
    }


OPERATIONS: tuple[Operation, ...] = (
    Operation("state", "The whole state (see Snapshot).", lambda m: describe(m.engine.view)),
    Operation(
        "values",
        "The latest inputs, outputs and targets; how many vectors have arrived, were answered, and"
        " are in the take being recorded.",
        _values,
    ),
    Operation(
        "set_targets",
        "Set the targets of the examples recorded next. An illegal value is refused, the others are set.",
        lambda m, values: m.engine.set_targets(values),
        (_VALUES,),
    ),
    Operation(
        "set_outputs",
        "As set_targets, by hand: the output message is sent once, too.",
        lambda m, values: m.engine.set_outputs(values),
        (_VALUES,),
    ),
    Operation(
        "start_recording", "Begin a take; replies with its number.", lambda m: m.engine.start_recording()
    ),
    Operation(
        "stop_recording",
        "End the take; replies with its number and examples, or null if it is empty.",
        _stop_recording,
    ),
    Operation(
        "start_gesture_recording",
        "Begin a take that is an example of a gesture; replies with its number. It is learned as soon as the"
        " take ends. While it lasts, other outputs record no targets and gestures send no triggers.",
        lambda m, gesture: gestures.show_gesture(m.engine, gesture),
        (_GESTURE,),
    ),
    Operation(
        "start_idle_recording",
        "Begin a take of what is no gesture (walking on, turning a page); it makes gestures more dependable.",
        lambda m: gestures.show_idle(m.engine),
    ),
    Operation(
        "mark",
        "Cut the take of a gesture that is being recorded here (a foot switch): when it ends, each part is an"
        " example.",
        lambda m: m.engine.mark(),
    ),
    Operation(
        "split_take",
        "Cut a take of a gesture where the movement rests, into examples; replies with the new takes.",
        lambda m, take: split_take(m.engine, take),
        (Argument("take", "int", "its number"),),
    ),
    Operation(
        "train",
        "Train outputs (none named: all). Replies at once with the number of the training; `trained` events"
        " and /wekinator/status/done-training tell the end. Running models go on answering.",
        lambda m, outputs: m.engine.train(outputs),
        (_OUTPUTS,),
    ),
    Operation(
        "cancel_training",
        "Give up the training under way; models stay as they were.",
        lambda m: m.engine.cancel_training(),
    ),
    Operation(
        "previous_model",
        "Let the model before the present one answer; replies with its number among those kept.",
        lambda m, output: m.engine.step_model(output, -1),
        (_OUTPUT,),
    ),
    Operation(
        "next_model",
        "Let the model after the present one answer again.",
        lambda m, output: m.engine.step_model(output, 1),
        (_OUTPUT,),
    ),
    Operation(
        "compare_models",
        "What each of the kept models of an output answers to the latest input vector.",
        lambda m, output: compare(m.engine.view, m.engine.inputs, output),
        (_OUTPUT,),
        aside=True,
    ),
    Operation(
        "that_was_wrong",
        "The last second should have been nothing: adapts the thresholds of outputs (none named: of all that"
        " can answer nothing), or trains again with counter-examples; the gesture recognised last needs a"
        " closer match. Replies with a sentence for each.",
        lambda m, outputs: that_was_wrong(m.engine, outputs),
        (_OUTPUTS,),
    ),
    Operation(
        "you_missed",
        "A gesture was performed in the last 5 s and not recognised: from now on it would be. Replies with a"
        " sentence.",
        lambda m, gesture: gestures.you_missed(m.engine, gesture),
        (_GESTURE,),
    ),
    Operation(
        "evaluate",
        "How far the models of outputs can be trusted (none named: of all): trains them again on parts of"
        " the examples, never with frames of one take on both sides. Replies with an evaluation for each.",
        lambda m, outputs: m.evaluate(outputs),
        (_OUTPUTS,),
        aside=True,
    ),
    Operation("cancel_evaluation", "Give up the evaluation under way.", lambda m: m.cancel_evaluation()),
    Operation("start_running", "Answer every input vector from now on.", lambda m: m.engine.start_running()),
    Operation("stop_running", "Stop answering.", lambda m: m.engine.stop_running()),
    Operation(
        "take_inputs",
        "One input vector, as if it had come over UDP; replies with the output values.",
        lambda m, values: m.take_inputs(values),
        (Argument("values", "float", "one per input", many=True),),
    ),
    Operation(
        "feed_file",
        "Every row of a CSV file as an input vector; the file lies in the project folder or beside it.",
        lambda m, path: m.feed_file(path),
        (Argument("path", "string", "of the CSV file"),),
        aside=True,
    ),
    Operation("delete_all_examples", "Delete all takes (undo brings them back).", _delete_all),
    Operation(
        "delete_examples",
        "Delete the examples of one output.",
        lambda m, output: _edit(m, f"delete examples of output {output}", editing.erase_output, output),
        (_OUTPUT,),
    ),
    Operation(
        "delete_takes",
        "Delete takes.",
        lambda m, takes: _edit(m, "delete takes", editing.delete_takes, takes),
        (Argument("takes", "int", "their numbers", many=True),),
    ),
    Operation("delete_last_take", "Delete the newest take; replies with its number.", _delete_last),
    Operation("undo", "Take back the last edit; replies with what it was.", lambda m: m.engine.undo()),
    Operation("redo", "Do the last undone edit again; replies with what it was.", lambda m: m.engine.redo()),
    Operation(
        "enable_recording", "Takes store a target for these outputs.", _switch("record", True), (_OUTPUTS,)
    ),
    Operation(
        "disable_recording", "Takes store none for these outputs.", _switch("record", False), (_OUTPUTS,)
    ),
    Operation("enable_running", "The models of these outputs answer.", _switch("run", True), (_OUTPUTS,)),
    Operation("disable_running", "These outputs keep their value.", _switch("run", False), (_OUTPUTS,)),
    Operation(
        "rename_inputs",
        "Name all inputs.",
        lambda m, names: _edit(m, "rename inputs", editing.rename_inputs, names),
        (Argument("names", "string", "unique, one per input", many=True),),
    ),
    Operation(
        "rename_outputs",
        "Name all outputs.",
        lambda m, names: _edit(m, "rename outputs", editing.rename_outputs, names),
        (Argument("names", "string", "unique, one per output", many=True),),
    ),
    Operation(
        "enable_gestures",
        "These gestures are recognised.",
        lambda m, numbers: gestures.switch_gestures(m.engine, numbers, on=True),
        (_GESTURES,),
    ),
    Operation(
        "disable_gestures",
        "These gestures are not recognised; their distance is infinite.",
        lambda m, numbers: gestures.switch_gestures(m.engine, numbers, on=False),
        (_GESTURES,),
    ),
    Operation(
        "gesture_sensitivity",
        "How readily gestures are recognised (none named: all together).",
        lambda m, value, numbers: gestures.set_sensitivity(m.engine, value, numbers),
        (Argument("value", "float", "0 halves the threshold, 0.5 is as learned, 1 doubles it"), _GESTURES),
    ),
    Operation(
        "rename_gestures",
        "Name all gestures.",
        lambda m, names: gestures.name_gestures(m.engine, "name", names),
        (Argument("names", "string", "one per gesture", many=True),),
    ),
    Operation(
        "set_gesture_addresses",
        "Choose the addresses that are sent when gestures are recognised.",
        lambda m, addresses: gestures.name_gestures(m.engine, "address", addresses),
        (Argument("addresses", "string", "unique, one per gesture", many=True),),
    ),
    Operation(
        "delete_gesture_examples",
        "Delete all takes of a gesture; replies with how many there were.",
        lambda m, gesture: gestures.delete_gesture_examples(m.engine, gesture),
        (_GESTURE,),
    ),
    Operation(
        "connect",
        "Choose the inputs that feed an output; its model answers as before until it is trained again.",
        lambda m, output, inputs: _edit(m, f"connect output {output}", editing.connect, output, inputs),
        (_OUTPUT, Argument("inputs", "int", "numbers of inputs, from 1", many=True)),
    ),
    Operation(
        "set_algorithm",
        "Choose what learns an output, with options that differ from the defaults.",
        _set_algorithm,
        (
            _OUTPUT,
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
        (_OUTPUT, Argument("settings", "json", 'e.g. {"maximum": 127, "limits": "hard"}')),
    ),
    Operation(
        "set_destinations",
        "Send outputs to these places and no others.",
        lambda m, places: _edit(m, "destinations", editing.set_destinations, places),
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
        "save_model",
        "Save an output's model and examples as a file in the project folder; replies with its path.",
        lambda m, output, path: m.save_model(output, path),
        (_OUTPUT, Argument("path", "string", "of a file in the project folder’s saved/")),
        aside=True,
    ),
    Operation(
        "load_model",
        "Let a saved model answer for an output, with its examples as a take if asked.",
        lambda m, output, path, with_data: m.load_model(output, path, with_data),
        (
            _OUTPUT,
            Argument("path", "string", "of a file in the project folder’s saved/"),
            Argument("with_data", "bool", "take over its examples", default=False),
        ),
        aside=True,
    ),
    Operation(
        "open_project",
        "Go on with another project beside the present one, which answers until the other is ready.",
        lambda m, path, run: m.open_project(path, run),
        (Argument("path", "string", "NAME.wekipy"), Argument("run", "bool", "run it at once", default=False)),
        aside=True,
    ),
    Operation(
        "performance_mode",
        "Tell faces to show the small window for the stage.",
        _performance_mode,
        (Argument("on", "bool", "on or off"),),
    ),
    Operation(
        "live_learning",
        "When on, each finished take trains and its models take over by themselves.",
        _live_learning,
        (Argument("on", "bool", "on or off"),),
    ),
    Operation("save", "Wait until all is on disk; replies with the folder.", lambda m: m.save(), aside=True),
    Operation("shut_down", "Save and end the engine.", lambda m: m.shut_down()),
)

BY_NAME = {operation.name: operation for operation in OPERATIONS}
