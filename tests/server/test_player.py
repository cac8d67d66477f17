"""A take is played with the times between its rows, whenever they are handed over."""

from __future__ import annotations

import queue
import time

import numpy as np

from wekipy.engine.engine import Engine
from wekipy.project.create import new_project
from wekipy.server.player import Player


def test_each_row_has_its_time_from_the_first() -> None:
    engine = Engine(new_project(1, "1"))
    engine.recording.start()
    times = np.array([0.0, 0.011, 0.013, 0.05, 0.0501, 0.12])
    for n, at in enumerate(times.tolist()):
        engine.feed(np.array([float(n)]), engine.monotonic() + at)
    engine.recording.stop()
    recorded = engine.view.data[1].times()
    vectors, played, told = [], [], queue.SimpleQueue()

    def feed(rows: np.ndarray, at: np.ndarray) -> None:
        vectors.extend(rows.ravel().tolist())
        played.extend(at.tolist())

    player = Player(feed, told.put, time.monotonic)
    began = time.monotonic()
    player.play(engine.view, 1)
    assert [told.get(timeout=10), told.get(timeout=10)] == [1, None]
    assert vectors == [0.0, 1.0, 2.0, 3.0, 4.0, 5.0]
    np.testing.assert_allclose(np.diff(played), np.diff(recorded), atol=1e-6)
    assert played[0] >= began
