"""The housekeeping looks at a silence while the engine's thread begins it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import msgspec
import numpy as np

from wekipy.engine.engine import Engine
from wekipy.project.create import new_project
from wekipy.project.schema import Silence
from wekipy.server.silence import SilenceKeeper


class _Live:
    """The engine's thread, which does what was posted when the test lets it."""

    def __init__(self) -> None:
        self.posted: list[Callable[[], None]] = []
        self.loop = self.sender = self

    def post(self, work: Callable[[], None]) -> None:
        self.posted.append(work)

    def send_outputs(self) -> None:
        """Send nothing."""

    def send(self, packet: bytes) -> None:
        """Send nothing."""


def test_a_look_between_any_two_steps_of_a_beginning_fade_is_answered() -> None:
    project = msgspec.structs.replace(new_project(1, "1"), silence=Silence(action="fade", seconds=1.0))
    engine = Engine(project)
    engine.running.start()
    cast(Any, engine.running.runtime).silent = False  # as if a model answered
    live, now, looking = _Live(), 0.0, False

    def clock() -> float:
        """The time; the other thread looks at this moment, wherever that is."""
        nonlocal looking
        if live.posted == [] and now >= 2.0 and not looking:
            looking = True
            keeper.look()
            looking = False
        return now

    keeper = SilenceKeeper(engine, cast(Any, live), cast(Any, live), clock)
    engine.feed(np.zeros(1), 0.0)
    keeper.look()
    now = 1.5
    keeper.look()
    begin = live.posted.pop()
    now = 2.0
    begin()  # reads the clock, and so is looked at half way
    assert keeper.silent
    assert live.posted, "the silence was looked at"
