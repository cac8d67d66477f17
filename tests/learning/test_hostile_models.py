"""A model file that is damaged or made by hand is refused with a sentence; it never stops the engine."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from learning_jobs import as_model, make_job

from wekipy.learning.fitting import fit
from wekipy.learning.model import Model
from wekipy.learning.predictors import PREDICTORS, compile_models
from wekipy.learning.predictors.base import Placed
from wekipy.learning.validation import check_model
from wekipy.project.problem import Problem

MADE = [
    ("continuous", "linear", {}),
    ("continuous", "polynomial", {"degree": 3}),
    ("continuous", "knn", {}),
    ("continuous", "svm", {}),
    ("continuous", "random-forest", {"trees": 3}),
    ("classification", "knn", {}),
    ("classification", "svm", {}),
    ("classification", "decision-tree", {}),
    ("classification", "adaboost", {"rounds": 4}),
    ("classification", "random-forest", {"trees": 3}),
    ("classification", "naive-bayes", {}),
    ("classification", "logistic-regression", {}),
    ("classification", "gaussian-process", {"examples": 20}),
    ("continuous", "echo-state", {"units": 50, "leak": 0.5, "radius": 0.9}),
    ("classification", "echo-state", {"units": 50, "leak": 0.5, "radius": 0.9}),
]
MODELS = [as_model(job, fit(job)) for job in (make_job(*made) for made in MADE)]
STILL = make_job("classification", "knn")
STILL.X[:] = 1.0
MODELS.append(as_model(STILL, fit(STILL)))
ARRAYS = [(n, name) for n, model in enumerate(MODELS) for name in model.arrays]
IDS = [f"{MODELS[n].header.kind} {MODELS[n].header.predictor} {name}" for n, name in ARRAYS]


def _answers(model: Model) -> None:
    (predictor,) = compile_models([Placed(0, model)], 4)
    values = np.zeros(1)
    for x in (np.zeros(4), np.full(4, 3.4e38), np.array([-1.0, 2.0, 1e20, -3e38])):
        predictor.answer(x, values)


def _with(model: Model, name: str, array: np.ndarray) -> Model:
    return replace(model, arrays={**model.arrays, name: array})


def test_every_predictor_but_the_network_is_tried_here():
    assert {model.header.predictor for model in MODELS} == set(PREDICTORS) - {"network"}


@pytest.mark.parametrize("model", MODELS, ids=lambda model: f"{model.header.kind} {model.header.predictor}")
def test_whole_models_are_accepted(model):
    check_model(model)
    _answers(model)


@pytest.mark.parametrize(("n", "name"), ARRAYS, ids=IDS)
def test_a_missing_array_is_told(n, name):
    if name == "depth":
        pytest.skip("models of earlier versions do not have it")
    arrays = {key: array for key, array in MODELS[n].arrays.items() if key != name}
    with pytest.raises(Problem, match=rf"model of output o1 is damaged: array “{name}” is missing; train it"):
        check_model(replace(MODELS[n], arrays=arrays))


@pytest.mark.parametrize(("n", "name"), ARRAYS, ids=IDS)
def test_another_type_or_shape_is_told(n, name):
    array = MODELS[n].arrays[name]
    for wrong in (array.astype(np.complex128), array[None], array.astype(object)):
        with pytest.raises(Problem, match=rf"is damaged: array “{name}”: expected"):
            check_model(_with(MODELS[n], name, wrong))


@pytest.mark.parametrize(("n", "name"), ARRAYS, ids=IDS)
def test_numbers_that_cannot_be_are_told(n, name):
    array = MODELS[n].arrays[name]
    if not array.size:
        pytest.skip("holds nothing")
    bad = (np.nan, -np.inf, -1e300) if array.dtype == np.float64 else (-(2**31), 2**62)
    bad = (np.nan, np.inf, 1e30) if array.dtype == np.float32 else bad
    for value in bad:
        wrong = array.copy()
        wrong.flat[-1] = value
        with pytest.raises(Problem, match="the model of output o1 is damaged"):
            check_model(_with(MODELS[n], name, wrong))


@settings(max_examples=400, deadline=None)
@given(place=st.sampled_from(ARRAYS), data=st.data())
def test_any_change_is_refused_or_harmless(place, data):
    n, name = place
    array = MODELS[n].arrays[name].copy()
    if data.draw(st.booleans(), label="cut") and array.ndim:
        array = array[: data.draw(st.integers(0, len(array)))]
    elif array.size:
        at = data.draw(st.integers(0, array.size - 1), label="at")
        if array.dtype == np.int64:
            array.flat[at] = data.draw(st.integers(-3, 40))
        else:
            array.flat[at] = data.draw(st.floats(width=32))
    model = _with(MODELS[n], name, array)
    try:
        check_model(model)
    except Problem as e:
        assert "is damaged" in str(e)
        return
    _answers(model)


def _tree(children, thresholds=None, features=None, trees=1):
    n = len(children)
    model = next(model for model in MODELS if model.header.predictor == "tree")
    places = np.arange(n)
    ends = np.array(children) == places
    given_thresholds = np.where(ends, 1e100, 0.0) if thresholds is None else np.array(thresholds)
    return replace(
        model,
        arrays={
            "labels": np.array([1, 2]),
            "trees": np.array(trees, np.int64),
            "children": np.array(children, np.int64),
            "features": np.zeros(n, np.int64) if features is None else np.array(features),
            "thresholds": given_thresholds,
            "shares": np.full((n, 2), 0.5),
        },
    )


def test_a_tree_made_by_hand_is_accepted():
    check_model(_tree([1, 1 + 2, 2, 3, 4]))
    check_model(_tree([0]))


@pytest.mark.parametrize(
    "children",
    [
        [1, 0, 2],  # a child leads back to the root
        [1, 1, 1],  # and another to its sibling
        [1, 1],  # a child beyond the end
        [1, 3, 3, 3, 4],  # two parents of one node
        [1, 1, 2, 3],  # a node without a parent
        [2, 1, 2, 3],  # children apart from their place
        [1, 3, 2, 3],  # the second child of the second node is beyond the end
        [],
    ],
)
def test_nodes_that_do_not_make_a_tree_are_refused(children):
    with pytest.raises(Problem, match="is damaged"):
        check_model(_tree(children))


def test_an_end_that_leads_on_is_refused():
    with pytest.raises(Problem, match="would lead on from an end"):
        check_model(_tree([1, 1, 2], thresholds=[0.0, 1.0, 1e100]))


def test_trees_without_their_depth_are_those_of_an_earlier_version():
    forest = next(model for model in MODELS if model.header.predictor == "trees")
    old = replace(forest, arrays={name: a for name, a in forest.arrays.items() if name != "depth"})
    x, found = np.array([0.3, -0.2, 1.0, 0.5]), np.zeros(2)
    for slot, model in enumerate((forest, old)):
        check_model(model)
        (predictor,) = compile_models([Placed(slot, model)], 4)
        predictor.answer(x, found)
    assert found[0] == found[1]


def test_another_depth_is_refused():
    forest = next(model for model in MODELS if model.header.predictor == "trees")
    with pytest.raises(Problem, match=r"“depth” is 2, but its trees are [0-9]+ deep"):
        check_model(_with(forest, "depth", np.array(2)))


def test_a_tree_too_deep_is_refused():
    children = [1] + [child for n in range(1, 101) for child in (2 * n - 1, 2 * n + 1)] + [201, 202]
    with pytest.raises(Problem, match="deeper than 100"):
        check_model(_tree(children))


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"predictor": "pickle"}, "needs the predictor “pickle”, which this wekipy does not have"),
        ({"predictor": "adaboost"}, "“adaboost” cannot answer a continuous output"),
        ({"kind": "classification", "classes": 3}, "“linear” cannot answer a classification output"),
        ({"inputs": ()}, r"the inputs it reads must rise from 0, got \[\]"),
        ({"inputs": (1, 1)}, r"the inputs it reads must rise from 0, got \[1, 1\]"),
        ({"inputs": (-1, 1)}, r"the inputs it reads must rise from 0, got \[-1, 1\]"),
        ({"inputs": (0, 1, 2, 9)}, "reads input 10, but there are 4: train it again"),
        ({"inputs": (0, 1, 2)}, "array “weights”: expected 3 float64, got 4 float64"),
    ],
)
def test_a_wrong_header_is_told(changes, told):
    model = MODELS[0]
    wrong = replace(model, header=msgspec.structs.replace(model.header, **changes))
    with pytest.raises(Problem, match=told):
        compile_models([Placed(0, wrong)], 4)


@pytest.mark.parametrize("classes", [0, -1, 10**15, 5])
def test_a_wrong_number_of_classes_is_told(classes):
    model = next(model for model in MODELS if model.header.predictor == "bayes")
    wrong = replace(model, header=msgspec.structs.replace(model.header, classes=classes))
    with pytest.raises(Problem, match=r"model of output o1 is damaged: .*(classes must be|outside 1 to 5)"):
        check_model(wrong)
