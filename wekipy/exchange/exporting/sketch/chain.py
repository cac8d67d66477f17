"""The blocks before models and the stages after them, as chains of stages of the runtimes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from wekipy.exchange.exporting.sketch.literals import plain
from wekipy.exchange.exporting.sketch.sheets import Sheet
from wekipy.exchange.exporting.sketch.stage_sheets import INPUT, OUTPUT, Given
from wekipy.project.problem import Problem
from wekipy.project.schema import (
    Block,
    ClassificationOutput,
    ContinuousOutput,
    Plan,
    StageChoice,
    kind_of,
)
from wekipy.stages.features import digest
from wekipy.stages.input_chain import make_input_stage
from wekipy.stages.output_chain import make_stage, signal_of
from wekipy.stages.stage import Signal
from wekipy.stages.table import resolve_input_stage, resolve_stage


@dataclass(frozen=True)
class Step:
    """One stage.

    Attributes:
        sheet: the stage of the runtimes, and its figures.
        beside: how many numbers that come in are passed on before its results.
    """

    sheet: Sheet
    beside: int = 0


@dataclass(frozen=True)
class BlockSteps:
    """A block of stages.

    Attributes:
        inputs: 0-based, of what its first stage is given.
        features: how many numbers come out.
    """

    inputs: tuple[int, ...]
    steps: tuple[Step, ...]
    features: int


@dataclass(frozen=True)
class FeatureChain:
    """What models see.

    Attributes:
        key: the same for the same features.
    """

    key: str
    blocks: tuple[BlockSteps, ...]

    @property
    def features(self) -> int:
        """How many numbers come out."""
        return sum(block.features for block in self.blocks)


def feature_chain(plan: Plan) -> FeatureChain:
    """Return the blocks of a plan, which can be built (`wekipy.stages.features`).

    Raises:
        Problem: naming the first stage that sketches do not carry.
    """
    return FeatureChain(digest(plan), tuple(_block(plan, block) for block in plan.blocks))


def _block(plan: Plan, block: Block) -> BlockSteps:
    names: Sequence[str] = [plan.inputs[n] for n in block.inputs]
    steps = []
    for choice in block.stages:
        write = INPUT.get(choice.name)
        if write is None:
            raise Problem(
                f"its features are made by the stage “{plain(choice.name)}” of the block"
                f" “{plain(block.name)}”, which sketches do not carry: remove that stage and train again"
                " before you export it, or let the engine answer"
            )
        given = _given(names, choice)
        steps.append(Step(write(given), given.size if given.options.get("original") else 0))
        names = make_input_stage(choice, names, choice.learned).names
    return BlockSteps(block.inputs, tuple(steps), len(names))


def _given(names: Sequence[str], choice: StageChoice) -> Given:
    arrays = {name: np.array(values, np.float64) for name, values in choice.learned.items()}
    signal = Signal(tuple(names), (0.0,) * len(names), (1.0,) * len(names))
    return Given(signal, resolve_input_stage(choice), arrays)


def output_steps(output: ContinuousOutput | ClassificationOutput) -> tuple[Step, ...]:
    """Return the stages after the model of an output.

    Raises:
        Problem: naming the first stage that sketches do not carry, or that cannot be built.
    """
    steps = []
    for choice in output.after:
        write = OUTPUT.get(choice.name)
        if write is None:
            raise Problem(
                f"it has the stage “{plain(choice.name)}” after its model, which sketches do not carry:"
                " remove that stage before you export it, or let the engine answer"
            )
        make_stage(choice, output)  # refuses options that contradict each other
        given = Given(signal_of(output), resolve_stage(choice, kind_of(output)), {})
        steps.append(Step(write(given)))
    return tuple(steps)
