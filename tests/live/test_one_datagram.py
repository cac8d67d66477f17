"""What one datagram can ask for costs no more than its size, whatever is in it."""

from __future__ import annotations

import pytest

from wekipy.engine import gesture_edits
from wekipy.engine.engine import Engine
from wekipy.faces.arguments import MOST, Argument, read
from wekipy.faces.operations.operation import GESTURES, OUTPUTS
from wekipy.project import editing
from wekipy.project.create import new_project
from wekipy.project.problem import Problem
from wekipy.project.schema import Project

NAMES = (Argument("names", "string", "", many=True),)


@pytest.mark.parametrize("argument", [OUTPUTS, GESTURES])
def test_who_is_named_many_times_counts_once(argument: Argument) -> None:
    assert read((argument,), [2, 1, 2, *[1] * 10_000]) == [[2, 1]]


def test_names_keep_their_places_also_when_two_are_the_same() -> None:
    assert read(NAMES, ["a", "b", "a"]) == [["a", "b", "a"]]


def test_more_arguments_than_any_project_has_names_are_refused_unread() -> None:
    assert len(read(NAMES, ["a"] * MOST)[0]) == MOST == 16_384
    with pytest.raises(Problem, match=r"65,000 arguments arrived, expected at most 16,384"):
        read(NAMES, [None] * 65_000)


@pytest.fixture
def checks(monkeypatch: pytest.MonkeyPatch) -> list[Project]:
    """The projects that were checked, each a look at all outputs."""
    seen: list[Project] = []
    whole = editing.check

    def check(project: Project, *before: Project) -> Project:
        seen.append(project)
        return whole(project, *before)

    monkeypatch.setattr(editing, "check", check)
    return seen


def test_a_project_is_checked_once_however_many_outputs_are_switched(checks: list[Project]) -> None:
    switched = editing.set_switch(new_project(2, "20"), list(range(1, 21)), "record", False)
    assert not any(output.record for output in switched.outputs)
    assert len(checks) == 1


def test_a_project_is_checked_once_however_many_gestures_are_switched(checks: list[Project]) -> None:
    engine = Engine(new_project(2, "gesture:20,gesture:20"))
    gesture_edits.switch_gestures(engine, list(range(1, 41)), on=False)
    assert not any(g.enabled for output in engine.project.gesture_outputs() for g in output.gestures)
    assert len(checks) == 1
