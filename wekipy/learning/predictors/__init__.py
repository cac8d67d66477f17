"""Trained models compiled to plain arrays, for one vector at a time. Never imports scikit-learn."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from wekipy.learning.model import Model
from wekipy.learning.options import BOTH, suggest
from wekipy.learning.predictors.base import Compiler, Placed, Predictor
from wekipy.learning.predictors.bayes import compile_bayes
from wekipy.learning.predictors.constant import compile_constant
from wekipy.learning.predictors.gaussian import compile_gaussian
from wekipy.learning.predictors.kernels import compile_kernel_sums
from wekipy.learning.predictors.linear import compile_linear, compile_logistic
from wekipy.learning.predictors.neighbours import compile_neighbours
from wekipy.learning.predictors.network import compile_networks
from wekipy.learning.predictors.polynomial import compile_polynomials
from wekipy.learning.predictors.svc import compile_svc
from wekipy.learning.predictors.trees import compile_adaboost, compile_one_tree, compile_trees
from wekipy.project.problem import Problem
from wekipy.project.schema import MOST_CLASSES, Kind

_CONTINUOUS: Final[tuple[Kind, ...]] = ("continuous",)
_CLASSIFICATION: Final[tuple[Kind, ...]] = ("classification",)

PREDICTORS: Final[dict[str, tuple[tuple[Kind, ...], Compiler]]] = {
    "adaboost": (_CLASSIFICATION, compile_adaboost),
    "bayes": (_CLASSIFICATION, compile_bayes),
    "constant": (BOTH, compile_constant),
    "gaussian-classes": (_CLASSIFICATION, compile_gaussian),
    "kernel-sum": (_CONTINUOUS, compile_kernel_sums),
    "linear": (_CONTINUOUS, compile_linear),
    "logistic": (_CLASSIFICATION, compile_logistic),
    "neighbours": (BOTH, compile_neighbours),
    "network": (BOTH, compile_networks),
    "polynomial": (_CONTINUOUS, compile_polynomials),
    "support-vectors": (_CLASSIFICATION, compile_svc),
    "tree": (_CLASSIFICATION, compile_one_tree),
    "trees": (BOTH, compile_trees),
}
"""By the name in `ModelHeader.predictor`: the kinds of output it answers for, and its compiler."""


def compile_models(placed: Sequence[Placed], width: int) -> list[Predictor]:
    """Predictors that together answer all the models, fewer than models where some can share their work.

    Args:
        width: of the input vector that they will be given.

    Raises:
        Problem: naming the output whose model is damaged, made by hand, or for other inputs.
    """
    groups: dict[str, list[Placed]] = {}
    for p in placed:
        _check_header(p, width)
        groups.setdefault(p.model.header.predictor, []).append(p)
    return [predictor for name, group in groups.items() for predictor in PREDICTORS[name][1](group, width)]


def prepare_model(model: Model) -> None:
    """Compile a model for nobody: what it needs only once in its life is done then.

    Raises:
        Problem: as `compile_models`.
    """
    compile_models([Placed(0, model)], max(model.header.inputs, default=0) + 1)


def _check_header(placed: Placed, width: int) -> None:
    header = placed.model.header
    about = f"the model of output {header.output}"
    if header.predictor not in PREDICTORS:
        raise Problem(f"{about} needs the predictor “{header.predictor}”, which this wekipy does not have; "
                      f"{suggest(header.predictor, PREDICTORS)}")  # fmt: skip
    if header.kind not in PREDICTORS[header.predictor][0]:
        raise Problem(f"{about} is damaged: “{header.predictor}” cannot answer a {header.kind} output")
    inputs = header.inputs
    rising = all(a < b for a, b in pairwise(inputs))
    if not inputs or not rising or inputs[0] < 0:
        raise Problem(f"{about} is damaged: the inputs it reads must rise from 0, got {list(inputs[:20])}")
    if inputs[-1] >= width:
        raise Problem(f"{about} reads input {inputs[-1] + 1}, but there are {width}: train it again")
    if header.kind == "classification" and not 1 <= header.classes <= MOST_CLASSES:
        raise Problem(f"{about} is damaged: classes must be 1 to {MOST_CLASSES}, got {header.classes}")
