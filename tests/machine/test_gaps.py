"""Work beside the stream begins right after an answer, one piece after each, and never waits long."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from waiting import until

from wekipy.machine import gaps
from wekipy.machine.gaps import await_gap, begin_gap


@pytest.fixture(autouse=True)
def _own_gaps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gaps, "_packets_come", False)
    monkeypatch.setattr(gaps, "LONGEST", 60.0)
    assert not gaps._waiting


def never() -> bool:
    return False


@pytest.fixture
def ask():
    """Has others do something in threads of their own."""
    with ThreadPoolExecutor(4) as others:
        yield others.submit


def test_nobody_waits_while_no_packets_come() -> None:
    await_gap()


def test_who_waits_goes_on_after_the_next_answer(ask) -> None:
    begin_gap(never)
    waiting = ask(await_gap)
    until(lambda: len(gaps._waiting) == 1)
    assert not waiting.done()
    begin_gap(never)
    waiting.result(10)


def test_one_goes_on_after_each_answer_in_the_order_they_came(ask) -> None:
    begin_gap(never)
    first = ask(await_gap)
    until(lambda: len(gaps._waiting) == 1)
    second = ask(await_gap)
    until(lambda: len(gaps._waiting) == 2)
    begin_gap(never)
    first.result(10)
    assert not second.done()
    begin_gap(never)
    second.result(10)


def test_where_packets_come_seldom_only_the_first_waits_and_not_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gaps, "LONGEST", 0.001)
    begin_gap(never)
    await_gap()
    assert not gaps._waiting
    monkeypatch.setattr(gaps, "LONGEST", 60.0)
    await_gap()


def test_packets_that_are_due_come_before_who_waits(ask) -> None:
    begin_gap(never)
    waiting = ask(await_gap)
    until(lambda: len(gaps._waiting) == 1)
    for _ in range(3):
        begin_gap(lambda: True)
        assert len(gaps._waiting) == 1
    assert not waiting.done()
    begin_gap(never)
    waiting.result(10)


def test_nobody_waits_for_ever_for_packets_that_are_always_due(monkeypatch: pytest.MonkeyPatch, ask) -> None:
    monkeypatch.setattr(gaps, "LONGEST", 0.01)
    begin_gap(never)
    waiting = ask(await_gap)
    rounds = 0
    while not waiting.done():
        rounds += bool(gaps._waiting)
        begin_gap(lambda: True)
    waiting.result(0)
    assert rounds
    assert not gaps._waiting
