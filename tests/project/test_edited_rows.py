"""Single rows of takes are edited: recorded rows stay, what counts of them is what was asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wekipy.engine import row_work, take_work
from wekipy.engine.engine import Engine
from wekipy.project import schema
from wekipy.project.create import new_project
from wekipy.project.edited_rows import edited
from wekipy.project.editing import add_take
from wekipy.project.example_table import LastTable, example_page, read_conditions
from wekipy.project.examples import TakeData, dataset, fingerprint, measured, row_type
from wekipy.project.problem import Problem
from wekipy.project.project_text import dump_project, load_project
from wekipy.project.schema import AddedRow, Edits, Project, Take

NONE = np.nan


def rows_of(count: int, first: float = 0.0) -> TakeData:
    """A take in blocks of 7 rows: input 1 counts the rows, targets are 0.5 and class 2."""
    rows = np.zeros(count, row_type(2, 2))
    rows["time"] = np.arange(count) * 0.1
    rows["inputs"][:, 0] = first + np.arange(count)
    rows["targets"] = 0.5, 2.0
    return TakeData(
        ("o1", "o2"), tuple(rows[n : n + 7] for n in range(0, count, 7)), "2026-01-01T00:00:00+00:00"
    )


def engine_with(*takes: TakeData, outputs: str = "1,class:3") -> Engine:
    project, data = new_project(2, outputs), {}
    for number, rows in enumerate(takes, 1):
        project = add_take(project, measured(project, Take(number, 0), rows))
        data[number] = rows
    return Engine(project, data)


def do(engine: Engine, work: Callable[..., Any], *arguments: Any) -> Any:
    return work(engine.view, *arguments)(engine)


def cells(*lines: tuple[float, float, float, float]) -> np.ndarray:
    return np.array(lines, np.float64)


def table(engine: Engine, *takes: int, where: list[Any] | None = None) -> dict[str, Any]:
    view = engine.view
    parts = LastTable().parts(view.project, view.data, takes, read_conditions(where or []))
    return example_page(view.project, parts, 0, 20_000)


def shown(engine: Engine, *takes: int) -> list[tuple[Any, ...]]:
    """Each row of the table without its number, NaN as None."""
    page = table(engine, *takes)
    lines = np.column_stack([page["inputs"], page["targets"]]).tolist()
    return [
        (int(t), *(None if v != v else v for v in line)) for t, line in zip(page["take"], lines, strict=True)
    ]


def test_a_number_is_edited_and_the_recorded_rows_stay() -> None:
    raw = rows_of(20)
    before = [block.copy() for block in raw.blocks]
    engine = engine_with(raw)
    assert (
        do(engine, row_work.edit_examples, cells((1, 4, 2, 0.25), (1, 5, -1, 0.75), (1, 6, -2, NONE))) == {}
    )
    page = table(engine)
    assert page["inputs"][3].tolist() == [3.0, 0.25]
    assert page["targets"][3:6, 0].tolist() == [0.5, 0.75, 0.5]
    assert np.isnan(page["targets"][5, 1])
    assert engine.project.takes[0].counts == {"o1": 20, "o2": 19}
    for block, was in zip(raw.blocks, before, strict=True):
        assert block.tobytes() == was.tobytes()
    assert engine.undo() == "edit 3 numbers of take 1"
    assert engine.view.data[1] is raw
    engine.redo()
    assert table(engine)["inputs"][3].tolist() == [3.0, 0.25]


def test_an_edit_copies_only_the_rows_around_it() -> None:
    rows = np.zeros(600_000, row_type(20, 1))
    raw = TakeData(("o1",), (rows,))
    edits = Edits(
        600_000, inputs=tuple((n, 3, 1.0) for n in range(0, 600_000, 60_000)), gone=((500_000, 599_998),)
    )
    found = edited(raw, edits)
    assert len(found) == 500_001
    copied = sum(block.nbytes for block in found.blocks if not np.shares_memory(block, rows))
    assert 0 < copied <= 10 * (1 << 13)
    assert float(np.concatenate([block["inputs"][:, 3] for block in found.blocks]).sum()) == 9.0


def test_deleted_rows_keep_the_numbers_of_the_others() -> None:
    engine = engine_with(rows_of(20))
    do(engine, row_work.delete_row_ranges, np.array([[1.0, 3, 5], [1, 9, 9]]))
    page = table(engine)
    assert page["row"].tolist() == [1, 2, 6, 7, 8, *range(10, 21)]
    assert page["inputs"][:, 0].tolist() == [0, 1, 5, 6, 7, *range(9, 20)]
    do(engine, row_work.edit_examples, cells((1, 10, 2, 4.0)))
    assert table(engine)["inputs"][5].tolist() == [9.0, 4.0]
    with pytest.raises(Problem, match="no row 4"):
        do(engine, row_work.edit_examples, cells((1, 4, 2, 4.0)))
    engine.undo()
    engine.undo()
    assert len(table(engine)["row"]) == 20


def test_added_rows_come_last_and_can_be_edited_and_deleted() -> None:
    engine = engine_with(rows_of(10))
    add = np.array([[7.0, 8.0], [9.0, 10.0]]), np.array([[0.1, 3.0], [NONE, 1.0]])
    do(engine, row_work.append_examples, 1, *add)
    page = table(engine)
    assert page["row"].tolist() == list(range(1, 13))
    assert page["inputs"][10:].tolist() == [[7, 8], [9, 10]]
    np.testing.assert_allclose(page["time"][9:], [0.9, 1.0, 1.1])
    np.testing.assert_array_equal(page["targets"][10:], np.array([[0.1, 3.0], [NONE, 1.0]], np.float32))
    do(engine, row_work.edit_examples, cells((1, 12, -1, 0.9)))
    do(engine, row_work.delete_row_ranges, np.array([[1.0, 11, 11]]))
    page = table(engine)
    assert page["row"].tolist() == [*range(1, 11), 12]
    np.testing.assert_array_equal(page["targets"][-1], np.array([0.9, 1.0], np.float32))


def test_a_note_that_grows_large_becomes_a_take(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "MOST_EDITED", 3)
    engine = engine_with(rows_of(10), rows_of(5, 100.0))
    assert do(engine, row_work.edit_examples, cells((1, 1, 1, -1.0), (1, 2, 1, -2.0), (1, 3, 1, -3.0))) == {}
    mixed = cells((2, 1, 1, -9.0), (1, 4, 1, -4.0))
    assert do(engine, row_work.edit_examples, mixed) == {"1": 3}
    new = engine.project.takes[2]
    assert (new.edits, new.number, new.examples) == (None, 3, 10)
    assert engine.view.data[3].made_of.takes == (1,)
    assert table(engine, 3)["inputs"][:5, 0].tolist() == [-1, -2, -3, -4, 4]
    assert table(engine, 2)["inputs"][0, 0] == -9.0
    engine.undo()
    assert table(engine, 1)["inputs"][:4, 0].tolist() == [-1, -2, -3, 3]
    assert table(engine, 2)["inputs"][0, 0] == 100.0


def test_a_labelled_take_gets_targets_of_its_own() -> None:
    engine = engine_with(rows_of(4))
    do(engine, take_work.relabel, [1], {2: 1.0})
    assert do(engine, row_work.edit_examples, cells((1, 2, -2, 3.0))) == {"1": 2}
    assert table(engine)["targets"][:, 1].tolist() == [1, 3, 1, 1]


def test_an_output_that_the_take_has_no_targets_for() -> None:
    engine = engine_with(rows_of(4), outputs="1,class:3,1")
    assert do(engine, row_work.edit_examples, cells((1, 2, -3, 0.5))) == {"1": 2}
    assert [v for v in table(engine)["targets"][:, 2].tolist() if v == v] == [0.5]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ((1, 2, 1, NONE), "take 1, row 2, input 1: nan is no finite number"),
        ((1, 2, 1, np.inf), "inf is no finite number"),
        ((1, 2, 3, 1.0), "without input 3"),
        ((1, 2, -3, 1.0), "there is no output 3"),
        ((1, 2, 0, 1.0), "there is no output 0"),
        ((1, 2, -2, 4.0), "4 is no legal target of output 2"),
        ((1, 2, -2, np.inf), "inf is no legal target"),
        ((1, 11, 1, 1.0), "take 1 has no row 11"),
        ((1, 0, 1, 1.0), "take 1 has no row 0"),
        ((1, 1.5, 1, 1.0), "1.5 is no row"),
        ((9, 1, 1, 1.0), "there is no take 9"),
        ((NONE, 1, 1, 1.0), "nan is no take"),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_is_done(line: tuple[float, ...], words: str) -> None:
    engine = engine_with(rows_of(10))
    before = engine.project
    with pytest.raises(Problem, match=words):
        do(engine, row_work.edit_examples, cells((1, 1, 1, 5.0), line))
    assert engine.project is before


def test_the_gesture_of_single_rows_is_not_edited() -> None:
    engine = engine_with(TakeData(("o3",), rows_of(4).blocks), outputs="1,class:3,gesture:2")
    with pytest.raises(Problem, match="relabel the take instead"):
        do(engine, row_work.edit_examples, cells((1, 1, -3, 1.0)))


def test_models_are_out_of_date_where_they_learned_from_what_was_edited() -> None:
    engine = engine_with(rows_of(10))
    project = msgspec.structs.replace(
        engine.project,
        outputs=(msgspec.structs.replace(engine.project.outputs[0], inputs=(0,)), engine.project.outputs[1]),
    )
    engine.edit("connect", project)

    def prints() -> list[str]:
        return [fingerprint(engine.project, output) for output in engine.project.outputs]

    before = prints()
    do(engine, row_work.edit_examples, cells((1, 1, 2, 9.0)))  # the second input feeds output 2 only
    assert [a == b for a, b in zip(before, prints(), strict=True)] == [True, False]
    engine.undo()
    assert prints() == before
    do(engine, row_work.edit_examples, cells((1, 1, -1, 0.9)))
    assert [a == b for a, b in zip(before, prints(), strict=True)] == [False, True]
    assert dataset(engine.project, engine.view.data, engine.project.outputs[0]).y[0] == pytest.approx(0.9)


def test_edits_survive_the_project_file() -> None:
    engine = engine_with(rows_of(10))
    do(engine, row_work.edit_examples, cells((1, 2, 1, 0.1), (1, 3, -2, NONE)))
    do(engine, row_work.append_examples, 1, np.array([[1.0, 2.0]]), np.array([[0.3, NONE]]))
    do(engine, row_work.delete_row_ranges, np.array([[1.0, 5, 6]]))
    assert load_project(dump_project(engine.project)) == engine.project
    again = Engine(engine.project, {1: edited(rows_of(10), engine.project.takes[0].edits)})
    assert shown(again) == shown(engine)


def test_a_take_file_that_lost_rows_keeps_the_edits_of_the_others() -> None:
    raw = rows_of(10)
    edits = Edits(10, inputs=((2, 1, 5.0), (8, 1, 6.0)), added=(AddedRow(1.0, (7.0, 8.0), (0.5, None)),))
    damaged = replace(
        raw.part(0, 8), left_out=np.array([], np.int64), outputs=raw.outputs
    )  # its end is missing
    found = edited(damaged, edits)
    assert found.recorded().tolist() == [*range(8), 10]
    rows = np.concatenate(found.blocks)
    assert rows["inputs"][:, 1].tolist() == [0, 0, 5, 0, 0, 0, 0, 0, 8]
    inner = replace(raw, blocks=(np.delete(np.concatenate(raw.blocks), [2, 3]),), left_out=np.array([2, 3]))
    rows = np.concatenate(edited(inner, edits).blocks)
    assert rows["inputs"][:, 1].tolist() == [0, 0, 0, 0, 0, 0, 6, 0, 8]


@pytest.mark.parametrize(
    "edits",
    [
        Edits(10, added=(AddedRow(1.0, (7.0,), (0.5, None)),)),
        Edits(10, added=(AddedRow(1.0, (7.0, 8.0), ()),)),
    ],
)
def test_added_rows_of_another_width_are_refused(edits: Edits) -> None:
    with pytest.raises(Problem, match="not as many numbers"):
        edited(rows_of(10), edits)


def test_edits_of_rows_that_are_nowhere_do_no_harm() -> None:
    far = 1 << 40
    edits = Edits(
        10, ((far, 0, 1.0), (3, far, 1.0)), ((far, "o1", 1.0), (3, "o9", 1.0)), ((far - 5, far), (8, far))
    )
    found = edited(rows_of(10), edits)
    assert np.concatenate(found.blocks)["inputs"][:, 0].tolist() == list(range(8))


def test_conditions_choose_rows() -> None:
    engine = engine_with(rows_of(10), rows_of(5, 100.0))
    do(engine, row_work.edit_examples, cells((2, 3, -2, 3.0), (1, 2, -1, NONE)))

    def numbers(*where: list[Any]) -> list[float]:
        return table(engine, where=list(where))["inputs"][:, 0].tolist()

    assert numbers([-2, "=", 3]) == [102]
    assert numbers([-1, "none"]) == [1]
    assert numbers([1, ">=", 8], [1, "<", 102]) == [8, 9, 100, 101]
    assert numbers([0, "<=", 0.15], [1, "!=", 100]) == [0, 1, 101]
    assert table(engine, 2, where=[[1, ">", 100]])["take"].tolist() == [2, 2, 2, 2]
    for wrong in ([[9, "=", 1]], [[-9, "=", 1]], [[1, "~", 1]], [[1]], "x", [[1, "=", "a"]]):
        with pytest.raises(Problem):
            table(engine, where=wrong)  # type: ignore[arg-type]


def test_nothing_is_edited_where_nothing_can_be_written() -> None:
    engine = engine_with(rows_of(4))
    engine.read_only = "this folder cannot be written"
    before = engine.project
    for work, *arguments in (
        (row_work.edit_examples, cells((1, 1, 1, 2.0))),
        (row_work.delete_row_ranges, np.array([[1.0, 1, 1]])),
        (row_work.append_examples, 1, np.zeros((1, 2)), np.array([[0.5, 1.0]])),
    ):
        with pytest.raises(Problem, match="cannot be written"):
            do(engine, work, *arguments)
    assert engine.project is before


# Any order of edits keeps the numbers right: a model of plain lists does the same.


def modelled(engine: Engine) -> dict[int, list[list[float | None]]]:
    found: dict[int, list[list[float | None]]] = {}
    for number, *line in shown(engine):
        found.setdefault(number, []).append(line)
    return found


@st.composite
def steps(draw: Callable[..., Any]) -> Iterator[Any]:
    kinds = ("edit", "target", "delete", "append", "relabel", "trim", "split", "merge", "undo", "redo")
    return [  # type: ignore[return-value]
        (draw(st.sampled_from(kinds)), draw(st.integers(0, 10**6)), draw(st.integers(0, 10**6)))
        for _ in range(draw(st.integers(1, 12)))
    ]


def apply(engine: Engine, step: tuple[str, int, int], expected: dict[int, Any]) -> dict[int, Any] | None:
    """Do a step to the engine; what its takes are then; None if the step does not apply."""
    kind, a, b = step
    numbers = sorted(expected)
    if not numbers:
        return None
    number = numbers[a % len(numbers)]
    rows = [list(row) for row in expected[number]]
    at = b % len(rows)
    page = table(engine, number)
    row = float(page["row"][at])
    after = {n: its for n, its in expected.items() if n != number}
    replaced: dict[str, int | None] = {}
    if kind == "edit":
        replaced = do(engine, row_work.edit_examples, cells((number, row, 1 + a % 2, b % 97 - 50.0)))
        rows[at][a % 2] = b % 97 - 50.0
    elif kind == "target":
        value = [NONE, 1.0, 2.0, 3.0][b % 4]
        replaced = do(engine, row_work.edit_examples, cells((number, row, -2, value)))
        rows[at][3] = None if value != value else value
    elif kind == "delete":
        last = min(at + a % 3, len(rows) - 1)
        replaced = do(
            engine,
            row_work.delete_row_ranges,
            np.array([[number, row, float(page["row"][last])]], np.float64),
        )
        del rows[at : last + 1]
    elif kind == "append":
        replaced = do(
            engine, row_work.append_examples, number, np.array([[a % 7, 1.0]]), np.array([[0.25, 3.0]])
        )
        rows.append([a % 7, 1.0, 0.25, 3.0])
    elif kind == "relabel":
        do(engine, take_work.relabel, [number], {2: 1.0 + b % 3})
        rows = [[*row[:3], 1.0 + b % 3] for row in rows]
    elif kind == "trim":
        whole = engine.view.data[number]
        # Back to the whole take, which the model knows from before it was trimmed only by the engine.
        if len(whole) != len(rows):
            return None
        first = at // 2
        seconds = whole.times() - whole.times()[0]
        do(engine, take_work.trim, number, float(seconds[first]) - 1e-9, float(seconds[at]) + 1e-9)
        rows = rows[first : at + 1]
    elif kind == "split" and len(rows) > 1:
        place = 1 + at % (len(rows) - 1)
        whole = engine.view.data[number]
        seconds = whole.times() - whole.times()[0]
        start = whole.bounds(next(t for t in engine.project.takes if t.number == number).trim)[0]
        one, two = do(engine, take_work.split, number, [float(seconds[start + place]) - 1e-6])
        return after | {one: rows[:place], two: rows[place:]}
    elif kind == "merge" and len(numbers) > 1:
        other = numbers[(a + 1) % len(numbers)]
        (new,) = do(engine, take_work.merge, [number, other])
        return {n: i for n, i in after.items() if n != other} | {new: rows + list(expected[other])}
    else:
        return None
    new_number = replaced.get(str(number), number)
    return after | ({} if new_number is None else {new_number: rows})


@settings(max_examples=150, deadline=None)
@given(steps(), st.sampled_from([4, 2_000]))
def test_any_order_of_edits_keeps_the_numbers_right(path: list[tuple[str, int, int]], most: int) -> None:
    patch = pytest.MonkeyPatch()
    patch.setattr(schema, "MOST_EDITED", most)
    try:
        engine = engine_with(rows_of(9), rows_of(4, 100.0))
        past, future = [modelled(engine)], list[dict[int, Any]]()
        for step in path:
            if step[0] == "undo" and len(past) > 1:
                engine.undo()
                future.append(past.pop())
            elif step[0] == "redo" and future:
                engine.redo()
                past.append(future.pop())
            else:
                edits_before = engine.view.undo, engine.project
                found = apply(engine, step, past[-1])
                if found is not None and engine.project is not edits_before[1]:
                    past.append(found)
                    future = []
            assert {n: rounded(i) for n, i in modelled(engine).items()} == {
                n: rounded(i) for n, i in past[-1].items()
            }
        check_project(engine)
        while len(past) > 1:
            past.pop()
            engine.undo()
            assert {n: rounded(i) for n, i in modelled(engine).items()} == {
                n: rounded(i) for n, i in past[-1].items()
            }
    finally:
        patch.undo()


def rounded(rows: list[list[float | None]]) -> list[tuple[float | None, ...]]:
    return [tuple(None if value is None else round(float(value), 4) for value in row) for row in rows]


def check_project(engine: Engine) -> None:
    """The figures of all takes are those of their rows, and what is on disk makes the same of them."""
    project: Project = load_project(dump_project(engine.project))
    for take in project.takes:
        again = edited(engine.view.data[take.number].raw, take.edits)
        assert [b.tobytes() for b in again.blocks] == [
            b.tobytes() for b in engine.view.data[take.number].blocks
        ]
        assert measured(project, take, again) == take
