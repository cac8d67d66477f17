"""Gesture outputs in the engine, without sockets: shown, learned by themselves, recognised, corrected."""

from __future__ import annotations

import math

import numpy as np
import pytest
from gesture_shapes import shape, wander

from wekipy.engine import gesture_edits
from wekipy.engine.certainty import gesture_progress
from wekipy.engine.correction import that_was_wrong
from wekipy.engine.describe import describe
from wekipy.engine.engine import Engine
from wekipy.engine.take_work import split_at_rests
from wekipy.engine.training_jobs import jobs_of
from wekipy.engine.view import Event
from wekipy.learning.fitting import train
from wekipy.learning.gestures.jobs import teach_gestures
from wekipy.learning.model import Model
from wekipy.learning.validation import check_model
from wekipy.live.progress_messages import ProgressMessages
from wekipy.project import editing
from wekipy.project.create import new_project
from wekipy.project.problem import Problem
from wekipy.project.project_text import dump_project, load_project
from wekipy.project.schema import AlgorithmChoice


class Stage:
    """An engine with a clock of its own, whose trainings are done at once."""

    def __init__(self, outputs: str = "gesture:3", inputs: int = 2) -> None:
        self.now = 1_000.0
        self.events: list[Event] = []
        project = new_project(inputs, outputs)
        self.engine = Engine(project, clock=lambda: self.now, monotonic=lambda: self.now)
        self.engine.listeners.append(self.events.append)
        self.rng = np.random.default_rng(3)

    def train(self) -> dict[str, str]:
        """Do the trainings that are asked for."""
        failures: dict[str, str] = {}
        while (training := self.engine.view.training) is not None:
            models: list[Model] = []
            for job in jobs_of(self.engine.view, failures):
                try:
                    models.append(teach_gestures(job) if job.kind == "gesture" else train(job))
                except Problem as e:
                    failures[job.output] = str(e)
            for model in models:
                check_model(model)
            self.engine.models.install(training.number, models, failures)
        return failures

    def play(self, frames: np.ndarray) -> list[str]:
        """The addresses of the gestures recognised, also in the silence that follows."""
        fired: list[str] = []
        for x in frames:
            self.now += 0.01
            fired += self.engine.feed(x, self.now) or ()
        for _ in range(6):
            self.now += 0.05
            fired += self.engine.tick(self.now)
        return fired

    def feed(self, frames: np.ndarray) -> None:
        for x in frames:
            self.now += 0.01
            self.engine.feed(x, self.now)

    def show(self, gesture: int, frames: np.ndarray) -> None:
        """One example of a gesture, or of none with 0."""
        if gesture:
            gesture_edits.show_gesture(self.engine, gesture)
        else:
            gesture_edits.show_idle(self.engine)
        self.feed(frames)
        self.engine.recording.stop()

    def perform(self, gesture: int, frames: int = 35) -> list[str]:
        return self.play(shape(gesture, frames, self.rng))


def shown(outputs: str = "gesture:3", each: int = 3) -> Stage:
    stage = Stage(outputs)
    for gesture in (1, 2, 3):
        for _ in range(each):
            stage.show(gesture, shape(gesture, 38, stage.rng))
    stage.train()
    return stage


def running(outputs: str = "gesture:3") -> Stage:
    stage = shown(outputs)
    stage.engine.running.start()
    return stage


def model_state(stage: Stage) -> str:
    return str(describe(stage.engine.view)["outputs"][0]["model"]["state"])


def test_the_course_of_gestures_is_told() -> None:
    stage = running()
    whole = shape(2, 35, stage.rng)
    stage.feed(whole[:22])
    progress, thresholds, recognised = gesture_progress(stage.engine).T
    assert 0.2 < progress[1] < 0.9
    assert (thresholds > 0).all()
    assert not recognised.any()
    stage.play(whole[22:])
    gesture_edits.switch_gestures(stage.engine, [3], on=False)
    _, thresholds, recognised = gesture_progress(stage.engine).T
    assert recognised.tolist() == [0, 1, 0]
    assert (thresholds > 0).tolist() == [True, True, False]


