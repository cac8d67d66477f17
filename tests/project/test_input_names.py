"""Inputs get names after the address that they arrive at; none comes twice."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wekipy.project import structure
from wekipy.project.create import new_project
from wekipy.project.editing import set_addresses
from wekipy.project.input_names import name_after_address, names_of, stem_of
from wekipy.project.project_text import dump_project, load_project
from wekipy.project.source_layout import NUMBER
from wekipy.project.sources import set_sources

_PRINTABLE = st.characters(min_codepoint=0x21, max_codepoint=0x7E, exclude_characters="{}[]*?,#")
_ADDRESSES = st.text(_PRINTABLE, max_size=180).map(lambda text: f"/{text}")
_TAILS = st.sampled_from(["", "/", "//", "/quat", "/Rotation/", "-x", "/x", "-1"])


def names(project) -> list[str]:
    return [each.name for each in project.inputs]


@pytest.mark.parametrize(
    ("address", "count", "expected"),
    [
        ("/accxyz", 3, ["accxyz-x", "accxyz-y", "accxyz-z"]),
        ("/phone/gyro/", 3, ["phone-gyro-x", "phone-gyro-y", "phone-gyro-z"]),
        ("/head/Quat", 4, ["head-Quat-x", "head-Quat-y", "head-Quat-z", "head-Quat-w"]),
        ("/device/rotation", 4, [f"device-rotation-{axis}" for axis in "xyzw"]),
        ("/quaternion/raw", 4, [f"quaternion-raw-{n}" for n in (1, 2, 3, 4)]),
        ("/knob", 1, ["knob"]),
        ("/touch", 2, ["touch-1", "touch-2"]),
        ("/fader/{n}", 3, ["fader-1", "fader-2", "fader-3"]),
        ("/", 2, ["source-1", "source-2"]),
    ],
)
def test_numbers_are_named_after_their_address(address: str, count: int, expected: list[str]) -> None:
    assert names_of(stem_of(address), address, count) == expected
    assert names(set_sources(new_project(1, "1"), [{"address": address, "inputs": count}])) == expected
    if NUMBER not in address:
        assert names(name_after_address(set_addresses(new_project(count, "1"), address, None))) == expected


def test_the_address_of_wekinator_has_the_names_of_wekinator() -> None:
    assert names(name_after_address(new_project(3, "1"))) == ["inputs-1", "inputs-2", "inputs-3"]
    both = [{"address": "/wek/inputs", "inputs": 2}, {"address": "/accxyz", "inputs": 3}]
    made = set_sources(new_project(1, "1"), both)
    assert names(made) == ["inputs-1", "inputs-2", "accxyz-x", "accxyz-y", "accxyz-z"]


def test_names_that_someone_gave_stay() -> None:
    first = set_sources(new_project(1, "1"), [{"address": "/accxyz", "inputs": 3}])
    mine = structure.rename_input(first, 2, "lift")
    more = [{"address": "/accxyz", "inputs": 3}, {"address": "/gyro", "inputs": 3}]
    assert names(set_sources(mine, more)) == ["accxyz-x", "lift", "accxyz-z", "gyro-x", "gyro-y", "gyro-z"]
    called = set_sources(new_project(1, "1"), [{"address": "/accxyz", "inputs": 3, "name": "left hand"}])
    assert names(called) == ["left hand-x", "left hand-y", "left hand-z"]
    given_names = set_sources(mine, [{"address": "/accxyz", "inputs": 3, "names": ["x", "y", "up"]}])
    assert names(given_names) == ["x", "y", "up"]


@given(address=_ADDRESSES, tail=_TAILS, count=st.integers(1, 6))
def test_whatever_the_address_names_are_legal_and_differ(address: str, tail: str, count: int) -> None:
    made = name_after_address(set_addresses(new_project(count, "1"), address + tail, None))
    assert len(set(names(made))) == count and all(0 < len(name) <= 200 for name in names(made))
    assert load_project(dump_project(made)) == made


@given(st.lists(st.tuples(_ADDRESSES, _TAILS, st.integers(1, 4)), min_size=1, max_size=5, unique=True))
def test_several_sources_never_have_a_name_twice(parts: list[tuple[str, str, int]]) -> None:
    wanted = [
        {"address": address + tail, "inputs": count, "sender": f"10.0.0.{n + 1}"}
        for n, (address, tail, count) in enumerate(parts)
    ]
    made = set_sources(new_project(1, "1"), wanted)
    assert len(set(names(made))) == len(made.inputs) == sum(count for _, _, count in parts)
    again = set_sources(
        made, [{**each, "name": s.name} for each, s in zip(wanted, made.sources, strict=True)]
    )
    assert names(again) == names(made)
