"""What models have learned, as text and weights, from their arrays alone."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest
from evaluation_jobs import job_of

from wekipy.learning.comparing.answers import Placed, compile_models
from wekipy.learning.explaining.explain import explain
from wekipy.learning.explaining.importance import shuffled_errors
from wekipy.learning.explaining.likeness import nearest_examples
from wekipy.learning.fitting import train
from wekipy.learning.model import Comparison
from wekipy.learning.verdict import Terms
from wekipy.project.schema import AlgorithmChoice, ClassificationOutput, ContinuousOutput

NAMES = ("x", "y", "z")


def _explained(kind: str, algorithm: str, options=None, names=("fist", "flat")):
    rng = np.random.default_rng(1)
    X = rng.uniform(-2, 3, (120, 3)).astype(np.float32)
    y = 1.0 + (X[:, 1] > 0.5) if kind == "classification" else 2 * X[:, 0] - X[:, 1] * X[:, 0] + 4
    job = job_of(X, y, np.arange(120) // 30 + 1, kind, algorithm, options or {})
    if kind == "classification":
        output = ClassificationOutput(
            uid="o1", name="pose", algorithm=AlgorithmChoice("knn"), classes=2, class_names=names
        )
    else:
        output = ContinuousOutput(uid="o1", name="pitch", algorithm=AlgorithmChoice("linear"))
    model = train(job)
    job = replace(job, comparison=Comparison(Terms(), output, model))
    return explain(job, NAMES), model, X


def _answers(model, X):
    (predictor,) = compile_models([Placed(0, model)], 3)
    values, found = np.zeros(1), []
    for x in X.astype(float):
        predictor.answer(x, values)
        found.append(values[0])
    return np.array(found)


def test_a_tree_is_rules_that_name_inputs_and_classes():
    found, _, _ = _explained("classification", "decision-tree")
    assert found.form == "rules"
    assert [re.sub(r"[\d.]+", "N", line) for line in found.lines] == ["y ≤ N: fist", "y > N: flat"]
    assert found.weights[0].feature == "y"
    assert found.weights[0].weight > 0.2
    assert {one.weight for one in found.weights[1:]} == {0.0}


def test_the_rules_of_a_deep_tree_answer_as_the_tree_does():
    found, model, X = _explained("classification", "decision-tree", {"leaf": 1}, ("", ""))
    for x, answer in zip(X, _answers(model, X), strict=True):
        values = dict(zip(NAMES, x.astype(float), strict=True))
        fits = [line for line in found.lines if _holds(line.rpartition(":")[0], values)]
        assert len(fits) == 1
        assert f"class {answer:g}" in fits[0]


def _holds(way: str, values: dict[str, float]) -> bool:
    text = way.replace("≤", "<=")
    return all(bool(eval(part, {}, values)) for part in text.split(" and "))


@pytest.mark.parametrize(
    ("algorithm", "options"), [("linear", {}), ("polynomial", {"degree": 2, "products": True})]
)
def test_a_formula_gives_the_numbers_of_the_model(algorithm, options):
    found, model, X = _explained("continuous", algorithm, options)
    assert found.form == "formula"
    for x, answer in zip(X[:20], _answers(model, X[:20]), strict=True):
        values = dict(zip(NAMES, x.astype(float), strict=True))
        if len(found.lines) > 1:
            for part in found.lines[1].removeprefix("where ").split(", "):
                name, formula = part.split(" = ")
                values[_python(name)] = eval(_python(formula), {}, values)
        value = eval(_python(found.lines[0].removeprefix("pitch = ")), {}, values)
        assert value == pytest.approx(answer, abs=0.02)


def _python(formula: str) -> str:
    return formula.replace("−", "-").replace("·", "*").replace("^", "**").replace("′", "_scaled")


def test_a_logistic_formula_decides_as_the_model_does():
    found, model, X = _explained("classification", "logistic-regression")
    score = found.lines[0].removeprefix("score of flat = ")
    assert found.lines[1] == "above 0 it is flat, else fist"
    right = 0
    for x, answer in zip(X, _answers(model, X), strict=True):
        values = dict(zip(NAMES, x.astype(float), strict=True))
        right += (eval(_python(score), {}, values) > 0) == (answer == 2)
    assert right >= 119


def test_what_cannot_be_read_has_weights_and_says_so():
    found, _, _ = _explained("classification", "knn")
    assert (found.form, found.lines) == ("weights", ())
    assert found.weights[0].feature == "y"
    assert "no rules or formula" in found.note


def test_without_examples_the_formula_is_there_and_the_weights_are_not():
    _, model, _ = _explained("continuous", "linear")
    job = job_of(np.empty((0, 3)), np.empty(0), np.empty(0), "continuous", "linear")
    job = replace(
        job,
        comparison=Comparison(
            Terms(), ContinuousOutput(uid="o1", name="pitch", algorithm=AlgorithmChoice("linear")), model
        ),
    )
    found = explain(job, NAMES)
    assert found.lines[0].startswith("pitch = ")
    assert found.weights == ()
    assert "Without examples" in found.note


def test_a_feature_that_never_changes_has_no_weight():
    X = np.column_stack([np.linspace(0, 1, 40), np.full(40, 7.0), np.zeros(40)])
    job = job_of(X, 1.0 + (X[:, 0] > 0.5), np.arange(40) // 10 + 1, "classification")
    assert shuffled_errors(train(job), job).tolist()[1:] == [0.0, 0.0]


def test_the_nearest_examples_are_one_of_each_take_and_the_nearest_first():
    X = np.column_stack([np.arange(30.0), np.zeros(30)])
    job = job_of(X, np.repeat([1.0, 2.0, 1.0], 10), np.repeat([4, 5, 9], 10), "classification")
    job = replace(job, times=100 + 0.1 * np.arange(30))
    found = nearest_examples(job, np.array([13.2, 5.0]))
    assert [(one.take, one.example, one.target) for one in found] == [(5, 4, 2.0), (4, 10, 1.0), (9, 1, 1.0)]
    assert found[0].seconds == pytest.approx(0.3)
    assert 0 < found[0].distance < found[1].distance
