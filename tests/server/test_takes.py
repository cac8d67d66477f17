"""Takes over the control protocol, on a real engine over real sockets."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import pytest

from wekipy.client import Client
from wekipy.project.create import new_project
from wekipy.project.problem import Problem
from wekipy.rehearsal.engine_process import EngineProcess
from wekipy.storage.folder import create

if TYPE_CHECKING:
    from on_stage import Stage

    MakeStage = Callable[..., Stage]


def show(stage: Stage, targets: list[float], xs: list[float], wait: float = 0.0) -> int:
    with stage.client.recording(targets) as take:
        for x in xs:
            stage.client.take_inputs(x, 0.0)
            stage.link.pump(wait)
    return take


def state_of(stage: Stage) -> str:
    return str(stage.client.state()["outputs"][0]["model"]["state"])


def test_takes_are_edited_and_every_edit_is_undone(stage: MakeStage) -> None:
    s = stage("--inputs", "2", "--outputs", "1,class:3")
    w = s.client
    for n in range(3):
        show(s, [n / 10, 1 + n], [0.0, 1.0, 2.0, 3.0], wait=0.01)
    before = w.state()["takes"]
    assert [(t["number"], t["name"], t["on"], t["trim"]) for t in before] == [
        (n, "", True, None) for n in (1, 2, 3)
    ]
    assert before[2]["targets"] == {"1": pytest.approx(0.2), "2": 3.0}
    assert before[0]["seconds"] > 0.02
    edits: list[Callable[[], object]] = [
        lambda: w.rename_take(1, "quiet"),
        lambda: w.switch_takes(False, 1, 2),
        lambda: w.trim_take(3, 0.005, 0.999 * before[2]["seconds"]),
        lambda: w.relabel_take(2, {1: 0.75, 2: None}),
        lambda: w.relabel_takes({1: 0.5}, 1, 3),
        lambda: w.split_take(1, 0.015),
        lambda: w.merge_takes(4, 5),
        lambda: w.delete_takes(2),
        w.delete_all_examples,
        lambda: w.restore_takes(2, 3),
    ]
    seen = [w.state()]
    for edit in edits:
        edit()
        seen.append(w.state())
    keys = ("takes", "examples")
    assert seen[2]["examples"] == 4
    assert seen[3]["takes"][2]["examples"] < 4
    assert seen[4]["takes"][1]["targets"] == {"1": 0.75}
    assert [t["targets"]["1"] for t in seen[5]["takes"]] == [0.5, 0.75, 0.5]
    assert seen[5]["undo"] == "relabel takes 1, 3"
    assert [(t["number"], t["name"], t["on"]) for t in seen[6]["takes"]][-2:] == [
        (4, "quiet", False), (5, "quiet", False),
    ]  # fmt: skip
    assert seen[7]["takes"][-1]["number"] == 6
    assert seen[7]["takes"][-1]["examples"] == 4
    assert [t["number"] for t in seen[9]["deleted"]] == [1, 2, 3, 4, 5, 6]
    assert [t["number"] for t in seen[10]["takes"]] == [2, 3]
    for wanted in reversed(seen[:-1]):
        w.undo()
        assert {key: w.state()[key] for key in keys} == {key: wanted[key] for key in keys}
    for wanted in seen[1:]:
        w.redo()
        assert {key: w.state()[key] for key in keys} == {key: wanted[key] for key in keys}


def test_what_is_learned_follows_the_edits(stage: MakeStage) -> None:
    s = stage("--inputs", "2", "--outputs", "class:3")
    for n in (1, 2, 3):
        show(s, [n], [n + k / 100 for k in range(5)])
    s.client.train()
    s.client.start_running()
    assert s.client.take_inputs(3, 0) == [3.0]
    for edit in (
        lambda: s.client.switch_takes(False, 3),
        lambda: s.client.relabel_take(3, {1: 2}),
        lambda: s.client.trim_take(3, 0.0, 0.0),
    ):
        assert state_of(s) == "ready"
        edit()
        assert state_of(s) == "changed"
        s.client.undo()
    s.client.switch_takes(False, 3)
    s.client.relabel_take(1, {1: 3})
    s.client.train()
    assert s.client.take_inputs(3, 0) == [2.0]
    assert s.client.take_inputs(1, 0) == [3.0]


def test_gestures_are_relabelled(stage: MakeStage) -> None:
    s = stage("--inputs", "2", "--outputs", "gesture:2,gesture:2")
    with s.client.showing(3) as take:
        for n in range(20):
            s.client.take_inputs(n, n)
    assert s.client.state()["takes"][0]["gesture"] == 3
    s.client.relabel_take(take, {2: 4})
    assert s.client.state()["takes"][0]["gesture"] == 4
    s.client.relabel_take(take, {1: 1, 2: None})
    state = s.client.state()
    assert state["takes"][0]["gesture"] == 1
    assert [g["examples"] for output in state["outputs"] for g in output["gestures"]] == [1, 0, 0, 0]
    assert s.client.delete_gesture_examples(1) == 1


def test_a_take_is_played_with_its_timing(stage: MakeStage) -> None:
    s = stage("--inputs", "2", "--outputs", "1")
    take = show(s, [0.5], [n / 10 for n in range(10)], wait=0.02)
    seconds = s.client.state()["takes"][0]["seconds"]
    s.client.train()
    s.client.start_running()
    mark = len(s.link.got)
    answered = s.client.values()["answered"]
    s.client.subscribe()
    assert s.client.play_take(take) == pytest.approx(seconds)
    s.client.wait_until(lambda state: state["playing"] == take)
    s.client.wait_until(lambda state: state["playing"] is None)
    assert s.client.values()["answered"] == answered + 10
    assert s.client.values()["inputs"][0] == pytest.approx(0.9)
    s.link.drain()
    arrivals = [time for time, packet in s.link.got[mark:] if packet.startswith(b"/wek/outputs")]
    assert len(arrivals) == 10
    assert len(s.client.state()["takes"]) == 1
    with s.client.recording([0.1]) as again:
        s.client.play_take(take)
        s.client.wait_until(lambda state: state["playing"] == take)
        s.client.wait_until(lambda state: state["playing"] is None)
    new = s.client.state()["takes"][1]
    assert (new["number"], new["examples"]) == (again, 10)
    assert new["seconds"] >= 0.9 * seconds


@pytest.mark.own_engine
def test_playing_stops_when_told_and_when_the_engine_ends(stage: MakeStage) -> None:
    s = stage("--inputs", "2", "--outputs", "1")
    show(s, [0.5], [0.0] * 2 + [1.0], wait=0.3)
    s.client.subscribe()
    s.client.play_take(1)
    s.client.wait_until(lambda state: state["playing"] == 1)
    s.client.stop_playing()
    assert s.client.state()["playing"] is None
    s.client.play_take(1)
    with pytest.raises(Problem, match="no take 7"):
        s.client.play_take(7)
    s.client.shut_down()
    assert s.engine.process.wait(20) == 0


def test_takes_come_from_a_project_beside_this_one(stage: MakeStage) -> None:
    other = stage("--inputs", "2", "--outputs", "class:3,1")
    show(other, [3, 0.25], [1.0, 2.0])
    show(other, [1, 0.75], [3.0])
    other.client.rename_take(1, "wave")
    other.client.relabel_take(2, {2: 0.125})
    other.client.save()
    here = stage("--inputs", "2", "--outputs", "class:3")
    assert here.client.copy_takes("0.wekipy") == [1, 2]
    assert here.client.copy_takes("0.wekipy", 2) == [3]
    first, *rest = here.client.state()["takes"]
    assert (first["name"], first["examples"], first["targets"]) == ("wave", 2, {"1": 3.0})
    assert [take["targets"] for take in rest] == [{"1": 1.0}, {"1": 1.0}]
    assert len(other.client.state()["takes"]) == 2
    assert here.client.undo() == "copy takes of 0.wekipy"
    for name, words in (
        ("../0.wekipy", "outside|holds"),
        ("/etc", "outside"),
        ("none.wekipy", "no project"),
        ("", "characters"),
    ):
        with pytest.raises(Problem, match=words):
            here.client.copy_takes(name)
    with pytest.raises(Problem, match="no take 9"):
        here.client.copy_takes("0.wekipy", 9)
    third = stage("--inputs", "3")
    with pytest.raises(Problem, match="2 inputs, this project has 3"):
        third.client.copy_takes("0.wekipy")


def test_takes_are_looked_at(stage: MakeStage) -> None:
    s = stage("--inputs", "2", "--outputs", "1,class:3")
    show(s, [0.5, 2], [float(n) for n in range(100)])
    show(s, [0.25, 1], [float(n) for n in range(50)])
    s.client.disable_recording(1)
    show(s, [0.25, 1], [1.0, 2.0])
    rows = s.client.take_rows(1, 10)
    assert rows["rows"] == 100
    assert rows["inputs"].dtype == np.float32
    assert rows["inputs"][:, 0].tolist() == rows["row"].tolist() == [11 * n for n in range(10)]
    assert rows["targets"].tolist() == [[0.5, 2.0]] * 10
    assert np.isnan(s.client.take_rows(3)["targets"][:, 0]).all()
    shown = s.client.examples(2, 30)
    assert shown["examples"] == 152
    assert set(shown["take"]) == {1, 2, 3}
    assert set(shown["targets"]) == {1.0, 2.0}
    s.client.connect(2, [2])
    assert s.client.examples(2)["inputs"].shape == (152, 1)
    compared = s.client.compare_takes(1, 2)
    assert 0 < compared["distance"] < 1
    assert compared["inputs"][0]["most"] == [99.0, 49.0]
    s.client.delete_takes(1)
    assert s.client.take_rows(1)["rows"] == 100
    with pytest.raises(Problem, match="no take 1"):
        s.client.compare_takes(1, 2)


def test_targets_that_cannot_be_read(stage: MakeStage) -> None:
    s = stage("--inputs", "2", "--outputs", "1")
    show(s, [0.5], [1.0])
    for text in ("[1]", '{"x": 1}', '{"1": "a"}', '{"1": true}', '{"²": 1}', "nonsense"):
        with pytest.raises(Problem, match="targets"):
            s.client.ask("relabel_take", 1, text)


def test_edited_takes_are_there_after_a_restart(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = create(tmp_path_factory.mktemp("again") / "piece.wekipy", new_project(2, "class:3")).path

    def session(work: Callable[[Client], object]) -> object:
        engine = EngineProcess([str(folder), "--workers", "1"])
        try:
            with Client(port=engine.control_port) as client:
                result = work(client)
                client.shut_down()
            engine.process.wait(20)
        finally:
            engine.end()
        return result

    def edit(client: Client) -> object:
        for label in (1, 2):
            with client.recording([label]):
                for n in range(10):
                    client.take_inputs(n, 0)
        client.rename_take(1, "wave")
        client.trim_take(1, 0.0, client.take_rows(1)["time"][5])
        client.relabel_take(2, {1: 3})
        client.split_take(2, client.take_rows(2)["time"][5])
        client.switch_takes(False, 3)
        state = client.state()
        return [state["takes"], state["deleted"]]

    before = session(edit)
    assert session(lambda client: [client.state()["takes"], client.state()["deleted"]]) == before
