"""A project as what a sketch plays from: its names, and for each output how it is answered."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from wekipy.engine.runtime import usable
from wekipy.engine.spotted import spot
from wekipy.exchange.exporting.sketch.literals import plain
from wekipy.exchange.exporting.sketch.sheets import Figure, Figures, Sheet, novelty_of, sheet_of
from wekipy.exchange.exporting.sketch.spotting import spotting_sheet
from wekipy.learning.model import Model
from wekipy.learning.novelty.predictor import is_novelty
from wekipy.learning.novelty.thresholds import read_thresholds
from wekipy.learning.predictors.arrays import Reader
from wekipy.learning.predictors.calibration import read_calibration
from wekipy.learning.validation import check_model
from wekipy.project.counting import many
from wekipy.project.problem import Problem
from wekipy.project.schema import ClassificationOutput, ContinuousOutput, GestureOutput, Output, Project
from wekipy.stages.limits import LARGEST
from wekipy.stages.reject_option import BAND
from wekipy.stages.thresholds import Thresholds, times_odds

MOST_FIGURES: Final = 2_000_000  # of all models together: 40 MB of source code


@dataclass(frozen=True)
class Part:
    """One output that is answered.

    Attributes:
        slot: its place in the output vector of the sketch, or the first of its places.
        width: how many places it has: one, or one for each gesture.
        spotter: its place among the outputs that spot gestures; None if it does not.
        low, high: what a number is kept within.
        labels: the classes of the columns; None for a number.
        thresholds: beyond which nothing is answered: most novelty and least confidence, and the same to be
            answered again; None if there is always an answer.
        calibration: the floor and the power that make shares probabilities; 0 and 1 leave them as they are.
        novelty: figures of how novel an input is; None if the model cannot tell.
    """

    slot: int
    sheet: Sheet
    width: int = 1
    spotter: int | None = None
    low: float = -LARGEST
    high: float = LARGEST
    integer: bool = False
    labels: tuple[int, ...] | None = None
    thresholds: tuple[float, float, float, float] | None = None
    calibration: tuple[float, float] = (0.0, 1.0)
    novelty: Figures | None = None


@dataclass(frozen=True)
class Score:
    """A whole sketch.

    Attributes:
        outputs: the names of all numbers of the output vector.
        defaults: of the same, for those that no model answers.
        gestures: names, for each output that spots gestures.
    """

    title: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    defaults: tuple[float, ...]
    parts: tuple[Part, ...]
    gestures: tuple[tuple[str, ...], ...] = ()

    def answered_by(self, part: Part) -> str:
        """The names of the numbers that a part answers."""
        return ", ".join(self.outputs[part.slot : part.slot + part.width])


def make_score(project: Project, models: Mapping[str, Model], numbers: Collection[int], title: str) -> Score:
    """What a sketch needs to answer some outputs (from 1) as the engine does.

    Raises:
        Problem: if none is trained, or the models are too large.
    """
    chosen = [output for n, output in enumerate(project.outputs, 1) if n in numbers]
    parts = _parts(project, models, chosen)
    if not parts:
        raise Problem("no output is trained and switched on to run; train the project first: wekipy train")
    _check_size(parts)
    return Score(
        title=plain(title),
        inputs=tuple(plain(one.name) for one in project.inputs),
        outputs=tuple(plain(name) for output in chosen for name in _names(output)),
        defaults=tuple(output.default for output in chosen for _ in range(output.width)),
        parts=parts,
        gestures=tuple(
            tuple(plain(gesture.name) for gesture in output.gestures)
            for output in chosen
            if isinstance(output, GestureOutput)
        ),
    )


def _names(output: Output) -> Iterator[str]:
    if isinstance(output, GestureOutput):
        yield from (f"{output.name}: {gesture.name}" for gesture in output.gestures)
    else:
        yield output.name


def _parts(project: Project, models: Mapping[str, Model], chosen: Sequence[Output]) -> tuple[Part, ...]:
    trained = {placed.model.header.output: placed.model for placed in usable(project, models)}
    spotted = spot(project, models, {})
    parts = []
    slot = spotter = 0
    for output in chosen:
        if output.uid in spotted:
            sheet = spotting_sheet(spotted[output.uid])
            parts.append(Part(slot, sheet, width=output.width, spotter=spotter))
        elif output.uid in trained:
            parts.append(_part(output, slot, trained[output.uid]))
        slot += output.width
        spotter += isinstance(output, GestureOutput)
    return tuple(parts)


def _part(output: Output, slot: int, model: Model) -> Part:
    check_model(model)
    sheet = sheet_of(model)
    if isinstance(output, ContinuousOutput):
        hard = output.limits == "hard"
        low, high = (output.minimum, output.maximum) if hard else (-LARGEST, LARGEST)
        return Part(slot, sheet, low=low, high=high, integer=output.integer)
    labels = tuple(model.arrays["labels"].astype(np.int64).tolist())
    if not (isinstance(output, ClassificationOutput) and output.nothing):
        return Part(slot, sheet, labels=labels)
    knows = is_novelty(model)
    return Part(
        slot,
        sheet,
        labels=labels,
        thresholds=_thresholds(output, model, knows),
        calibration=_calibration(model),
        novelty=novelty_of(model) if knows else None,
    )


def _calibration(model: Model) -> tuple[float, float]:
    found = read_calibration(Reader(model))
    return (0.0, 1.0) if found is None else (found.floor, found.power)


def _thresholds(output: ClassificationOutput, model: Model, knows: bool) -> tuple[float, float, float, float]:
    """As `wekipy.stages.reject_option` keeps to."""
    proposed = read_thresholds(model)[0] if knows else Thresholds()
    if output.thresholds is not None:
        proposed = Thresholds(*output.thresholds)
    now = proposed.at(output.sensitivity)
    back = times_odds(now.novelty, BAND), times_odds(now.confidence, 1.0 / BAND)
    return now.novelty, now.confidence, *back


def _check_size(parts: tuple[Part, ...]) -> None:
    count = sum(_count(part.sheet.figures) + _count(part.novelty or {}) for part in parts)
    if count > MOST_FIGURES:
        raise Problem(
            f"the models hold {many(count, 'number')}, too many for source code (at most"
            f" {MOST_FIGURES:,}); choose "
            "an algorithm that keeps less, such as neural-network, or fewer outputs"
        )


def _count(figure: Figure) -> int:
    if isinstance(figure, dict):
        return sum(_count(one) for one in figure.values())
    return figure.size if isinstance(figure, np.ndarray) else 1
