"""Corrects an output whose last second should have been “none of these”."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from wekipy.engine.gesture_edits import gesture_was_wrong
from wekipy.learning.novelty.correcting import correct
from wekipy.project import editing
from wekipy.project.examples import TakeData, as_take
from wekipy.project.problem import Problem
from wekipy.project.schema import ClassificationOutput

if TYPE_CHECKING:
    from wekipy.engine.engine import Engine

F64 = npt.NDArray[np.float64]


def that_was_wrong(engine: Engine, numbers: Sequence[int]) -> list[str]:
    """Adapt thresholds so that the last second is rejected, or train with counter-examples.

    Args:
        numbers: of the outputs (from 1); if empty, all that have a reject option, and running gestures.

    Returns:
        What was done, one sentence for each output.

    Raises:
        Problem: if an output has no reject option, or is not running.
    """
    outputs = engine.project.outputs
    chosen = list(numbers) or [
        n
        for n, o in enumerate(outputs, 1)
        if (isinstance(o, ClassificationOutput) and o.nothing) or o.uid in engine.running.spotted
    ]
    if not chosen:
        raise Problem("no output can answer nothing: switch it on with the setting “nothing”")
    gestures = {o.uid for o in engine.project.gesture_outputs()}
    return [
        gesture_was_wrong(engine, number)
        if editing.output_at(engine.project, number).uid in gestures
        else _correct(engine, number)
        for number in chosen
    ]


def _correct(engine: Engine, number: int) -> str:
    output = editing.output_at(engine.project, number)
    model, runtime = engine.view.models.get(output.uid), engine.runtime
    slot = engine.project.slots()[number - 1]
    rejection = next((d for d in runtime.rejections if d.slot == slot), None) if runtime else None
    if not isinstance(output, ClassificationOutput) or not output.nothing:
        raise Problem(f"output {number} cannot answer nothing: switch its setting “nothing” on")
    if model is None or rejection is None or engine.running.memory is None:
        raise Problem(f"output {number} is not running: nothing was answered that could be wrong")
    now, all_inputs = engine.monotonic(), len(engine.project.inputs)
    planned = model.header.plan is not None
    inputs = tuple(range(all_inputs)) if planned else model.header.inputs
    heard = engine.running.memory.last(rejection.slot, inputs, now)
    correction = correct(heard, rejection.proposed.at(output.sensitivity), rejection.demonstrated)
    if len(correction.counter_examples):
        if planned:
            take = _with_what_came_before(engine, output.uid, heard.times[heard.answered != 0], now)
        else:
            take = as_take(all_inputs, output.uid, inputs, correction.counter_examples, engine.clock())
        engine.add_take(take, f"counter-examples for output {number}")
    if correction.thresholds is not None:
        proposed = correction.thresholds.at(1.0 - output.sensitivity)
        settings = {"thresholds": (proposed.novelty, proposed.confidence)}
        engine.edit(
            f"thresholds of output {number}", editing.replace_output(engine.project, number, **settings)
        )
    if correction.retrain:
        engine.models.train([number])
    engine.notice(f"output {number}: {correction.sentence}")
    return correction.sentence


def _with_what_came_before(engine: Engine, uid: str, wrong: F64, now: float) -> TakeData:
    """A take of all that is remembered, in which the wrong frames are examples of nothing.

    The stages before the model need the frames before them.
    """
    assert engine.running.memory is not None  # noqa: S101  it was asked for these frames
    X, times, chosen = engine.running.memory.whole(wrong)
    inputs = tuple(range(X.shape[1]))
    y = np.where(chosen, 0.0, np.nan)
    return as_take(len(inputs), uid, inputs, X, engine.clock() - now + times, y)
