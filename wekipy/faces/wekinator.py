"""Maps Wekinator's control addresses to operations."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from wekipy.faces.arguments import Argument, read_as_wekinator
from wekipy.faces.operations import BY_NAME, Operation
from wekipy.faces.operations.operation import HasEngine
from wekipy.osc.pattern import Names, is_pattern
from wekipy.project.problem import Problem
from wekipy.project.schema import Project

PREFIX = "/wekinator/control/"
DONE_TRAINING = "/wekinator/status/done-training"
INPUTS_FROM_FILE = "/wek/inputs/bundle"
ANSWERS_IN_FILE = "/wek/outputs/bundle"
ANSWERS_PORT = 12_001  # where Wekinator sends the answer

Adapt = Callable[[list[Any]], list[Any]]
Choose = Callable[[list[Any], Project], str]
Before = Callable[[HasEngine], object]


@dataclass(frozen=True)
class Control:
    """A control address of Wekinator.

    Attributes:
        arguments: as received; by default those of the operation.
        adapt: converts the received arguments to those of the operation.
        choose: returns another operation where the received arguments or the project require it.
        most: how many arguments a project can use; the rest are ignored.
    """

    address: str
    operation: Operation
    arguments: tuple[Argument, ...]
    adapt: Adapt
    choose: Choose | None = None
    most: Callable[[Project], int] | None = None

    def read(self, values: list[Any], project: Project) -> tuple[Operation, list[Any]]:
        """Return the requested operation and its arguments."""
        found = read_as_wekinator(
            self.arguments, values if self.most is None else values[: self.most(project)]
        )
        operation = self.operation if self.choose is None else BY_NAME[self.choose(found, project)]
        return operation, self.adapt(found)


def _same(values: list[Any]) -> list[Any]:
    return values


def _control(  # noqa: PLR0913  a row of the table
    name: str,
    operation: str,
    arguments: tuple[Argument, ...] | None = None,
    adapt: Adapt = _same,
    choose: Choose | None = None,
    most: Callable[[Project], int] | None = None,
    before: Before | None = None,
) -> Control:
    found = BY_NAME[operation] if before is None else _after(before, BY_NAME[operation])
    address = name if name.startswith("/") else PREFIX + name
    return Control(address, found, found.arguments if arguments is None else arguments, adapt, choose, most)


def _after(before: Before, operation: Operation) -> Operation:
    """Return the operation preceded by a side effect that Wekinator has."""

    def call(m: HasEngine, *arguments: Any) -> Any:
        before(m)
        return operation.call(m, *arguments)

    return replace(operation, call=call)


# Many sketches start recording for each example and never stop: they rely on training to use the present
# examples, and on running to end a recording (except of a gesture).


def _learn_from_what_is_recorded(m: HasEngine) -> None:
    m.engine.recording.go_on_in_next_take()


def _record_no_more(m: HasEngine) -> None:
    if not m.engine.recording.of_gesture:
        m.engine.recording.stop()


def _with_data(values: list[Any]) -> list[Any]:
    output, path, word = values
    if word.upper() not in ("WITHDATA", "WITHOUTDATA"):
        raise Problem(f"expected WITHDATA or WITHOUTDATA, got “{word}”")
    return [output, path, word.upper() == "WITHDATA"]


_BESIDE = "KEEPCURRENTRUNNING"
# An engine has one project: to stop listening for it is the same as to close it.
_MODES = ("CLOSECURRENT", "STOPCURRENTLISTENING", _BESIDE)


def _run_new(values: list[Any]) -> list[Any]:
    path, mode = values
    if mode.upper() not in _MODES:
        raise Problem(f"expected one of {', '.join(_MODES)}, got “{mode}”")
    return [path, True]


def _of_output_or_gesture(_: list[Any], project: Project) -> str:
    # In Wekinator a gesture project has one output, and the number is that of a gesture.
    return "delete_examples" if project.value_outputs() else "delete_gesture_examples"


def _open_or_start(values: list[Any], _: Project) -> str:
    return "open_beside" if values[1].upper() == _BESIDE else "open_project"


_OUTPUT, _PATH = Argument("output", "int", "from 1"), Argument("path", "string", "of the file")

CONTROLS: tuple[Control, ...] = (
    _control("outputs", "set_targets", most=lambda project: len(project.value_outputs())),
    _control("startRecording", "start_recording"),
    _control("stopRecording", "stop_recording"),
    _control("startDtwRecording", "start_gesture_recording"),
    _control("stopDtwRecording", "stop_recording"),
    _control("train", "train", (), lambda _: [[]], before=_learn_from_what_is_recorded),
    _control("cancelTrain", "cancel_training"),
    _control("startRunning", "start_running", before=_record_no_more),
    _control("stopRunning", "stop_running"),
    _control("deleteAllExamples", "delete_all_examples"),
    _control("deleteExamplesForOutput", "delete_examples", choose=_of_output_or_gesture),
    _control("enableModelRecording", "enable_recording"),
    _control("disableModelRecording", "disable_recording"),
    _control("enableModelRunning", "enable_running"),
    _control("disableModelRunning", "disable_running"),
    _control("enableGesture", "enable_gestures"),
    _control("disableGesture", "disable_gestures"),
    _control("setInputNames", "rename_inputs", most=lambda project: len(project.inputs)),
    _control("setOutputNames", "rename_outputs", most=lambda project: len(project.outputs)),
    _control("selectInputsForOutput", "connect"),
    _control(
        "loadModelFromFile",
        "load_model",
        (_OUTPUT, _PATH, Argument("data", "string", "WITHDATA or WITHOUTDATA", default="WITHOUTDATA")),
        _with_data,
    ),
    _control("saveModelToFile", "save_model"),
    _control(
        "runNewProject",
        "open_project",
        (_PATH, Argument("mode", "string", " or ".join(_MODES), default="CLOSECURRENT")),
        _run_new,
        _open_or_start,
    ),
    _control("enablePerformanceMode", "performance_mode", (), lambda _: [True]),
    _control("disablePerformanceMode", "performance_mode", (), lambda _: [False]),
    _control(INPUTS_FROM_FILE, "feed_file"),
)

_BY_ADDRESS = {control.address: control for control in CONTROLS}
_NAMES = Names([control.address for control in CONTROLS])


def find(address: str) -> list[Control]:
    """Return the controls of an address: one, or all that its pattern matches (OSC 1.0)."""
    if address in _BY_ADDRESS:
        return [_BY_ADDRESS[address]]
    if not is_pattern(address):
        return []
    return [CONTROLS[n] for n in _NAMES.matching(address)]
