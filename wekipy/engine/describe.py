"""The state as plain values for JSON: a snapshot made of sections, so that changes are sections too."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from wekipy.engine.view import View
from wekipy.project.editing import output_at
from wekipy.project.examples import count_examples, fingerprint, gesture_of, takes_of
from wekipy.project.schema import GestureOutput, Output, Take, kind_of

Snapshot = dict[str, Any]


def describe(view: View) -> Snapshot:
    """Everything there is to know, as plain values.

    Sections: inputs, outputs (where `inputs` is null for one that all inputs feed), takes, examples (in all),
    recording (number of the take or null), running, training and evaluating (null or {output number:
    progress}), undo, redo, input_address, output_address, destinations, performance_mode, live_learning.
    """
    project = view.project
    return {
        "inputs": [i.name for i in project.inputs],
        "outputs": [_output(view, n + 1, output) for n, output in enumerate(project.outputs)],
        "takes": [_take(view, take) for take in project.live_takes()],
        "examples": sum(take.examples for take in project.live_takes()),
        "recording": None if view.recorder is None else view.recorder.number,
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
    }


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
        "examples": count_examples(view.project, output),
        "model": _model(view, output),
        "quality": _quality(view, output),
        **_gestures(view, output),
    }


def _gestures(view: View, output: Output) -> Snapshot:
    """Of a gesture output: its gestures with their numbers in the project and examples; idle takes."""
    if not isinstance(output, GestureOutput):
        return {}
    shown = [gesture_of(view.data.get(t.number), output.uid) for t in takes_of(view.project, output)]
    every = [gesture for each in view.project.gesture_outputs() for gesture in each.gestures]
    before = next(n for n, gesture in enumerate(every) if gesture is output.gestures[0])
    gestures = [
        {**msgspec.to_builtins(gesture), "number": before + n, "examples": shown.count(n)}
        for n, gesture in enumerate(output.gestures, 1)
    ]
    return {"gestures": gestures, "idle_takes": shown.count(0)}


def _model(view: View, output: Output) -> Snapshot:
    """State is "none", "training", "ready" or "changed" (trained, but examples or settings changed since)."""
    model = view.models.get(output.uid)
    training = view.training is not None and output.uid in view.training.asked
    state = "none"
    if training:
        state = "training"
    elif model is not None:
        now = fingerprint(view.project, output)
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
    continuous, classes = found.get("continuous"), found.get("classification")
    gestures = found.get("gesture")
    return {
        "method": found["method"],
        "rmse": continuous["rmse"] if continuous else None,
        "share": continuous["share"] if continuous else None,
        "accuracy": classes["accuracy"] if classes else None,
        "right": gestures["right"] if gestures else None,
        "false_per_minute": gestures["false_per_minute"] if gestures else None,
        "findings": len(found["findings"]),
        "current": found.get("fingerprint") == fingerprint(view.project, output),
    }


def evaluation(view: View, number: int) -> Snapshot | None:
    """The last evaluation of an output (from 1) in full, see docs/evaluation.md; None if there was none.

    `current` says whether its examples and settings are as they were then.
    """
    output = output_at(view.project, number)
    found = view.evaluations.get(output.uid)
    if found is None:
        return None
    current = found.get("fingerprint") == fingerprint(view.project, output)
    return {**found, "number": number, "name": output.name, "current": current}


def _take(view: View, take: Take) -> Snapshot:
    numbers = {output.uid: n + 1 for n, output in enumerate(view.project.outputs)}
    counts = {
        str(numbers[uid]): count
        for uid, count in take.counts.items()
        if uid in numbers and uid not in take.erased
    }
    told = {"number": take.number, "examples": take.examples, "started": take.started, "outputs": counts}
    gesture = _gesture(view, take)
    return told if gesture is None else {**told, "gesture": gesture}


def _gesture(view: View, take: Take) -> int | None:
    """The gesture that a take is an example of, as gestures count in the project; 0 for none of them."""
    before = 0
    for output in view.project.gesture_outputs():
        if output.uid in take.counts:
            gesture = gesture_of(view.data.get(take.number), output.uid)
            return before + gesture if gesture else gesture
        before += output.width
    return None


def _by_number(view: View, shares: Mapping[str, float]) -> dict[str, float]:
    numbers = {output.uid: n + 1 for n, output in enumerate(view.project.outputs)}
    return {str(numbers[uid]): share for uid, share in shares.items() if uid in numbers}


def _training(view: View) -> Snapshot | None:
    if view.training is None:
        return None
    return _by_number(view, {uid: view.training.progress.get(uid, 0.0) for uid in view.training.asked})
