"""The state as plain values for JSON: a snapshot made of sections, so that changes are sections too."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from itertools import accumulate
from typing import Any, TypeVar
from zlib import crc32

import msgspec

from wekipy.engine.shelf import is_rejected
from wekipy.engine.view import View
from wekipy.learning.evaluated import Evaluated
from wekipy.learning.model import Model
from wekipy.project.editing import output_at
from wekipy.project.examples import count_examples, fingerprint, gesture_of, takes_of
from wekipy.project.learned_takes import LearnedTakes
from wekipy.project.problem import Problem
from wekipy.project.schema import (
    Block,
    Edits,
    GestureOutput,
    Input,
    Output,
    Plan,
    Project,
    Scene,
    Take,
    kind_of,
)
from wekipy.project.sending import name_of
from wekipy.project.take_tags import told_of
from wekipy.stages.features import delay_of_block, feature_names
from wekipy.stages.output_chain import delay_of

Snapshot = dict[str, Any]
T = TypeVar("T")


def describe(view: View) -> Snapshot:
    """Everything there is to know, as plain values.

    Sections: inputs, fills (by number of the input, what stands for it in takes without it), shifts
    (by number of the input, what is taken away from it since recentring), blocks,
    features (their names; none without blocks: they are the inputs), reshaping (null, or how much of the
    takes' features has been computed), suggesting (null, or how much of what may help an output has been
    tried), calibrating (null, or the block whose stages will learn from what the sensors send now), outputs
    (where `inputs` is null for all features), takes, deleted (takes that can be restored), examples (that
    are learned from), recording and playing (number of the take or null), playing_map (whether places on
    the map stand in for the sensor), teaches (what the take shows that is being recorded, or would be next:
    the number of a gesture, 0 for idle movement, null for the targets), running, training and evaluating
    (null or {output number: progress, null where an algorithm does not tell it}), training_outlook (null,
    or text, seconds and left: how long it takes and goes on, about, null if nobody knows), undo, redo,
    receive_port (of the project), input_address, sources (name, address, inputs, port, sender, silence,
    after, rest of each), frames (when, source, rate), sending (when, every, rate, at_most, condition: null,
    or value, test, number, once), output_address, destinations, performance_mode, live_learning,
    live_learning_guard, live_learning_margin, accept_control_over_osc, silence (action, seconds, fade, rest
    per output number), scenes (name, and targets by output number).
    """
    project = view.project
    takes, deleted = view.remembered("takes", _Takes).describe(project.outputs, project.takes)
    return {
        "inputs": [i.name for i in project.inputs],
        "fills": {str(n): i.fill for n, i in enumerate(project.inputs, 1) if i.fill is not None},
        "shifts": {str(n): i.shift for n, i in enumerate(project.inputs, 1) if i.shift},
        "blocks": view.remembered("blocks", _blocks, project.inputs, project.blocks),
        "features": view.remembered("features", names_of_features, project.inputs, project.blocks),
        "reshaping": view.reshaping,
        "suggesting": view.suggesting,
        "calibrating": view.calibrating,
        "outputs": [_told(view, n + 1, output) for n, output in enumerate(project.outputs)],
        "takes": takes,
        "deleted": deleted,
        "examples": sum(take.examples for take in project.training_takes()),
        "recording": None if view.recorder is None else view.recorder.number,
        "playing": view.playing,
        "playing_map": view.playing_map,
        "teaches": view.teaches,
        "running": view.running,
        "training": _training(view),
        "training_outlook": _outlook(view),
        "evaluating": _by_number(view, view.evaluating) or None,
        "undo": view.undo,
        "redo": view.redo,
        "receive_port": project.receive_port,
        "input_address": project.input_address,
        "sources": msgspec.to_builtins(project.sources),
        "frames": msgspec.to_builtins(project.frames),
        "sending": _sending(project),
        "output_address": project.output_address,
        "destinations": [str(d) for d in project.destinations],
        "performance_mode": project.performance_mode,
        "live_learning": project.live_learning,
        "live_learning_guard": project.live_learning_guard,
        "live_learning_margin": project.live_learning_margin,
        "accept_control_over_osc": project.accept_control_over_osc,
        "silence": _silence(view),
        "scenes": [_scene(project, scene) for scene in project.scenes],
    }


def _scene(project: Project, scene: Scene) -> Snapshot:
    targets = ((n, scene.targets.get(output.uid)) for n, output in enumerate(project.outputs, 1))
    return {"name": scene.name, "targets": {str(n): value for n, value in targets if value is not None}}


def _silence(view: View) -> Snapshot:
    silence = view.project.silence
    return {**msgspec.to_builtins(silence), "rest": _by_number(view, silence.rest)}


def _blocks(inputs: tuple[Input, ...], blocks: tuple[Block, ...]) -> list[Snapshot]:
    return [plain_block(inputs, block) for block in blocks]


def plain_block(inputs: tuple[Input, ...], block: Block) -> Snapshot:
    """A block as plain values: name, inputs (from 1), stages (name, options, whether it learned), features.

    `delay` is in seconds; null for a block that cannot be used.
    """
    try:
        delay = delay_of_block([one.name for one in inputs], block)
    except Problem:
        delay = None
    stages = [
        {"name": stage.name, "options": dict(stage.options), "learned": bool(stage.learned)}
        for stage in block.stages
    ]
    return {
        "name": block.name,
        "inputs": [n + 1 for n in block.inputs],
        "stages": stages,
        "features": block.features,
        "delay": delay,
    }


def names_of_features(inputs: tuple[Input, ...], blocks: tuple[Block, ...]) -> list[str]:
    """The names of the features; of those that cannot be made, their numbers. None without blocks.

    Thousands of names twice would make the state twice as large.
    """
    names = tuple(one.name for one in inputs)
    if not blocks:
        return []
    try:
        return list(feature_names(Plan(names, blocks)))
    except Problem:
        return [f"feature-{n}" for n in range(1, sum(block.features for block in blocks) + 1)]


def _sending(project: Project) -> Snapshot:
    """When the output message is sent, as `set_sending` takes it."""
    condition = project.sending.condition
    told: Snapshot = msgspec.to_builtins(project.sending)
    if condition is not None:
        compared = {"test": condition.test, "number": condition.number, "once": condition.once}
        told["condition"] = {"value": name_of(project, condition), **compared}
    return told


def _told(view: View, number: int, output: Output) -> Snapshot:
    """What there is to tell about an output, put together anew only if something of it has changed."""
    uid, training = output.uid, view.training
    decides = (
        number,
        output,
        view.project.takes if uid in view.evaluations else _learned(view),  # tags are not learned
        view.project.inputs,
        view.project.blocks,
        view.project.outputs if isinstance(output, GestureOutput) else None,  # its gestures have numbers
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
    for stage in told.get("after", ()):
        del stage["learned"]  # nothing: only stages before the models learn
    return {
        "number": number,
        "kind": kind_of(output),
        **told,
        "algorithm": output.algorithm.name,
        "options": dict(output.algorithm.options),
        # Thousands of numbers for each output would make every change of the state slow.
        "inputs": None if output.inputs is None else [n + 1 for n in output.inputs],
        "delay": delay_of(output),
        "examples": _found(view, count_examples, output),
        "model": _model(view, output),
        "quality": _quality(view, output),
        **_gestures(view, output),
    }


def _found(view: View, find: Callable[[Project, Output], T], output: Output) -> T:
    """What an output and its takes give; computed again only if what models learn from has changed."""

    def computed(*_: object) -> T:
        return find(msgspec.structs.replace(view.project, takes=_learned(view)), output)

    of = _learned(view), view.project.inputs, view.project.blocks, output
    return view.remembered((find.__name__, output.uid), computed, *of)


def _learned(view: View) -> tuple[Take, ...]:
    return view.remembered("learned takes", LearnedTakes).of(view.project.takes)


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
    """State is "none", "training", "ready" or "changed" (trained, but examples or settings changed since).

    `verdict` is of the comparison after which the model was put in place, null if there was none; `rejected`
    has those of the kept models that were found worse, by their numbers.
    """
    model = view.models.get(output.uid)
    training = view.training is not None and output.uid in view.training.asked
    failure = view.failures.get(output.uid)
    now = "" if model is None and failure is None else _found(view, fingerprint, output)
    state = "none"
    if training:
        state = "training"
    elif model is not None:
        state = "ready" if model.header.fingerprint == now else "changed"
    told: Snapshot = {
        "state": state,
        "failure": failure.text if failure and failure.fingerprint == now else "",
    }
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
            "chosen": header.chosen,
            "advice": {str(take): text for take, text in header.advice.items()},
            "verdict": _verdict(model),
            "rejected": {str(n): _verdict(m) for n, m in enumerate(shelf.models, 1) if is_rejected(m)},
        }
    return told


def _verdict(model: Model) -> Snapshot | None:
    """The verdict on a model, with how many takes each exam had: there may be thousands."""
    verdict = model.header.verdict
    if verdict is None:
        return None
    exams = [{**msgspec.to_builtins(exam), "takes": len(exam.takes)} for exam in verdict.exams]
    return {**msgspec.to_builtins(verdict), "exams": exams}


def _quality(view: View, output: Output) -> Snapshot | None:
    """The last evaluation in brief: held-out RMSE or accuracy; null if there is none.

    `current` says whether examples and settings are as they were then.
    """
    found = view.evaluations.get(output.uid)
    if found is None:
        return None
    return {**asdict(found.brief), "current": _is_current(view, output, found)}


def _is_current(view: View, output: Output, found: Evaluated) -> bool:
    """Whether examples, settings and tags are as they were when an output was evaluated."""
    if found.fingerprint != _found(view, fingerprint, output):
        return False
    of = view.project.takes, output
    now = view.remembered(("tags", output.uid), lambda *_: told_of(view.project, output), *of)
    return now == found.tags


def evaluation(view: View, number: int) -> Snapshot | None:
    """The last evaluation of an output (from 1) in full, see docs/evaluation.md; None if there was none.

    `current` says whether its examples and settings are as they were then.
    """
    output = output_at(view.project, number)
    found = view.evaluations.get(output.uid)
    if found is None:
        return None
    current = _is_current(view, output, found)
    return {**msgspec.json.decode(found.text), "number": number, "name": output.name, "current": current}


class _Takes:
    """Describes takes: each once, for there may be thousands, as long as outputs keep their numbers."""

    def __init__(self) -> None:
        self._numbering = _Numbering.of(())
        self._described: dict[int, tuple[Take, _Numbering, Snapshot]] = {}

    def describe(
        self, outputs: tuple[Output, ...], takes: tuple[Take, ...]
    ) -> tuple[list[Snapshot], list[Snapshot]]:
        """Those that are there, and those that are deleted."""
        numbering, last = _Numbering.of(outputs), self._numbering
        if numbering == last:
            numbering = last
        self._numbering = numbering
        described: tuple[list[Snapshot], list[Snapshot]] = ([], [])
        for take in takes:
            known = self._described.get(take.number)
            if known is None or known[0] is not take or known[1] is not numbering:
                known = self._described[take.number] = (take, numbering, numbering.describe(take))
            described[take.deleted].append(known[2])
        return described


@dataclass(frozen=True)
class _Numbering:
    """The numbers by which takes are described, by uid.

    Attributes:
        numbers: of outputs, from 1.
        values: of those with targets.
        gestures: how many gestures come before those of a gesture output.
    """

    numbers: dict[str, str]
    values: dict[str, str]
    gestures: dict[str, int]

    @classmethod
    def of(cls, outputs: tuple[Output, ...]) -> _Numbering:
        """The numbering of a project's outputs."""
        numbers = {output.uid: str(number) for number, output in enumerate(outputs, 1)}
        values = {o.uid: numbers[o.uid] for o in outputs if not isinstance(o, GestureOutput)}
        gestures = [output for output in outputs if isinstance(output, GestureOutput)]
        before = accumulate((output.width for output in gestures), initial=0)
        return cls(numbers, values, dict(zip((output.uid for output in gestures), before, strict=False)))

    def describe(self, take: Take) -> Snapshot:
        """One take; counts and common targets by output."""
        numbers, values, erased = self.numbers, self.values, take.erased
        told = {
            "number": take.number,
            "name": take.name,
            "who": take.who,
            "where": take.where,
            "on": take.on,
            "examples": take.examples,
            "seconds": take.seconds,
            "started": take.started,
            "lost": take.lost,
            "inputs": take.inputs or None,
            "edits": _mark_of(take.edits),
            "trim": None if take.trim is None else [take.trim.start, take.trim.end],
            "outputs": {numbers[u]: n for u, n in take.counts.items() if u in numbers and u not in erased},
            "targets": {values[u]: t for u, t in take.targets.items() if u in values and u not in erased},
        }
        shown = {uid: found for uid in self.gestures if (found := gesture_of(take, uid)) is not None}
        if shown:
            uid, gesture = next(iter(shown.items()))
            told["gesture"] = self.gestures[uid] + gesture if gesture else 0
        return told


def _mark_of(edits: Edits | None) -> int:
    """Another number after each edit of a take's rows, so that who shows them knows; 0 without any."""
    return 0 if edits is None else 1 + crc32(msgspec.json.encode(edits)) % 0x7FFFFFFF


def _by_number(view: View, shares: Mapping[str, T]) -> dict[str, T]:
    numbers = {output.uid: n + 1 for n, output in enumerate(view.project.outputs)}
    return {str(numbers[uid]): share for uid, share in shares.items() if uid in numbers}


def _training(view: View) -> Snapshot | None:
    if view.training is None:
        return None
    return _by_number(view, {uid: view.training.progress.get(uid) for uid in view.training.asked})


def _outlook(view: View) -> Snapshot | None:
    training = view.training
    if training is None or training.outlook is None:
        return None
    left = None if training.left is None else float(math.ceil(training.left))
    return {"text": training.outlook.text, "seconds": training.outlook.seconds, "left": left}
