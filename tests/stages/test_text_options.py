"""Options that are texts: formulas and lists, in quotes where they have commas."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wekipy.project.option import Option, plain_option
from wekipy.project.problem import Problem
from wekipy.project.schema import StageChoice
from wekipy.stages.table import in_words, parse_input_stage

TEXT = Option("formula", "text", "x", "What is computed.", maximum=20)


def test_a_text_has_a_length_and_stands_on_one_line():
    assert TEXT.check("  x + y ") == "x + y" and TEXT.parse(" max(x, y)") == "max(x, y)"
    assert TEXT.check("größe · 2") == "größe · 2"
    assert TEXT.allowed == "a text of at most 20 characters"
    plain = plain_option(TEXT)
    assert (plain["type"], plain["maximum"], plain["minimum"], plain["choices"]) == ("text", 20, None, [])
    for value, sentence in [
        ("x" * 21, "“formula” must be a text of at most 20 characters; got 21, so shorten it"),
        ("x +\ny", "must be one line that can be printed, but character 4 cannot"),
        (3, "“formula” must be a text of at most 20 characters; got 3"),
        (True, "got True"),
    ]:
        with pytest.raises(Problem) as caught:
            TEXT.check(value)
        assert sentence in str(caught.value)


@given(st.text(max_size=60) | st.text(alphabet='",\\=: x', max_size=20))
def test_any_text_is_written_as_it_is_read(text):
    try:
        checked = StageChoice(
            "selection", {"inputs": Option("inputs", "text", "", "", maximum=4_000).check(text)}
        )
    except Problem:  # a sign that cannot be printed
        return
    assert parse_input_stage(in_words([checked])) == checked


@pytest.mark.parametrize(
    ("text", "formula"),
    [
        ('expression:formula="max(x,y); d = x - x[n-1]"', "max(x,y); d = x - x[n-1]"),
        ('expression: formula = "max(x, y)" , original=yes', "max(x, y)"),
        ("expression:formula=x - y[n-1]", "x - y[n-1]"),
        ("expression:formula=d = x", "d = x"),
        (r'expression:formula="\"quoted\" \\ back"', '"quoted" \\ back'),
    ],
)
def test_quotes_keep_the_commas_of_a_formula(text, formula):
    assert parse_input_stage(text).options["formula"] == formula


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("selection:inputs=1-3, 7", "got “7”; a text with commas stands in double quotes"),
        ('selection:inputs="1-3, 7', 'a quotation mark is missing at the end of “inputs="1-3, 7”'),
        ("buffer:frames=ten", "buffer: option “frames” must be a whole number from 1 to 10000; got “ten”"),
        ("buffer:frame=3", "buffer has no option “frame”; did you mean “frames”?"),
    ],
)
def test_what_is_wrong_with_a_written_stage_is_said(text, sentence):
    with pytest.raises(Problem) as caught:
        parse_input_stage(text)
    assert sentence in str(caught.value)
