"""Everything that Wekinator's Input Helper computes, in stages: one test for each row of what it has."""

from __future__ import annotations

import numpy as np
import pytest
from input_stages import made, play

from wekipy.project.schema import StageChoice
from wekipy.stages.input_chain import input_chain

X = np.random.default_rng(10).normal(size=(40, 2)).cumsum(axis=0)
LAST = X[-10:]


def last_of(name, **options):
    return play(made(name, "x y", **options), X)[-1]


def test_helper_original_input_is_passed_on_or_left_out():
    assert (last_of("original") == X[-1]).all()
    beside = made("buffer", "x y", frames=3, original=True)
    assert beside.names[:2] == ("x", "y") and made("buffer", "x y", frames=3).names[0] == "x.n-2"


def test_helper_buffer_of_the_last_values():
    assert (last_of("buffer", frames=10) == LAST.T.ravel()).all()


def test_helper_first_and_second_order_difference():
    y = last_of("difference", order="both")
    assert y.tolist() == [v for i in (0, 1) for v in (np.diff(X[:, i])[-1], np.diff(X[:, i], 2)[-1])]


def test_helper_mean_deviation_minimum_and_maximum():
    y = last_of("window", statistics="mean, deviation, min, max", frames=10)
    expected = [f(LAST[:, i]) for i in (0, 1) for f in (np.mean, np.std, np.min, np.max)]
    assert y == pytest.approx(expected)


def test_helper_minimum_and_maximum_of_both_differences():
    wanted = "difference.min, difference.max, difference2.min, difference2.max"
    y = last_of("window", statistics=wanted, frames=10)
    expected = [f(np.diff(LAST[:, i], n)) for i in (0, 1) for n in (1, 2) for f in (np.min, np.max)]
    assert y == pytest.approx(expected)


def test_helper_conditional_buffer():
    stage = made("conditional-buffer", "x y", start="x > 1", stop="x < 1", values=4)
    y = play(stage, [[0, 0], [2, 1], [3, 2], [4, 3], [5, 4], [0, 9]])
    assert y[-1].tolist() == [2.0, 3.0, 4.0, 5.0, 1.0, 2.0, 3.0, 4.0]


FORMULAS = {
    "x + y": lambda x, y: x + y,
    "x - y": lambda x, y: x - y,
    "x * y": lambda x, y: x * y,
    "x / y": lambda x, y: x / y,
    "x ^ 2": lambda x, y: x**2,
    "x < y": lambda x, y: x < y,
    "x <= y": lambda x, y: x <= y,
    "x = y": lambda x, y: x == y,
    "x <> y": lambda x, y: x != y,
    "x >= y": lambda x, y: x >= y,
    "x > y": lambda x, y: x > y,
    "x > 0 and y > 0": lambda x, y: x > 0 and y > 0,
    "x > 0 or y > 0": lambda x, y: x > 0 or y > 0,
    "if(x > 0, 1, 2)": lambda x, y: 1 if x > 0 else 2,
    "abs(x)": lambda x, y: abs(x),
    "acos(0.5)": lambda x, y: np.arccos(0.5),
    "asin(0.5)": lambda x, y: np.arcsin(0.5),
    "atan(x)": lambda x, y: np.arctan(x),
    "atan2(x, y)": np.arctan2,
    "ceil(x)": lambda x, y: np.ceil(x),
    "cos(x)": lambda x, y: np.cos(x),
    "exp(1)": lambda x, y: np.e,
    "floor(x)": lambda x, y: np.floor(x),
    "log(abs(x))": lambda x, y: np.log(abs(x)),
    "max(x, y)": max,
    "min(x, y)": min,
    "pi": lambda x, y: np.pi,
    "round(x)": lambda x, y: np.floor(x + 0.5),
    "sin(x)": lambda x, y: np.sin(x),
    "sqrt(abs(x))": lambda x, y: np.sqrt(abs(x)),
    "tan(x)": lambda x, y: np.tan(x),
    "x[n-3]": lambda x, y: X[-4, 0],
}


@pytest.mark.parametrize("formula", FORMULAS)
def test_helper_expression(formula):
    assert last_of("expression", formula=formula) == pytest.approx([float(FORMULAS[formula](*X[-1]))])


def test_helper_names_are_passed_on():
    chain = input_chain(
        ("x", "y"),
        [(StageChoice("expression", {"formula": "tilt = atan2(x, y); x"}), {}), (StageChoice("window"), {})],
    )
    assert chain.names == ("tilt.mean", "tilt.deviation", "x.mean", "x.deviation")


def test_two_inputs_and_a_buffer_of_ten_with_an_expression_are_what_it_sends():
    """The example of its page: 12 numbers of 2 inputs, here with the inputs beside the buffer of one."""
    chosen = [
        (StageChoice("buffer", {"frames": 10, "original": True}), {}),
        (StageChoice("selection", {"inputs": "x, y, 3-12"}), {}),
    ]
    chain = input_chain(("x", "y"), chosen)
    assert len(chain.names) == 12
    assert (play(chain, X)[-1] == [*X[-1], *LAST[:, 0]]).all()
