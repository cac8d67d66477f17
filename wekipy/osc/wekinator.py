"""Wekinator's control addresses, each standing for an operation of ours."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pythonosc.dispatcher import Dispatcher

from wekipy.osc.arguments import Argument, read
from wekipy.osc.operations import BY_NAME, Operation
from wekipy.project.problem import Problem

PREFIX = "/wekinator/control/"
DONE_TRAINING = "/wekinator/status/done-training"
INPUTS_FROM_FILE = "/wek/inputs/bundle"

Adapt = Callable[[list[Any]], list[Any]]


@dataclass(frozen=True)
class Control:
    """One control address of Wekinator.

    Attributes:
        arguments: as they arrive; those of the operation unless given.
        adapt: from the arguments as they arrive to those of the operation.
    """

    address: str
    operation: Operation
    arguments: tuple[Argument, ...]
    adapt: Adapt

    def read(self, values: list[Any]) -> list[Any]:
        """The arguments for the operation's call."""
        return self.adapt(read(self.arguments, values))


def _same(values: list[Any]) -> list[Any]:
    return values


def _control(
    name: str, operation: str, arguments: tuple[Argument, ...] | None = None, adapt: Adapt = _same
) -> Control:
    found = BY_NAME[operation]
    address = name if name.startswith("/") else PREFIX + name
    return Control(address, found, found.arguments if arguments is None else arguments, adapt)


def _with_data(values: list[Any]) -> list[Any]:
    output, path, word = values
    if word.upper() not in ("WITHDATA", "WITHOUTDATA"):
        raise Problem(f"expected WITHDATA or WITHOUTDATA, got “{word}”")
    return [output, path, word.upper() == "WITHDATA"]


_MODES = ("CLOSECURRENT", "STOPCURRENTLISTENING", "KEEPCURRENTRUNNING")


def _run_new(values: list[Any]) -> list[Any]:
    path, mode = values
    if mode.upper() not in _MODES:
        raise Problem(f"expected one of {', '.join(_MODES)}, got “{mode}”")
    return [path, True]


_OUTPUT, _PATH = Argument("output", "int", "from 1"), Argument("path", "string", "of the file")

CONTROLS: tuple[Control, ...] = (
    _control("outputs", "set_targets"),
    _control("startRecording", "start_recording"),
    _control("stopRecording", "stop_recording"),
    _control("startDtwRecording", "start_gesture_recording"),
    _control("stopDtwRecording", "stop_recording"),
    _control("train", "train", (), lambda _: [[]]),
    _control("cancelTrain", "cancel_training"),
    _control("startRunning", "start_running"),
    _control("stopRunning", "stop_running"),
    _control("deleteAllExamples", "delete_all_examples"),
    _control("deleteExamplesForOutput", "delete_examples"),
    _control("enableModelRecording", "enable_recording"),
    _control("disableModelRecording", "disable_recording"),
    _control("enableModelRunning", "enable_running"),
    _control("disableModelRunning", "disable_running"),
    _control("enableGesture", "enable_gestures"),
    _control("disableGesture", "disable_gestures"),
    _control("setInputNames", "rename_inputs"),
    _control("setOutputNames", "rename_outputs"),
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
    ),
    _control("enablePerformanceMode", "performance_mode", (), lambda _: [True]),
    _control("disablePerformanceMode", "performance_mode", (), lambda _: [False]),
    _control(INPUTS_FROM_FILE, "feed_file"),
)

_BY_ADDRESS = {control.address: control for control in CONTROLS}
_dispatcher = Dispatcher()
for _each in CONTROLS:
    _dispatcher.map(_each.address, lambda *_: None, _each)


_MOST_STARS = 2  # more would make the matching of a hostile pattern take for ever


def find(address: str) -> list[Control]:
    """The controls that an address means: one, or all that its pattern matches (OSC 1.0)."""
    if address in _BY_ADDRESS:
        return [_BY_ADDRESS[address]]
    if not any(c in address for c in "*?[{") or address.count("*") > _MOST_STARS or len(address) > 200:
        return []
    return [handler.args[0] for handler in _dispatcher.handlers_for_address(address)]
