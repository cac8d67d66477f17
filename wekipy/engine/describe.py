"""The state as plain values for JSON: a snapshot made of sections, so that changes are sections too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import asdict
from itertools import accumulate
from typing import Any, TypeVar

import msgspec

from wekipy.engine.view import View
from wekipy.project.editing import output_at
from wekipy.project.examples import count_examples, fingerprint, gesture_of, takes_of
from wekipy.project.schema import GestureOutput, Output, Project, Take, kind_of

Snapshot = dict[str, Any]
T = TypeVar("T")


def describe(view: View) -> Snapshot:
    """Everything there is to know, as plain values.

    Sections: inputs, outputs (where `inputs` is null for all of them), takes, deleted (takes that
    can be restored), examples (that are learned from), recording and playing (number of the take or null),
    running, training and evaluating (null or {output number: progress}), undo, redo, input_address,
    output_address, destinations, performance_mode, live_learning, silence (action, seconds, fade, rest per
    output number).
    """
    project = view.project
    takes, deleted = view.remembered("takes", _Takes, project.outputs).tell(project.takes)
    return {
        "inputs": [i.name for i in project.inputs],
        "outputs": [_told(view, n + 1, output) for n, output in enumerate(project.outputs)],
        "takes": takes,
        "deleted": deleted,
        "examples": sum(take.examples for take in project.training_takes()),
        "recording": None if view.recorder is None else view.recorder.number,
        "playing": view.playing,
        "running": view.running,
        "training": _training(view),
        "evaluating": _by_number(view, view.evaluating) or None,
        "undo": view.undo,
        "redo": view.redo,
        "input_address": project.input_address,
        "output_address": project.output_address,
        "destinations": [str(d) for d in project.destinations],
        "performance_mode": project.performance_mode,
        "live_learning": project.live_learning,
        "silence": {
            **msgspec.to_builtins(project.silence),
            "rest": _by_number(view, project.silence.rest),
        },
    }


def _told(view: View, number: int, output: Output) -> Snapshot:
    """What there is to tell about an output, put together anew only if something of it has changed."""
    uid, training = output.uid, view.training
    decides = (
        number,
        view.project,
        view.models.get(uid),
        view.shelves.get(uid),
        view.failures.get(uid),
        view.evaluations.get(uid),
        training is not None and uid in training.asked,
    )
    return view.remembered(("output", uid), lambda *_: _output(view, number, output), *decides)


def _output(view: View, number: int, output: Output) -> Snapshot:
    settings = msgspec.to_builtins(msgspec.structs.replace(output, inputs=None))
    told = {key: settings[key] for key in settings if key not in ("inputs", "algorithm", "kind")}
    return {
        "number": number,
        "kind": kind_of(output),
        **told,
        "algorithm": output.algorithm.name,
        "options": dict(output.algorithm.options),
        # Thousands of numbers for each output would make every change of the state slow.
        "inputs": None if output.inputs is None else [n + 1 for n in output.inputs],
        "examples": _found(view, count_examples, output),
        "model": _model(view, output),
        "quality": _quality(view, output),
        **_gestures(view, output),
    }


def _found(view: View, find: Callable[[Project, Output], T], output: Output) -> T:
    """What there is to find out about an output and its takes, found out once per project."""
    return view.remembered((find.__name__, output.uid), find, view.project, output)


def _gestures(view: View, output: Output) -> Snapshot:
    """Of a gesture output: its gestures with their numbers in the project and examples; idle takes."""
    if not isinstance(output, GestureOutput):
        return {}
    shown = Counter(gesture_of(take, output.uid) for take in _found(view, takes_of, output))
    every = [gesture for each in view.project.gesture_outputs() for gesture in each.gestures]
    before = next(n for n, gesture in enumerate(every) if gesture is output.gestures[0])
    gestures = [
        {**msgspec.to_builtins(gesture), "number": before + n, "examples": shown[n]}
        for n, gesture in enumerate(output.gestures, 1)
    ]
    return {"gestures": gestures, "idle_takes": shown[0]}


def _model(view: View, output: Output) -> Snapshot:
    """State is "none", "training", "ready" or "changed" (trained, but examples or settings changed since)."""
    model = view.models.get(output.uid)
    training = view.training is not None and output.uid in view.training.asked
    state = "none"
    if training:
        state = "training"
    elif model is not None:
        now = _found(view, fingerprint, output)
        state = "ready" if model.header.fingerprint == now else "changed"
    told: Snapshot = {"state": state, "failure": view.failures.get(output.uid, "")}
    if model is not None:
        header, shelf = model.header, view.shelves[output.uid]
        told |= {
            "number": shelf.at + 1,
            "kept": len(shelf.models),
            "algorithm": header.algorithm,
            "options": dict(header.options),
            "examples": header.examples,
            "seconds": header.seconds,
            "training_error": header.training_error,
            "trained": header.trained,
            "note": header.note,
            "advice": {str(take): text for take, text in header.advice.items()},
        }
    return told


def _quality(view: View, output: Output) -> Snapshot | None:
    """The last evaluation in brief: held-out RMSE or accuracy; null if there is none.

    `current` says whether examples and settings are as they were then.
    """
    found = view.evaluations.get(output.uid)
    if found is None:
        return None
    return {**asdict(found.brief), "current": found.fingerprint == _found(view, fingerprint, output)}


def evaluation(view: View, number: int) -> Snapshot | None:
    """The last evaluation of an output (from 1) in full, see docs/evaluation.md; None if there was none.

    `current` says whether its examples and settings are as they were then.
    """
    output = output_at(view.project, number)
    found = view.evaluations.get(output.uid)
    if found is None:
        return None
    current = found.fingerprint == _found(view, fingerprint, output)
    return {**msgspec.json.decode(found.text), "number": number, "name": output.name, "current": current}


class _Takes:
    """Tells of takes while the outputs stay the same; of each take once, for there may be thousands."""

    def __init__(self, outputs: tuple[Output, ...]) -> None:
        self._numbers = {output.uid: str(number) for number, output in enumerate(outputs, 1)}
        self._values = {o.uid: self._numbers[o.uid] for o in outputs if not isinstance(o, GestureOutput)}
        gestures = [output for output in outputs if isinstance(output, GestureOutput)]
        before = accumulate((output.width for output in gestures), initial=0)
        self._gestures = dict(zip((output.uid for output in gestures), before, strict=False))
        self._told: dict[int, tuple[Take, Snapshot]] = {}

    def tell(self, takes: tuple[Take, ...]) -> tuple[list[Snapshot], list[Snapshot]]:
        """Those that are there, and those that are deleted."""
        told: tuple[list[Snapshot], list[Snapshot]] = ([], [])
        for take in takes:
            last = self._told.get(take.number)
            if last is None or last[0] is not take:
                last = self._told[take.number] = (take, self._tell(take))
            told[take.deleted].append(last[1])
        return told

    def _tell(self, take: Take) -> Snapshot:
        """One take; counts and common targets by output."""
        numbers, values, erased = self._numbers, self._values, take.erased
        told = {
            "number": take.number,
            "name": take.name,
            "on": take.on,
            "examples": take.examples,
            "seconds": take.seconds,
            "started": take.started,
            "trim": None if take.trim is None else [take.trim.start, take.trim.end],
            "outputs": {numbers[u]: n for u, n in take.counts.items() if u in numbers and u not in erased},
            "targets": {values[u]: t for u, t in take.targets.items() if u in values and u not in erased},
        }
        shown = {uid: found for uid in self._gestures if (found := gesture_of(take, uid)) is not None}
        if shown:
            uid, gesture = next(iter(shown.items()))
            told["gesture"] = self._gestures[uid] + gesture if gesture else 0
        return told


def _by_number(view: View, shares: Mapping[str, float]) -> dict[str, float]:
    numbers = {output.uid: n + 1 for n, output in enumerate(view.project.outputs)}
    return {str(numbers[uid]): share for uid, share in shares.items() if uid in numbers}


def _training(view: View) -> Snapshot | None:
    if view.training is None:
        return None
    return _by_number(view, {uid: view.training.progress.get(uid, 0.0) for uid in view.training.asked})
