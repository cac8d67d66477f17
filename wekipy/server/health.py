"""Health figures of the engine, gathered on request."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wekipy.engine.engine import Engine
from wekipy.engine.taking_over import kept_beside
from wekipy.live.parts import Live
from wekipy.osc.outlet import Outlet
from wekipy.project.place import in_words
from wekipy.server.input_doctor import InputDoctor
from wekipy.server.input_port import InputPort
from wekipy.server.map_player import MapPlayer
from wekipy.server.process_figures import free_disk, resident_memory
from wekipy.server.sensing import Sensing
from wekipy.server.silence import SilenceKeeper
from wekipy.server.source_ports import SourcePorts
from wekipy.version import __version__
from wekipy.watch.watched import Orders

_SECOND = 1.0
_KEPT = 10  # seconds over which the rate is measured


@dataclass(frozen=True)
class Parts:
    """The parts of an engine that figures come from.

    Attributes:
        folder: of the project that is open now.
        turned_away: how many control connections were refused.
        trouble: why saving fails now; "" if it works.
    """

    engine: Engine
    live: Live
    outlet: Outlet
    input_port: InputPort
    source_ports: SourcePorts
    doctor: InputDoctor
    silence: SilenceKeeper
    sensing: Sensing
    map_player: MapPlayer
    folder: Callable[[], Path]
    trouble: Callable[[], str]
    turned_away: Callable[[], int]
    orders: Orders | None


class Health:
    """Gathers figures, in any thread."""

    def __init__(self, parts: Parts, clock: Callable[[], float] = time.monotonic) -> None:
        self._parts, self._clock = parts, clock
        self._started = clock()
        self._counts: deque[tuple[float, int]] = deque(maxlen=_KEPT + 1)

    def count(self) -> float:
        """Note how many vectors have arrived; returns the seconds until the next call."""
        self._counts.append((self._clock(), self._parts.engine.arrived))
        return _SECOND

    @property
    def uptime(self) -> float:
        """Seconds since the start."""
        return self._clock() - self._started

    def _rate(self) -> float:
        counts = list(self._counts)
        if len(counts) < 2 or counts[-1][0] == counts[0][0]:
            return 0.0
        (t0, n0), (t1, n1) = counts[0], counts[-1]
        return round((n1 - n0) / (t1 - t0), 2)

    def figures(self) -> dict[str, Any]:
        """All figures as plain values, see docs/protocol.md. Reads from the disk."""
        parts = self._parts
        engine, view, orders = parts.engine, parts.engine.view, parts.orders
        folder = parts.folder()
        times = parts.live.answering.pace.percentiles(50, 99)
        host, port = parts.live.inlet.socket.getsockname()[:2]
        return {
            "version": __version__,
            "project": str(folder),
            "uptime": round(self.uptime, 1),
            "running": view.running,
            "recording": view.recorder is not None,
            "inputs_at": in_words(host, port),
            "inputs_from_network": parts.input_port.open,
            "arrived": engine.arrived,
            "answered": engine.answered,
            "refused": parts.live.refusals.count,
            "passed_over": parts.live.overload.passed_over,
            "turned_away": parts.turned_away(),
            "dropped": parts.outlet.dropped,
            "rate": self._rate(),
            "answer_ms": {"p50": times[0], "p99": times[1]} if times else None,
            "memory": resident_memory(),
            "disk_free": free_disk(folder),
            "saving": parts.trouble(),
            "kept_beside": kept_beside(view),
            "silent": parts.silence.silent,
            "stuck": list(parts.sensing.stuck),
            "drifting": list(parts.sensing.drifting),
            "drift_rejects": parts.sensing.drift_rejects(),
            "restarts": orders.restarts if orders else 0,
            "restarted_because": orders.reason if orders else "",
            "without_models": bool(orders and orders.without_models),
        }
