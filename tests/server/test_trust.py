"""What a performer can trust: nothing, confidence, novelty, evaluation, model history, on real engines."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from on_stage import Stage

from wekipy.client import Client
from wekipy.osc.codec import encode
from wekipy.project.problem import Problem
from wekipy.rehearsal.hand import INPUTS, POSES, Hand

MakeStage = Callable[..., Stage]
FRAMES = 40


def perform(stage: Stage, pose: int, seed: int) -> None:
    """One take of a pose."""
    hand = Hand(seed)
    with stage.client.recording([pose + 1]):
        for n in range(FRAMES):
            stage.client.take_inputs(*hand.at(n / 10, pose).x)


def poses(make: MakeStage, takes: int = 3) -> Stage:
    stage = make("--inputs", str(INPUTS), "--outputs", f"class:{len(POSES)}")
    for take in range(takes):
        for pose in range(len(POSES)):
            perform(stage, pose, seed=10 * take + pose)
    return stage


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """Three poses, demonstrated in three takes each."""
    made: list[Stage] = []

    def make(*arguments: str) -> Stage:
        made.append(Stage(str(tmp_path_factory.mktemp("poses") / "poses.wekipy"), *arguments))
        return made[0]

    yield poses(make)
    made[0].close()


def settle(stage: Stage, x: np.ndarray) -> None:
    """Hold still for a tenth of a second: a change of mind takes half of that, so that nothing flickers."""
    for _ in range(20):
        stage.client.take_inputs(*x)
        stage.link.pump(0.005)


def share_of_nothing(stage: Stage, frames: np.ndarray) -> float:
    settle(stage, frames[0])
    return float(np.mean([stage.client.take_inputs(*x)[0] == 0.0 for x in frames]))


def test_nothing_is_answered_to_what_nobody_showed(shown: Stage) -> None:
    s = shown
    s.client.configure_output(1, nothing=True)
    s.client.train()
    s.client.start_running()
    hand = Hand(77)
    known = np.array([hand.at(n / 10, (n // 40) % 3).x for n in range(240)])
    rng = np.random.default_rng(5)
    other = np.array([hand.at(n / 10, 0).x for n in range(120)])
    other[:, 3:] = [0.5, 0.45, 0.5]  # fingers as in no pose
    absent = np.zeros((40, INPUTS))
    wild = rng.uniform(-1, 2, (120, INPUTS))
    assert share_of_nothing(s, known) <= 0.05
    for novel in (other, absent, wild):
        assert share_of_nothing(s, novel) >= 0.95


def test_the_sensitivity_is_turned_live(shown: Stage) -> None:
    s = shown
    s.client.configure_output(1, nothing=True, sensitivity=1.0)
    s.client.train()
    s.client.start_running()
    assert share_of_nothing(s, np.random.default_rng(5).uniform(-1, 2, (50, INPUTS))) == 0.0
    s.client.configure_output(1, sensitivity=0.0)
    hand = Hand(78)
    assert share_of_nothing(s, np.array([hand.at(n / 10, 1).x for n in range(50)])) > 0.9
    assert s.client.state()["outputs"][0]["model"]["state"] == "ready"  # no training was needed


def test_that_was_wrong_is_learned_at_once(shown: Stage) -> None:
    s = shown
    s.client.configure_output(1, nothing=True, sensitivity=0.5, thresholds=[1.0, 0.0])
    s.client.train()
    s.client.start_running()
    strange = np.tile(Hand(3).at(0.5, 0).x, (30, 1))
    strange[:, 3:] = [0.5, 0.45, 0.5]
    assert share_of_nothing(s, strange) == 0.0
    (sentence,) = s.client.that_was_wrong(1)
    assert "nothing" in sentence
    s.client.wait_until(lambda state: state["training"] is None)
    assert share_of_nothing(s, strange) == 1.0
    for _ in range(2):  # the threshold and the counter-examples
        s.client.undo()


def test_confidence_and_novelty_are_messages_of_their_own(shown: Stage) -> None:
    s = shown
    s.client.configure_output(1, send_novelty=True, send_confidence=True, nothing=False)
    s.client.train()
    s.client.start_running()
    mark = len(s.link.got)
    s.link.inputs(Hand(10).at(0.3, 0).x)
    near = s.link.wait("/outputs-1/novelty", mark)
    sure = s.link.wait("/outputs-1/confidence", mark)
    assert near is not None and sure is not None
    assert near[1][0] < 0.5
    assert 0.9 < sure[1][0] < 1.0  # its own examples were all right, but they were few
    mark = len(s.link.got)
    s.link.inputs(np.full(INPUTS, 9.0))
    far = s.link.wait("/outputs-1/novelty", mark)
    assert far is not None
    assert far[1][0] > 0.9


def test_an_evaluation_is_told_over_the_protocol(shown: Stage) -> None:
    s = shown
    with Client(port=s.engine.control_port) as watching:
        watching.subscribe()
        (found,) = s.client.evaluate(1)
        quality = watching.wait_until(lambda state: state["outputs"][0]["quality"])["outputs"][0]["quality"]
    assert found["method"] == "takes"
    assert found["classification"]["accuracy"] > 0.9
    assert quality["accuracy"] == found["classification"]["accuracy"]
    with pytest.raises(Problem, match="there is no output 9"):
        s.client.evaluate(9)


def test_answers_keep_coming_during_an_evaluation(shown: Stage) -> None:
    s = shown
    s.client.set_algorithm(1, "random-forest")
    s.client.train()
    s.client.start_running()
    with Client(port=s.engine.control_port, timeout=60) as other:
        other.subscribe()
        packets = [encode("/wek/inputs", x) for x in np.random.default_rng(0).random((2_000, INPUTS))]
        thread = threading.Thread(target=lambda: other.evaluate(1))
        thread.start()
        s.link.collect("/nothing", 1, timeout=0.1)  # take in what is left of other tests
        _, lost = s.link.stream(packets, 1_000)
        thread.join()
    assert lost == 0


def test_an_evaluation_can_be_cancelled(shown: Stage) -> None:
    s = shown
    s.client.set_algorithm(1, "auto")  # takes seconds
    errors: list[str] = []
    with Client(port=s.engine.control_port, timeout=60) as other:

        def evaluate() -> None:
            try:
                other.evaluate(1)
            except Problem as e:
                errors.append(str(e))

        thread = threading.Thread(target=evaluate)
        with Client(port=s.engine.control_port) as watching:  # that has not heard of earlier ones
            watching.subscribe()
            thread.start()
            watching.wait_until(lambda state: state["evaluating"])
        s.client.cancel_evaluation()
        thread.join()
    assert errors == ["the evaluation was cancelled"]


def test_models_can_be_compared_and_taken_back(stage: MakeStage) -> None:
    s = stage("--inputs", "1", "--outputs", "1")
    s.client.set_algorithm(1, "linear")
    for target in (0.0, 1.0):
        with s.client.recording([target]):
            for n in range(5):
                s.client.take_inputs(target + n / 1000)
    s.client.train()
    with s.client.recording([5.0]):
        for n in range(20):
            s.client.take_inputs(1 + n / 1000)
    s.client.train()
    s.client.start_running()
    (new,) = s.client.take_inputs(1)
    told = s.client.compare_models(1)
    assert [one["answers"] for one in told] == [False, True]
    assert s.client.previous_model(1) == 1
    (old,) = s.client.take_inputs(1)
    assert [one["value"] for one in told] == [pytest.approx(old), pytest.approx(new)]
    assert s.client.next_model(1) == 2
    assert s.client.take_inputs(1) == [new]


def test_live_learning_follows_each_take(stage: MakeStage) -> None:
    s = stage("--inputs", "1", "--outputs", "class:2", "--run")
    s.client.live_learning(True)
    for target in (1, 2):
        with s.client.recording([target]):
            for n in range(5):
                s.client.take_inputs(target + n / 1000)
    s.client.wait_until(lambda state: state["running"] and state["training"] is None)
    assert s.client.take_inputs(2) == [2.0]
    assert s.client.take_inputs(1) == [1.0]


def test_a_drift_is_recentred_and_undone(shown: Stage) -> None:
    client, drift = shown.client, np.linspace(0.3, 0.6, INPUTS)
    client.configure_output(1, nothing=True, sensitivity=0.5, thresholds=None)
    client.train()
    client.start_running()
    frames = np.array([Hand(77).at(n / 10, 1).x for n in range(FRAMES)])
    assert share_of_nothing(shown, frames + drift) > 0.9
    for x in (*frames, *frames):
        client.take_inputs(*(x + drift))
        shown.link.pump(0.02)
    assert client.recentre(1, 2).startswith("recentred at class 2")
    assert client.state().shifts
    assert share_of_nothing(shown, frames + drift) < 0.2
    with pytest.raises(Problem, match="output 1 has classes 1 to 3, got 9"):
        client.recentre(1, 9)
    client.undo()
    assert not client.state().shifts
    assert share_of_nothing(shown, frames + drift) > 0.9
