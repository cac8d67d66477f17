"""When the output message is sent: any rule, any answers at any times."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from wekipy.live.send_rule import SendRule
from wekipy.project.schema import Condition, Sending

# Seconds that pass and the value answered then.
ANSWERS = st.lists(st.tuples(st.sampled_from([0.0, 0.01, 0.25, 1.0]), st.integers(0, 2)), max_size=30)


def sent(rule: SendRule, answers: list[float], step: float = 1.0) -> list[float]:
    return [x for n, x in enumerate(answers) if rule.answer(np.array([x]), n * step)]


def test_only_changes() -> None:
    assert sent(SendRule(Sending(when="changes")), [1, 1, 2, 2, 1, 1]) == [1, 2, 1]
    nan = float("nan")
    assert len(sent(SendRule(Sending(when="changes")), [nan, nan, 1])) == 2


def test_every_third_answer() -> None:
    assert sent(SendRule(Sending(every=3)), [1, 2, 3, 4, 5, 6, 7]) == [3, 6]


def test_a_condition_holds_as_long_as_it_is_true_or_once() -> None:
    for once, expected in ((False, [2, 3, 2]), (True, [2, 2])):
        value = [0.0]
        condition = Condition(output="o1", test=">=", number=2, once=once)
        rule, found = SendRule(Sending(condition=condition), lambda value=value: value[0]), []
        for n, x in enumerate([0, 2, 3, 1, 2]):
            value[0] = x
            found += [x] if rule.answer(np.array([x]), n) else []
        assert found == expected


def test_numbers_are_compared_as_they_are_sent() -> None:
    condition = Condition(output="o1", test="=", number=0.1)
    rule = SendRule(Sending(condition=condition), lambda: float(np.float32(0.1)))
    assert rule.answer(np.zeros(1), 0.0)


@given(st.sampled_from([1, 4, 10]), ANSWERS)
def test_never_more_often_than_at_most_and_the_last_values_always_go_out(at_most: int, answers: list) -> None:
    rule, now, times, last = SendRule(Sending(at_most=at_most)), 0.0, [], None
    for pause, value in answers:
        now += pause
        if rule.answer(np.array([float(value)]), now):
            times.append(now)
            last = value
    for _ in range(3):  # nothing more arrives
        now += rule.period
        if rule.beat(np.array([float(answers[-1][1])]) if answers else np.zeros(1), now):
            times.append(now)
            last = answers[-1][1]
    assert last == (answers[-1][1] if answers else None)
    assert all(b - a >= 1 / at_most - 1e-9 for a, b in pairwise(times))


def test_a_constant_rate_begins_with_the_first_answer() -> None:
    rule = SendRule(Sending(when="rate", rate=10))
    assert rule.period == 0.1
    assert not rule.beat(np.zeros(1), 0.0)
    assert not rule.answer(np.zeros(1), 0.1)
    assert rule.beat(np.zeros(1), 0.2) and rule.beat(np.zeros(1), 0.3)
    rule.forget()
    assert not rule.beat(np.zeros(1), 0.4)


def test_at_a_constant_rate_a_condition_holds_the_messages_back() -> None:
    value = [0.0]
    condition = Condition(output="o1", test=">", number=0.5)
    rule = SendRule(Sending(when="rate", condition=condition), lambda: value[0])
    rule.answer(np.zeros(1), 0.0)
    assert not rule.beat(np.zeros(1), 0.1)
    value[0] = 1.0
    assert rule.beat(np.zeros(1), 0.2)
    once = SendRule(
        Sending(when="rate", condition=Condition(output="o1", test=">", number=0.5, once=True)),
        lambda: value[0],
    )
    once.answer(np.zeros(1), 0.3)
    assert once.beat(np.zeros(1), 0.4)
    once.answer(np.zeros(1), 0.5)
    assert not once.beat(np.zeros(1), 0.6)


def test_what_had_to_wait_is_not_sent_once_its_condition_is_over() -> None:
    value = [1.0]
    rule = SendRule(
        Sending(at_most=1, condition=Condition(output="o1", test=">", number=0.5)), lambda: value[0]
    )
    assert rule.answer(np.zeros(1), 0.0)
    assert not rule.answer(np.ones(1), 0.5)
    value[0] = 0.0
    assert not rule.beat(np.ones(1), 2.0)
