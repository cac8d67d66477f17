"""Takes after they were recorded: rows stay, what counts of them changes."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wekipy.project.create import new_project
from wekipy.project.editing import add_take, delete_takes, erase_output, rename_outputs
from wekipy.project.examples import TakeData, dataset, fingerprint, measured, row_type
from wekipy.project.problem import Problem
from wekipy.project.project_text import dump_project, load_project
from wekipy.project.schema import Project, Take
from wekipy.project.take_contents import compare_takes, examples, take_rows, warped_distance
from wekipy.project.take_edits import (
    relabel_take,
    rename_take,
    restore_takes,
    seconds_of,
    switch_takes,
    trim_take,
)
from wekipy.project.take_parts import as_labelled, cut, joined, taken_over


def rows_of(
    count: int, value: float = 0.5, label: float = 2.0, start: float = 1e9, step: float = 0.1
) -> TakeData:
    """A take in two blocks: input 1 counts the rows."""
    rows = np.zeros(count, row_type(2, 2))
    rows["time"] = start + np.arange(count) * step
    rows["inputs"][:, 0] = np.arange(count)
    rows["targets"] = value, label
    half = count // 2
    return TakeData(("o1", "o2"), (rows[:half], rows[half:]))


def made(*takes: TakeData, outputs: str = "1,class:3") -> tuple[Project, dict[int, TakeData]]:
    project, data = new_project(2, outputs), {}
    for number, rows in enumerate(takes, 1):
        project = add_take(project, measured(project, Take(number, 0), rows))
        data[number] = rows
    return project, data


def learned(project: Project, data: dict[int, TakeData], number: int = 1) -> list[tuple[float, float]]:
    found = dataset(project, data, project.outputs[number - 1])
    return list(zip(found.X[:, 0].tolist(), found.y.tolist(), strict=True))


def test_a_take_tells_its_length_and_targets() -> None:
    project, _ = made(rows_of(11))
    take = project.takes[0]
    assert take.seconds == pytest.approx(1.0)
    assert take.targets == {"o1": 0.5, "o2": 2.0}
    assert load_project(dump_project(project)) == project


def test_targets_that_vary() -> None:
    rows = rows_of(4)
    rows.blocks[0]["targets"] = 1.0, 1.0
    project, _ = made(rows)
    assert project.takes[0].targets == {"o1": 0.75, "o2": None}


@given(st.floats(0, 3), st.floats(0, 3))
def test_trimming_uses_what_lies_between(start: float, end: float) -> None:
    project, data = made(rows_of(21))
    inside = [n for n in range(21) if start <= seconds_of(data[1])[n] <= end]
    if not inside:
        with pytest.raises(Problem, match="nothing of take 1"):
            trim_take(project, data, 1, start, end)
        return
    trimmed = trim_take(project, data, 1, start, end)
    assert [x for x, _ in learned(trimmed, data)] == inside
    assert trimmed.takes[0].examples == trimmed.takes[0].counts["o1"] == len(inside)
    whole = trim_take(trimmed, data, 1, 0.0, math.inf)
    assert whole == project


def test_what_decides_a_model_changes_with_every_edit() -> None:
    project, data = made(rows_of(10), rows_of(10))
    first = project.outputs[0]
    seen = {fingerprint(project, first)}
    for changed in (
        switch_takes(project, [1], on=False),
        trim_take(project, data, 1, 0.0, 0.5),
        trim_take(project, data, 1, 0.2, 0.7),
        relabel_take(project, data, 1, {1: 0.25}),
        relabel_take(project, data, 1, {1: 0.75}),
        relabel_take(project, data, 1, {1: None}),
    ):
        seen.add(fingerprint(changed, first))
    assert len(seen) == 6  # switched off and without targets are the same
    assert fingerprint(rename_take(project, 1, "wave"), first) in seen
    assert fingerprint(relabel_take(project, data, 1, {2: 1}), first) == fingerprint(project, first)


def test_switched_off_takes_are_kept_and_not_learned_from() -> None:
    project, data = made(rows_of(2), rows_of(3))
    off = switch_takes(project, [1], on=False)
    assert len(learned(off, data)) == 3
    assert [take.on for take in off.live_takes()] == [False, True]
    assert switch_takes(off, [1, 2], on=True) == project


def test_new_targets_hide_the_recorded_ones() -> None:
    project, data = made(rows_of(2))
    changed = relabel_take(project, data, 1, {1: 0.25, 2: 3})
    assert learned(changed, data) == [(0.0, 0.25), (1.0, 0.25)]
    assert learned(changed, data, 2) == [(0.0, 3.0), (1.0, 3.0)]
    assert changed.takes[0].targets == {"o1": 0.25, "o2": 3.0}
    none = relabel_take(changed, data, 1, {2: None})
    assert learned(none, data, 2) == []
    assert learned(relabel_take(none, data, 1, {2: 1}), data, 2) == [(0.0, 1.0), (1.0, 1.0)]
    erased = erase_output(project, 1)
    assert learned(relabel_take(erased, data, 1, {1: 1.5}), data) == [(0.0, 1.5), (1.0, 1.5)]


def test_gestures_count_through_all_outputs() -> None:
    project, data = made(rows_of(4), outputs="gesture:2,gesture:3")
    assert relabel_take(project, data, 1, {2: 4}).takes[0].labels == {"o2": 2.0}
    assert relabel_take(project, data, 1, {2: 0}).takes[0].labels == {"o2": 0.0}
    for wrong in (1, 6, 3.5, math.nan, math.inf):
        with pytest.raises(Problem, match="output 2 has no gesture"):
            relabel_take(project, data, 1, {2: wrong})


def test_what_cannot_be_done_says_why() -> None:
    project, data = made(rows_of(4))
    for call, words in (
        (lambda: rename_take(project, 2, "x"), "no take 2"),
        (lambda: rename_take(project, 1, "x" * 201), "200 characters"),
        (lambda: switch_takes(project, [], on=True), "at least one take"),
        (lambda: switch_takes(project, [1, 9], on=True), "no take 9"),
        (lambda: restore_takes(project, [1]), "not deleted"),
        (lambda: restore_takes(project, [3]), "no take 3"),
        (lambda: trim_take(project, data, 1, math.nan, 1.0), "nothing of take 1"),
        (lambda: trim_take(project, {}, 1, 0.0, 1.0), "no examples"),
        (lambda: relabel_take(project, data, 1, {}), "at least one output"),
        (lambda: relabel_take(project, data, 1, {2: 4}), "no legal target"),
        (lambda: relabel_take(project, data, 1, {1: math.nan}), "no legal target"),
        (lambda: relabel_take(project, data, 1, {7: 1}), "no output 7"),
        (lambda: cut(project.takes[0], data[1], []), "cannot be cut"),
        (lambda: cut(project.takes[0], data[1], [0.1, 0.1]), "cannot be cut"),
        (lambda: cut(project.takes[0], data[1], [math.nan]), "cannot be cut"),
        (lambda: take_rows(project, data, 9, 5), "no take 9"),
        (lambda: take_rows(project, data, 1, 0), "expected 1 to"),
    ):
        with pytest.raises(Problem, match=words):
            call()


def test_deleted_takes_come_back() -> None:
    project, _ = made(rows_of(2), rows_of(3))
    gone = delete_takes(project, [1, 2])
    assert restore_takes(gone, [2]) == delete_takes(project, [1])


@given(st.lists(st.floats(0.01, 2.0), min_size=1, max_size=4))
def test_the_parts_of_a_take_make_it_up(at: list[float]) -> None:
    project, data = made(rows_of(21))
    try:
        parts = cut(project.takes[0], data[1], at)
    except Problem:
        return
    assert len(parts) == len(at) + 1
    again = np.concatenate([block for part in parts for block in part.blocks])
    assert np.array_equal(again, np.concatenate(data[1].blocks))


def test_a_trimmed_and_relabelled_take_is_cut_as_it_counts() -> None:
    project, data = made(rows_of(10))
    project = relabel_take(trim_take(project, data, 1, 0.2, 0.75), data, 1, {1: 3, 2: None})
    first, second = cut(project.takes[0], data[1], [0.45])
    assert first.outputs == ("o1",)
    assert first.blocks[0]["inputs"][:, 0].tolist() == [2, 3, 4]
    assert second.blocks[0]["inputs"][:, 0].tolist() == [5, 6, 7]
    assert first.column("o1").tolist() == [3, 3, 3]


def test_joined_takes_follow_each_other() -> None:
    project, data = made(rows_of(3), rows_of(4, label=1.0, start=2e9))
    rows = np.zeros(2, row_type(2, 1))
    other = TakeData(("o3",), (rows,))
    whole = joined([as_labelled(project.takes[0], data[1]), data[2], other])
    assert whole.outputs == ("o1", "o2", "o3")
    assert seconds_of(whole)[:7] == pytest.approx(np.arange(7) * 0.1)
    assert np.diff(whole.times()).min() > -1e-9
    assert whole.column("o2").tolist()[:7] == [2, 2, 2, 1, 1, 1, 1]
    assert np.isnan(whole.column("o2")[7:]).all()
    assert np.isnan(whole.column("o3")[:7]).all()


def test_targets_follow_names_into_another_project() -> None:
    source, data = made(rows_of(3, label=3.0), outputs="1,class:3")
    here = new_project(2, "class:2,1")
    here = rename_outputs(here, ("outputs-2", "outputs-1"))
    part = taken_over(data[1], source, here)
    assert part.outputs == ("o2", "o1")
    assert part.column("o2").tolist() == [0.5, 0.5, 0.5]
    assert np.isnan(part.column("o1")).all()  # class 3 of 2
    with pytest.raises(Problem, match="none of its outputs"):
        taken_over(data[1], source, new_project(2, "class:2,2"))


def test_a_trim_that_cannot_be_is_refused() -> None:
    project, data = made(rows_of(10))
    text = dump_project(trim_take(project, data, 1, 0.25, 0.7)).replace(b'"first": 3', b'"first": 9')
    with pytest.raises(Problem, match="take 1: its first row 9"):
        load_project(text)


def test_rows_are_thinned_evenly() -> None:
    project, data = made(rows_of(1000), rows_of(500))
    found = take_rows(project, data, 1, 10)
    assert found["rows"] == 1000
    assert found["row"].tolist() == [0, 111, 222, 333, 444, 555, 666, 777, 888, 999]
    assert found["inputs"][:, 0].tolist() == found["row"].tolist()
    assert found["time"][-1] == pytest.approx(99.9)
    assert found["targets"].tolist() == [[0.5, 2.0]] * 10
    shown = examples(project, data, 2, 15)
    assert shown["examples"] == 1500
    assert len(shown["take"]) == 15
    assert np.bincount(shown["take"]).tolist() == [0, 10, 5]
    assert shown["inputs"].shape == (15, 2)
    assert len(examples(project, data, 2, 20_000)["take"]) == 1500


def test_no_answer_is_larger_than_it_may_be() -> None:
    project = new_project(8_000, "1")
    rows = np.zeros(300, row_type(8_000, 1))
    data = {1: TakeData(("o1",), (rows,))}
    project = add_take(project, measured(project, Take(1, 0), data[1]))
    assert take_rows(project, data, 1, 300)["inputs"].size <= 1_000_000
    assert examples(project, data, 1, 300)["inputs"].size <= 1_000_000


def test_takes_are_compared() -> None:
    project, data = made(rows_of(50), rows_of(50, step=0.3), rows_of(20))
    same = compare_takes(project, data, 1, 2)
    assert (same["distance"], same["overlap"]) == (pytest.approx(0.0, abs=1e-6), 1.0)
    other = compare_takes(project, data, 1, 3)
    assert other["distance"] > 0.1
    assert other["inputs"][0] == {
        "mean": [24.5, 9.5],
        "least": [0.0, 0.0],
        "most": [49.0, 19.0],
        "overlap": pytest.approx(19 / 49),
    }


@given(st.integers(1, 12), st.integers(1, 12), st.integers(0, 1000))
def test_the_warped_distance_is_that_of_the_best_path(n: int, m: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    a, b = random.random((n, 2)), random.random((m, 2))
    costs = np.linalg.norm(a[:, None] - b[None], axis=2) / math.sqrt(2)
    best = np.full((n, m), np.inf)
    for i in range(n):
        for j in range(m):
            ways = [best[i - 1, j]] * (i > 0) + [best[i, j - 1]] * (j > 0)
            ways += [best[i - 1, j - 1]] * (i > 0 and j > 0)
            best[i, j] = costs[i, j] + min(ways, default=0.0)
    assert warped_distance(a, b) == pytest.approx(best[-1, -1] * 2 / (n + m), abs=1e-6)
