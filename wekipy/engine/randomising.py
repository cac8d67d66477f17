"""Sets random targets, to explore a sound before anything is learned."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from wekipy.engine.engine import Engine
from wekipy.project.editing import output_at
from wekipy.project.problem import Problem
from wekipy.project.schema import ClassificationOutput, ContinuousOutput, GestureOutput


def randomise(engine: Engine, amount: float, numbers: Sequence[int] = (), seed: int = -1) -> list[float]:
    """Give outputs random targets within their ranges and send all outputs once.

    Args:
        amount: the largest change of a target as a share of its range: 0.1 is small, 1 is anywhere. A class
            changes with this probability.
        numbers: of the outputs (from 1); if empty, all. The others stay.
        seed: the same one gives the same targets; -1 is random.

    Returns:
        The targets of all outputs with targets.
    """
    if not 0.0 <= amount <= 1.0:
        raise Problem(f"amount is {amount:g}, expected 0 to 1: 0.1 is a little, 1 is anywhere in the range")
    chosen = {output_at(engine.project, number).uid for number in numbers}
    random = np.random.default_rng(None if seed < 0 else seed)
    targets = _targets(engine)
    for n, output in enumerate(engine.project.value_outputs()):
        drawn = _draw(
            output, targets[n], amount, random
        )  # also for those that stay, so that a seed always means the same
        if not chosen or output.uid in chosen:
            targets[n] = drawn
    engine.set_outputs(targets, chosen)
    return targets


def _targets(engine: Engine) -> list[float]:
    """Return the targets of all outputs; one that settings have made illegal is its default."""
    pairs = zip(engine.project.value_outputs(), engine.targets.tolist(), strict=True)
    return [float(value) if output.accepts(value) else output.default for output, value in pairs]


def _draw(
    output: ContinuousOutput | ClassificationOutput, now: float, amount: float, random: np.random.Generator
) -> float:
    chance, place = random.random(), random.random()
    if isinstance(output, ClassificationOutput):
        return 1.0 + math.floor(place * output.classes) if chance < amount else now
    span = amount * (output.maximum - output.minimum)
    within = min(max(now, output.minimum), output.maximum)
    low, high = max(output.minimum, within - span), min(output.maximum, within + span)
    value = low + place * (high - low)
    if not output.integer:
        return value
    whole = min(max(round(value), math.ceil(output.minimum)), math.floor(output.maximum))
    return float(whole) if output.accepts(whole) else now


def set_one(engine: Engine, number: int, value: float, send: bool) -> None:
    """Set the target of one output (from 1); the others stay.

    Args:
        send: send the output message once, too.
    """
    output = output_at(engine.project, number)
    if isinstance(output, GestureOutput):
        raise Problem(f"output {number} spots gestures: it has no target")
    targets = _targets(engine)
    targets[engine.project.value_outputs().index(output)] = value
    if send:
        engine.set_outputs(targets, (output.uid,))
    else:
        engine.set_targets(targets)