def test_new_projects_have_wekinators_names() -> None:
    (output,) = new_project(2, "gesture:3").gesture_outputs()
    assert output.name == "output"
    assert [g.name for g in output.gestures] == ["gesture-1", "gesture-2", "gesture-3"]
    assert [g.address for g in output.gestures] == ["/output_1", "/output_2", "/output_3"]
    mixed = new_project(2, "gesture:2,1,gesture:2")
    assert [o.name for o in mixed.outputs] == ["outputs-1", "outputs-2", "outputs-3"]
    assert [g.address for o in mixed.gesture_outputs() for g in o.gestures] == [
        "/output_1", "/output_2", "/output_3", "/output_4",
    ]  # fmt: skip
    assert mixed.slots() == (0, 2, 3)
    assert mixed.width() == 5
    assert load_project(dump_project(mixed)) == mixed


@pytest.mark.parametrize("spec", ["gesture:0", "gesture:1001", "gesture:x", "gesture:"])
def test_numbers_of_gestures_that_cannot_be(spec: str) -> None:
    with pytest.raises(Problem):
        new_project(2, spec)


def test_examples_are_learned_without_being_asked_for() -> None:
    stage = Stage()
    stage.show(1, shape(1, 38, stage.rng))
    assert stage.engine.view.training is not None
    assert stage.train() == {}
    assert model_state(stage) == "ready"


def test_each_performed_gesture_is_told_once() -> None:
    stage = running()
    for gesture in (1, 2, 3, 2, 1, 3):
        stage.play(wander(stage.rng, 25))
        assert stage.perform(gesture) == [f"/output_{gesture}"]


def test_running_before_the_training_has_ended() -> None:
    stage = Stage()
    for gesture in (1, 2, 3):
        for _ in range(2):
            stage.show(gesture, shape(gesture, 38, stage.rng))
    stage.engine.running.start()
    assert stage.perform(1) == []
    stage.train()
    assert stage.perform(1) == ["/output_1"]


def test_distances_are_in_the_output_vector_every_frame() -> None:
    stage = shown()
    stage.engine.running.start()
    assert not np.isfinite(stage.engine.values).any()
    heard = []
    for x in shape(2, 38, stage.rng):
        stage.feed(x[None])
        heard.append(stage.engine.values.copy())
    assert np.isfinite(heard).any(axis=0)[1]
    assert not np.isnan(heard).any()
    assert not np.less(heard, 0).any()


def test_a_gesture_without_examples_is_infinitely_far() -> None:
    stage = Stage()
    stage.show(1, shape(1, 38, stage.rng))
    stage.train()
    stage.engine.running.start()
    near = math.inf
    for x in shape(1, 38, stage.rng):
        stage.feed(x[None])
        near = min(near, stage.engine.values[0])
        assert stage.engine.values[1:].tolist() == [math.inf, math.inf]
    assert near < 1


def test_examples_too_short_say_so_and_trigger_nothing() -> None:
    stage = Stage()
    stage.show(1, np.array([[0.5, 0.5]]))
    failures = stage.train()
    assert "at least 4 frames" in failures["o1"]
    stage.engine.running.start()
    assert stage.perform(1) == []
    assert stage.train() == {}  # not tried again and again
    stage.show(1, shape(1, 38, stage.rng))
    assert stage.train() == {}
    advice = describe(stage.engine.view)["outputs"][0]["model"]["advice"]
    assert "1 frame and is not used" in advice["1"]
    assert stage.perform(1) == ["/output_1"]


def test_a_take_without_any_frame_is_none() -> None:
    stage = Stage()
    gesture_edits.show_gesture(stage.engine, 1)
    assert stage.engine.recording.stop() is None
    assert stage.engine.view.training is None


