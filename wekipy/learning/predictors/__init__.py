"""Trained models compiled to plain arrays, for one vector at a time. Never imports scikit-learn."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import pairwise
from typing import Final

from wekipy.learning.algorithm import PredictorRow, load
from wekipy.learning.algorithm_rows import CONSTANT, TREES
from wekipy.learning.algorithms import ALGORITHMS
from wekipy.learning.model import Model
from wekipy.learning.predictors.base import Compiler, Placed, Predictor
from wekipy.learning.predictors.stacked import MOST_NODES, compile_trees
from wekipy.project.problem import Problem
from wekipy.project.schema import MOST_CLASSES
from wekipy.project.suggesting import suggest

PREDICTORS: Final[dict[str, PredictorRow]] = {
    row.name: row for algorithm in ALGORITHMS.values() for row in (*algorithm.predictors, CONSTANT)
}
"""By the name in `ModelHeader.predictor`."""


def compile_models(placed: Sequence[Placed], features: int, most: int = MOST_NODES) -> list[Predictor]:
    """Compile predictors for all models; models that can share work get one together.

    Args:
        features: length of the vector that they will be given.
        most: nodes of forests, see `compile_trees`.

    Raises:
        Problem: naming the output whose model is damaged, made by hand, or for other inputs.
    """
    groups: dict[str, list[Placed]] = {}
    for p in placed:
        _check_header(p, features)
        groups.setdefault(p.model.header.predictor, []).append(p)
    compilers: dict[str, Compiler] = {name: load(PREDICTORS[name].compiler) for name in groups}
    if TREES.name in compilers:
        compilers[TREES.name] = partial(compile_trees, most=most)
    return [predictor for name, group in groups.items() for predictor in compilers[name](group, features)]


def prepare_model(model: Model) -> None:
    """Compile a model once and discard the result, so that its one-time preparations are done.

    Raises:
        Problem: as `compile_models`.
    """
    compile_models([Placed(0, model)], max(model.header.inputs, default=0) + 1)


def _check_header(placed: Placed, features: int) -> None:
    header = placed.model.header
    about = f"the model of output {header.output}"
    if header.predictor not in PREDICTORS:
        raise Problem(f"{about} needs the predictor “{header.predictor}”, which this wekipy does not have; "
                      f"{suggest(header.predictor, PREDICTORS)}")  # fmt: skip
    if header.kind not in PREDICTORS[header.predictor].kinds:
        raise Problem(f"{about} is damaged: “{header.predictor}” cannot answer a {header.kind} output")
    inputs = header.inputs
    rising = all(a < b for a, b in pairwise(inputs))
    if not inputs or not rising or inputs[0] < 0:
        raise Problem(f"{about} is damaged: the inputs it reads must rise from 0, got {list(inputs[:20])}")
    if inputs[-1] >= features:
        raise Problem(f"{about} reads input {inputs[-1] + 1}, but there are {features}: train it again")
    if header.kind == "classification" and not 1 <= header.classes <= MOST_CLASSES:
        raise Problem(f"{about} is damaged: classes must be 1 to {MOST_CLASSES}, got {header.classes}")
