"""Takes that were recorded with another number of inputs: what outputs learn, and what comes back."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wekipy.project import editing
from wekipy.project.create import new_project
from wekipy.project.examples import (
    TakeData,
    count_examples,
    dataset,
    fingerprint,
    measured,
    row_type,
    shown_examples,
)
from wekipy.project.problem import Problem
from wekipy.project.project_text import dump_project, load_project
from wekipy.project.recorded_inputs import chosen_columns
from wekipy.project.schema import Input, Project, Take
from wekipy.project.structure import fill_inputs, note_on_takes, set_inputs
from wekipy.project.take_contents import compare_takes, take_rows
from wekipy.project.take_parts import joined

Data = dict[int, TakeData]


def rows(width: int, value: float) -> TakeData:
    """Four rows; each number is the value, and its column as a tenth."""
    made = np.zeros(4, row_type(width, 2))
    made["time"] = np.arange(4) / 10
    made["inputs"] = value + np.arange(width) / 10
    made["targets"] = value
    return TakeData(("o1", "o2"), (made,))


def recorded(width: int) -> tuple[Project, Data]:
    """A take of so many inputs for two outputs, the second from the first input only."""
    project, data = new_project(width, "2"), {1: rows(width, 1.0)}
    project = editing.connect(project, 2, [1])
    return editing.add_take(project, measured(project, Take(1, 0), data[1])), data


def add(project: Project, data: Data, value: float) -> tuple[Project, Data]:
    more = rows(len(project.inputs), value)
    number = editing.next_take(project)
    return editing.add_take(project, measured(project, Take(number, 0), more)), {**data, number: more}


def counts(project: Project) -> list[int]:
    return [count_examples(project, output) for output in project.outputs]


def test_older_takes_are_left_out_for_outputs_that_use_new_inputs() -> None:
    before, data = recorded(2)
    project = set_inputs(before, 3)
    assert counts(project) == [0, 4]
    assert [shown_examples(project, output) for output in project.outputs] == [4, 4]
    assert note_on_takes(before, project).startswith(
        "recorded without some of the inputs and not learned from: 4 examples for output 1; record again"
    )
    project, data = add(project, data, 2.0)
    assert counts(project) == [4, 8]
    np.testing.assert_array_equal(
        dataset(project, data, project.outputs[0]).X, rows(3, 2.0).blocks[0]["inputs"]
    )
    assert dataset(project, data, project.outputs[1]).X[:, 0].tolist() == [1, 1, 1, 1, 2, 2, 2, 2]
    older = editing.connect(project, 1, [1, 2])
    assert counts(older) == [8, 8]


def test_or_filled() -> None:
    before, data = recorded(2)
    project = set_inputs(before, 4, fill=-0.5)
    assert (counts(project), note_on_takes(before, project)) == ([4, 4], "")
    project, data = add(project, data, 2.0)
    X = dataset(project, data, project.outputs[0]).X
    np.testing.assert_allclose(X[0], [1.0, 1.1, -0.5, -0.5], rtol=1e-6)
    np.testing.assert_allclose(X[4], [2.0, 2.1, 2.2, 2.3], rtol=1e-6)
    np.testing.assert_array_equal(take_rows(project, data, 1, 10)["inputs"], X[:4])
    one = fill_inputs(project, None, [3])
    assert counts(one) == [4, 8]
    assert np.isnan(take_rows(one, data, 1, 10)["inputs"][:, 2]).all()
    assert counts(fill_inputs(one, 0.0)) == [8, 8]


def test_inputs_that_go_stay_in_the_takes_and_come_back() -> None:
    before, data = recorded(3)
    project = set_inputs(before, 1)
    assert counts(project) == [4, 4]
    assert dataset(project, data, project.outputs[0]).X.tolist() == [[1.0]] * 4
    assert take_rows(project, data, 1, 10)["inputs"].shape == (4, 1)
    again = set_inputs(project, 3)
    np.testing.assert_array_equal(dataset(again, data, again.outputs[0]).X, rows(3, 1.0).blocks[0]["inputs"])
    assert fingerprint(again, again.outputs[0]) == fingerprint(before, before.outputs[0])


def test_what_is_learned_from_decides_the_fingerprint() -> None:
    project, _ = recorded(2)
    made = [set_inputs(project, 3), set_inputs(project, 3, 0.0), set_inputs(project, 3, 1.0), project]
    assert len({fingerprint(p, p.outputs[0]) for p in made}) == 4
    named = editing.rename_inputs(made[2], ["a", "b", "c"])
    assert [i.fill for i in named.inputs] == [None, None, 1.0]
    assert fingerprint(named, named.outputs[0]) == fingerprint(made[2], project.outputs[0])


def test_a_project_of_an_earlier_version_knows_how_wide_its_takes_are() -> None:
    project, _ = recorded(2)
    old = msgspec.structs.replace(
        project, takes=tuple(msgspec.structs.replace(t, inputs=0) for t in project.takes)
    )
    assert counts(old) == [4, 4]
    assert [take.inputs for take in set_inputs(old, 5).takes] == [2]
    assert load_project(dump_project(set_inputs(old, 5, 0.25))).inputs[4] == Input("inputs-5", 0.25)


def test_takes_of_other_widths_are_compared_and_not_merged() -> None:
    project, data = recorded(2)
    project, data = add(set_inputs(project, 3), data, 2.0)
    assert len(compare_takes(project, data, 1, 2)["inputs"]) == 2
    assert len(compare_takes(set_inputs(project, 1), data, 1, 2)["inputs"]) == 1
    with pytest.raises(Problem, match="recorded with 2 and with 3 inputs"):
        joined([data[1], data[2]])


def test_what_cannot_be_is_said() -> None:
    project, _ = recorded(2)
    for change, words in (
        (lambda: set_inputs(project, 0), "expected 1 to"),
        (lambda: set_inputs(project, 3, float("inf")), "finite number"),
        (lambda: fill_inputs(project, 1e39), "finite number"),
        (lambda: fill_inputs(project, 0.0, [3]), "no input 3"),
    ):
        with pytest.raises(Problem, match=words):
            change()


@given(st.integers(1, 5), st.lists(st.sampled_from([None, 0.0, 2.0]), min_size=1, max_size=6), st.data())
def test_columns_are_those_recorded_and_else_the_fill(
    width: int, filled: list[float | None], data: st.DataObject
) -> None:
    inputs = [Input(f"{n}", fill) for n, fill in enumerate(filled)]
    chosen = sorted(data.draw(st.sets(st.integers(0, len(inputs) - 1), min_size=1)))
    values = np.arange(2 * width, dtype=np.float32).reshape(2, width)
    found = chosen_columns(values, inputs, chosen)
    for column, n in enumerate(chosen):
        fill = np.nan if inputs[n].fill is None else inputs[n].fill
        expected = values[:, n] if n < width else np.full(2, fill, np.float32)
        np.testing.assert_array_equal(found[:, column], expected)