def test_mixed_projects_keep_everything_in_its_place() -> None:
    stage = Stage("1,gesture:3,class:2")
    engine = stage.engine
    engine.edit("linear", editing.set_algorithm(engine.project, 1, AlgorithmChoice("linear")))
    for value, x in ((0.0, [0.0, 0.0]), (1.0, [1.0, 1.0])):
        engine.set_targets([value, 1 + value])
        engine.recording.start()
        stage.feed(np.array(x) + stage.rng.normal(0, 0.01, (10, 2)))
        engine.recording.stop()
    for gesture in (1, 2, 3):
        for _ in range(3):
            stage.show(gesture, shape(gesture, 38, stage.rng))
    engine.models.train()
    stage.train()
    counts = [o["examples"] for o in describe(engine.view)["outputs"]]
    assert counts == [20, 9 * 38, 20]
    engine.running.start()
    assert stage.perform(2) == ["/output_2"]
    engine.feed(np.array([1.0, 1.0]), stage.now)
    assert len(engine.values) == 5
    assert engine.values[0] == pytest.approx(1.0, abs=0.1)
    assert engine.values[4] == 2.0
    with pytest.raises(Problem, match="expected 2: one for each output that is no gesture output"):
        engine.set_targets([0.0, 1.0, 1.0])


def test_values_and_gestures_are_recorded_one_at_a_time() -> None:
    stage = Stage("1,gesture:2")
    engine = stage.engine
    engine.recording.start()
    stage.feed(np.zeros((3, 2)))
    gesture_edits.show_gesture(engine, 2)
    assert [take.examples for take in engine.project.takes] == [3]
    stage.feed(shape(1, 30, stage.rng))
    engine.recording.start()
    stage.feed(np.zeros((4, 2)))
    engine.recording.stop()
    assert [(take.examples, take.counts) for take in engine.project.takes] == [
        (3, {"o1": 3}), (30, {"o2": 30}), (4, {"o1": 4}),
    ]  # fmt: skip
    takes = describe(engine.view)["takes"]
    assert [take.get("gesture") for take in takes] == [None, 2, None]


def test_starting_the_same_example_twice_is_one_take() -> None:
    stage = Stage()
    first = gesture_edits.show_gesture(stage.engine, 1)
    stage.feed(shape(1, 10, stage.rng))
    assert gesture_edits.show_gesture(stage.engine, 1) == first
    assert gesture_edits.show_gesture(stage.engine, 2) == first + 1


def test_an_example_being_recorded_is_no_performance() -> None:
    stage = running()
    gesture_edits.show_gesture(stage.engine, 1)
    assert stage.perform(1) == []
    stage.engine.recording.stop()
    stage.train()
    assert stage.perform(1) == ["/output_1"]


def test_what_is_set_live_does_not_disturb_a_gesture_under_way() -> None:
    stage = running()
    frames = shape(1, 40, stage.rng)
    stage.feed(frames[:20])
    gesture_edits.set_sensitivity(stage.engine, 0.6, [2])
    stage.engine.edit("names", editing.rename_outputs(stage.engine.project, ["mine"]))
    assert stage.play(frames[20:]) == ["/output_1"]
    assert model_state(stage) == "ready"


def test_gestures_are_switched_and_renamed_live() -> None:
    stage = running()
    gesture_edits.switch_gestures(stage.engine, [1, 3], on=False)
    assert stage.perform(1) == []
    assert stage.engine.values[0] == math.inf
    assert stage.perform(2) == ["/output_2"]
    gesture_edits.switch_gestures(stage.engine, [1], on=True)
    gesture_edits.name_gestures(stage.engine, "address", ["/go", "/b", "/c"])
    gesture_edits.name_gestures(stage.engine, "name", ["go", "b", "c"])
    assert stage.perform(1) == ["/go"]
    stage.engine.undo()
    stage.engine.undo()
    assert stage.perform(1) == ["/output_1"]
    assert model_state(stage) == "ready"


@pytest.mark.parametrize(
    "wrong", [["/a", "/a", "/b"], ["/a", "/b"], ["a", "/b", "/c"], ["/wek/outputs", "/b", "/c"]]
)
def test_addresses_that_cannot_be(wrong: list[str]) -> None:
    stage = Stage()
    with pytest.raises(Problem):
        gesture_edits.name_gestures(stage.engine, "address", wrong)


