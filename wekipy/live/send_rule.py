"""Decides when the output message is sent. Without sockets and without a clock of its own."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Final

import numpy as np
import numpy.typing as npt

from wekipy.project.schema import Condition, Sending

F64 = npt.NDArray[np.float64]

_TESTS: Final[dict[str, Callable[[float, float], bool]]] = {
    "<": operator.lt,
    "<=": operator.le,
    "=": operator.eq,
    "!=": operator.ne,
    ">=": operator.ge,
    ">": operator.gt,
}


class SendRule:
    """The rule of a project's `Sending`.

    A message that `at_most` holds back is sent with the values of that moment as soon as it may be, so that
    the last values of a movement always arrive.

    Args:
        compared: returns the number that the condition is about, as it is now.
    """

    def __init__(self, sending: Sending, compared: Callable[[], float] | None = None) -> None:
        self._sending, self._compared = sending, compared
        condition = sending.condition
        self._condition: Condition | None = condition if compared is not None else None
        self._once = self._condition is not None and self._condition.once
        self._least = 1.0 / sending.at_most if sending.at_most else 0.0
        self._sent = float("-inf")
        self._last: npt.NDArray[np.float32] | None = None
        self.forget()

    def forget(self) -> None:
        """Begin anew: nothing has been answered yet."""
        self._answers, self._held, self._waiting = 0, False, False

    @property
    def period(self) -> float:
        """Seconds between calls of `beat`; 0 if it needs none."""
        return 1.0 / self._sending.rate if self._sending.when == "rate" else self._least

    def answer(self, values: F64, now: float) -> bool:
        """Return whether to send the output vector (n,) after an answer.

        Args:
            now: seconds, by the clock of all calls.
        """
        held, self._held = self._held, self._holds()
        self._answers += 1
        wanted = self._held and not held if self._once else self._held
        if not wanted or (self._sending.every > 1 and self._answers % self._sending.every):
            return False
        if self._sending.when == "rate":
            self._waiting = True
            return False
        return self._send(values, now)

    def beat(self, values: F64, now: float) -> bool:
        """Return whether to send without an answer: at the constant rate, or what had to wait."""
        if not self._answers:
            return False
        if self._sending.when == "rate" and not self._once:
            self._held = self._holds()
            return self._held
        if not self._waiting:
            return False
        if self._once or self._holds():
            return self._send(values, now)
        self._waiting = False
        return False

    def _holds(self) -> bool:
        condition = self._condition
        if condition is None or self._compared is None:
            return True
        # As on the wire: 0.1 as a float32 equals a 0.1 that a person wrote.
        value, number = float(np.float32(self._compared())), float(np.float32(condition.number))
        return _TESTS[condition.test](value, number)

    def _send(self, values: F64, now: float) -> bool:
        if self._least and now - self._sent < self._least:
            self._waiting = True
            return False
        self._waiting = False
        if self._sending.when == "changes":
            as_sent = values.astype(np.float32)
            if self._last is not None and np.array_equal(as_sent, self._last, equal_nan=True):
                return False
            self._last = as_sent
        self._sent = now
        return True
