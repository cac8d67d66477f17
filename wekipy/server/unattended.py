"""What makes an engine fit to run for months alone: signs of life, figures, silence, sensors."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from wekipy.osc.codec import encode
from wekipy.osc.notices import Notices
from wekipy.server.health import Health, Parts
from wekipy.server.rounds import Job, Rounds
from wekipy.watch.state import Doing
from wekipy.watch.watched import Pulse

HEARTBEAT: Final = "/wekipy/heartbeat"
_BEAT = 0.25  # seconds between signs of life to the watcher
_HOUSEKEEPING = 1.0  # seconds between looks at what is to be told late


@dataclass(frozen=True)
class Signs:
    """Which signs of life are given, and how often.

    Attributes:
        heartbeat: seconds between heartbeat messages to the destinations; 0 is none.
        status: takes a line of JSON every `status_interval` seconds; None for none.
    """

    heartbeat: float = 0.0
    status: Callable[[str], None] | None = None
    status_interval: float = 60.0


class Unattended:
    """The rounds of an engine that is on its own.

    Args:
        fault: shows a line to people, from any thread.
    """

    def __init__(self, parts: Parts, signs: Signs, notices: Notices) -> None:
        self.health = Health(parts)
        self._parts, self._signs, self._notices = parts, signs, notices
        self._counted = (0, 0)
        orders = parts.orders
        self._pulse = Pulse(orders.pulse) if orders and orders.pulse >= 0 else None
        jobs: list[Job] = [self._keep_house, self.health.count, parts.silence.look, parts.sensing.look]
        if self._pulse is not None:
            jobs.append(self._give_sign)
        if signs.heartbeat:
            jobs.append(self._ask_for_heartbeat)
        self._rounds = [Rounds("housekeeping", jobs, self._fault)]
        if signs.status is not None:
            # Of its own, as it asks the disk, which may take its time.
            self._rounds.append(Rounds("status", [self._tell_status], self._fault))

    def start(self) -> None:
        """Begin; returns at once."""
        for rounds in self._rounds:
            rounds.start()

    def close(self) -> None:
        """End."""
        for rounds in self._rounds:
            rounds.close()

    def _fault(self, error: Exception) -> None:
        self._notices.tell(
            f"fault {type(error).__name__}",
            "",
            lambda: f"a fault in the housekeeping; the engine goes on: {type(error).__name__}: {error}",
        )

    def _keep_house(self) -> float:
        self._notices.flush()
        self._parts.stream.nudge()
        self._parts.stream.post(self._parts.stream.monitor.count)
        return _HOUSEKEEPING

    def _give_sign(self) -> float:
        self._parts.stream.post(self._beat)
        return _BEAT

    def _ask_for_heartbeat(self) -> float:
        self._parts.stream.post(self._send_heartbeat)
        return self._signs.heartbeat

    def _tell_status(self) -> float:
        told: dict[str, Any] = {"time": time.strftime("%Y-%m-%dT%H:%M:%S%z"), **self.health.figures()}
        if self._signs.status is not None:
            self._signs.status(json.dumps(told, ensure_ascii=False))
        return self._signs.status_interval

    # In the engine's thread, so that they tell that it lives

    def _beat(self) -> None:
        if self._pulse is not None:
            parts = self._parts
            running = parts.engine.runtime is not None
            self._pulse.beat(Doing(str(parts.folder()), running, parts.door.host))

    def _send_heartbeat(self) -> None:
        engine, before = self._parts.engine, self._counted
        self._counted = now = (engine.arrived, engine.answered)
        running = int(engine.runtime is not None)
        arrived, answered = now[0] - before[0], now[1] - before[1]
        self._parts.outlet.send(encode(HEARTBEAT, int(self.health.uptime), running, arrived, answered))
