"""What a running engine answers, to be compared with what is answered elsewhere; and projects to ask."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt
from gesture_shapes import shape, wander
from on_stage import Stage

F64 = npt.NDArray[np.float64]
STEP = 0.02  # seconds between rows


def answered(stage: Stage, rows: Iterable[Sequence[float]], step: float = STEP) -> F64:
    """The output values of an engine in given time after each row, since it began to run with the first."""
    stage.client.stop_running()
    stage.client.start_running()
    found = []
    for x in rows:
        found.append(stage.client.take_inputs(*map(float, x)))
        stage.let_pass(step)
    stage.client.stop_running()
    return np.array(found)


def poses(seed: int, count: int, inputs: int = 2) -> tuple[F64, F64, F64]:
    """Rows (count, inputs) around three poses, their poses, and a number near the first input."""
    rng = np.random.default_rng(seed)
    which = np.sort(rng.integers(0, 3, count))
    rows = 0.2 + 0.3 * which[:, None] + rng.normal(0, 0.05, (count, inputs))
    return rows, which + 1.0, 100 * rows[:, 0] + 3 * rng.normal(size=count)


def wandering(seed: int, count: int, inputs: int = 2) -> F64:
    """Rows that go from pose to pose and beyond them, some of them wild."""
    rng = np.random.default_rng(seed)
    places = np.repeat(rng.uniform(0.0, 1.1, count // 5 + 1), 5)[:count]
    rows = places[:, None] + rng.normal(0, 0.05, (count, inputs))
    rows[::17] *= 30
    return rows


def show_gestures(stage: Stage, first: int = 1, step: float = 0.01) -> None:
    """Show three gestures twice each, and wait until they are learned."""
    rng = np.random.default_rng(4)
    for gesture in (1, 2, 3):
        for _ in range(2):
            stage.client.add_gesture(first - 1 + gesture, shape(gesture, 40, rng), step=step)
    stage.client.subscribe()
    stage.client.wait_until(
        lambda state: (
            state["training"] is None
            and all(
                output["model"]["state"] == "ready"
                for output in state["outputs"]
                if output["kind"] == "gesture"
            )
        )
    )


def performance(seed: int = 11) -> F64:
    """All three gestures between idle movement; the last ends with the stream."""
    rng = np.random.default_rng(seed)
    parts = [
        np.concatenate([wander(rng, 25), shape(gesture, int(rng.integers(30, 50)), rng)])
        for gesture in (1, 3, 2, 2)
    ]
    return np.concatenate(parts)
