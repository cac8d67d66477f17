"""Targets that are given are legal where those set by hand are, and tables arrive as they were sent."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from wekipy.faces.json_text import to_json
from wekipy.osc.tables import packed, read_table, unpacked
from wekipy.project import editing
from wekipy.project.create import new_project
from wekipy.project.given_examples import examples_as_take
from wekipy.project.problem import Problem
from wekipy.project.schema import ContinuousOutput, Output, Project

FLOATS = st.floats(width=32, allow_nan=True, allow_infinity=False)
TABLES = arrays(np.float64, st.tuples(st.integers(0, 5), st.integers(1, 4)), elements=FLOATS)


def projects() -> list[Project]:
    made = [new_project(1, "1"), new_project(1, "class:3")]
    made.append(editing.replace_output(made[0], 1, limits="hard", minimum=-1.5, maximum=2.5))
    made.append(editing.replace_output(made[0], 1, integer=True))
    made.append(editing.replace_output(made[1], 1, nothing=True))
    return made


@given(st.sampled_from(projects()), st.one_of(st.integers(-4, 5), st.sampled_from([0.5, -1.5, 2.5, 3e38])))
def test_legal_is_what_an_output_accepts(project: Project, value: float) -> None:
    output = project.value_outputs()[0]
    try:
        made = examples_as_take(project, np.zeros((1, 1)), np.array([[value]], np.float64), 0.0)
    except Problem as e:
        assert not output.accepts(value)
        assert "row 1, output 1" in str(e)
    else:
        assert output.accepts(value)
        assert made.blocks[0]["targets"][0, 0] == np.float32(value)


@given(st.sampled_from(projects()), st.floats(-4, 5))
def test_what_is_stored_is_legal(project: Project, value: float) -> None:
    output: Output = project.value_outputs()[0]
    try:
        made = examples_as_take(project, np.zeros((1, 1)), np.array([[value]]), 0.0)
    except Problem:
        assert not output.accepts(value)  # type: ignore[union-attr]
    else:
        stored = float(made.blocks[0]["targets"][0, 0])
        assert abs(stored - value) <= 0.001
        if isinstance(output, ContinuousOutput) and output.limits == "hard":
            assert output.minimum <= stored <= output.maximum


@given(TABLES)
def test_a_table_arrives_as_it_was_sent(table: np.ndarray) -> None:
    for kind in ("<f4", "<f8"):
        sent = packed(table.astype(kind))
        np.testing.assert_array_equal(read_table("rows", to_json(sent)), table)
        np.testing.assert_array_equal(unpacked(sent), table)
    if len(table):
        listed = [[None if np.isnan(x) else x for x in row] for row in table.tolist()]
        np.testing.assert_array_equal(read_table("rows", json.dumps(listed)), table)


@given(st.text(max_size=60))
def test_no_text_does_anything_but_a_sentence(text: str) -> None:
    try:
        read_table("rows", text)
    except Problem as e:
        assert str(e).startswith("rows: ")


def test_a_project_of_gestures_only_has_no_targets() -> None:
    with pytest.raises(Problem, match="use add_gesture"):
        examples_as_take(new_project(1, "gesture:2"), np.zeros((1, 1)), np.zeros((1, 0)), 0.0)
