"""Edits of when outputs are sent: conditions by name, what is refused, and what becomes of them."""

from __future__ import annotations

import pytest

from wekipy.project import structure
from wekipy.project.create import new_project
from wekipy.project.problem import Problem
from wekipy.project.project_text import dump_project, load_project
from wekipy.project.schema import Project, Sending
from wekipy.project.sending import read_condition, set_sending, write_condition


@pytest.fixture
def project() -> Project:
    made = structure.rename_output(new_project(3, "1,class:3,gesture:2"), 2, "pose")
    return structure.rename_input(made, 3, "left elbow")


@pytest.mark.parametrize(
    ("text", "output", "place", "test", "number"),
    [
        ("pose == 2", "o2", None, "=", 2.0),
        ("left elbow<>-0.5", "", 2, "!=", -0.5),
        ("output 1 > 1e-3", "o1", None, ">", 0.001),
        ("input 2 <= 7", "", 1, "<=", 7.0),
    ],
)
def test_a_condition_is_about_an_output_or_an_input(
    project: Project, text: str, output: str, place: int | None, test: str, number: float
) -> None:
    made = set_sending(project, {"condition": text})
    condition = made.sending.condition
    assert condition is not None
    assert (condition.output, condition.input, condition.test, condition.number) == (
        output,
        place,
        test,
        number,
    )
    assert load_project(dump_project(made)) == made
    again = set_sending(made, {"condition": write_condition(made, condition)})
    assert again == made


def test_a_condition_follows_what_it_is_about(project: Project) -> None:
    made = set_sending(project, {"condition": {"value": "pose", "test": ">", "number": 1, "once": True}})
    renamed = structure.rename_output(made, 2, "posture")
    assert write_condition(renamed, renamed.sending.condition) == "posture > 1"
    moved = structure.move_output(renamed, 2, 1)
    assert write_condition(moved, moved.sending.condition) == "posture > 1"
    assert structure.remove_output(moved, 1).sending == Sending()
    elbow = set_sending(project, {"when": "changes", "condition": "left elbow > 0"})
    fewer = structure.set_inputs(elbow, 2)
    assert fewer.sending == Sending(when="changes")


@pytest.mark.parametrize(
    ("wanted", "sentence"),
    [
        ({"when": "sometimes"}, "sending: when.*answers, changes or rate"),
        ({"rate": 0}, "sending: rate"),
        ({"every": 0}, "sending: every"),
        ({"evry": 2}, "sending has no “evry”.*every"),
        ({"condition": "pose"}, "cannot read the condition “pose”"),
        ({"condition": "pose > much"}, "cannot read the condition"),
        ({"condition": "pos > 1"}, "no output or input is called “pos”.*pose"),
        ({"condition": "output 9 > 1"}, "there is no output 9: the project has 3 outputs"),
        ({"condition": "outputs-3 > 1"}, "has gestures, and no one number"),
        ({"condition": {"value": "pose", "test": "~", "number": 1}}, "a test is <"),
        ({"condition": {"who": "pose"}}, "condition: expected a text"),
        ({"condition": 3}, "condition: expected a text"),
    ],
)
def test_what_sending_cannot_be_is_said(project: Project, wanted: dict, sentence: str) -> None:
    with pytest.raises(Problem, match=sentence):
        set_sending(project, wanted)


def test_a_project_file_with_a_condition_about_nothing_is_refused(project: Project) -> None:
    text = dump_project(set_sending(project, {"condition": "pose > 1"}))
    with pytest.raises(Problem, match=r"sending\.condition is about an output or an input that is not there"):
        load_project(text.replace(b'"output": "o2"', b'"output": "o9"'))


def test_a_condition_that_is_read_has_a_name_a_test_and_a_number() -> None:
    assert read_condition(" a > b >= 3 ") == {"value": "a > b", "test": ">=", "number": 3.0}
