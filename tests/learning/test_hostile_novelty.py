"""Damaged or hand-made arrays of novelty are refused before their model may answer."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from learning_jobs import make_job

from wekipy.learning.model import Model
from wekipy.learning.novelty.predictor import Novelty
from wekipy.learning.novelty.thresholds import read_thresholds
from wekipy.learning.output_training import teach
from wekipy.learning.validation import check_model
from wekipy.project.problem import Problem

MODEL = teach(replace(make_job("classification", "knn"), nothing=True))
NAMES = [name for name in MODEL.arrays if name.startswith("novelty.")]


def _with(name: str, array: np.ndarray) -> Model:
    return replace(MODEL, arrays={**MODEL.arrays, name: array})


def test_what_training_makes_is_accepted():
    assert len(NAMES) == 12
    check_model(MODEL)


@pytest.mark.parametrize("name", NAMES)
def test_another_type_or_shape_is_told(name):
    for wrong in (MODEL.arrays[name].astype(np.complex128), MODEL.arrays[name][None]):
        with pytest.raises(Problem, match=rf"is damaged: array “{name}”: expected"):
            check_model(_with(name, wrong))


@pytest.mark.parametrize("name", [name for name in NAMES if MODEL.arrays[name].size])
def test_numbers_that_cannot_be_are_told(name):
    array = MODEL.arrays[name]
    bad = (-(2**31), 2**62) if array.dtype == np.int64 else (np.nan, -np.inf)
    for value in bad:
        wrong = array.copy()
        wrong.flat[-1] = value
        with pytest.raises(Problem, match="the model of output o1 is damaged"):
            check_model(_with(name, wrong))


@settings(max_examples=200, deadline=None)
@given(name=st.sampled_from(NAMES), data=st.data())
def test_any_change_is_refused_or_harmless(name, data):
    array = MODEL.arrays[name].copy()
    if array.size:
        at = data.draw(st.integers(0, array.size - 1), label="at")
        array.flat[at] = data.draw(st.integers(-3, 40) if array.dtype == np.int64 else st.floats(width=32))
    model = _with(name, array)
    try:
        check_model(model)
    except Problem as e:
        assert "is damaged" in str(e)
        return
    read_thresholds(model)
    for x in (np.zeros(4), np.full(4, 3.4e38), np.array([-1.0, 2.0, 1e20, -3e38])):
        assert 0 <= Novelty(model, 4).of(x) <= 1
