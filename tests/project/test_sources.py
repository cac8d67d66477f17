"""Edits of sources: names, counts, what is refused, and how people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wekipy.project import editing, structure
from wekipy.project.create import new_project
from wekipy.project.problem import Problem
from wekipy.project.project_text import dump_project, load_project
from wekipy.project.recorded_inputs import recorded_with
from wekipy.project.schema import Frames, Take
from wekipy.project.source_layout import NUMBER, addresses_of, starts_of
from wekipy.project.sources import grouped, read_frames, read_source, set_sources, write_source

GYRO = {"address": "/gyro", "inputs": 3}
FADERS = {"address": "/fader/{n}", "inputs": 2}


def names(project) -> list[str]:
    return [each.name for each in project.inputs]


def test_sources_set_the_inputs_and_their_names() -> None:
    project = set_sources(new_project(5, "1"), [GYRO, FADERS], {"when": "source", "source": "fader"})
    assert names(project) == ["gyro-x", "gyro-y", "gyro-z", "fader-1", "fader-2"]
    assert [source.name for source in project.sources] == ["gyro", "fader"]
    assert starts_of(project.sources) == (0, 3)
    assert addresses_of(project.sources[1]) == ("/fader/1", "/fader/2")
    assert load_project(dump_project(project)) == project
    named = set_sources(project, [{**GYRO, "names": ["x", "y", "z"]}, FADERS])
    assert names(named) == ["x", "y", "z", "fader-1", "fader-2"]
    assert named.frames == project.frames


def test_inputs_that_were_there_before_keep_their_names() -> None:
    before = structure.rename_input(new_project(3, "1"), 2, "elbow")
    same = {"address": before.input_address, "inputs": 3, "name": "arm"}
    project = set_sources(before, [same, FADERS])
    assert names(project) == ["inputs-1", "elbow", "inputs-3", "fader-1", "fader-2"]
    alone = set_sources(project, [])
    assert alone.sources == () and names(alone) == names(project)


def test_takes_keep_the_inputs_that_they_were_recorded_with() -> None:
    before = editing.add_take(new_project(3, "1"), Take(1, 10))
    project = set_sources(before, [{"address": "/wek/inputs", "inputs": 3}, FADERS], fill=0.0)
    assert recorded_with(project, project.takes[0]) == 3
    assert [each.fill for each in project.inputs] == [None, None, None, 0.0, 0.0]


def test_two_sources_of_one_address_get_names_of_their_own() -> None:
    phones = [{**GYRO, "sender": f"10.0.0.{n}"} for n in (2, 3, 4)]
    project = set_sources(new_project(1, "1"), phones)
    assert [source.name for source in project.sources] == ["gyro", "gyro-2", "gyro-3"]
    assert len(set(names(project))) == 9


@pytest.mark.parametrize(
    ("wanted", "frames", "sentence"),
    [
        ([GYRO, GYRO], None, "sources “gyro” and “gyro-2” both have /gyro"),
        ([FADERS, {"address": "/fader/2", "inputs": 1}], None, "both have /fader/2"),
        ([{**GYRO, "name": "a"}, {**FADERS, "name": "a"}], None, "the name “a” is there twice"),
        ([{"address": "/gyro", "inputs": 0}], None, "source 1: inputs"),
        ([{"address": "gyro", "inputs": 1}], None, "source 1: address"),
        ([{**GYRO, "adress": "/x"}], None, "has no field “adress”; .*address"),
        ([{**GYRO, "sender": "my phone"}], None, "expected an IP address"),
        ([{**GYRO, "silence": "cry"}], None, "source 1: silence"),
        ([{**GYRO, "names": ["x"]}], None, "expected names, a list of 3"),
        ([{**GYRO, "names": ["x", "x", "y"]}], None, "the name “x” is there twice"),
        ([{"address": "/{n}/{n}", "inputs": 2}], None, "may be in its address once"),
        ([GYRO], {"when": "source", "source": "glove"}, "no source “glove” to wait for; there are gyro"),
        ([{**GYRO, "port": 6448}], None, "port 6448 is the one of all inputs: leave its port out"),
        ([GYRO], {"when": "never"}, "frames: .*each, all, source or rate"),
        ([GYRO], {"when": "rate", "rate": 0}, "frames: rate"),
    ],
)
def test_what_sources_cannot_be_is_said(wanted: list, frames: dict | None, sentence: str) -> None:
    with pytest.raises(Problem, match=sentence):
        set_sources(new_project(2, "1"), wanted, frames)


def test_a_project_file_whose_sources_do_not_fit_is_refused() -> None:
    text = dump_project(set_sources(new_project(5, "1"), [GYRO, FADERS]))
    with pytest.raises(Problem, match="together they send 6 numbers, but there are 5 inputs"):
        load_project(text.replace(b'"inputs": 3', b'"inputs": 4'))


def test_with_sources_the_inputs_are_changed_there_only() -> None:
    project = set_sources(new_project(5, "1"), [GYRO, FADERS])
    with pytest.raises(Problem, match="the inputs come from 2 sources"):
        structure.set_inputs(project, 6)
    with pytest.raises(Problem, match="the inputs come from 2 sources"):
        editing.set_addresses(project, "/other", None)
    assert editing.set_addresses(project, None, "/out").output_address == "/out"


def test_the_port_of_all_inputs_is_none_of_a_source() -> None:
    project = set_sources(new_project(3, "1"), [{**GYRO, "port": 9000}])
    with pytest.raises(Problem, match="port 9000 is the one of all inputs"):
        editing.set_receive_port(project, 9000)


def test_without_the_source_that_was_waited_for_each_message_is_answered() -> None:
    project = set_sources(new_project(5, "1"), [GYRO, FADERS], {"when": "source", "source": "fader"})
    assert set_sources(project, [GYRO]).frames == Frames()


def test_sources_as_people_write_them() -> None:
    text = "left=/gyro:3,port=9000,sender=10.0.0.2,silence=rest,after=1.5,rest=-1"
    assert read_source(text) == {
        "name": "left", "address": "/gyro", "inputs": 3, "port": 9000, "sender": "10.0.0.2",
        "silence": "rest", "after": 1.5, "rest": -1,
    }  # fmt: skip
    for wrong in ("gyro:3", "/gyro", "/gyro:x", "/gyro:3,port", "/gyro:3,port=many"):
        with pytest.raises(Problem, match="source “"):
            read_source(wrong)
    assert read_frames("rate:60") == {"when": "rate", "rate": 60.0}
    assert read_frames("source:left hand") == {"when": "source", "source": "left hand"}
    for wrong in ("rate", "rate:often", "source:", "all:2", ""):
        with pytest.raises(Problem, match="expected each, all, source:NAME or rate:60"):
            read_frames(wrong)


ADDRESS = st.from_regex(r"/[a-z0-9:/{}]{0,12}", fullmatch=True)


@given(ADDRESS, st.integers(1, 999))
def test_what_is_written_is_read_again(address: str, inputs: int) -> None:
    assert read_source(write_source(address, inputs)) == {"address": address, "inputs": inputs}


def test_single_numbers_that_count_up_are_put_together() -> None:
    kinds = [("/acc", 3), *((f"/fader/{n}", 1) for n in (2, 1, 3)), ("/xy1", 2), ("/one/1", 1), ("/a5", 1)]
    assert grouped(kinds) == [("/acc", 3), ("/fader/{n}", 3), ("/xy1", 2), ("/one/1", 1), ("/a5", 1)]


@given(st.lists(st.tuples(ADDRESS, st.integers(1, 2)), unique_by=lambda kind: kind[0]))
def test_grouping_loses_no_number(kinds: list[tuple[str, int]]) -> None:
    kinds = [(address, count) for address, count in kinds if NUMBER not in address]
    assert sum(count for _, count in grouped(kinds)) == sum(count for _, count in kinds)
