"""All examples of a project in one table, with columns as Wekinator has them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from wekipy.project.examples import TakeData, targets_of, used
from wekipy.project.problem import Problem
from wekipy.project.recorded_inputs import chosen_columns
from wekipy.project.schema import ContinuousOutput, GestureOutput, Output, Project, Take
from wekipy.project.take_tags import TAGS

FIRST_COLUMNS: Final = ("ID", "Time", "Training round")
F32 = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Examples:
    """The examples of the takes that count.

    Attributes:
        outputs: those that the columns of targets are of.
        input_names, output_names: as in the project, but each is there once.
        takes: (examples,) int64.
        times: (examples,) float64 seconds since 1970.
        inputs: (examples, inputs) float32, NaN where one was not recorded.
        targets: (examples, outputs) float32, NaN where there is none; the number of the gesture, or 0, for a
            gesture output.
        tags: by take who performed it, and where; empty if no take says so.
    """

    outputs: tuple[Output, ...]
    input_names: tuple[str, ...]
    output_names: tuple[str, ...]
    takes: npt.NDArray[np.int64]
    times: npt.NDArray[np.float64]
    inputs: F32
    targets: F32
    tags: Mapping[int, tuple[str, str]]

    def classes_of(self, column: int) -> int | None:
        """The highest class, or gesture, of a column of targets; None for a continuous output."""
        output = self.outputs[column]
        if isinstance(output, ContinuousOutput):
            return None
        declared = output.width if isinstance(output, GestureOutput) else output.classes
        shown = self.targets[:, column]
        return max(declared, int(np.nanmax(shown)) if np.any(~np.isnan(shown)) else 0)


def gather(project: Project, data: Mapping[int, TakeData], outputs: Sequence[Output]) -> Examples:
    """What a project learns from, with the targets of some outputs: no takes that are switched off.

    Raises:
        Problem: if there are none.
    """
    takes = [take for take in project.training_takes() if take.number in data]
    parts = [(take, part) for take in takes if len(part := used(take, data[take.number]))]
    if not parts:
        raise Problem("the project has no examples to export: record or import some")
    blocks = [(take, block) for take, part in parts for block in part.blocks]
    tags = {take.number: (take.who, take.where) for take, _ in parts}
    tags = tags if any(any(tag) for tag in tags.values()) else {}
    names = _different(
        [
            *FIRST_COLUMNS,
            *(TAGS if tags else ()),
            *(i.name for i in project.inputs),
            *(o.name for o in outputs),
        ]
    )
    first = len(FIRST_COLUMNS) + (len(TAGS) if tags else 0)
    width = first + len(project.inputs)
    return Examples(
        outputs=tuple(outputs),
        input_names=tuple(names[first:width]),
        output_names=tuple(names[width:]),
        takes=np.concatenate([np.full(len(block), take.number, np.int64) for take, block in blocks]),
        times=np.concatenate([part.began() + part.times() for _, part in parts]),
        inputs=np.concatenate(
            [chosen_columns(b["inputs"], project.inputs, range(len(project.inputs))) for _, b in blocks]
        ),
        targets=np.concatenate([_targets(take, part, outputs) for take, part in parts]),
        tags=tags,
    )


def _targets(take: Take, part: TakeData, outputs: Sequence[Output]) -> F32:
    columns = [
        np.full(len(part), np.nan, np.float32)
        if output.uid in take.erased
        else targets_of(take, part, output.uid)
        for output in outputs
    ]
    return np.stack(columns, axis=1) if columns else np.empty((len(part), 0), np.float32)


def _different(names: Sequence[str]) -> list[str]:
    """The names, with a number behind those that were there before: an input may be called as an output."""
    made: list[str] = []
    for name in names:
        candidate, number = name, 2
        while candidate in made:
            candidate, number = f"{name}_{number}", number + 1
        made.append(candidate)
    return made
