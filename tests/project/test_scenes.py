"""Scenes: what is stored comes back, whatever has become of the outputs since."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wekipy.project.create import new_project
from wekipy.project.editing import configure_output
from wekipy.project.problem import Problem
from wekipy.project.scenes import delete_scene, rename_scene, store_scene, targets_of
from wekipy.project.schema import MOST_SCENES, Project
from wekipy.project.structure import add_output, remove_output

OUTPUTS = "2,class:4,gesture:2"
VALUES = st.tuples(st.floats(0, 1), st.floats(0, 1), st.integers(1, 4).map(float))


@given(st.lists(VALUES, min_size=1, max_size=6), st.data())
def test_what_is_stored_is_recalled(stored: list[tuple[float, ...]], data: st.DataObject) -> None:
    project = new_project(2, OUTPUTS)
    for values in stored:
        project = store_scene(project, values)
    number = data.draw(st.integers(1, len(stored)))
    assert targets_of(project, number, [9, 9, 9]) == list(stored[number - 1])
    fewer = delete_scene(project, number)
    assert [scene.targets for scene in fewer.scenes] == [
        scene.targets for n, scene in enumerate(project.scenes, 1) if n != number
    ]
    assert len({scene.name for scene in project.scenes}) == len(stored)


def scenes_of(*values: float) -> Project:
    return store_scene(new_project(2, OUTPUTS), values, "dawn")


def test_an_output_that_came_later_keeps_its_target_and_one_that_went_is_forgotten() -> None:
    project = add_output(scenes_of(0.25, 0.5, 3.0), "1", "late")
    assert targets_of(project, 1, [0, 0, 1, 0.75]) == [0.25, 0.5, 3.0, 0.75]
    assert targets_of(remove_output(project, 1), 1, [0, 1, 0.75]) == [0.5, 3.0, 0.75]


def test_values_that_are_no_longer_legal_become_the_nearest_or_stay_as_they_are() -> None:
    project = scenes_of(0.2, 1.0, 4.0)
    project = configure_output(project, 2, {"maximum": 0.6, "limits": "hard"})
    project = configure_output(project, 1, {"integer": True})
    project = configure_output(project, 3, {"classes": 3})
    assert targets_of(project, 1, [1, 0.1, 2]) == [0.0, 0.6, 2.0]


def test_a_scene_is_replaced_and_renamed_and_keeps_its_place() -> None:
    project = store_scene(scenes_of(0.1, 0.2, 1), [0.3, 0.4, 2], "noon")
    project = rename_scene(store_scene(project, [0.5, 0.6, 3], number=1), 2, " dusk ")
    assert [scene.name for scene in project.scenes] == ["dawn", "dusk"]
    assert targets_of(project, 1, [0, 0, 1]) == [0.5, 0.6, 3.0]
    assert msgspec.json.decode(msgspec.json.encode(project), type=Project) == project


def test_what_cannot_be_is_refused_with_a_sentence() -> None:
    project = scenes_of(0.1, 0.2, 1)
    for number in (0, 2, -1):
        with pytest.raises(Problem, match="there is 1 only"):
            delete_scene(project, number)
    with pytest.raises(Problem, match="needs a name"):
        rename_scene(project, 1, "  ")
    with pytest.raises(Problem, match="none is stored yet"):
        targets_of(new_project(2, OUTPUTS), 1, [0, 0, 1])
    for _ in range(MOST_SCENES - 1):
        project = store_scene(project, [0, 0, 1])
    with pytest.raises(Problem, match=f"{MOST_SCENES} scenes already"):
        store_scene(project, [0, 0, 1])
