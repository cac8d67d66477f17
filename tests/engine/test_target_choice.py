"""What the next take teaches is one thing that the state says; every way of recording stores just that."""

from __future__ import annotations

import numpy as np
import pytest

from wekipy.engine import gesture_edits
from wekipy.engine.describe import describe
from wekipy.engine.engine import Engine
from wekipy.engine.target_steps import choose_gesture, step_class
from wekipy.project import editing, structure
from wekipy.project.create import new_project
from wekipy.project.examples import gesture_of
from wekipy.project.problem import Problem


def engine_of(outputs: str) -> Engine:
    return Engine(new_project(1, outputs))


def record(engine: Engine) -> list[float]:
    """The targets of the rows of a take."""
    engine.recording.start()
    engine.feed(np.array([0.5]), engine.monotonic())
    take = engine.recording.stop()
    assert take is not None
    return engine.view.data[take.number].blocks[0]["targets"][0].tolist()


def test_a_foot_switch_goes_through_the_classes_and_begins_again() -> None:
    engine = engine_of("1,class:3")
    assert [step_class(engine, 0, 1) for _ in range(3)] == [2, 3, 1]
    assert [step_class(engine, 2, -1) for _ in range(2)] == [3, 2]
    assert record(engine) == [0.0, 2.0]
    engine.edit("nothing", editing.configure_output(engine.project, 2, {"nothing": True}))
    assert [step_class(engine, 0, 1) for _ in range(2)] == [3, 0]


def test_a_foot_switch_leaves_outputs_out_that_are_not_recorded() -> None:
    engine = engine_of("class:3,class:2")
    engine.edit("off", editing.set_switch(engine.project, [1], "record", False))
    assert step_class(engine, 0, 1) == 2
    assert engine.targets.tolist() == [1.0, 2.0]
    engine.edit("off", editing.set_switch(engine.project, [2], "record", False))
    with pytest.raises(Problem, match="to choose from"):
        step_class(engine, 0, 1)
    with pytest.raises(Problem, match="is a number"):
        step_class(engine_of("1"), 1, 1)


def test_where_all_outputs_are_gestures_record_shows_the_one_that_is_chosen() -> None:
    engine = engine_of("gesture:3,gesture:2")
    assert describe(engine.view)["teaches"] == 1
    assert [step_class(engine, 0, 1) for _ in range(3)] == [2, 3, 1]
    assert step_class(engine, 2, 1) == 4
    assert step_class(engine, 1, -1) == 3  # the first one's last
    choose_gesture(engine, 5)
    assert describe(engine.view)["teaches"] == 5
    assert record(engine) == [2.0]
    take = engine.project.takes[-1]
    assert gesture_of(take, engine.project.outputs[1].uid) == 2


def test_what_is_being_recorded_is_said_whatever_is_chosen_meanwhile() -> None:
    engine = engine_of("class:2,gesture:3")
    assert describe(engine.view)["teaches"] is None
    gesture_edits.show_gesture(engine, 3)
    assert describe(engine.view)["teaches"] == 3
    choose_gesture(engine, 2)
    assert describe(engine.view)["teaches"] == 3
    engine.recording.stop()
    assert describe(engine.view)["teaches"] == 2
    number = engine.recording.start()
    assert engine.recording.start() == number
    engine.recording.stop()
    gesture_edits.show_idle(engine)
    assert describe(engine.view)["teaches"] == 0
    engine.recording.stop()
    assert step_class(engine, 1, 1) == 2  # a class was chosen: the next take stores the targets again
    assert describe(engine.view)["teaches"] is None
    assert record(engine) == [2.0]


def test_a_chosen_gesture_that_is_gone_or_not_recorded_is_not_taught() -> None:
    engine = engine_of("class:2,gesture:2,gesture:2")
    choose_gesture(engine, 4)
    engine.edit("remove", structure.remove_output(engine.project, 2))
    assert describe(engine.view)["teaches"] == 2  # the same one: its number is another
    engine.edit("off", editing.set_switch(engine.project, [2], "record", False))
    assert describe(engine.view)["teaches"] is None
    with pytest.raises(Problem, match="not enabled for recording"):
        choose_gesture(engine, 1)
    with pytest.raises(Problem, match="no gesture 9"):
        choose_gesture(engine, 9)


def test_a_target_that_settings_have_made_illegal_is_never_stored() -> None:
    engine = engine_of("class:5,1")
    engine.set_targets([5, 0.5])
    engine.edit("fewer", editing.configure_output(engine.project, 1, {"classes": 3}))
    assert engine.targets.tolist() == [1.0, 0.5]
    assert record(engine) == [1.0, 0.5]
