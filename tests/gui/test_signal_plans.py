"""Blocks as a person changes them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wekipy.client.state import Block, StageChoice
from wekipy.gui.signal.plans import (
    free_name,
    inputs_of,
    inputs_text,
    moved,
    plain_blocks,
    unused_inputs,
    with_option,
)

NAMES = ("hand x", "hand y", "breath", "bow", "2-handed")


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("", [1, 2, 3, 4, 5]),
        ("1-3", [1, 2, 3]),
        ("4, 1 - 2", [4, 1, 2]),
        ("breath, 1", [3, 1]),
        ("1, 1-2, hand x", [1, 2]),
        ("2-handed", [5]),
        (" , 5,", [5]),
    ],
)
def test_inputs_are_written_as_numbers_spans_and_names(text: str, numbers: list[int]) -> None:
    assert inputs_of(text, NAMES) == numbers


@pytest.mark.parametrize("wrong", ["6", "0", "0-2", "3-6", "4-2", "breathe", "-1", "1.5", "٣٣"])
def test_an_input_that_is_not_there_is_named(wrong: str) -> None:
    assert inputs_of(f"1, {wrong}", NAMES) == wrong


@given(st.integers(1, 30).flatmap(lambda n: st.permutations(range(1, n + 1))), st.data())
def test_what_is_written_is_read_as_it_was(order: list[int], data: st.DataObject) -> None:
    chosen = order[: data.draw(st.integers(1, len(order)))]
    names = [f"inputs-{n}" for n in range(1, len(order) + 1)]
    assert inputs_of(inputs_text(chosen, len(order)), names) == chosen


@given(st.lists(st.integers(), min_size=1, max_size=8), st.data())
def test_one_is_moved_and_the_others_stay_in_order(items: list[int], data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(items) - 1))
    end = data.draw(st.integers(0, len(items) - 1))
    found = moved(items, start, end)
    assert found[end] == items[start]
    assert found[:end] + found[end + 1 :] == items[:start] + items[start + 1 :]


def test_the_default_of_an_option_is_not_written_down() -> None:
    stage = {"name": "median", "options": {"frames": 7}}
    assert with_option(stage, "frames", 9, 5) == {"name": "median", "options": {"frames": 9}}
    assert with_option(stage, "frames", 5, 5) == {"name": "median", "options": {}}
    assert with_option(stage, "seconds", 0.5, 0.0)["options"] == {"frames": 7, "seconds": 0.5}
    assert stage["options"] == {"frames": 7}


def test_blocks_are_plain_values() -> None:
    blocks = (
        Block("hand", (1, 3), (StageChoice("median", {"frames": 7}, learned=True),)),
        Block("block", (2,)),
    )
    assert plain_blocks(blocks) == [
        {"name": "hand", "inputs": [1, 3], "stages": [{"name": "median", "options": {"frames": 7}}]},
        {"name": "block", "inputs": [2], "stages": []},
    ]
    assert unused_inputs(blocks, 5) == [4, 5]
    assert free_name(blocks, "foot") == "foot"
    assert free_name(blocks, "block") == "block-2"
