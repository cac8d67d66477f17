"""Periodic work of an engine that runs for months alone: signs of life, figures, silence, sensors."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from wekipy.osc.codec import encode
from wekipy.osc.notices import Notices
from wekipy.project.fault import own_fault
from wekipy.server.health import Health, Parts
from wekipy.server.rounds import Job, Rounds
from wekipy.watch.state import Doing
from wekipy.watch.watched import Pulse

HEARTBEAT: Final = "/wekipy/heartbeat"
_BEAT = 0.25  # seconds between signs of life to the watcher
_HOUSEKEEPING = 1.0  # seconds between flushes of delayed notices


@dataclass(frozen=True)
class Signs:
    """Which signs of life are sent, and how often.

    Attributes:
        heartbeat: seconds between heartbeat messages to the destinations; 0 sends none.
        status: receives a line of JSON every `status_interval` seconds; None sends none.
    """

    heartbeat: float = 0.0
    status: Callable[[str], None] | None = None
    status_interval: float = 60.0


class Unattended:
    """Runs the periodic jobs of an engine.

    Args:
        fault: shows a line to the user, from any thread.
    """

    def __init__(self, parts: Parts, signs: Signs, notices: Notices) -> None:
        self.health = Health(parts)
        self._parts, self._signs, self._notices = parts, signs, notices
        self._counted = (0, 0)
        orders = parts.orders
        self._pulse = Pulse(orders.pulse) if orders and orders.pulse >= 0 else None
        looks = (parts.silence.look, parts.sensing.look, parts.map_player.look, parts.doctor.look)
        jobs: list[Job] = [self._keep_house, self.health.count, *looks]
        if self._pulse is not None:
            jobs.append(self._give_sign)
        if signs.heartbeat:
            jobs.append(self._ask_for_heartbeat)
        self._rounds = [Rounds("housekeeping", jobs, self._fault)]
        if signs.status is not None:
            # In its own thread, as it reads the disk, which may be slow.
            self._rounds.append(Rounds("status", [self._report_status], self._fault))

    def start(self) -> None:
        """Start; returns at once."""
        for rounds in self._rounds:
            rounds.start()

    def close(self) -> None:
        """End."""
        for rounds in self._rounds:
            rounds.close()

    def _fault(self, error: Exception) -> None:
        self._notices.report(
            f"fault {type(error).__name__}",
            "",
            lambda: f"a fault in the housekeeping; the engine goes on: {own_fault(error)}",
        )

    def _keep_house(self) -> float:
        self._notices.flush()
        self._parts.live.loop.nudge()
        self._parts.live.loop.post(self._parts.live.monitor.count)
        self._parts.live.loop.post(self._parts.source_ports.look)
        return _HOUSEKEEPING

    def _give_sign(self) -> float:
        self._parts.live.loop.post(self._beat)
        return _BEAT

    def _ask_for_heartbeat(self) -> float:
        self._parts.live.loop.post(self._send_heartbeat)
        return self._signs.heartbeat

    def _report_status(self) -> float:
        figures: dict[str, Any] = {"time": time.strftime("%Y-%m-%dT%H:%M:%S%z"), **self.health.figures()}
        if self._signs.status is not None:
            self._signs.status(json.dumps(figures, ensure_ascii=False))
        return self._signs.status_interval

    # In the engine's thread, so that they prove that it is alive

    def _beat(self) -> None:
        if self._pulse is not None:
            parts = self._parts
            running = parts.engine.runtime is not None
            self._pulse.beat(
                Doing(str(parts.folder()), running, parts.input_port.host, parts.input_port.port)
            )

    def _send_heartbeat(self) -> None:
        engine, before = self._parts.engine, self._counted
        self._counted = now = (engine.arrived, engine.answered)
        running = int(engine.runtime is not None)
        arrived, answered = now[0] - before[0], now[1] - before[1]
        self._parts.outlet.send(encode(HEARTBEAT, int(self.health.uptime), running, arrived, answered))
