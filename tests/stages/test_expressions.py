"""Formulas over inputs: held to Python's own arithmetic, to digital filters, and to what errors say."""

from __future__ import annotations

import ast
import math
import operator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from input_stages import made, play
from scipy.signal import lfilter

from wekipy.project.problem import Problem
from wekipy.stages.inputs.expression.functions import FUNCTIONS
from wekipy.stages.inputs.expression.parser import DEEPEST, HIGHEST, parse_formulas

X = np.random.default_rng(7).normal(size=(60, 3))
PYTHON = {
    "abs": abs, "acos": math.acos, "asin": math.asin, "atan": math.atan, "atan2": math.atan2,
    "ceil": math.ceil, "cos": math.cos, "exp": math.exp, "floor": math.floor, "log": math.log, "max": max,
    "min": min, "round": lambda x: math.floor(x + 0.5), "sin": math.sin, "sqrt": math.sqrt, "tan": math.tan,
}  # fmt: skip
_OPERATORS = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv,
    ast.Pow: math.pow, ast.Lt: operator.lt, ast.LtE: operator.le, ast.Eq: operator.eq, ast.NotEq: operator.ne,
    ast.GtE: operator.ge, ast.Gt: operator.gt,
}  # fmt: skip


def value_of(formula, names="x y z", row=(0.5, -2.0, 3.0)):
    """The result of one formula for one frame."""
    return float(play(made("expression", names, formula=formula), [row])[0, 0])


def in_python(formula, x, y, z):
    """The same formula as Python reads and computes it; what is no number is NaN."""
    text = formula.replace("^", "**").replace("<>", "!=").replace("if(", "choose(")
    text = text.replace("=", "==").replace("<==", "<=").replace(">==", ">=").replace("!==", "!=")
    try:
        return _walk(ast.parse(text.strip(), mode="eval").body, {"x": x, "y": y, "z": z, "pi": math.pi})
    except (ArithmeticError, ValueError):
        return math.nan


def _walk(node, names):
    match node:
        case ast.Constant():
            return float(node.value)
        case ast.Name():
            return names[node.id]
        case ast.UnaryOp():
            return -_walk(node.operand, names)
        case ast.BinOp():
            return float(_OPERATORS[type(node.op)](_walk(node.left, names), _walk(node.right, names)))
        case ast.Compare():
            compare = _OPERATORS[type(node.ops[0])]
            return float(compare(_walk(node.left, names), _walk(node.comparators[0], names)))
        case ast.BoolOp():
            values = (_walk(one, names) for one in node.values)
            return float(all(values) if isinstance(node.op, ast.And) else any(values))
        case ast.Call(func=ast.Name(id="choose")):
            return _walk(node.args[1] if _walk(node.args[0], names) else node.args[2], names)
        case ast.Call():
            return float(PYTHON[node.func.id](*[_walk(one, names) for one in node.args]))
    raise AssertionError(ast.dump(node))


def _wider(inner):
    one, two = (
        st.sampled_from([n for n, f in FUNCTIONS.items() if f.least == 1]),
        st.sampled_from(["atan2", "max", "min"]),
    )
    signs = st.sampled_from([" + ", " - ", "*", "/", "^"])
    return st.one_of(
        st.tuples(inner, signs, inner).map("".join),
        st.tuples(inner, signs, inner, signs, inner).map("".join),
        st.tuples(st.just("-"), inner).map("".join),
        inner.map("({})".format),
        st.tuples(inner, st.sampled_from(["<", "<=", "=", "<>", ">=", ">"]), inner).map(
            "({0[0]}{0[1]}{0[2]})".format
        ),
        st.tuples(inner, st.sampled_from(["and", "or"]), inner, st.sampled_from(["and", "or"]), inner).map(
            lambda parts: f"({' '.join(parts)})"
        ),
        st.tuples(one, inner).map("{0[0]}({0[1]})".format),
        st.tuples(two, inner, inner).map("{0[0]}({0[1]}, {0[2]})".format),
        st.tuples(inner, inner, inner).map("if({0[0]}, {0[1]}, {0[2]})".format),
    )


leaves = st.sampled_from(["x", "y", "z", "pi"]) | st.floats(0.0, 100.0).map(lambda v: f"{v:.3f}")
formulas = st.recursive(leaves, _wider, max_leaves=12)
figures = st.floats(-100.0, 100.0) | st.integers(-3, 3).map(float)


