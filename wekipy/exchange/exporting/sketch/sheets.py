"""A model as the figures that a runtime answers from, in the order of its structs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from wekipy.learning.model import Array, Model
from wekipy.project.problem import Problem

Figures: TypeAlias = dict[str, "Figure"]
Figure: TypeAlias = int | float | npt.NDArray[np.generic] | Figures
"""A number, a flat array, or figures that belong together."""


@dataclass(frozen=True)
class Sheet:
    """What a runtime needs to know of a model.

    Attributes:
        kind: the struct, or function, of the runtimes.
        figures: of the struct, in its order.
        remembers: whether it needs room of its own, which it keeps from one answer to the next.
    """

    kind: str
    figures: Figures
    remembers: bool = False


def sheet_of(model: Model) -> Sheet:
    """The sheet of a model of numbers or classes, which has been validated (`validation.check_model`).

    Raises:
        Problem: if there is none for its algorithm, which another package has added.
    """
    made = SHEETS.get((model.header.predictor, model.header.kind))
    if made is None:
        raise Problem(f"{model.header.algorithm} cannot be written as source code; choose another algorithm")
    return made(model)


def _inputs(model: Model) -> Array:
    return np.array(model.header.inputs, np.int64)


def _flat(model: Model, *names: str) -> Figures:
    return {name: np.ravel(model.arrays[name]) for name in names}


def _number(model: Model, name: str) -> float:
    return float(model.arrays[name])


def _whole(model: Model, name: str) -> int:
    return int(model.arrays[name])


def scaling_of(model: Model, prefix: str = "") -> Figures:
    """The figures of a `Scaling`."""
    arrays = model.arrays
    inputs = _inputs(model)
    return {
        "count": len(inputs),
        "inputs": inputs,
        "centre": arrays[f"{prefix}centre"],
        "scale": arrays[f"{prefix}scale"],
    }


def _columns(model: Model) -> int:
    return len(model.arrays["labels"])


def _constant(model: Model) -> Sheet:
    return Sheet("Constant", {"offset": _number(model, "offset")})


def _constant_class(model: Model) -> Sheet:
    return Sheet("ConstantClass", {"columns": _columns(model), "always": model.arrays["shares"]})


def _linear(model: Model) -> Sheet:
    inputs = _inputs(model)
    figures: Figures = {"count": len(inputs), "inputs": inputs, **_flat(model, "weights")}
    return Sheet("Linear", {**figures, "offset": _number(model, "offset")})


def _logistic(model: Model) -> Sheet:
    inputs, rows = _inputs(model), len(model.arrays["offsets"])
    figures: Figures = {"count": len(inputs), "inputs": inputs, "columns": _columns(model), "rows": rows}
    return Sheet("Logistic", {**figures, **_flat(model, "weights", "offsets")})


def _polynomial(model: Model) -> Sheet:
    figures: Figures = {"scaling": scaling_of(model), "higher": len(model.arrays["parents"])}
    figures |= _flat(model, "parents", "factors", "weights")
    return Sheet("Polynomial", {**figures, "offset": _number(model, "offset")})


def _bayes(model: Model) -> Sheet:
    figures: Figures = {"scaling": scaling_of(model), "columns": _columns(model)}
    return Sheet("NaiveBayes", {**figures, **_flat(model, "means", "precisions", "base")})


def _kernel(model: Model) -> Figures:
    return {
        "scaling": scaling_of(model),
        "points": len(model.arrays["points"]),
        "at": np.ravel(model.arrays["points"]),
        "kind": _whole(model, "kernel"),
        "gamma": _number(model, "gamma"),
        "shift": _number(model, "shift"),
        "exponent": _whole(model, "exponent"),
    }


def _kernel_sum(model: Model) -> Sheet:
    figures: Figures = {"kernel": _kernel(model), **_flat(model, "weights")}
    return Sheet("KernelSum", {**figures, "offset": _number(model, "offset")})


def _support_vectors(model: Model) -> Sheet:
    figures: Figures = {"kernel": _kernel(model), "columns": _columns(model)}
    figures |= _flat(model, "counts", "duals", "offsets")
    return Sheet("SupportVectors", {**figures, "sharpness": _number(model, "sharpness")})


def _gaussian_classes(model: Model) -> Sheet:
    figures: Figures = {
        "scaling": scaling_of(model),
        "columns": _columns(model),
        "heads": len(model.arrays["amplitudes"]),
        "points": len(model.arrays["points"]),
        "at": np.ravel(model.arrays["points"]),
    }
    return Sheet("GaussianClasses", {**figures, **_flat(model, "amplitudes", "gammas", "residuals", "roots")})


def _reservoir(model: Model) -> Figures:
    sources = model.arrays["sources"]
    return {
        "scaling": scaling_of(model),
        "units": len(sources),
        "heard": sources.shape[1],
        **_flat(model, "sources", "strengths", "incoming", "bias"),
        "leak": _number(model, "leak"),
        "gap": _number(model, "gap"),
    }


def _echo_number(model: Model) -> Sheet:
    figures: Figures = {"reservoir": _reservoir(model), **_flat(model, "weights")}
    figures |= {name: _number(model, name) for name in ("offset", "low", "high")}
    return Sheet("EchoNumber", figures, remembers=True)


def _echo_classes(model: Model) -> Sheet:
    figures: Figures = {"reservoir": _reservoir(model), "columns": _columns(model)}
    return Sheet("EchoClasses", {**figures, **_flat(model, "weights", "offsets")}, remembers=True)


def _network(model: Model) -> Figures:
    count = sum(name.startswith("weights_") for name in model.arrays)
    weights = [model.arrays[f"weights_{n}"] for n in range(count)]
    biases = [model.arrays[f"bias_{n}"] for n in range(count)]
    inputs = _inputs(model)
    sizes = np.array([len(bias) for bias in biases], np.int64)
    return {
        "count": len(inputs),
        "inputs": inputs,
        "layers": count,
        "sizes": sizes,
        "weights": np.concatenate([np.ravel(w.T) for w in weights]),
        "biases": np.concatenate(biases),
        "widest": max(len(inputs), int(sizes.max())),
    }


def _network_classes(model: Model) -> Sheet:
    return Sheet("NetworkClasses", {"network": _network(model), "columns": _columns(model)})


def _search(model: Model) -> Figures:
    examples = model.arrays["examples"]
    return {
        **scaling_of(model),
        "examples": len(examples),
        "at": np.ravel(examples),
        "k": _whole(model, "k"),
    }


def _neighbour_blend(model: Model) -> Sheet:
    figures: Figures = {"search": _search(model), **_flat(model, "targets")}
    return Sheet("NeighbourBlend", {**figures, "blend": _whole(model, "blend")})


def _neighbour_vote(model: Model) -> Sheet:
    figures: Figures = {"search": _search(model), "columns": _columns(model)}
    return Sheet("NeighbourVote", {**figures, **_flat(model, "targets")})


def _asks(model: Model) -> npt.NDArray[np.bool_]:
    """(nodes,): which nodes of its trees ask about an input; the others are ends."""
    children = model.arrays["children"]
    found: npt.NDArray[np.bool_] = children != np.arange(len(children))
    return found


def _trees(model: Model) -> Figures:
    """The nodes that ask, with where no and yes lead: to a node, from 0, or to an end, -1 - its place.

    What a model has besides, how it would go on from an end and what it would answer before one, is half of
    its numbers, and is left out.
    """
    asks, arrays = _asks(model), model.arrays
    places = np.where(asks, np.cumsum(asks) - 1, 0 - np.cumsum(~asks))
    first, trees = arrays["children"][asks].astype(np.int64), _whole(model, "trees")
    return {
        "trees": trees,
        "roots": places[:trees],
        "branches": np.stack([places[first], places[first + 1]], axis=1).ravel(),
        "features": _inputs(model)[arrays["features"][asks].astype(np.int64)],
        "thresholds": arrays["thresholds"][asks],
    }


def _at_ends(model: Model, name: str) -> npt.NDArray[np.generic]:
    found: npt.NDArray[np.generic] = model.arrays[name][np.flatnonzero(~_asks(model))]
    return found.ravel()


def _tree_sum(model: Model) -> Sheet:
    figures: Figures = {"trees": _trees(model), "values": _at_ends(model, "values")}
    return Sheet("TreeSum", {**figures, "offset": _number(model, "offset")})


def _tree_vote(model: Model) -> Sheet:
    figures: Figures = {"trees": _trees(model), "columns": _columns(model)}
    return Sheet("TreeVote", {**figures, "ends": _at_ends(model, "shares")})


def _adaboost(model: Model) -> Sheet:
    figures: Figures = {"trees": _trees(model), "columns": _columns(model)}
    return Sheet("AdaBoost", {**figures, "votes": _at_ends(model, "votes"), **_flat(model, "weights")})


def novelty_of(model: Model) -> Figures:
    """The figures of a `Novelty`."""
    arrays, n = model.arrays, len(model.header.inputs)
    lost = arrays.get("novelty.lost", np.empty((0, n), np.float32))
    return {
        "scaling": scaling_of(model, "novelty."),
        "whitening": np.ravel(arrays.get("novelty.whitening", np.empty(0))),
        "beside": float(arrays.get("novelty.between", np.zeros(1))[0]),
        "losses": len(lost),
        "lost": np.ravel(lost),
        "groups": len(arrays["novelty.counts"]),
        "counts": arrays["novelty.counts"],
        "weights": np.ravel(arrays["novelty.weights"]),
        "rows": np.ravel(arrays["novelty.rows"]),
        "counters": len(arrays["novelty.counters"]),
        "against": np.ravel(arrays["novelty.counters"]),
    }


SHEETS: Final[dict[tuple[str, str], Callable[[Model], Sheet]]] = {
    ("adaboost", "classification"): _adaboost,
    ("bayes", "classification"): _bayes,
    ("constant", "continuous"): _constant,
    ("constant", "classification"): _constant_class,
    ("echo-state", "classification"): _echo_classes,
    ("echo-state", "continuous"): _echo_number,
    ("gaussian-classes", "classification"): _gaussian_classes,
    ("kernel-sum", "continuous"): _kernel_sum,
    ("linear", "continuous"): _linear,
    ("logistic", "classification"): _logistic,
    ("neighbours", "continuous"): _neighbour_blend,
    ("neighbours", "classification"): _neighbour_vote,
    ("network", "continuous"): lambda model: Sheet("Network", _network(model)),
    ("network", "classification"): _network_classes,
    ("polynomial", "continuous"): _polynomial,
    ("support-vectors", "classification"): _support_vectors,
    ("tree", "classification"): _tree_vote,
    ("trees", "continuous"): _tree_sum,
    ("trees", "classification"): _tree_vote,
}
"""By `ModelHeader.predictor` and kind; a test holds this to the table of predictors."""
