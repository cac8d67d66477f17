"""Extracts rows of takes for curves and maps, and compares two takes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from wekipy.project.editing import output_at
from wekipy.project.examples import TakeData, count_examples, dataset, spread, targets_of, used
from wekipy.project.problem import Problem
from wekipy.project.recorded_inputs import chosen_columns
from wekipy.project.schema import Project
from wekipy.project.take_edits import rows_at, seconds_of

F64 = npt.NDArray[np.float64]
MOST_ROWS = 20_000
MOST_NUMBERS = 1_000_000  # of inputs in one answer
_FRAMES = 100  # of each take, in a comparison
_MOST_COLUMNS = 256  # inputs that a comparison of movements looks at


def _bounded(most: int, columns: int) -> int:
    if not 1 <= most <= MOST_ROWS:
        raise Problem(f"most is {most}, expected 1 to {MOST_ROWS}")
    return max(2, min(most, MOST_NUMBERS // columns))


def take_rows(project: Project, data: Mapping[int, TakeData], number: int, most: int) -> dict[str, Any]:
    """The rows of a whole take, deleted or not, thinned evenly to `most` or fewer.

    Returns:
        rows (in all), row (which they are, from 0), time (seconds from its beginning), inputs, outputs
        (numbers) and targets, a column for each, NaN where there is none.
        inputs are those that the project has; one that was not recorded has its fill, or NaN.
    """
    take = next((take for take in project.takes if take.number == number), None)
    if take is None or not len(data.get(number, ())):
        raise Problem(f"there is no take {number} with examples")
    rows, inputs = data[number], len(project.inputs)
    chosen = spread(len(rows), _bounded(most, max(inputs, len(project.outputs))))
    numbers = {output.uid: n for n, output in enumerate(project.outputs, 1)}
    known = [u for u in dict.fromkeys((*rows.outputs, *take.labels)) if u in numbers and u not in take.erased]
    targets = [targets_of(take, rows, uid)[chosen] for uid in known]
    return {
        "take": number,
        "rows": len(rows),
        "row": chosen.astype(np.int32),
        "time": seconds_of(rows)[chosen].astype(np.float32),
        "inputs": chosen_columns(_gather(rows, chosen), project.inputs, range(inputs)),
        "outputs": [numbers[uid] for uid in known],
        "targets": np.stack(targets, axis=1) if targets else np.empty((len(chosen), 0), np.float32),
    }


def _gather(data: TakeData, chosen: npt.NDArray[np.intp]) -> npt.NDArray[np.float32]:
    """The inputs of rising row numbers, (chosen, inputs)."""
    found, start = [], 0
    for block in data.blocks:
        a, b = np.searchsorted(chosen, [start, start + len(block)])
        found.append(block["inputs"][chosen[a:b] - start])
        start += len(block)
    return np.concatenate(found)


def examples(project: Project, data: Mapping[int, TakeData], number: int, most: int) -> dict[str, Any]:
    """The examples that an output (from 1) learns from, thinned evenly to `most` or fewer.

    Returns:
        examples (in all), take (number of each one's), time (seconds since 1970, float64), inputs (those
        connected to the output), targets.
    """
    output = output_at(project, number)
    most = _bounded(most, len(project.connected(output)))
    found = dataset(project, data, output, most)
    return {
        "output": number,
        "examples": count_examples(project, output),
        "take": found.takes.astype(np.int32),
        "time": found.times,
        "inputs": found.X,
        "targets": found.y.astype(np.float32),
    }


def compare_takes(project: Project, data: Mapping[int, TakeData], first: int, second: int) -> dict[str, Any]:
    """Compare two takes.

    Returns:
        distance: of the movements, whatever their speed, in shares of the inputs' range in both (dynamic
        time warping: Sakoe and Chiba 1978), 0 is the same; overlap: the mean of the inputs' overlaps;
        inputs: for each that both have, mean, least and most of the first and of the second take, and
        overlap, the share of their common range that both reach.
    """
    a, b = (_inputs(project, data, number) for number in (first, second))
    both = min(a.shape[1], b.shape[1])
    a, b = a[:, :both], b[:, :both]
    lows, highs = np.array([a.min(0), b.min(0)]), np.array([a.max(0), b.max(0)])
    reach = highs.max(0) - lows.min(0)
    shared = np.maximum(0.0, highs.min(0) - lows.max(0))
    same = (lows[0] == lows[1]) & (highs[0] == highs[1])
    overlap = np.where(same, 1.0, shared / np.where(reach > 0, reach, 1.0))
    moving = np.flatnonzero(reach > 0)
    columns = moving[spread(len(moving), _MOST_COLUMNS)] if len(moving) else moving
    scaled = [
        x[spread(len(x), _FRAMES)][:, columns].astype(np.float64) / reach[columns].astype(np.float64)
        for x in (a, b)
    ]
    means = [x.mean(0, dtype=np.float64) for x in (a, b)]
    return {
        "distance": warped_distance(*scaled) if len(columns) else 0.0,
        "overlap": float(overlap.mean()),
        "inputs": [
            {"mean": mean, "least": low, "most": high, "overlap": share}
            for mean, low, high, share in zip(
                np.transpose(means).tolist(), lows.T.tolist(), highs.T.tolist(), overlap.tolist(), strict=True
            )
        ],
    }


def _inputs(project: Project, data: Mapping[int, TakeData], number: int) -> npt.NDArray[np.float32]:
    part = used(*rows_at(project, data, number))
    found = _gather(part, spread(len(part), _bounded(MOST_ROWS, len(project.inputs))))
    return found[:, : len(project.inputs)]


def warped_distance(a: F64, b: F64) -> float:
    """The distance per frame and column of the best alignment of a (n, columns) with b (m, columns)."""
    squares = np.square(a).sum(1)[:, None] + np.square(b).sum(1)[None, :] - 2.0 * a @ b.T
    costs = np.sqrt(np.maximum(squares, 0.0) / a.shape[1])
    column = np.cumsum(costs[0])
    for row in costs[1:]:
        before = np.minimum(column, np.concatenate([[np.inf], column[:-1]]))
        sums = np.cumsum(row)
        column = sums + np.minimum.accumulate(before - np.concatenate([[0.0], sums[:-1]]))
    return float(column[-1]) / (len(a) + len(b)) * 2.0