@settings(max_examples=400, deadline=None)
@given(formulas, figures, figures, figures)
def test_formulas_are_computed_as_python_does(formula, x, y, z):
    expected = in_python(formula, x, y, z)
    got = value_of(formula, row=(x, y, z))
    if math.isfinite(expected):
        assert got == pytest.approx(
            max(min(expected, 3.4028234663852886e38), -3.4028234663852886e38), abs=1e-300
        )
    else:
        assert got == 0.0  # no result yet that could stand in


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("2 + 3 * 4", 14.0),
        ("2 ^ 3 ^ 2", 512.0),
        ("-2 ^ 2", -4.0),
        ("2 ^ -1", 0.5),
        ("--2", 2.0),
        ("8 / 4 / 2 - 1 - 1", -1.0),
        ("1 + 1 = 2", 1.0),
        ("1 < 2 and 2 < 1 or 1", 1.0),
        ("0 and 0 or 1", 1.0),
        ("1 or 0 and 0", 1.0),
        ("3 <> 3", 0.0),
        ("3 != 4", 1.0),
        ("x == 0.5", 1.0),
        ("if(y < 0, 10, 1 / 0)", 10.0),
        ("if(y, 1, 2)", 1.0),
        ("pi", math.pi),
        ("pi()", math.pi),
        ("round(2.5) + round(-2.5)", 1.0),
        ("max(1, 5, 3) - min(2, 0.5, 9)", 4.5),
        ("#3 - #1", 2.5),
        ("1e2 + .5 + 1.", 101.5),
        ("x[n] + x[ n - 0 ]", 1.0),
    ],
)
def test_what_binds_more_than_what(formula, value):
    assert value_of(formula) == value


@pytest.mark.parametrize(
    ("formula", "names", "value"),
    [
        ("inputs-1 - inputs-2", "inputs-1 inputs-2", 8.0),
        ("inputs-1-inputs-2", "inputs-1 inputs-2", 8.0),
        ("inputs-10", "inputs-1 inputs-10", 2.0),
        ("x - 1", "x x-1", 9.0),
        ("x-1", "x x-1", 2.0),
        ("x.mean * größe", "x.mean größe", 20.0),
        ("'pi' - pi", "pi y", 10.0 - math.pi),
        ("'max' * max(1, 2)", "max y", 20.0),
        ("x.y = 3; x.y", "x y", 3.0),
        ("x = 10", "x y", 1.0),  # the name of an input: a comparison
    ],
)
def test_names_are_read_as_they_stand(formula, names, value):
    assert value_of(formula, names, (10.0, 2.0)) == pytest.approx(value)


def test_names_may_have_spaces_in_quotes():
    from wekipy.project.schema import StageChoice
    from wekipy.stages.input_chain import make_input_stage

    stage = make_input_stage(StageChoice("expression", {"formula": "'left hand' * 2"}), ("left hand",), {})
    assert play(stage, [4.0])[0, 0] == 8.0


def test_results_have_names_and_may_be_used_further_on():
    stage = made("expression", "x y", formula="d = x - y; 2 * d;; e = d * d + e[n-1] ; x>y")
    assert stage.names == ("d", "2 * d", "e", "x>y")
    y = play(stage, [[3.0, 1.0], [1.0, 2.0]])
    assert y.tolist() == [[2.0, 4.0, 4.0, 1.0], [-1.0, -2.0, 5.0, 0.0]]
    same = made("expression", "x", formula="x; x")
    assert same.names == ("x", "x.2")


def test_delays_reach_back_and_the_first_value_stands_for_what_is_missing():
    y = play(made("expression", "x y z", formula="x[n-1]; z[n-7] - x[n-2]"), X)
    assert (y[1:, 0] == X[:-1, 0]).all() and y[0, 0] == X[0, 0]
    assert (y[7:, 1] == X[:-7, 2] - X[5:-2, 0]).all()
    assert y[1, 1] == X[0, 2] - X[0, 0]


def test_a_digital_filter_can_be_written():
    formula = "y = 0.2*x + 0.3*x[n-1] - 0.1*x[n-2] + 0.5*y[n-1] - 0.25*y[n-2]"
    x = np.concatenate([np.zeros(3), X[:, 0]])  # at rest before, as a filter is
    got = play(made("expression", formula=formula), x)[:, 0]
    assert got == pytest.approx(lfilter([0.2, 0.3, -0.1], [1.0, -0.5, 0.25], x))


def test_the_last_finite_result_stands_in_for_one_that_is_none():
    stage = made("expression", formula="1 / x; log(x); y = y[n-1] * 1e200 + x; sqrt(x)")
    y = play(stage, [0.0, 4.0, 0.0, -4.0])
    assert y[:, 0].tolist() == [0.0, 0.25, 0.25, -0.25]
    assert y[:, 1].tolist() == [0.0, math.log(4.0), math.log(4.0), math.log(4.0)]
    assert np.isfinite(y[:, 2]).all() and y[:, 3].tolist() == [0.0, 2.0, 0.0, 0.0]