@pytest.mark.parametrize("number", [0, 4, -1])
def test_gestures_that_are_not_there(number: int) -> None:
    stage = Stage()
    for ask in (gesture_edits.show_gesture, gesture_edits.you_missed, gesture_edits.delete_gesture_examples):
        with pytest.raises(Problem, match="count from 1 to 3"):
            ask(stage.engine, number)


def test_projects_without_gestures_say_so() -> None:
    stage = Stage("2")
    with pytest.raises(Problem, match="no gestures in this project"):
        gesture_edits.show_gesture(stage.engine, 1)
    with pytest.raises(Problem, match="no gesture output"):
        gesture_edits.show_idle(stage.engine)
    with pytest.raises(Problem, match="no gestures"):
        gesture_edits.set_sensitivity(stage.engine, 0.5, [])


def test_deleting_and_undoing_examples_is_learned_too() -> None:
    stage = running()
    assert gesture_edits.delete_gesture_examples(stage.engine, 1) == 3
    stage.train()
    assert stage.perform(1) == []
    assert stage.perform(2) == ["/output_2"]
    stage.engine.undo()
    stage.train()
    assert stage.perform(1) == ["/output_1"]
    numbers = [take.number for take in stage.engine.project.live_takes()]
    stage.engine.edit("all", editing.delete_takes(stage.engine.project, numbers))
    stage.train()
    assert stage.engine.view.models == {}
    assert stage.perform(1) == []
    stage.engine.undo()
    stage.train()
    assert stage.perform(1) == ["/output_1"]


def test_options_that_need_it_are_learned_anew() -> None:
    stage = running()
    moved = shape(1, 38, stage.rng) * 0.5 + 3.0
    assert stage.play(moved) == []
    settings = {"offset": True, "scale": True}
    stage.engine.edit("free", editing.configure_output(stage.engine.project, 1, settings))
    assert stage.engine.view.training is not None
    stage.train()
    assert stage.play(moved) == ["/output_1"]
    stage.engine.edit("live", editing.configure_output(stage.engine.project, 1, {"refractory": 1.0}))
    assert stage.engine.view.training is None


def test_more_gestures_are_added_while_running() -> None:
    stage = running("gesture:3,1")
    stage.engine.set_targets([0.25])
    gesture = {"name": "fourth", "address": "/fourth"}
    plain = [
        {"name": g.name, "address": g.address} for g in stage.engine.project.gesture_outputs()[0].gestures
    ]
    stage.engine.edit(
        "four", editing.configure_output(stage.engine.project, 1, {"gestures": [*plain, gesture]})
    )
    assert stage.engine.values.tolist() == [math.inf] * 4 + [0.25]
    stage.show(4, np.linspace([1.0, 1.0], [0.0, 0.0], 40) + stage.rng.normal(0, 0.01, (40, 2)))
    stage.train()
    assert stage.perform(1) == ["/output_1"]
    assert stage.play(np.linspace([1.0, 1.0], [0.0, 0.0], 40)) == ["/fourth"]
    stage.engine.edit("three", editing.configure_output(stage.engine.project, 1, {"gestures": plain}))
    assert stage.train() == {}  # the examples of the gesture that is gone are left out
    assert stage.perform(1) == ["/output_1"]


def test_once_per_run_tells_the_gesture_at_the_end() -> None:
    stage = shown()
    stage.engine.edit("once", editing.configure_output(stage.engine.project, 1, {"once_per_run": True}))
    stage.engine.running.start()
    assert stage.perform(3) == []
    stage.engine.running.stop()
    assert stage.events[-1].fired == ("/output_3",)
    stage.engine.running.start()
    stage.engine.running.stop()
    assert stage.events[-1].fired == ()


