"""What a script hears of a training, of what the engine sends."""

from __future__ import annotations

from wekipy.client.training import Training, TrainingFollower


def state(training: object, **outlook: object) -> dict[str, object]:
    return {"outputs": [], "training": training, "training_outlook": outlook or None}


def test_what_nobody_knows_is_none_and_still_a_number_to_print() -> None:
    unknown = Training({1: None, 2: None})
    assert (unknown.share, f"{unknown.progress:.0%}") == (None, "0%")
    assert Training({1: 0.5, 2: None}).share == 0.25
    assert (Training().share, Training(done=True).progress) == (None, 1.0)


def test_the_time_left_and_what_is_left_out_are_reported_whenever_they_change() -> None:
    follower = TrainingFollower()
    begun = state({"1": None}, text="left out", seconds=20.0, left=20.0)
    report = follower.follow(state(None), begun)
    assert report == Training({1: None}, left=20.0, text="left out")
    assert follower.follow(begun, begun) is None
    later = state({"1": None}, text="left out", seconds=20.0, left=19.0)
    assert follower.follow(begun, later) == Training({1: None}, left=19.0, text="left out")
    assert follower.follow(later, state(None)) == Training({1: 1.0}, done=True)


def test_an_engine_that_knows_no_outlook_is_followed_as_before() -> None:
    follower = TrainingFollower()
    assert follower.follow({"training": None}, {"training": {"1": 0.5}}) == Training({1: 0.5})
