"""Outputs that learn from the same rows share their examples; only the targets are their own."""

from __future__ import annotations

from itertools import pairwise

import msgspec
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from wekipy.project.create import new_project
from wekipy.project.editing import add_take
from wekipy.project.examples import Asked, Dataset, TakeData, dataset, measured, row_type
from wekipy.project.schema import Project, Take
from wekipy.project.take_edits import relabel_take, trim_take

INPUTS = 3


def take(seed: int, missing: tuple[int, ...] = ()) -> TakeData:
    """Eleven rows in two blocks; the targets of an output in `missing` are not known in every second one."""
    random = np.random.default_rng(seed)
    rows = np.zeros(11, row_type(INPUTS, 3))
    rows["time"] = 1e9 + seed + np.arange(11) / 10
    rows["inputs"] = random.random((11, INPUTS))
    rows["targets"] = random.integers(1, 4, (11, 3))
    for output in missing:
        rows["targets"][::2, output] = np.nan
    return TakeData(("o1", "o2", "o3"), (rows[:4], rows[4:]))


def made(*takes: TakeData) -> tuple[Project, dict[int, TakeData]]:
    project, data = new_project(INPUTS, "2,class:3"), dict[int, TakeData]()
    for number, rows in enumerate(takes, 1):
        project = add_take(project, measured(project, Take(number, 0), rows))
        data[number] = rows
    return project, data


def all_of(project: Project, data: dict[int, TakeData]) -> list[Dataset]:
    """The examples of every output, those of earlier ones used again where they can be."""
    asked = Asked()
    found = [dataset(project, data, output, asked=asked) for output in project.outputs]
    for output, own in zip(project.outputs, found, strict=True):
        alone = dataset(project, data, output)
        for name in ("X", "y", "takes", "times"):
            np.testing.assert_array_equal(getattr(own, name), getattr(alone, name))
    return found


def same(a: Dataset, b: Dataset) -> bool:
    return a.X is b.X and a.takes is b.takes and a.times is b.times


def test_outputs_that_were_recorded_together_share_their_examples() -> None:
    found = all_of(*made(take(1), take(2)))
    assert all(same(a, b) and a.y is not b.y for a, b in pairwise(found))


def test_an_output_that_misses_targets_or_inputs_has_its_own() -> None:
    first, second, third = all_of(*made(take(1, missing=(1,)), take(2)))
    assert same(first, third)
    assert not same(first, second)
    project, data = made(take(1))
    connected = msgspec.structs.replace(project.outputs[1], inputs=(0,))
    first, second, third = all_of(
        msgspec.structs.replace(project, outputs=(project.outputs[0], connected, project.outputs[2])), data
    )
    assert same(first, third)
    assert not same(first, second)


def test_what_was_made_of_a_take_since_is_the_same_for_all() -> None:
    project, data = made(take(1), take(2))
    project = trim_take(project, data, 1, 0.15, 0.85)
    first, second, _ = all_of(project, data)
    assert same(first, second)
    assert len(first.y) == 7 + 11
    found = all_of(relabel_take(project, data, 2, {3: 2.0}), data)
    assert same(found[0], found[2])
    assert found[2].y[-11:].tolist() == [2.0] * 11


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.lists(st.sampled_from([0, 1, 2]), max_size=2).map(tuple), min_size=1, max_size=4), st.data()
)
def test_shared_examples_are_those_that_each_would_have_alone(
    missing: list[tuple[int, ...]], data: st.DataObject
) -> None:
    project, rows = made(*(take(n, own) for n, own in enumerate(missing, 1)))
    if data.draw(st.booleans(), label="trim"):
        project = trim_take(project, rows, 1, 0.0, data.draw(st.floats(0.1, 1.0), label="end"))
    all_of(project, rows)
