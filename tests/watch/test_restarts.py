"""When an engine that ended is started again."""

from __future__ import annotations

from wekipy.watch.restarts import LONGEST_PAUSE, PATIENCE, Restarts
from wekipy.watch.state import Doing, StateFile, from_text, to_text


def test_the_first_failure_is_answered_at_once() -> None:
    assert Restarts().failed(3_600.0).pause == 0


def test_pauses_grow_to_a_limit_and_it_never_gives_up() -> None:
    restarts = Restarts()
    pauses = [restarts.failed(0.1).pause for _ in range(200)]
    assert pauses == sorted(pauses)
    assert pauses[:4] == [0, 0.25, 0.5, 1.0]
    assert pauses[-1] == LONGEST_PAUSE
    assert restarts.count == 200


def test_an_engine_that_ran_well_is_started_at_once_again() -> None:
    restarts = Restarts()
    for _ in range(10):
        restarts.failed(0.1)
    again = restarts.failed(120.0)
    assert (again.pause, again.without_models) == (0, False)


def test_models_are_left_out_after_failures_at_the_start_and_tried_again() -> None:
    restarts = Restarts()
    without = [restarts.failed(0.1).without_models for _ in range(PATIENCE + 3)]
    assert without == [False] * (PATIENCE - 1) + [True, False, True, False]


def test_failures_long_after_the_start_are_no_reason_to_leave_models_out() -> None:
    restarts = Restarts()
    assert not any(restarts.failed(30.0).without_models for _ in range(20))


def test_what_goes_on_survives_a_power_cut(tmp_path) -> None:
    file = StateFile(tmp_path / "deep" / "state.json")
    assert file.read() is None
    doing = Doing("/somewhere/ä.wekipy", running=True, host="0.0.0.0")
    file.write(doing)
    assert StateFile(tmp_path / "deep" / "state.json").read() == doing
    file.remove()
    assert file.read() is None


def test_a_damaged_state_is_no_state(tmp_path) -> None:
    (tmp_path / "state").write_bytes(b"\xff\x00{")
    assert StateFile(tmp_path / "state").read() is None
    for text in ("", "[]", '{"project": 5}', '{"running": "yes"}', '{"more": 1}', "[" * 5_000):
        assert from_text(text) is None, text
    assert from_text(to_text(Doing())) == Doing()


def test_a_disk_that_takes_nothing_does_not_stop_the_watching(tmp_path) -> None:
    (tmp_path / "file").write_text("no folder")
    StateFile(tmp_path / "file" / "state").write(Doing())
