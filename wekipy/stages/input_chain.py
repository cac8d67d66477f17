"""The chain of stages of a feature block, before the models."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from wekipy.project.problem import Problem
from wekipy.project.schema import StageChoice
from wekipy.stages.inputs.sizes import LONGEST_NAME, check_inputs, check_results
from wekipy.stages.stage import Chain, Signal, Stage
from wekipy.stages.table import input_stage_for, resolve_input_stage

Learned: TypeAlias = Mapping[str, ArrayLike]


def make_input_stage(choice: StageChoice, names: Sequence[str], learned: Learned) -> Stage:
    """Build a stage before the models.

    Args:
        names: of the numbers that come in.
        learned: the numbers that it has learned, by name; empty if none yet.

    Raises:
        Problem: if there is no such stage, or its options or what it has learned are wrong.
    """
    row = input_stage_for(choice.name)
    size = check_inputs(row.name, names)
    signal = Signal(tuple(names), (0.0,) * size, (1.0,) * size)
    arrays = {name: np.array(values, np.float64) for name, values in learned.items()}
    stage = row.make(signal, resolve_input_stage(choice), arrays)
    check_results(row.name, len(stage.names), "choose fewer")
    if not stage.names or len(set(stage.names)) < len(stage.names):
        raise Problem(f"{row.name}: its results must have names, each its own")
    if max(map(len, stage.names)) > LONGEST_NAME:
        raise Problem(f"{row.name}: a name of its results has more than {LONGEST_NAME} characters")
    return stage


def input_chain(names: Sequence[str], chosen: Iterable[tuple[StageChoice, Learned]]) -> Chain:
    """Build the chain of a block.

    Args:
        names: of the numbers that come in.
        chosen: its stages in order, each with what it has learned.

    Raises:
        Problem: naming the first stage that cannot be built.
    """
    made: list[Stage] = []
    for choice, learned in chosen:
        made.append(make_input_stage(choice, made[-1].names if made else names, learned))
    return Chain(names, made)
