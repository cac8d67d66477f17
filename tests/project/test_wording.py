"""What a schema refuses is said in our own words."""

from __future__ import annotations

import copy
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wekipy.project import editing, structure
from wekipy.project.create import new_project
from wekipy.project.problem import Problem
from wekipy.project.project_text import load_project
from wekipy.project.schema import Project
from wekipy.project.silence import on_silence

PROJECT = new_project(3, "2,class:4,gesture:2")
PLAIN: dict[str, Any] = msgspec.to_builtins(PROJECT)


def leaves(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The places of a document, the inner ones too."""
    if isinstance(value, dict):
        inside = [place for key, item in value.items() for place in leaves(item, (*path, key))]
    elif isinstance(value, list):
        inside = [place for key, item in enumerate(value) for place in leaves(item, (*path, key))]
    else:
        inside = []
    return [path, *inside] if path else inside


def refused(path: tuple[Any, ...], value: Any) -> str:
    """What is said of a project.json with that value at that place; "" if it is accepted."""
    changed = copy.deepcopy(PLAIN)
    place = changed
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    try:
        load_project(msgspec.json.encode(changed))
    except Problem as e:
        return str(e)
    return ""


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (("inputs", 1, "name"), "", "input 2, name: expected text of at least 1 character"),
        (("inputs", 1, "name"), 4, "input 2, name: expected text, got a whole number"),
        (("inputs",), [], "inputs: expected a list of at least 1 entry"),
        (("outputs", 2, "classes"), 10**9, "output 3, classes: expected a whole number of at most"),
        (("outputs", 0, "limits"), "hh", "output 1, limits: 'hh' is not one of the words that are known"),
        (("input_address",), "x", "input address: expected an address: a / and no spaces after it"),
        (("silence", "action"), None, "silence, action: expected"),
    ],
)
def test_a_wrong_field_is_named_in_words(path: tuple[Any, ...], value: Any, said: str) -> None:
    assert f"project.json: {said}" in refused(path, value)


@given(st.sampled_from(leaves(PLAIN)), st.sampled_from([None, -1, 1e300, "", "x", [], {}, True, [[]], "é/"]))
def test_no_sentence_of_the_library_reaches_a_person(path: tuple[Any, ...], value: Any) -> None:
    said = refused(path, value)
    assert not any(sign in said for sign in ("`", "$", "regex", "Expected", "Object", "Invalid", ">=", "<="))


def test_a_missing_field_is_named() -> None:
    with pytest.raises(Problem, match=r"^project.json: inputs is missing$"):
        load_project(msgspec.json.encode({**PLAIN, "inputs": None}).replace(b'"inputs":null,', b""))


@pytest.mark.parametrize(
    "edit",
    [
        lambda: structure.rename_input(PROJECT, 2, ""),
        lambda: editing.rename_outputs(PROJECT, ["", "b", "c", "d"]),
        lambda: editing.set_addresses(PROJECT, "no address", None),
        lambda: on_silence(PROJECT, "explode", 1.0, 1.0),
        lambda: editing.replace_output(PROJECT, 1, minimum="low"),
    ],
)
def test_an_edit_that_is_refused_says_so_in_our_words(edit: Any) -> None:
    with pytest.raises(Problem) as problem:
        edit()
    assert "`" not in str(problem.value)
    assert "expected" in str(problem.value) or "not one of the words" in str(problem.value)


def test_what_is_no_json_is_said_without_the_library() -> None:
    with pytest.raises(Problem, match=r"^project.json is damaged: it is not JSON any more$"):
        load_project(b'{"inputs": [')


def test_the_project_here_is_accepted() -> None:
    assert load_project(msgspec.json.encode(PLAIN)) == msgspec.convert(PLAIN, type=Project)
