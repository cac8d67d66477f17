"""The table of algorithms, and how choices and texts are read by it."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wekipy.learning.algorithms import (
    ALGORITHMS,
    algorithms_for,
    parse_option,
    parse_options,
    resolve,
)
from wekipy.project.problem import Problem
from wekipy.project.schema import DEFAULT_ALGORITHM, AlgorithmChoice

OPTIONS = [
    (algorithm.name, kind, option)
    for algorithm in ALGORITHMS.values()
    for kind in algorithm.kinds
    for option in algorithm.options_for(kind).values()
]
IDS = [f"{name} {kind} {option.name}" for name, kind, option in OPTIONS]


def test_names_are_what_was_promised():
    assert [a.name for a in algorithms_for("continuous")] == [
        "neural-network",
        "linear",
        "polynomial",
        "knn",
        "gaussian-process",
        "svm",
        "random-forest",
        "gradient-boosting",
        "echo-state",
        "auto",
    ]
    assert {a.name for a in algorithms_for("classification")} == {
        "knn",
        "neural-network",
        "svm",
        "decision-tree",
        "decision-stump",
        "adaboost",
        "random-forest",
        "naive-bayes",
        "logistic-regression",
        "gaussian-process",
        "echo-state",
        "auto",
    }


def test_the_defaults_of_new_outputs_are_in_the_table():
    for kind, name in DEFAULT_ALGORITHM.items():
        assert resolve(AlgorithmChoice(name), kind).keys() == ALGORITHMS[name].options_for(kind).keys()


@pytest.mark.parametrize(("name", "kind", "option"), OPTIONS, ids=IDS)
def test_every_default_is_allowed_and_can_be_typed(name, kind, option):
    assert option.check(option.default) == option.default
    typed = parse_option(name, kind, f" {option.name} = {option.default} ")
    assert typed == (option.name, option.default)
    assert type(typed[1]) is type(option.default)


@pytest.mark.parametrize("algorithm", ALGORITHMS.values(), ids=ALGORITHMS)
def test_everything_is_told_in_one_sentence(algorithm):
    for text in (algorithm.sentence, *(option.sentence for option in algorithm.options)):
        assert text[0].isupper()
        assert text.endswith(".")


@pytest.mark.parametrize("algorithm", ALGORITHMS.values(), ids=ALGORITHMS)
def test_no_option_is_there_twice_for_a_kind(algorithm):
    for kind in algorithm.kinds:
        named = [option.name for option in algorithm.options if kind in option.kinds]
        assert len(named) == len(set(named))


def test_options_that_are_set_replace_defaults():
    assert resolve(AlgorithmChoice("knn", {"k": 3.0}), "classification") == {"k": 3, "scale": True}
    assert resolve(AlgorithmChoice("knn"), "classification")["k"] == "auto"
    assert resolve(AlgorithmChoice("knn"), "continuous")["k"] == 5


@pytest.mark.parametrize(
    ("name", "kind", "options", "told"),
    [
        ("knnn", "continuous", {}, r"no algorithm is called “knnn”; did you mean “knn”\? there are: neural-"),
        ("linear", "classification", {}, "linear cannot learn classification outputs; .*there are: neural-"),
        ("svm", "continuous", {"kernal": "rbf"}, "svm has no option “kernal” for .* did you mean “kernel”"),
        ("svm", "classification", {"c": 2.0}, "did you mean “C”"),
        ("svm", "classification", {"epsilon": 0.1}, "svm has no option “epsilon” for classification"),
        (
            "knn",
            "classification",
            {"k": 0},
            "knn: option “k” must be a whole number from 1 to 1000, or “auto”;",
        ),
        ("knn", "classification", {"k": 2.5}, "whole number from 1 to 1000, or “auto”; got 2.5"),
        ("knn", "classification", {"k": True}, "whole number from 1 to 1000, or “auto”; got True"),
        ("knn", "classification", {"k": "two"}, "whole number from 1 to 1000, or “auto”; got “two”"),
        ("knn", "classification", {"k": float("nan")}, "whole number from 1 to 1000, or “auto”; got nan"),
        ("knn", "classification", {"k": 10**400}, "whole number from 1 to 1000, or “auto”; got 1"),
        ("knn", "classification", {"k": [3]}, r"whole number from 1 to 1000, or “auto”; got \[3\]"),
        ("knn", "classification", {"scale": 1}, "option “scale” must be true or false; got 1"),
        ("svm", "continuous", {"kernel": 2}, "must be one of linear, polynomial, rbf; got 2"),
        ("neural-network", "continuous", {"alpha": "much"}, "a number from 0 to 1000, or “auto”; got “much”"),
        ("decision-stump", "classification", {"depth": 1}, "decision-stump has no option “depth”.*are none"),
    ],
)
def test_a_wrong_choice_is_told(name, kind, options, told):
    with pytest.raises(Problem, match=told):
        resolve(AlgorithmChoice(name, options), kind)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("k", "an option is written name=value, got “k”"),
        ("k=", "knn: option “k” must be a whole number from 1 to 1000, or “auto”; got “”"),
        ("k=three", "knn: option “k” must be a whole number from 1 to 1000, or “auto”; got “three”"),
        ("k=0", "knn: option “k” must be a whole number from 1 to 1000, or “auto”; got “?0”?"),
        ("scale=maybe", "option “scale” must be true or false; got “maybe”"),
        ("kk=3", "did you mean “k”"),
    ],
)
def test_a_wrong_text_is_told(text, told):
    with pytest.raises(Problem, match=told):
        parse_option("knn", "classification", text)


def test_texts_are_read_as_the_type_of_their_option():
    read = parse_options("knn", "continuous", ["k=3", "scale=No", "weights=even", "k=4"])
    assert read == {"k": 4, "scale": False, "weights": "even"}
    assert parse_option("svm", "continuous", "C=2") == ("C", 2.0)
    assert parse_option("neural-network", "continuous", "nodes=inputs") == ("nodes", "inputs")


@given(option=st.sampled_from(OPTIONS), text=st.text(max_size=12))
def test_any_text_is_a_value_or_a_problem(option, text):
    name, kind, wanted = option
    try:
        _, value = parse_option(name, kind, f"{wanted.name}={text}")
    except Problem:
        return
    assert wanted.check(value) == value


def test_the_table_and_the_predictors_do_not_load_scikit_learn():
    code = (
        "import sys, wekipy.learning.algorithms, wekipy.learning.predictors; print('sklearn' in sys.modules)"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "False"