def test_that_was_wrong_and_you_missed_one_are_kept() -> None:
    stage = running()
    assert stage.perform(2) == ["/output_2"]
    (sentence,) = that_was_wrong(stage.engine, [])
    assert sentence == "gesture-2 now needs a closer match"
    lowered = stage.engine.project.gesture_outputs()[0].gestures[1].correction
    assert 0.2 < lowered < 1
    assert model_state(stage) == "ready"
    stage.engine.undo()
    assert stage.engine.project.gesture_outputs()[0].gestures[1].correction == 1
    gesture_edits.set_sensitivity(stage.engine, 0.0, [])
    rough = shape(1, 38, stage.rng) + stage.rng.normal(0, 0.13, (38, 2))
    assert stage.play(rough) == []
    gesture_edits.set_sensitivity(stage.engine, 0.5, [])
    told = gesture_edits.you_missed(stage.engine, 1)
    assert "gesture-1" in told or "record it as an example" in told


def test_corrections_need_something_that_runs() -> None:
    stage = Stage()
    with pytest.raises(Problem, match="not running"):
        gesture_edits.you_missed(stage.engine, 1)
    with pytest.raises(Problem, match="not running"):
        that_was_wrong(stage.engine, [1])


def test_idle_takes_sharpen_all_gesture_outputs() -> None:
    stage = Stage("gesture:2,gesture:1")
    for gesture in (1, 2, 3):
        stage.show(gesture, shape(gesture, 38, stage.rng))
    stage.show(0, wander(stage.rng, 200))
    stage.train()
    outputs = describe(stage.engine.view)["outputs"]
    assert [o["idle_takes"] for o in outputs] == [1, 1]
    assert [[g["examples"] for g in o["gestures"]] for o in outputs] == [[1, 1], [1]]
    assert [g["number"] for o in outputs for g in o["gestures"]] == [1, 2, 3]
    assert describe(stage.engine.view)["takes"][-1]["gesture"] == 0


def rests(stage: Stage, count: int) -> np.ndarray:
    """A long take: circles with stillness between them."""
    still = np.full((60, 2), [0.9, 0.5])
    parts = [still]
    for _ in range(count):
        parts += [shape(1, 40, stage.rng, noise=0.0), still]
    return np.concatenate(parts) + stage.rng.normal(0, 0.002, (60 + count * 100, 2))


def test_a_long_take_is_cut_where_it_rests() -> None:
    stage = Stage()
    stage.show(1, rests(stage, 3))
    assert split_at_rests(stage.engine, 1) == [2, 3, 4]
    live = stage.engine.project.live_takes()
    assert [take.number for take in live] == [2, 3, 4]
    assert all(30 <= take.examples <= 70 for take in live)
    stage.engine.undo()
    assert [t.number for t in stage.engine.project.live_takes()] == [1]
    with pytest.raises(Problem, match="no take 9"):
        split_at_rests(stage.engine, 9)


def test_marks_cut_a_take_when_it_ends() -> None:
    stage = Stage()
    with pytest.raises(Problem, match="none is being recorded"):
        stage.engine.recording.mark()
    gesture_edits.show_gesture(stage.engine, 2)
    for n in range(3):
        stage.feed(shape(1, 40, stage.rng))
        if n < 2:
            stage.engine.recording.mark()
    stage.engine.recording.stop()
    assert len(stage.engine.project.live_takes()) == 3
    assert stage.train() == {}
    assert describe(stage.engine.view)["outputs"][0]["gestures"][1]["examples"] == 3


def test_irregular_and_missing_frames_are_no_gestures_and_hide_none() -> None:
    stage = running()
    frames = shape(1, 60, stage.rng)
    keep = stage.rng.random(60) > 0.2
    fired: list[str] = []
    for x, kept in zip(frames, keep, strict=True):
        stage.now += 0.01
        if kept:
            fired += stage.engine.feed(x, stage.now) or ()
    assert fired + stage.play(np.empty((0, 2))) == ["/output_1"]
    assert stage.play(np.full((100, 2), 0.5)) == []


