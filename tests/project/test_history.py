"""Steps of the history hold differences only, and undo as whole projects did."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wekipy.project import editing, history, structure
from wekipy.project.create import new_project
from wekipy.project.history import History, Step
from wekipy.project.patching import difference, patched
from wekipy.project.problem import Problem
from wekipy.project.schema import Project, Take, Trim
from wekipy.project.take_edits import rename_take, switch_takes

Edit = Callable[[Project], Project]

EDITS: list[Edit] = [
    lambda p: editing.add_take(p, Take(editing.next_take(p), 3, counts={"o1": 3}, targets={"o1": None})),
    lambda p: editing.delete_takes(p, [t.number for t in p.live_takes()]),
    lambda p: editing.delete_takes(p, [t.number for t in p.live_takes()][:1]),
    lambda p: rename_take(p, p.live_takes()[0].number, f"{len(p.takes)}"),
    lambda p: switch_takes(p, [p.live_takes()[-1].number], on=not p.live_takes()[-1].on),
    lambda p: msgspec.structs.replace(
        p, takes=(*p.takes[:-1], msgspec.structs.replace(p.takes[-1], trim=Trim(1, 2)))
    ),
    lambda p: editing.erase_output(p, 1),
    lambda p: editing.rename_inputs(p, [f"{i.name}x" for i in p.inputs]),
    lambda p: editing.set_switch(p, [1], "run", on=not p.outputs[0].run),
    lambda p: editing.set_destinations(p, [f"127.0.0.1:{9000 + len(p.takes)}"]),
    lambda p: structure.add_output(p, "class:3"),
    lambda p: structure.add_output(p, "gesture:2"),
    lambda p: structure.remove_output(p, 1),
    lambda p: structure.move_output(p, 1, len(p.outputs)),
    lambda p: structure.change_kind(p, 1, "class:4"),
    lambda p: structure.set_inputs(p, len(p.inputs) + 1),
    lambda p: msgspec.structs.replace(p, live_learning=not p.live_learning),
]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.integers(-2, -1) | st.integers(0, len(EDITS) - 1), max_size=40))
def test_undo_and_redo_are_as_with_whole_projects(moves: list[int]) -> None:
    kept = History(new_project(2, "1,class:3"))
    past: list[Project] = []
    future: list[Project] = []
    for move in moves:
        before = kept.project
        if move == -2:
            if not past:
                with pytest.raises(Problem, match="nothing to undo"):
                    kept.undo()
                continue
            kept.undo()
            future.append(before)
            expected = past.pop()
        elif move == -1:
            if not future:
                continue
            kept.redo()
            past.append(before)
            expected = future.pop()
        else:
            try:
                expected = EDITS[move](before)
            except (Problem, IndexError):
                continue
            if kept.do("edit", expected):
                past.append(before)
                future.clear()
        assert kept.project == history._with_all_takes(expected, before)
        assert len(kept.project.takes) >= len(before.takes)
        assert kept.project.last_uid >= before.last_uid


def test_a_step_is_small() -> None:
    project = new_project(1_000, "100")
    takes = tuple(Take(n, 5, counts={f"o{k}": 5 for k in range(100)}) for n in range(1, 501))
    project = msgspec.structs.replace(project, takes=takes)
    kept = History(project)
    kept.do("rename", rename_take(project, 7, "wave"))
    kept.do("off", editing.set_switch(kept.project, [3], "run", on=False))
    assert all(entry.step is not None and entry.step.size < 250 for entry in kept.fresh())
    assert kept.fresh() == ()


def test_too_many_steps_lose_the_oldest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "MOST_BYTES", 10_000)
    kept = History(new_project(1, "1"))
    for n in range(500):
        kept.do(f"{n}", editing.rename_outputs(kept.project, [f"name {n}"]))
    undone = 0
    while kept.undo_label:
        kept.undo()
        undone += 1
    assert 20 < undone < 100
    assert kept.project.outputs[0].name == f"name {499 - undone}"


@pytest.mark.parametrize(
    "text",
    [
        b"[]",
        b"{",
        b'{"fields": {"nothing": 1}}',
        b'{"fields": {"inputs": []}}',
        b'{"fields": {"format": 7}}',
        b'{"items": {"format": {"0": {}}}}',
        b'{"items": {"takes": {"0": {}}}}',
        b'{"items": {"outputs": {"9": {}}}}',
        b'{"items": {"outputs": {"0": {"name": ""}}}}',
        b'{"takes": {"0": {"examples": 1}}}',
        b'{"takes": {"5": {"examples": -1}}}',
        b'{"takes": {"5": {"number": 1, "examples": 1}, "6": {"number": 1}}}',
        b'{"items": {"outputs": {"0": {"name": "outputs-2"}}}}',
    ],
)
def test_a_step_that_does_not_fit_changes_nothing(text: bytes) -> None:
    project = new_project(1, "2")
    with pytest.raises(Problem):
        patched(project, msgspec.Raw(text))
    kept = History(project, [Step("odd", msgspec.Raw(text), msgspec.Raw(text))])
    with pytest.raises(Problem, match="cannot undo “odd”"):
        kept.undo()
    assert kept.project is project


def test_a_step_changes_no_more_than_it_did() -> None:
    project = new_project(1, "2")
    named = editing.rename_outputs(project, ["a", "outputs-2"])
    step = difference(project, named)
    elsewhere = editing.set_destinations(project, ["127.0.0.1:9"])
    assert patched(elsewhere, step) == editing.set_destinations(named, ["127.0.0.1:9"])
