"""Training beside the present models, over sockets: a worse model never plays."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from click.testing import CliRunner
from gesture_shapes import shape
from waiting import ask_until

from wekipy.cli.main import commands
from wekipy.client import Client
from wekipy.project.create import new_project
from wekipy.project.problem import Problem
from wekipy.storage.folder import create

if TYPE_CHECKING:
    from on_stage import Stage

    MakeStage = Callable[..., Stage]

CENTRES = ((0.0, 0.0), (4.0, 0.0), (0.0, 4.0))
VALUES = (0.0, 0.5, 1.0)


def frames(pose: int, seed: int) -> np.ndarray:
    """A take that holds one of three poses (from 1)."""
    random = np.random.default_rng(seed)
    drift = 0.3 * random.normal(size=2)
    return np.array(CENTRES[pose - 1]) + drift + 0.3 * random.normal(size=(12, 2))


def show(s: Stage, pose: int, seed: int, shown_as: int | None = None, X: np.ndarray | None = None) -> int:
    """Record a take of a pose; returns its number."""
    target = shown_as or pose
    with s.client.recording([target, VALUES[target - 1]]):
        for x in frames(pose, seed) if X is None else X:
            s.client.take_inputs(*x)
    return int(s.client.state()["takes"][-1]["number"])


def taught(stage: MakeStage, classes: str = "knn", numbers: str = "knn", takes: int = 3) -> Stage:
    """A stage with a class and a number that have learned three poses, and run."""
    s = stage("--inputs", "2", "--outputs", "class:3,1")
    s.client.set_algorithm(1, classes, {"k": 1} if classes == "knn" else {})
    s.client.set_algorithm(2, numbers)
    for n in range(takes):
        for pose in (1, 2, 3):
            show(s, pose, 10 * n + pose)
    s.client.train()
    s.client.start_running()
    return s


def answers(s: Stage) -> list[list[float]]:
    """What it plays to poses that it has never seen."""
    return [s.client.take_inputs(*x) for pose in (1, 2, 3) for x in frames(pose, 900 + pose)]


def models(s: Stage) -> list[dict[str, Any]]:
    return [output["model"] for output in s.client.state()["outputs"]]


def wild(pose: int, seed: int) -> np.ndarray:
    X = frames(pose, seed)
    X[::2] *= 300.0
    return X


POISON: dict[str, Callable[[Stage], object]] = {
    "swapped labels": lambda s: show(s, 1, 71, shown_as=2),
    "two that agree": lambda s: (show(s, 1, 71, shown_as=2), show(s, 1, 72, shown_as=2)),
    "wild frames": lambda s: show(s, 1, 71, shown_as=3, X=np.concatenate([wild(1, 71), frames(1, 72)])),
    "constant frames": lambda s: show(s, 1, 71, shown_as=3, X=np.full((24, 2), 0.01)),
}


@pytest.mark.parametrize(
    "algorithms", [("knn", "knn"), ("svm", "linear"), ("neural-network", "neural-network")]
)
@pytest.mark.parametrize("poison", POISON)
def test_after_a_poisoned_take_the_old_models_play(
    stage: MakeStage, poison: str, algorithms: tuple[str, str]
) -> None:
    s = taught(stage, *algorithms)
    before, played, wrong = models(s), answers(s), errors(s)
    POISON[poison](s)
    s.client.train_beside()
    for place, (old, new) in enumerate(zip(before, models(s), strict=True)):
        if new["number"] == 1:  # else it took over, as it does no harm
            assert [row[place] for row in answers(s)] == [row[place] for row in played]
            assert (new["state"], new["kept"], new["trained"]) == ("changed", 2, old["trained"])
            assert not new["rejected"]["2"]["accepted"]
            assert str(place + 1) in s.client.health()["kept_beside"]
    if algorithms[0] == "knn" and poison != "constant frames":
        assert models(s)[0]["rejected"]["2"]["at_fault"][:1] == [10]
    assert (errors(s) <= wrong + 0.02).all()


def errors(s: Stage) -> np.ndarray:
    """The share of wrong classes, and the RMSE of the number, on poses that it has never seen."""
    shown = [(pose, x) for seed in range(20) for pose in (1, 2, 3) for x in frames(pose, 500 + seed)[::3]]
    got = np.array([s.client.take_inputs(*x) for _, x in shown])
    right = np.array([(pose, VALUES[pose - 1]) for pose, _ in shown])
    wrong = got - right
    return np.array([np.mean(wrong[:, 0] != 0), np.sqrt(np.mean(np.square(wrong[:, 1])))])


def test_a_good_take_is_learned_and_plays(stage: MakeStage) -> None:
    s = taught(stage)
    show(s, 2, 61)
    s.client.train_beside()
    for model in models(s):
        assert (model["state"], model["number"], model["kept"]) == ("ready", 2, 2)
        assert model["verdict"]["accepted"]
        assert [exam["kind"] for exam in model["verdict"]["exams"]] == ["known", "new"]
    assert s.client.health()["kept_beside"] == {}
    s.client.train_beside()  # again, with nothing new
    assert [model["kept"] for model in models(s)] == [2, 2]


def test_the_event_says_why_and_which_take_and_it_is_switched_off_if_asked(stage: MakeStage) -> None:
    s = taught(stage)
    heard: list[str] = []
    s.client.on_event = lambda kind, text: heard.append(text) if kind == "trained" else None
    wrong = show(s, 1, 71, shown_as=2)
    s.client.train_beside(1, switch_off=True)
    (text,) = ask_until(lambda: list(heard), len)
    assert text.startswith(
        "output 1: the present model goes on, the new one is on the shelf: it may be worse:"
    )
    assert text.endswith(f"at fault: take {wrong}")
    state = ask_until(s.client.state, lambda state: not state["takes"][-1]["on"])
    assert [take["on"] for take in state["takes"]] == [True] * 9 + [False]
    assert state["undo"] == f"switch off take {wrong}, which would make models worse"
    assert s.client.health()["kept_beside"] == {}  # nothing is wrong any more
    s.client.undo()
    assert s.client.state()["takes"][-1]["on"]
    assert s.client.health()["kept_beside"].keys() == {"1"}


def test_a_rejected_model_can_be_chosen_and_left_again_and_survives_a_restart(
    stage: MakeStage, tmp_path: Path
) -> None:
    s = taught(stage)
    played = answers(s)
    show(s, 1, 71, shown_as=2)
    s.client.train_beside()
    reasons = [model["rejected"]["2"]["reason"] for model in models(s)]
    s.client.open_project(str(tmp_path / "0.wekipy"))
    ask_until(lambda: models(s), lambda found: all(model["kept"] == 2 for model in found))
    assert [model["rejected"]["2"]["reason"] for model in models(s)] == reasons
    assert answers(s) == played
    assert s.client.next_model(1) == 2
    assert s.client.previous_model(1) == 1
    assert answers(s) == played
    kept = s.client.compare_models(1)
    assert [one["rejected"] != "" for one in kept] == [False, True]


def test_named_takes_are_an_exam_that_nobody_learns_from(stage: MakeStage) -> None:
    s = taught(stage, takes=1)
    named = [show(s, pose, 50 + pose) for pose in (1, 2, 3)]
    s.client.switch_takes(False, *named)
    show(s, 3, 61)
    s.client.train_beside(1, takes=named)
    (model, _) = models(s)
    assert model["verdict"]["exams"][-1]["kind"] == "named"
    assert model["verdict"]["exams"][-1]["takes"] == len(named)
    assert model["number"] == 2
    show(s, 1, 71, shown_as=2)
    s.client.train_beside(1, takes=named)
    (model, _) = models(s)
    assert model["number"] == 2
    assert model["rejected"].keys() == {"3"}


def test_what_cannot_be_compared_does_not_play(stage: MakeStage) -> None:
    s = taught(stage, takes=1)
    played = answers(s)
    show(s, 2, 61)
    s.client.train_beside()
    reasons = [model["rejected"]["2"]["reason"] for model in models(s)]
    assert reasons[0] == (
        "it cannot be compared: only one take each shows classes 1, 3; record another, or name takes to"
        " compare on"
    )
    assert reasons[1].startswith("it cannot be compared: no other take shows the values of takes 1 and 3")
    assert answers(s) == played


def test_an_output_without_a_model_gets_one(stage: MakeStage) -> None:
    s = stage("--inputs", "2", "--outputs", "class:3,1")
    for pose in (1, 2, 3):
        show(s, pose, pose)
    s.client.train_beside()
    assert [(model["state"], model["verdict"]) for model in models(s)] == [("ready", None)] * 2


def test_worse_settings_do_not_play_and_no_take_is_at_fault(stage: MakeStage) -> None:
    s = taught(stage)
    played = answers(s)
    s.client.set_algorithm(1, "decision-tree", depth=1)
    s.client.train_beside(1)
    (model, _) = models(s)
    assert model["rejected"]["2"]["at_fault"] == []
    assert answers(s) == played


def test_a_model_of_other_inputs_is_compared_as_well(stage: MakeStage) -> None:
    s = taught(stage)
    s.client.connect(1, [1])  # two of the poses differ in input 2 only
    played = answers(s)
    s.client.train_beside(1)
    (model, _) = models(s)
    assert model["number"] == 1
    assert model["rejected"]["2"]["exams"][0]["before"] < 0.05
    assert answers(s) == played
    s.client.train(1)
    s.client.connect(1, [1, 2])
    s.client.train_beside(1)
    (model, _) = models(s)
    assert model["number"] == model["kept"]
    assert model["verdict"]["accepted"]


def test_what_was_learned_from_deleted_takes_counts_after_a_restart_too(
    stage: MakeStage, tmp_path: Path
) -> None:
    s = taught(stage)
    s.client.delete_takes(4, 5, 6, 7, 8, 9)
    for pose in (1, 2, 3):
        show(s, pose, 80 + pose, X=frames(pose, 80 + pose)[:1])
    s.client.save()
    s.client.open_project(str(tmp_path / "0.wekipy"))
    s.client.train_beside()
    for model in models(s):
        verdict = model["verdict"] or model["rejected"]["2"]
        assert verdict["exams"][0]["kind"] == "known"
        assert "does not say" not in verdict["reason"]


def test_live_learning_with_the_guard_keeps_what_plays(stage: MakeStage) -> None:
    s = taught(stage)
    s.client.live_learning_guard(True, 0.03125)
    s.client.live_learning(True)
    state = s.client.state()
    assert (state["live_learning"], state["live_learning_guard"]) == (True, True)
    assert state["live_learning_margin"] == 0.03125
    show(s, 2, 61)
    ask_until(lambda: models(s), lambda found: all(model["number"] == 2 for model in found))
    played = answers(s)
    show(s, 1, 71, shown_as=2)
    ask_until(lambda: models(s), lambda found: all(model["rejected"] for model in found))
    assert answers(s) == played
    s.client.live_learning_guard(False)
    show(s, 3, 62)
    ask_until(lambda: models(s), lambda found: all(model["state"] == "ready" for model in found))
    assert answers(s) != played


@pytest.mark.parametrize(
    "arguments",
    [
        ("[]",),
        ('{"margin": 2}',),
        ('{"margin": "much"}',),
        ('{"mergin": 0.1}',),
        ('{"takes": [0]}',),
        ('{"takes": [99]}',),
        ("{}", 7),
    ],
)
def test_wrong_terms_are_refused_in_a_sentence(stage: MakeStage, arguments: Sequence[object]) -> None:
    s = stage("--inputs", "2", "--outputs", "class:3,1")
    with pytest.raises(Problem) as refused:
        s.client.ask("train_beside", *arguments)
    assert "msgspec" not in str(refused.value)
    assert s.client.state()["training"] is None


def test_a_model_is_scored_on_any_takes(stage: MakeStage) -> None:
    s = taught(stage)
    wrong = show(s, 1, 71, shown_as=2)
    s.client.train_beside()
    own = s.client.score_model(1, 1)
    assert (own["measure"], own["model"], own["output"], own["examples"]) == ("accuracy", 1, 1, 120)
    assert [take["learned"] for take in own["by_take"]] == [True] * 9 + [False]
    assert [take["figure"] for take in own["by_take"]] == [1.0] * 9 + [0.0]
    (only,) = s.client.score_model(1, 2, wrong)["by_take"]
    assert (only["take"], only["learned"], only["figure"]) == (wrong, True, 1.0)
    number = s.client.score_model(2, 1, 1, wrong)
    assert number["measure"] == "rmse"
    assert number["by_take"][1]["figure"] == pytest.approx(0.5, abs=0.01)
    s.client.relabel_take(1, {1: 2})
    assert not s.client.score_model(1, 1, 1)["by_take"][0]["learned"]
    for output, model, take in ((1, 3, 1), (1, 0, 1), (3, 1, 1), (1, 1, 99)):
        with pytest.raises(Problem):
            s.client.score_model(output, model, take)


def test_a_model_from_a_file_does_not_say_which_takes_it_knows(stage: MakeStage) -> None:
    """Takes of another project have the same numbers."""
    s = taught(stage)
    s.client.save_model(1, "pose.npz")
    s.client.load_model(1, "pose.npz")
    assert [take["learned"] for take in s.client.score_model(1, 2, 1, 2)["by_take"]] == [None, None]
    show(s, 1, 71, shown_as=2)
    s.client.train_beside(1)
    assert "does not say what it learned from" in models(s)[0]["rejected"]["3"]["reason"]


# What happens meanwhile


def training(s: Stage, *, poison: bool = False) -> None:
    """Begin a training beside that takes a while."""
    if poison:
        show(s, 1, 71, shown_as=2)
    else:
        show(s, 2, 61)
    s.client.set_algorithm(1, "random-forest", trees=40)
    s.client.train_beside(1, wait=False)


@pytest.mark.parametrize(
    "meanwhile",
    [
        lambda s: s.client.delete_takes(10),
        lambda s: s.client.switch_takes(False, 10),
        lambda s: s.client.trim_take(10, 0.0, 0.0),
        lambda s: s.client.relabel_take(10, {1: 3}),
        lambda s: s.client.set_algorithm(1, "knn", k=3),
        lambda s: s.client.connect(1, [1]),
        lambda s: s.client.configure_output(1, classes=4),
        lambda s: s.client.cancel_training(),
    ],
)
def test_edits_meanwhile_leave_what_plays(stage: MakeStage, meanwhile: Callable[[Stage], None]) -> None:
    s = taught(stage)
    before, played = models(s)[0]["trained"], answers(s)
    training(s)
    assert s.client.state()["training"] is not None
    meanwhile(s)
    ask_until(s.client.state, lambda state: state["training"] is None)
    assert [row[0] for row in answers(s)] == [row[0] for row in played]
    assert (models(s)[0]["number"], models(s)[0]["trained"]) == (1, before)


def test_a_training_asked_meanwhile_comes_after_it(stage: MakeStage) -> None:
    s = taught(stage)
    training(s, poison=True)
    first = s.client.ask("train_beside", "{}", 2)
    assert s.client.ask("train", 1) == first + 1
    assert s.client.ask("train", 2) == first + 1
    ask_until(s.client.state, lambda state: state["training"] is None, timeout=60.0)  # two forests, compared
    pose, number = models(s)
    assert (pose["state"], pose["number"], pose["kept"]) == (
        "ready",
        3,
        3,
    )  # as it was asked for, whatever it is
    assert (number["state"], number["number"]) == ("ready", number["kept"])
    assert pose["rejected"].keys() == {"2"}


def test_another_model_that_answers_meanwhile_goes_on(stage: MakeStage) -> None:
    s = taught(stage)
    show(s, 2, 60)
    s.client.train()  # there are two models now
    training(s)
    assert s.client.previous_model(1) == 1
    played = answers(s)
    ask_until(s.client.state, lambda state: state["training"] is None)
    assert [row[0] for row in answers(s)] == [row[0] for row in played]
    (pose, _) = models(s)
    assert pose["number"] == 1
    assert pose["rejected"]["3"]["reason"] == "another model answers by now than the one it was compared with"


def test_an_output_that_is_removed_meanwhile_stays_away(stage: MakeStage) -> None:
    s = taught(stage)
    training(s)
    s.client.remove_output(1)
    state = ask_until(s.client.state, lambda state: state["training"] is None)
    assert [output["name"] for output in state["outputs"]] == ["outputs-2"]
    assert state["outputs"][0]["model"]["number"] == 1


def test_takes_that_come_meanwhile_do_not_stop_a_good_model(stage: MakeStage) -> None:
    s = taught(stage)
    training(s)
    show(s, 3, 63)
    ask_until(s.client.state, lambda state: state["training"] is None)
    (pose, _) = models(s)
    assert (pose["number"], pose["state"]) == (2, "changed")
    assert pose["verdict"]["accepted"]


@pytest.mark.own_engine
@pytest.mark.usefixtures("real_processes")
@pytest.mark.skipif(sys.platform != "linux", reason="looks at processes in /proc")
def test_a_worker_that_is_killed_leaves_what_plays(stage: MakeStage) -> None:
    s = taught(stage)
    (before, _), played = models(s), answers(s)
    training(s)

    def kill_and_look() -> Any:
        for worker in at_work(s):
            with contextlib.suppress(ProcessLookupError):  # it has just ended
                os.kill(worker, signal.SIGKILL)
        return s.client.state()

    state = ask_until(kill_and_look, lambda state: state["training"] is None, 60.0)
    assert "its worker process ended, twice" in state["outputs"][0]["model"]["failure"]
    assert models(s)[0]["trained"] == before["trained"]
    assert [row[0] for row in answers(s)] == [row[0] for row in played]


def at_work(s: Stage) -> list[int]:
    """The workers of the engine."""
    found: list[int] = []
    for thread in Path(f"/proc/{s.engine.process.pid}/task").iterdir():
        with contextlib.suppress(FileNotFoundError):  # it has just ended
            found += map(int, (thread / "children").read_text().split())
    return found


@pytest.mark.own_engine
def test_an_engine_that_is_killed_meanwhile_plays_the_same_models_again(
    stage: MakeStage, tmp_path: Path
) -> None:
    s = taught(stage)
    played = answers(s)
    s.client.save()
    training(s, poison=True)
    s.engine.process.kill()
    s.engine.process.wait()
    again = type(s.engine)([str(tmp_path / "0.wekipy"), "--run", "--workers", "1"])
    with again, Client(port=again.control_port) as client:
        shown = [client.take_inputs(*x) for pose in (1, 2, 3) for x in frames(pose, 900 + pose)]
        assert shown == played
        assert [output["model"]["number"] for output in client.state()["outputs"]] == [1, 1]


# Gestures


def movement(kind: int, seed: int) -> np.ndarray:
    return shape(kind, 36, np.random.default_rng(seed))


def conducting(stage: MakeStage) -> Stage:
    """A stage that has learned two gestures from three examples each."""
    s = stage("--inputs", "2", "--outputs", "gesture:2")
    for seed in range(3):
        for gesture in (1, 2):
            s.client.add_gesture(gesture, movement(gesture, 10 * seed + gesture), 0.01)
    ask_until(s.client.state, lambda state: state["training"] is None and models(s)[0]["state"] == "ready")
    return s


@pytest.mark.parametrize("guarded", [True, False])
def test_a_wrong_example_of_a_gesture_is_kept_away(stage: MakeStage, guarded: bool) -> None:
    s = conducting(stage)
    earlier = models(s)[0]["kept"]
    if guarded:
        s.client.live_learning_guard(True)
    else:
        s.client.disable_training(1)
    wrong = s.client.add_gesture(2, movement(1, 99), 0.01)
    if not guarded:
        s.client.train_beside(1)
    (model,) = ask_until(lambda: models(s), lambda found: found[0]["rejected"])
    (verdict,) = model["rejected"].values()
    assert (model["number"], verdict["at_fault"]) == (earlier, [wrong])
    assert s.client.score_model(1, earlier, *range(1, 7))["figure"] == 1.0
    s.client.delete_takes(wrong)
    s.client.add_gesture(2, movement(2, 98), 0.01)
    if not guarded:
        s.client.train_beside(1)
    (model,) = ask_until(lambda: models(s), lambda found: found[0]["state"] == "ready")
    assert model["verdict"]["accepted"]
    assert model["number"] == model["kept"]


# The command line


def beside(project: Path, *options: str) -> str:
    """What `wekipy train --beside` says."""
    done = CliRunner().invoke(commands, ["train", str(project), "--beside", *options])
    assert done.exit_code == 0, done.output
    return done.output


@pytest.mark.own_engine
def test_the_command_line_trains_beside_whether_an_engine_has_the_project_open_or_not(
    stage: MakeStage, tmp_path: Path
) -> None:
    project = tmp_path / "0.wekipy"
    s = taught(stage)
    assert beside(project) == "outputs-1: up to date\noutputs-2: up to date\n"
    show(s, 2, 61)
    assert beside(project, "--output", "1").startswith("outputs-1: the new model takes over, not worse: ")
    played, wrong = answers(s), show(s, 1, 71, shown_as=2)
    said = beside(project, "--margin", "0.01")
    assert said.count("the present model goes on: ") == 2
    assert said.count(f"; at fault: take {wrong}") == 2
    assert answers(s) == played
    s.client.shut_down()
    s.engine.process.wait(20)

    said = beside(project, "--margin", "0.01", "--switch-off", "--takes", "1,2,3")
    assert said.count("the present model goes on: ") == 2
    assert f"switched off: take {wrong}; undo brings it back" in said
    assert beside(project, "--output", "1") == "outputs-1: up to date\n"
    again = type(s.engine)([str(project), "--run", "--workers", "1"])
    with again, Client(port=again.control_port) as client:
        shown = [client.take_inputs(*x) for pose in (1, 2, 3) for x in frames(pose, 900 + pose)]
        assert shown == played
        assert not client.state()["takes"][wrong - 1]["on"]
        client.undo()
        assert client.state()["takes"][wrong - 1]["on"]


def test_a_terminal_asks_a_running_engine(stage: MakeStage, tmp_path: Path) -> None:
    s = taught(stage)
    wrong = show(s, 1, 71, shown_as=2)

    def ask(*arguments: str) -> Any:
        done = CliRunner().invoke(commands, ["ask", "--project", str(tmp_path / "0.wekipy"), *arguments])
        assert done.exit_code == 0, done.output
        return json.loads(done.output)

    number = ask("train_beside", '{"margin": 0.01}', "1")
    assert isinstance(number, int)
    ask_until(lambda: models(s), lambda found: found[0]["rejected"])
    assert ask("score_model", "1", "2", str(wrong))["by_take"][0]["figure"] == 1.0
    assert ask("health")["kept_beside"]["1"].endswith(f"at fault: take {wrong}")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--margin", "0.1"], "add --beside"),
        (["--switch-off"], "add --beside"),
        (["--beside", "--margin", "2"], "expected a share from 0 to 1"),
        (["--beside", "--takes", "1,x"], "expected numbers of takes"),
        (["--beside", "--takes", "9"], "there is no take 9"),
        (["--beside", "--output", "9"], "there is no output 9"),
    ],
)
def test_the_command_line_says_what_is_wrong(tmp_path: Path, options: list[str], words: str) -> None:
    create(tmp_path / "p.wekipy", new_project(1, "1"))
    done = CliRunner().invoke(commands, ["train", str(tmp_path / "p.wekipy"), *options])
    assert isinstance(done.exception, Problem) or done.exit_code == 2
    assert words in str(done.exception) + done.output