def test_the_course_of_a_gesture_is_sent_while_it_is_under_way() -> None:
    stage = shown()
    stage.engine.edit("follow", editing.configure_output(stage.engine.project, 1, {"send_following": True}))
    stage.engine.running.start()
    runtime = stage.engine.runtime
    assert runtime is not None
    messages = ProgressMessages(runtime.spotted[0])
    sent = []
    for x in shape(2, 40, stage.rng):
        stage.now += 0.01
        stage.engine.feed(x, stage.now)
        sent += [bytes(packet) for packet in messages.packets()]
    progress = [p for p in sent if p.startswith(b"/output_2/progress")]
    assert len(progress) >= 25
    values = [np.frombuffer(p[-4:], ">f4")[0] for p in progress]
    assert values[-1] > 0.8
    assert np.all(np.diff(values) > -0.2)


def test_another_number_of_inputs_is_refused_by_the_project() -> None:
    stage = shown()
    stage.engine.edit("one", editing.connect(stage.engine.project, 1, [2]))
    stage.train()
    stage.engine.running.start()
    assert stage.engine.view.models["o1"].header.inputs == (1,)
    stage.feed(shape(1, 38, stage.rng))  # answers from its own input, and nothing breaks


def test_a_running_engine_takes_gestures_up_after_a_restart() -> None:
    stage = shown()
    view = stage.engine.view
    again = Stage()
    again.engine = Engine(
        load_project(dump_project(view.project)), view.data, view.models,
        clock=lambda: again.now, monotonic=lambda: again.now,
    )  # fmt: skip
    again.engine.running.start()
    assert again.engine.view.training is None
    assert again.perform(3) == ["/output_3"]


def test_lost_models_are_learned_again_when_running_starts() -> None:
    stage = shown()
    view = stage.engine.view
    again = Stage()
    again.engine = Engine(view.project, view.data, {}, clock=lambda: again.now, monotonic=lambda: again.now)
    again.engine.running.start()
    again.train()
    assert again.perform(1) == ["/output_1"]


def test_a_slow_sensor_is_not_silent_between_two_frames() -> None:
    stage = Stage()
    for _ in range(3):
        gesture_edits.show_gesture(stage.engine, 1)
        for x in shape(1, 20, stage.rng):
            stage.now += 0.1
            stage.engine.feed(x, stage.now)
        stage.engine.recording.stop()
    stage.train()
    stage.engine.running.start()
    told = []
    for n, x in enumerate(shape(1, 20, stage.rng)):
        fired = [*(stage.engine.feed(x, stage.now) or ())]
        stage.now += 0.05
        fired += stage.engine.tick(stage.now)
        stage.now += 0.05
        told += [(n, address) for address in fired]
    told += [(20, address) for address in stage.play(np.empty((0, 2)))]
    assert [address for _, address in told] == ["/output_1"]
    assert told[0][0] >= 17


def test_an_engine_that_has_stopped_takes_corrections_of_its_last_run_only_while_they_fit() -> None:
    stage = running()
    assert stage.perform(1) == ["/output_1"]
    stage.engine.running.stop()
    assert that_was_wrong(stage.engine, []) == ["gesture-1 now needs a closer match"]
    fewer = [{"name": "a", "address": "/a"}]
    stage.engine.edit("one", editing.configure_output(stage.engine.project, 1, {"gestures": fewer}))
    with pytest.raises(Problem, match="not running"):
        gesture_edits.you_missed(stage.engine, 1)


def test_examples_deleted_while_they_are_learned_are_not_recognised() -> None:
    stage = Stage()
    stage.show(1, shape(1, 38, stage.rng))
    training = stage.engine.view.training
    assert training is not None
    models = [teach_gestures(job) for job in jobs_of(stage.engine.view, {})]
    stage.engine.edit("all", editing.delete_takes(stage.engine.project, [1]))
    stage.engine.models.install(training.number, models, {})
    stage.engine.running.start()
    assert stage.perform(1) == []
    assert stage.engine.view.models == {}


def test_an_order_that_cannot_be_done_does_not_end_an_example() -> None:
    stage = Stage("gesture:3,1")
    number = gesture_edits.show_gesture(stage.engine, 1)
    stage.engine.edit("off", editing.set_switch(stage.engine.project, [2], "record", False))
    with pytest.raises(Problem, match="no output is enabled"):
        stage.engine.recording.start()
    assert stage.engine.view.recorder is not None
    assert stage.engine.view.recorder.number == number
