"""How well gestures will be recognised: each example left out once, and idle movement not learned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import msgspec
import numpy as np

from wekipy.learning.gestures.columns import I64
from wekipy.learning.gestures.example import F64, GestureExample, GestureOptions, Movement
from wekipy.learning.gestures.gesture_model import GestureModel
from wekipy.learning.gestures.spotting import Spotter
from wekipy.learning.gestures.training import learn, used, with_thresholds

LEAD = 0.3  # seconds of stillness before and behind a performance


class GestureEvaluation(msgspec.Struct, frozen=True, kw_only=True):
    """How well gestures were recognised that the model had not seen.

    Attributes:
        confusion: row g - 1, column k: how often gesture k was recognised when g was performed; column 0 is
            how often nothing was. A performance that was taken for two gestures counts twice.
        tested: (gestures) how many examples of each were left out; 0 with fewer than two examples.
        right: share of the tested examples whose own gesture alone was recognised, once.
        missed: how many tested examples brought nothing.
        false_per_minute: triggers in idle movement; None with less than 2 s of it recorded.
        findings: sentences for a person, the worst first.
    """

    confusion: list[list[int]]
    tested: list[int]
    right: float
    missed: int
    false_per_minute: float | None
    findings: list[str]


def evaluate_gestures(
    examples: Sequence[GestureExample], idle: Sequence[Movement], options: GestureOptions, gestures: int
) -> GestureEvaluation:
    """Perform every example before a model that has not seen it, and idle movement likewise.

    Raises:
        Problem: as `train_gestures`.
    """
    options = msgspec.structs.replace(options, once_per_run=False)
    confusion = np.zeros((gestures, gestures + 1), np.int64)
    tested, right = np.zeros(gestures, np.int64), 0
    places = used(examples)
    chosen = [examples[n] for n in sorted(places)]
    model, rehearsal = learn(chosen, idle, options, gestures)
    for place, example in enumerate(examples[n] for n in places):
        if sum(e.gesture == example.gesture for e in chosen) < 2:
            continue
        left = without(with_thresholds(model, rehearsal, options, place), place)
        fired = perform(left, options, example)
        tested[example.gesture - 1] += 1
        right += fired == [example.gesture]
        for column in fired or [0]:
            confusion[example.gesture - 1, column] += 1
    false = false_triggers(chosen, idle, options, gestures)
    return GestureEvaluation(
        confusion=confusion.tolist(),
        tested=tested.tolist(),
        right=right / max(1, int(tested.sum())),
        missed=int(confusion[:, 0].sum()),
        false_per_minute=false,
        findings=_findings(confusion, tested, false),
    )


def without(model: GestureModel, place: int) -> GestureModel:
    """The model without one template."""
    keep = np.arange(len(model.gestures)) != place
    return replace(
        model,
        frames=model.frames[keep],
        lengths=model.lengths[keep],
        strides=model.strides[keep],
        gestures=model.gestures[keep],
    )


def perform(model: GestureModel, options: GestureOptions, movement: Movement) -> list[int]:
    """The gestures recognised in a movement that begins and ends in stillness."""
    spotter, period = Spotter(model, options), model.normalisation.period
    first, last = float(movement.times[0]), float(movement.times[-1])
    hold = np.arange(1, int(LEAD / period) + 2) * period
    times = np.concatenate([first - hold[::-1], movement.times, last + hold])
    frames = movement.frames.astype(np.float64)
    held = np.ones((len(hold), 1))
    every: F64 = np.concatenate([held * frames[0], frames, held * frames[-1]])
    fired = [spotter.step(x, t).fired for x, t in zip(every, times.tolist(), strict=True)]
    fired.append(spotter.tick(float(times[-1]) + LEAD).fired)
    return [gesture for gesture in fired if gesture]


def false_triggers(
    examples: Sequence[GestureExample], idle: Sequence[Movement], options: GestureOptions, gestures: int
) -> float | None:
    """Triggers per minute of idle movement, each half of it tested with thresholds from the other half."""
    halves = [(m.part(0, len(m) // 2), m.part(len(m) // 2, len(m))) for m in idle if len(m) > 3]
    seconds = sum(part.seconds for pair in halves for part in pair)
    if seconds < 2:
        return None
    count = 0
    for learned, heard in ((0, 1), (1, 0)):
        model, _ = learn(examples, [pair[learned] for pair in halves], options, gestures)
        count += sum(len(perform(model, options, pair[heard])) for pair in halves)
    return count * 60 / seconds


def _findings(confusion: I64, tested: I64, false: float | None) -> list[str]:
    found: list[tuple[float, str]] = []
    for place, count in enumerate(tested.tolist()):
        name = f"gesture {place + 1}"
        if not count:
            found.append((0.0, f"{name} has fewer than two examples, so it could not be tested"))
            continue
        for column, times in enumerate(confusion[place].tolist()):
            if times and column == 0:
                text = f"{name} was missed {times} of {count} times: record more examples of it"
                found.append((times / count, text))
            elif times and column != place + 1:
                found.append(
                    (times / count, f"{name} was taken for gesture {column} {times} of {count} times")
                )
            elif times > count:
                found.append((1.0, f"{name} was recognised {times} times in {count} performances"))
    if false is None:
        found.append((0.0, "record some seconds of idle movement to see how often it triggers a gesture"))
    elif false > 0:
        found.append(
            (false / 10, f"idle movement triggers {false:.1f} gestures a minute: lower the sensitivity")
        )
    return [text for _, text in sorted(found, key=lambda f: -f[0])]