@pytest.mark.parametrize(
    ("formula", "sentence"),
    [
        ("", "there is no formula; write one"),
        (" ; ", "there is no formula; write one"),
        ("x +", "a number, a name or a bracket is expected here: see ▶ in “x +▶”"),
        ("max(x, y", "“)” is expected here: see ▶ in “max(x, y▶”"),
        ("x y", "an operator or the end is expected here: see ▶ in “x ▶y”"),
        ("2x", "an operator or the end is expected here: see ▶ in “2▶x”"),
        ("x + w", "nothing is called “w”; there are: x, y, z: see ▶ in “x + ▶w”"),
        ("sine(x)", "no function is called “sine”; did you mean “sin”?"),
        ("atan2(x)", "atan2 has 2 arguments, here are 1: see ▶ in “▶atan2(x)”"),
        ("sin()", "a number, a name or a bracket is expected here: see ▶ in “sin(▶)”"),
        ("abs(x, y)", "abs has 1 argument, here are 2"),
        ("max(x)", "max has 2 to 100 arguments, here are 1"),
        ("if(x, y)", "if has 3 arguments, here are 2"),
        ("x < y < z", "compare two at a time, with “and” between, or use brackets: see ▶ in “x < y ▶< z”"),
        ("x[n+1]", "a delay is written [n-3], for three frames ago: see ▶ in “x▶[n+1]”"),
        ("x[3]", "a delay is written [n-3]"),
        ("x[n-10001]", "a delay is at most 10,000 frames"),
        ("(x + 1)[n-1]", "an operator or the end is expected here: see ▶ in “(x + 1)▶[n-1]”"),
        ("d = d + 1", "“d” is not known yet; write d[n-1] for one frame ago: see ▶ in “d = ▶d + 1”"),
        ("e = d; d = x", "“d” is not known yet"),
        ("d = 1; d = 2", "“d” is defined twice: see ▶ in “d = 1; ▶d = 2”"),
        ("max = 1", "“max” is no name that you can give"),
        ("'' = 1", "a name has 1 to 200 characters"),
        ("#4", "there is no input #4; there are 3"),
        ("#0", "there is no input #0"),
        ("x $ y", "“$” means nothing in a formula: see ▶ in “x ▶$ y”"),
        ("'x + 1", "a quotation mark ' is missing after this one"),
        ("1e999", "this number is too large: see ▶ in “▶1e999”"),
        ("x = = y", "a number, a name or a bracket is expected here"),
        ("and x", "a number, a name or a bracket is expected here: see ▶ in “▶and x”"),
        ("x.__class__", "nothing is called “x.__class__”"),
        ("__import__('os')", "no function is called “__import__”"),
        ("lambda: x", "“:” means nothing in a formula"),
        ("x[n-1000] + y[n-9999] + z[n-9999]" + " + x" * 45 + "; #1" * 60, "would remember 639,936 numbers"),
    ],
)
def test_what_is_wrong_with_a_formula_is_said_and_its_place_marked(formula, sentence):
    with pytest.raises(Problem) as caught:
        made("expression", "x y z", formula=formula)
    assert sentence in str(caught.value)


def test_a_long_formula_is_shown_around_its_error():
    with pytest.raises(Problem) as caught:
        made("expression", formula="x + " * 20 + "? + " + "x + " * 20 + "x")
    assert "“…+ x + x + x + x + x + x + x + ▶? + x + x + x + x + x + x + x …”" in str(caught.value)


@pytest.mark.parametrize(
    ("formula", "sentence"),
    [
        ("(" * 40 + "x" + ")" * 40, f"more than {DEEPEST} levels"),
        ("-" * 40 + "x", f"more than {DEEPEST} levels"),
        ("x" + "^x" * 40, f"more than {DEEPEST} levels"),
        ("sin(" * 40 + "x" + ")" * 40, f"more than {DEEPEST} levels"),
        ("x" + "+x" * 1_000, f"more than {HIGHEST} operations upon each other"),
        ("x" * 4_001, "must be a text of at most 4,000 characters; got 4,001"),
    ],
)
def test_formulas_have_limits(formula, sentence):
    with pytest.raises(Problem) as caught:
        made("expression", formula=formula)
    assert sentence in str(caught.value)


def test_up_to_the_limits_formulas_are_computed():
    deepest = "(" * (DEEPEST - 1) + "x" + ")" * (DEEPEST - 1)
    assert value_of(deepest + " + x" * (HIGHEST - 2), "x", (1.0,)) == HIGHEST - 1


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="xyz#'n-+*/^<>=(),;[]. 012apindormx", max_size=40))
def test_any_text_is_a_formula_or_one_problem(text):
    try:
        found = parse_formulas("expression", text, ("x", "y", "z"))
    except Problem as e:
        assert str(e).startswith("expression: ")
    else:
        assert found and play(made("expression", "x y z", formula=text), X[:3]).shape == (3, len(found))
