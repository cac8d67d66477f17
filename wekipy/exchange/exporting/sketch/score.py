"""A project as what a sketch plays from: its names, and for each output how it is answered."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate
from typing import Final

import numpy as np

from wekipy.engine.runtime import usable
from wekipy.engine.spotted import Spotted, spot
from wekipy.exchange.exporting.sketch.chain import FeatureChain, Step, feature_chain, output_steps
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
from wekipy.project.schema import (
    ClassificationOutput,
    ContinuousOutput,
    GestureOutput,
    Output,
    Project,
    ValueOutput,
)
from wekipy.stages.features import digest
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
        features: what its model sees; None: the inputs.
        after: the stages after its model.
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
    features: FeatureChain | None = None
    after: tuple[Step, ...] = ()


@dataclass(frozen=True)
class Score:
    """A whole sketch.

    Attributes:
        outputs: the names of all numbers of the output vector.
        defaults: of the same, for those that no model answers.
        gestures: names, for each output that spots gestures.
        shifts: of the inputs, what recentring takes away from them; empty for none.
        left: by the slot of an output that is trained but cannot be expressed, why, in a sentence.
    """

    title: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    defaults: tuple[float, ...]
    parts: tuple[Part, ...]
    gestures: tuple[tuple[str, ...], ...] = ()
    shifts: tuple[float, ...] = ()
    left: Mapping[int, str] = field(default_factory=dict)

    @property
    def chains(self) -> tuple[FeatureChain, ...]:
        """What the models see, each once, in the order of the parts."""
        found = {part.features.key: part.features for part in self.parts if part.features is not None}
        return tuple(found.values())

    def chain_of(self, part: Part) -> int | None:
        """The place among `chains` of what the model of a part sees; None: the inputs."""
        keys = [chain.key for chain in self.chains]
        return None if part.features is None else keys.index(part.features.key)

    def answered_by(self, part: Part) -> str:
        """The names of the numbers that a part answers."""
        return ", ".join(self.outputs[part.slot : part.slot + part.width])


def make_score(project: Project, models: Mapping[str, Model], numbers: Collection[int], title: str) -> Score:
    """What a sketch needs to answer some outputs (from 1) as the engine does.

    An output whose model cannot be written is left out, and keeps its default.

    Raises:
        Problem: if none is trained, or none can be written.
    """
    chosen = [output for n, output in enumerate(project.outputs, 1) if n in numbers]
    found = _parts(project, models, chosen)
    if not found:
        raise Problem("no output is trained and switched on to run; train the project first: wekipy train")
    left = {slot: str(part) for slot, part in found.items() if isinstance(part, Problem)}
    parts = [part for part in found.values() if isinstance(part, Part)]
    left |= _too_large(project, chosen, parts)
    parts = [part for part in parts if part.slot not in left]
    if not parts:
        raise Problem("; ".join(left.values()))
    shifts = tuple(one.shift for one in project.inputs)
    return Score(
        title=plain(title),
        inputs=tuple(plain(one.name) for one in project.inputs),
        outputs=tuple(plain(name) for output in chosen for name in _names(output)),
        defaults=tuple(output.default for output in chosen for _ in range(output.width)),
        parts=tuple(parts),
        shifts=shifts if any(shifts) else (),
        left=left,
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


def _parts(
    project: Project, models: Mapping[str, Model], chosen: Sequence[Output]
) -> dict[int, Part | Problem]:
    """Return, by slot, the part of each output that is trained and runs, or why there is none."""
    trained = {placed.model.header.output: placed.model for placed in usable(project, models)}
    spotted = spot(project, models, {})
    parts: dict[int, Part | Problem] = {}
    chains: dict[str, FeatureChain] = {}
    slot = spotter = 0
    for output in chosen:
        try:
            if output.uid in spotted:
                features = _features(spotted[output.uid].model, chains)
                parts[slot] = replace(_spotting_part(slot, spotter, spotted[output.uid]), features=features)
            elif output.uid in trained:
                features = _features(trained[output.uid], chains)
                parts[slot] = replace(_part(output, slot, trained[output.uid]), features=features)
        except Problem as e:
            parts[slot] = Problem(f"{_called(project, output)}: {e}")
        slot += output.width
        spotter += isinstance(output, GestureOutput)
    return parts


def _features(model: Model, known: dict[str, FeatureChain]) -> FeatureChain | None:
    """Return what a model sees, from those that are known, which grow; None: the inputs."""
    plan = model.header.plan
    if plan is None:
        return None
    key = digest(plan)
    if key not in known:
        known[key] = feature_chain(plan)
    return known[key]


def _spotting_part(slot: int, spotter: int, spotted: Spotted) -> Part:
    return Part(slot, spotting_sheet(spotted), width=spotted.output.width, spotter=spotter)


def _called(project: Project, output: Output) -> str:
    return f"output {project.outputs.index(output) + 1} “{plain(output.name)}”"


def _part(output: Output, slot: int, model: Model) -> Part:
    check_model(model)
    after = output_steps(output) if isinstance(output, ValueOutput) else ()
    part = Part(slot, sheet_of(model), after=after)
    if isinstance(output, ContinuousOutput):
        hard = output.limits == "hard"
        low, high = (output.minimum, output.maximum) if hard else (-LARGEST, LARGEST)
        return replace(part, low=low, high=high, integer=output.integer)
    part = replace(part, labels=tuple(model.arrays["labels"].astype(np.int64).tolist()))
    if not (isinstance(output, ClassificationOutput) and output.nothing):
        return part
    knows = is_novelty(model)
    return replace(
        part,
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


def _too_large(project: Project, chosen: Sequence[Output], parts: Sequence[Part]) -> dict[int, str]:
    """Return, by slot, the outputs that are left out so that the others fit: the largest first."""
    sizes = {part.slot: _size(part) for part in parts}
    slots = accumulate((output.width for output in chosen[:-1]), initial=0)
    outputs = dict(zip(slots, chosen, strict=True))
    left = {}
    for slot, size in sorted(sizes.items(), key=lambda entry: -entry[1]):
        if sum(sizes.values()) <= MOST_FIGURES:
            break
        del sizes[slot]
        left[slot] = (
            f"{_called(project, outputs[slot])}: its model holds {many(size, 'number')}, too many for source"
            f" code (all together at most {MOST_FIGURES:,}); choose an algorithm that keeps less, such as"
            " neural-network"
        )
    return left


def _size(part: Part) -> int:
    """How many numbers a part is made of; those of features that parts share count for each of them."""
    blocks = () if part.features is None else part.features.blocks
    steps = [*part.after, *(step for block in blocks for step in block.steps)]
    figures = [part.sheet.figures, part.novelty or {}, *(step.sheet.figures for step in steps)]
    return sum(map(_count, figures))


def _count(figure: Figure) -> int:
    if isinstance(figure, dict):
        return sum(_count(one) for one in figure.values())
    return figure.size if isinstance(figure, np.ndarray) else 1
