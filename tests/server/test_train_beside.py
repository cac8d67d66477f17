"""Training beside the present models, over sockets: a worse model never plays."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from waiting import ask_until

from wekipy.project.problem import Problem

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
    s.client.set_algorithm(1, classes)
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
    s.client.undo()
    assert s.client.state()["takes"][-1]["on"]


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
    assert model["verdict"]["exams"][-1]["takes"] == named
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


# What happens meanwhile


def training(s: Stage, *, poison: bool = False) -> None:
    """Begin a training beside that takes a while."""
    if poison:
        show(s, 1, 71, shown_as=2)
    else:
        show(s, 2, 61)
    s.client.set_algorithm(1, "random-forest", trees=100)
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
