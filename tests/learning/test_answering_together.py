"""Models that are alike are answered together, to the bit as each by itself."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from learning_jobs import as_model, make_job, vectors

from wekipy.learning.fitting import fit
from wekipy.learning.model import Model, ModelHeader
from wekipy.learning.predictors import compile_models
from wekipy.learning.predictors.base import Classifier, Placed
from wekipy.learning.predictors.together import Class, Numbers
from wekipy.project.problem import Problem

KINDS = ("linear", "polynomial", "network", "network of classes", "logistic", "bayes")
FEATURES = 24


@st.composite
def placed_models(draw: st.DrawFn) -> list[Placed]:
    """Models of all kinds side by side, some of them alike, each with numbers of its own."""
    widths, columns = st.sampled_from((1, 2, 3, 9, 20)), st.sampled_from((2, 3, 5, 17))
    shape = st.tuples(st.sampled_from(KINDS), widths, columns, st.booleans())
    shapes = draw(st.lists(shape, min_size=1, max_size=4))
    picked = draw(st.lists(st.sampled_from(shapes), min_size=2, max_size=12))
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    return [Placed(slot, made_up(random, *shape)) for slot, shape in enumerate(picked)]


def made_up(random: np.random.Generator, kind: str, width: int, columns: int, own: bool) -> Model:
    """A model of random numbers; `own`: scaled in a way of its own, and calibrated."""
    classes = kind in ("logistic", "bayes", "network of classes")
    outputs = (1 if columns == 2 else columns) if classes else 1
    draw = random.normal
    arrays = {"offset": draw(size=())}
    scaling = {
        "centre": draw(size=width) if own else np.zeros(width),
        "scale": np.exp(draw(size=width)) if own else np.ones(width),
    }
    if kind == "linear":
        arrays["weights"] = draw(size=width)
    elif kind == "polynomial":
        first, second = np.triu_indices(width)
        arrays |= {
            **scaling,
            "lengths": np.array([len(first)]),
            "parents": first,
            "factors": second,
            "weights": draw(size=width + len(first)),
        }
    elif kind == "logistic":
        arrays = {"weights": draw(size=(outputs, width)), "offsets": draw(size=outputs)}
    elif kind == "bayes":
        shape = columns, width
        arrays = {
            **scaling,
            "means": draw(size=shape),
            "precisions": np.exp(draw(size=shape)),
            "base": draw(size=columns),
        }
    else:
        sizes = [width, columns + 2, 3, outputs] if own else [width, columns, outputs]
        arrays = {}
        for n, (entering, leaving) in enumerate(pairwise(sizes)):
            arrays |= {f"weights_{n}": draw(size=(entering, leaving)), f"bias_{n}": draw(size=leaving)}
    if classes:
        arrays["labels"] = np.sort(random.permutation(20)[:columns]) + 1
        if own:
            arrays["calibration"] = np.array([0.01, 0.7])
    header = ModelHeader(
        output="o1",
        kind="classification" if classes else "continuous",
        algorithm="",
        options={},
        inputs=tuple(range(1, width + 1)),
        predictor="network" if kind == "network of classes" else kind,
        fingerprint="",
        examples=1,
        classes=20 if classes else 0,
    )
    return Model(header, arrays)


def answered(predictors, X, slots: int):
    """(vectors, slots) values, and (vectors, slots, 20) distributions, 0 of numbers."""
    values, likely = np.zeros((len(X), slots)), np.zeros((len(X), slots, 20))
    for n, x in enumerate(X):
        for predictor in predictors:
            predictor.answer(x, values[n])
        for predictor in predictors:
            if isinstance(predictor, Classifier):
                likely[n, predictor.slot] = predictor.distribution
                assert predictor.confidence == predictor.distribution.max()
    return values, likely


def alone(placed):
    return [predictor for p in placed for predictor in compile_models([p], FEATURES)]


def some_vectors() -> np.ndarray:
    return np.random.default_rng(3).normal(size=(5, FEATURES)) * [[1.0], [3.0], [0.1], [1e9], [0.0]]


@settings(max_examples=30, deadline=None)
@given(placed_models())
def test_they_answer_to_the_bit_as_each_by_itself(placed: list[Placed]) -> None:
    X = some_vectors()
    together = answered(compile_models(placed, FEATURES), X, len(placed))
    for found, expected in zip(together, answered(alone(placed), X, len(placed)), strict=True):
        np.testing.assert_array_equal(found, expected)


@settings(max_examples=25, deadline=None)
@given(placed_models(), st.data())
def test_a_model_that_is_trained_again_changes_its_own_answers_only(
    placed: list[Placed], data: st.DataObject
) -> None:
    slot = data.draw(st.integers(0, len(placed) - 1))
    old = placed[slot].model
    first = next(name for name in ("weights", "means", "bias_0") if name in old.arrays)
    new = Model(msgspec.structs.replace(old.header), {**old.arrays, first: old.arrays[first] + 1.0})
    X, others = some_vectors(), np.arange(len(placed)) != slot
    changed = [*placed[:slot], Placed(slot, new), *placed[slot + 1 :]]
    before = answered(compile_models(placed, FEATURES), X, len(placed))
    after = answered(compile_models(changed, FEATURES), X, len(placed))
    for was, now in zip(before, after, strict=True):
        np.testing.assert_array_equal(was[:, others], now[:, others])
    expected = answered(alone(changed[slot : slot + 1]), X, len(placed))
    for now, own in zip(after, expected, strict=True):
        np.testing.assert_array_equal(now[:, slot], own[:, slot])


@pytest.mark.parametrize("kind", KINDS)
def test_those_with_other_inputs_or_shapes_are_apart(kind: str) -> None:
    random = np.random.default_rng(5)
    shapes = [(3, 3, False), (3, 3, False), (3, 5, False), (4, 3, False)]
    models = [made_up(random, kind, *shape) for shape in shapes]
    inputs = msgspec.structs.replace(models[0].header, inputs=(0, 5, 6))
    models.append(Model(inputs, models[0].arrays))
    predictors = compile_models([Placed(n, model) for n, model in enumerate(models)], FEATURES)
    stacks = [p._stack if isinstance(p, Numbers) else p._together for p in predictors]
    # of numbers, only a network's nodes differ between 3 and 5
    assert len(set(map(id, stacks))) == (3 if kind in ("linear", "polynomial") else 4)
    assert {type(p) for p in predictors} <= {Numbers, Class}


@pytest.mark.parametrize(
    ("kind", "algorithm"),
    [
        ("continuous", "polynomial"),
        ("continuous", "neural-network"),
        ("classification", "neural-network"),
        ("classification", "logistic-regression"),
        ("classification", "naive-bayes"),
    ],
)
def test_trained_ones_answer_as_scikit_learn(kind, algorithm: str) -> None:
    """Also where each learned from examples of its own, so that each scales in a way of its own."""
    jobs = [make_job(kind, algorithm, seed=seed) for seed in range(3)]
    jobs.append(replace(jobs[0], y=jobs[0].y[::-1].copy()))
    fitted = [fit(job) for job in jobs]
    placed = [Placed(n, as_model(job, fitted[n])) for n, job in enumerate(jobs)]
    X = vectors(jobs[0])
    values = np.zeros((len(X), len(jobs)))
    predictors = compile_models(placed, jobs[0].features)
    for x, row in zip(X, values, strict=True):
        for predictor in predictors:
            predictor.answer(x, row)
    for n, found in enumerate(fitted):
        np.testing.assert_allclose(values[:, n], found.estimator.predict(X), rtol=1e-9, atol=1e-9)


def test_a_network_of_one_class_is_refused() -> None:
    model = made_up(np.random.default_rng(1), "network of classes", 3, 2, False)
    one = Model(model.header, {**model.arrays, "labels": np.array([4])})
    with pytest.raises(Problem, match="fewer than two classes"):
        compile_models([Placed(0, one)], FEATURES)
