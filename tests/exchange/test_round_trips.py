"""What is exported and imported again is what it was."""

from __future__ import annotations

from pathlib import Path

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from wekipy.exchange.exporting.tables.examples import Examples, gather
from wekipy.exchange.exporting.write import TABLES, write_table
from wekipy.exchange.importing.read import read_project
from wekipy.exchange.importing.tables.choice import Choice
from wekipy.project.create import new_project
from wekipy.project.examples import TakeData, measured, row_type
from wekipy.project.schema import Input, Project, Take

NAMES = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), min_size=1, max_size=12)
CLASSES = st.sampled_from([1, 2, 3, np.nan])
NUMBERS = st.floats(-(2.0**127), 2.0**127, width=32)


@st.composite
def projects(draw) -> tuple[Project, dict[int, TakeData]]:
    """A number, 3 classes and 2 gestures, with any names, takes and missing targets."""
    names = draw(st.lists(NAMES.map(str.strip).filter(bool), min_size=5, max_size=6, unique=True))
    project = new_project(len(names) - 3, "1,class:3,gesture:2")
    outputs = tuple(
        msgspec.structs.replace(o, name=n) for o, n in zip(project.outputs, names[:3], strict=True)
    )
    inputs = tuple(map(Input, names[3:]))
    takes, data = [], {}
    for number in draw(st.lists(st.integers(1, 9_999), min_size=1, max_size=3, unique=True)):
        count = draw(st.integers(1, 4))
        rows = np.zeros(count, row_type(len(inputs), 3))
        rows["time"] = draw(hnp.arrays(np.float64, count, elements=st.floats(1.78e9, 1.785e9)))
        rows["inputs"] = draw(hnp.arrays(np.float32, (count, len(inputs)), elements=NUMBERS))
        rows["targets"][:, 0] = draw(hnp.arrays(np.float32, count, elements=NUMBERS))
        rows["targets"][:, 1] = draw(
            hnp.arrays(np.float32, count, elements=st.sampled_from([1, 2, 3, np.nan]))
        )
        rows["targets"][:, 2] = draw(st.sampled_from([0, 1, 2, np.nan]))
        data[number] = TakeData(("o1", "o2", "o3"), (rows,))
        takes.append(measured(project, Take(number, 0), data[number]))
    return msgspec.structs.replace(project, inputs=inputs, outputs=outputs, takes=tuple(takes)), data


@pytest.mark.parametrize("form", sorted(TABLES))
@settings(max_examples=60, deadline=None)
@given(made=projects())
def test_examples_come_back(form, made, tmp_path_factory):
    project, data = made
    path = tmp_path_factory.mktemp("trip") / f"t.{form}"
    examples = gather(project, data, project.outputs)
    write_table(path, form, examples)
    first, second, third = examples.output_names
    kinds = {first: "continuous", second: "classification", third: "gesture"}
    again = read_project(path, Choice(examples.input_names, examples.output_names, kinds=kinds))
    if form == "npz" or not _plain(examples):
        again_names = [i.name for i in again.project.inputs]
        assert len(again_names) == len(project.inputs)
    else:
        assert [i.name for i in again.project.inputs] == [i.name for i in project.inputs]
    assert [t.number for t in again.project.takes] == [t.number for t in project.takes]
    for number, take in data.items():
        (rows,), (back,) = take.blocks, again.data[number].blocks
        np.testing.assert_array_equal(back["inputs"], rows["inputs"])
        np.testing.assert_array_equal(back["targets"], rows["targets"])
        times = again.data[number].began() + back["time"]
        np.testing.assert_allclose(times, rows["time"], atol=0.00051 if form == "arff" else 0, rtol=0)


def _plain(examples: Examples) -> bool:
    return not {*examples.input_names, *examples.output_names} & {"ID", "Time", "Training round"}


def test_what_was_deleted_is_not_exported():
    rows = np.ones(2, row_type(2, 2))
    data = {n: TakeData(("o1", "o2"), (rows,)) for n in (1, 2)}
    counts = {"o1": 2, "o2": 2}
    takes = (Take(1, 2, counts, deleted=True), Take(2, 2, counts, erased=("o2",)))
    project = msgspec.structs.replace(new_project(2, "1,class:2"), takes=takes)
    examples = gather(project, data, project.outputs)
    assert examples.takes.tolist() == [2, 2]
    np.testing.assert_array_equal(examples.targets, [[1, np.nan]] * 2)
    assert gather(project, data, project.outputs[1:]).output_names == ("outputs-2",)


def test_the_head_of_arff_is_wekinators(wekinator, tmp_path: Path):
    source = wekinator("classify4x2") / "current" / "currentData.arff"
    arrived = read_project(source.parent.parent, Choice())
    path = tmp_path / "again.arff"
    write_table(path, "arff", gather(arrived.project, arrived.data, arrived.project.outputs))
    theirs, ours = source.read_text().splitlines(), path.read_text().splitlines()
    assert ours[:12] == theirs[:12]
    assert [line.split(",")[:3] for line in ours[12:]] == [line.split(",")[:3] for line in theirs[12:]]
    assert ours[-1].endswith(",3,?")
