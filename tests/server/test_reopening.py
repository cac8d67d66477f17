"""What a person did is there again after the engine ended, however it ended."""

from __future__ import annotations

import contextlib
import itertools
import random
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from wekipy.cli.main import commands
from wekipy.client import Client, ConnectionLost
from wekipy.engine import take_work
from wekipy.engine.engine import Engine
from wekipy.engine.take_work import settle
from wekipy.project import editing, structure, take_edits
from wekipy.project.create import new_project
from wekipy.project.problem import Problem
from wekipy.rehearsal.engine_process import EngineProcess
from wekipy.server.project_files import OpenFolder, Saver
from wekipy.storage.folder import create, open_folder


class Session:
    """An engine process on a project folder, with a client."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self.engine = EngineProcess([str(folder), "--workers", "1", *arguments])
        self.client = Client(port=self.engine.control_port)

    def __enter__(self) -> Client:
        return self.client

    def __exit__(self, *failed: object) -> None:
        if failed[0] is None:
            self.client.shut_down()
            self.engine.process.wait(20)
        self.client.close()
        self.engine.end()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return create(tmp_path / "piece.wekipy", new_project(2, "class:3,1")).path


def show(client: Client, *targets: float, count: int = 5) -> None:
    with client.recording(targets):
        for n in range(count):
            client.take_inputs(targets[0] + n / 100, 0)


def test_everything_can_be_undone_after_a_restart(folder: Path) -> None:
    with Session(folder) as w:
        show(w, 1, 0.1)
        show(w, 2, 0.2)
        w.rename_outputs("pose", "level")
        w.add_output("gesture:2", "waves")
        w.relabel_take(1, {1: 3})
        w.delete_all_examples()
        w.undo()
        w.delete_all_examples()
        done = w.state()
    with Session(folder) as w:
        assert w.state()["undo"] == done["undo"] == "delete all examples"
        assert w.undo() == "delete all examples"
        assert [t["examples"] for t in w.state()["takes"]] == [5, 5]
        assert [w.undo() for _ in range(2)] == ["relabel take 1", "add output waves"]
    with Session(folder, "--send", "127.0.0.1:9999") as w:
        assert w.redo() == "add output waves"
        assert [w.undo() for _ in range(4)] == [
            "add output waves",
            "rename outputs",
            "record take 2",
            "record take 1",
        ]
        state = w.state()
        assert state["takes"] == []
        assert [t["number"] for t in state["deleted"]] == [1, 2]
        assert [o["name"] for o in state["outputs"]] == ["outputs-1", "outputs-2"]
        with pytest.raises(Problem, match="nothing to undo"):
            w.undo()
        for _ in range(6):
            w.redo()
        again = w.state()
        told = ("takes", "deleted", "undo", "redo", "inputs")
        assert {key: again[key] for key in told} == {key: done[key] for key in told}


def test_models_can_be_gone_back_to_after_a_restart(folder: Path) -> None:
    with Session(folder) as w:
        for label in (1, 2):
            show(w, label, 0.0)
        w.train()
        show(w, 3, 0.0)
        w.train()
        w.relabel_take(1, {1: 3})
        w.train()
        w.start_running()
        assert w.take_inputs(1, 0)[0] == 3.0
        assert w.previous_model(1) == 2
        assert w.take_inputs(1, 0)[0] == 1.0
    with Session(folder, "--run") as w:
        state = w.wait_until(lambda state: state["outputs"][0]["model"]["kept"] == 3)
        assert state["outputs"][0]["model"]["number"] == 2
        assert w.take_inputs(1, 0)[0] == 1.0
        assert w.next_model(1) == 3
        assert w.take_inputs(1, 0)[0] == 3.0
        assert w.previous_model(1) == 2
        assert w.previous_model(1) == 1
        assert w.take_inputs(3, 0)[0] == 2.0
    with Session(folder, "--run") as w:
        w.wait_until(lambda state: state["outputs"][0]["model"]["kept"] == 3)
        assert w.take_inputs(3, 0)[0] == 2.0
        w.delete_last_take()
        w.train(1)
        state = w.state()
        assert (state["outputs"][0]["model"]["kept"], state["outputs"][0]["model"]["number"]) == (4, 4)


def test_an_output_that_was_removed_comes_back_with_its_models(folder: Path) -> None:
    with Session(folder) as w:
        show(w, 1, 0.25)
        show(w, 2, 0.75)
        w.train()
        w.relabel_take(2, {2: 0.5})
        w.train(2)
        w.start_running()
        answer = w.take_inputs(2, 0)
        w.remove_output(2)
    with Session(folder) as w:
        w.rename_inputs("a", "b")  # whatever is done and saved meanwhile
        w.save()
    with Session(folder, "--run") as w:
        assert len(w.take_inputs(2, 0)) == 1
        assert [w.undo() for _ in range(2)] == ["rename inputs", "remove output 2"]
        assert w.take_inputs(2, 0) == answer
        state = w.wait_until(lambda state: state["outputs"][1]["model"]["kept"] == 2)
        assert state["outputs"][1]["model"]["state"] == "ready"
        assert w.previous_model(2) == 1


def test_an_import_into_a_project_can_be_undone(folder: Path, tmp_path: Path) -> None:
    table = tmp_path / "more.csv"
    table.write_text("take,inputs-1,inputs-2,outputs-1,outputs-2\n1,1,2,1,0.5\n1,3,4,2,0.5\n2,5,6,3,0.5\n")
    with Session(folder) as w:
        show(w, 1, 0.1)
    result = CliRunner().invoke(commands, ["import", str(table), str(folder)])
    assert result.exit_code == 0, result.output
    with Session(folder) as w:
        assert w.state()["undo"] == "import examples of more.csv"
        assert [t["examples"] for t in w.state()["takes"]] == [5, 2, 1]
        assert w.undo() == "import examples of more.csv"
        assert [t["number"] for t in w.state()["takes"]] == [1]
    with Session(folder) as w:
        assert w.redo() == "import examples of more.csv"
        assert [t["examples"] for t in w.state()["takes"]] == [5, 2, 1]
        assert w.undo() == "import examples of more.csv"
        assert w.undo() == "record take 1"


def test_the_history_is_that_of_the_project_that_is_opened(folder: Path) -> None:
    other = create(folder.parent / "other.wekipy", new_project(1, "1")).path
    with Session(folder) as w:
        w.rename_outputs("pose", "level")
        w.open_project("other.wekipy")
        assert w.state()["undo"] == ""
        w.rename_inputs("x")
        w.open_project("piece.wekipy")
        assert w.undo() == "rename outputs"
    with Session(other) as w:
        assert w.undo() == "rename inputs"


def test_a_damaged_journal_opens_and_says_so(folder: Path) -> None:
    with Session(folder) as w:
        w.rename_outputs("pose", "level")
    (folder / "journal").write_bytes(b"\0" * 5_000)
    session = Session(folder)
    with session as w:
        assert any("what was done earlier cannot be undone" in line for line in session.engine.lines)
        assert w.state()["outputs"][0]["name"] == "pose"
        assert w.state()["undo"] == ""
        w.rename_inputs("x", "y")
    with Session(folder) as w:
        assert w.undo() == "rename inputs"


def test_after_a_kill_history_and_project_agree(folder: Path) -> None:
    """At each kill the project is one that was there, and undoing leads back through those before it."""
    random_ = random.Random(3)
    recovered: set[int] = set()
    for _ in range(6):
        session = Session(folder)
        w = session.client
        try:
            for n in range(random_.randrange(2, 14)):
                w.rename_inputs(f"a{n}", f"b{n}")
                if n % 3 == 2:
                    w.undo()
                if n % 5 == 4:
                    show(w, 1, 0.5, count=2)
        except ConnectionLost:
            pass
        session.engine.kill()
        session.client.close()
        opened = open_folder(folder)
        assert not [note for note in opened.notes if "undone" in note]
        project, steps = opened.project, opened.journal.steps
        engine = Engine(project, opened.data, opened.models, steps)
        seen = [project]
        while engine.view.undo:
            engine.undo()
            seen.append(engine.project)
        assert len(seen) == len(steps.past) + 1
        first = seen[-1]
        assert [i.name for i in first.inputs] == ["inputs-1", "inputs-2"]
        # A take that ended right before the kill may be there without its step, or as the name of a file.
        recovered |= {int(note.split()[1]) for note in opened.notes if note.startswith("take ")}
        assert {take.number for take in first.live_takes()} <= recovered
        while engine.view.redo:
            engine.redo()
        assert {t.number for t in engine.project.takes} == {t.number for t in project.takes}


class Working(RuleBasedStateMachine):
    """Any edits, undone and done again, with the project closed and opened in between: nothing is lost."""

    counter: Iterator[int] = itertools.count()

    def __init__(self) -> None:
        super().__init__()
        self.root = Path(tempfile.mkdtemp())
        self.path = create(self.root / "p.wekipy", new_project(2, "1,class:3")).path
        self.rows: dict[int, bytes] = {}
        self._open()

    def _open(self) -> None:
        self.place = OpenFolder(self.path, "", lambda text: None)
        opened = self.place.opened
        assert opened.notes == []
        self.engine = Engine(opened.project, opened.data, opened.models, opened.journal.steps)
        self.engine.listeners.append(Saver(self.engine.view, self.place.keeper).on_event)

    def teardown(self) -> None:
        self.place.close()
        shutil.rmtree(self.root)

    def _do(self, prepare: object) -> None:
        with contextlib.suppress(Problem):
            settle(self.engine, lambda work: work(), prepare)  # type: ignore[arg-type]

    def _edit(self, change: object) -> None:
        with contextlib.suppress(Problem):
            self.engine.edit("edit", change(self.engine.project))  # type: ignore[operator]

    @rule(count=st.integers(1, 6), label=st.integers(1, 3))
    def record(self, count: int, label: int) -> None:
        outputs = self.engine.project.value_outputs()
        try:
            self.engine.set_targets([min(label, o.default + 1) for o in outputs])
            self.engine.recording.start()
        except Problem:
            return
        for n in range(count):
            width = len(self.engine.project.inputs)
            self.engine.feed(
                np.array([n, next(self.counter), 0.5, 0.25][:width], np.float64), self.engine.monotonic()
            )
        self.engine.recording.stop()

    take = st.integers(1, 8)

    @rule(take=take, start=st.floats(0, 0.001), end=st.floats(0, 0.001))
    def trim(self, take: int, start: float, end: float) -> None:
        self._do(lambda view: take_work.trim(view, take, start, end))

    @rule(take=take, output=st.integers(1, 2), to=st.sampled_from([None, 1.0, 2.0]))
    def relabel(self, take: int, output: int, to: float | None) -> None:
        self._do(lambda view: take_work.relabel(view, [take], {output: to}))

    @rule(take=take, at=st.floats(0, 0.0005))
    def split(self, take: int, at: float) -> None:
        self._do(lambda view: take_work.split(view, take, [at]))

    @rule(first=take, second=take)
    def merge(self, first: int, second: int) -> None:
        self._do(lambda view: take_work.merge(view, [first, second]))

    @rule(take=take, name=st.text(max_size=3), on=st.booleans())
    def name(self, take: int, name: str, on: bool) -> None:
        self._edit(lambda p: take_edits.rename_take(take_edits.switch_takes(p, [take], on), take, name))

    @rule(take=take)
    def delete(self, take: int) -> None:
        self._edit(lambda p: editing.delete_takes(p, [take]))

    @rule(take=take)
    def restore(self, take: int) -> None:
        self._edit(lambda p: take_edits.restore_takes(p, [take]))

    @rule(count=st.integers(1, 4), fill=st.sampled_from([None, 0.0, -1.5]))
    def other_inputs(self, count: int, fill: float | None) -> None:
        self._edit(lambda p: structure.set_inputs(p, count, fill))

    @rule(take=take, first=st.integers(1, 4), last=st.integers(1, 4), outputs=st.sampled_from([[], [1]]))
    def delete_rows(self, take: int, first: int, last: int, outputs: list[int]) -> None:
        self._do(lambda view: take_work.delete_rows(view, take, first, last, outputs))

    @rule()
    def add(self) -> None:
        self._edit(lambda p: structure.add_output(p, "class:3"))

    @rule()
    def remove(self) -> None:
        self._edit(lambda p: structure.remove_output(p, 1))

    @precondition(lambda self: self.engine.view.undo)
    @rule()
    def undo(self) -> None:
        self.engine.undo()

    @precondition(lambda self: self.engine.view.redo)
    @rule()
    def redo(self) -> None:
        self.engine.redo()

    @precondition(lambda self: self.engine.view.undo)
    @rule()
    def undo_and_redo_change_nothing_but_what_they_should(self) -> None:
        before = self.engine.project
        self.engine.undo()
        self.engine.redo()
        assert self.engine.project == before

    @rule()
    def reopen(self) -> None:
        before = self.engine.view
        assert self.place.close()
        self._open()
        now = self.engine.view
        assert now.project == before.project
        assert (now.undo, now.redo) == (before.undo, before.redo)

    @invariant()
    def nothing_is_lost(self) -> None:
        assert {take.number for take in self.engine.project.takes} >= self.rows.keys()
        for number, data in self.engine.view.data.items():
            told = b"".join(block.tobytes() for block in data.blocks)
            assert self.rows.setdefault(number, told) == told
        assert self.rows.keys() == self.engine.view.data.keys()


TestWorking = Working.TestCase
TestWorking.settings = settings(max_examples=15, stateful_step_count=25, deadline=None)
