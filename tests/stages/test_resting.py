"""What outputs do when the inputs have stopped."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest

from wekipy.project.create import new_project
from wekipy.project.editing import configure_output
from wekipy.project.problem import Problem
from wekipy.project.project_text import dump_project, load_project
from wekipy.project.silence import on_silence, set_rest_values
from wekipy.stages.resting import fade, rest_values

PROJECT = configure_output(
    configure_output(new_project(2, "2,class:3,gesture:2"), 1, {"minimum": -1, "maximum": 5}),
    2,
    {"integer": True, "maximum": 127},
)


def test_values_of_rest_are_the_defaults_until_they_are_chosen() -> None:
    assert rest_values(PROJECT).tolist() == [-1, 0, 1, np.inf, np.inf]
    chosen = set_rest_values(PROJECT, [2.5, 64, 3])
    assert rest_values(chosen).tolist() == [2.5, 64, 3, np.inf, np.inf]
    assert load_project(dump_project(chosen)) == chosen


def test_a_value_of_rest_that_became_illegal_is_the_default() -> None:
    chosen = set_rest_values(PROJECT, [2.5, 64, 3])
    assert rest_values(configure_output(chosen, 3, {"classes": 2}))[2] == 1


@pytest.mark.parametrize("values", [[1, 2], [1, 2.5, 1], [1, 2, 4], [float("nan"), 2, 1], [np.inf, 2, 1]])
def test_illegal_values_of_rest_are_refused(values: list[float]) -> None:
    with pytest.raises(Problem):
        set_rest_values(PROJECT, values)


def test_a_fade_glides_where_it_can() -> None:
    rest = np.array([0.0, 10.0, 1.0, np.inf, np.inf])
    start = np.array([4.0, 0.0, 3.0, 0.5, 0.5])
    half = fade(PROJECT, start, rest, 0.44)
    assert half.tolist() == pytest.approx([2.24, 4.0, 3.0, np.inf, np.inf])
    assert fade(PROJECT, start, rest, 0.0)[:3].tolist() == start[:3].tolist()
    assert fade(PROJECT, start, rest, 1.0).tolist() == rest.tolist()
    assert start[0] == 4.0


def test_the_choice_is_checked_and_kept() -> None:
    project = on_silence(PROJECT, "fade", 3, 0.5)
    assert msgspec.to_builtins(project.silence) == {"action": "fade", "seconds": 3, "fade": 0.5, "rest": {}}
    assert load_project(dump_project(project)) == project
    for action, seconds, time in (("explode", 3, 1), ("fade", 0, 1), ("fade", 3, -1), ("hold", 1e9, 1)):
        with pytest.raises(Problem, match="silence"):
            on_silence(PROJECT, action, seconds, time)


def test_projects_of_before_have_no_action() -> None:
    plain = msgspec.json.decode(dump_project(PROJECT))
    del plain["silence"]
    assert load_project(msgspec.json.encode(plain)).silence.action == "off"
