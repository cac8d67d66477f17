"""How the engine is: gathered from its parts when somebody asks."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wekipy import __version__
from wekipy.engine.engine import Engine
from wekipy.osc.outlet import Outlet
from wekipy.osc.stream import Stream
from wekipy.server.door import Door
from wekipy.server.figures import free_disk, resident_memory
from wekipy.server.sensing import Sensing
from wekipy.server.silence import SilenceKeeper
from wekipy.watch.watched import Orders

_SECOND = 1.0
_KEPT = 10  # seconds that the rate is taken from


@dataclass(frozen=True)
class Parts:
    """What figures are gathered from.

    Attributes:
        folder: of the project that is open now.
        trouble: why saving fails at the moment; "" if it does not.
    """

    engine: Engine
    stream: Stream
    outlet: Outlet
    door: Door
    silence: SilenceKeeper
    sensing: Sensing
    folder: Callable[[], Path]
    trouble: Callable[[], str]
    orders: Orders | None


class Health:
    """Gathers figures; may be asked from any thread."""

    def __init__(self, parts: Parts, clock: Callable[[], float] = time.monotonic) -> None:
        self._parts, self._clock = parts, clock
        self._started = clock()
        self._counts: deque[tuple[float, int]] = deque(maxlen=_KEPT + 1)

    def count(self) -> float:
        """Take down how many vectors have arrived; the seconds until the next time."""
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
        """Everything, as plain values; see docs/protocol.md. Asks the disk, which may take a moment."""
        parts = self._parts
        engine, view, orders = parts.engine, parts.engine.view, parts.orders
        folder = parts.folder()
        times = parts.stream.pace.percentiles(50, 99)
        host, port = parts.stream.inlet.getsockname()
        return {
            "version": __version__,
            "project": str(folder),
            "uptime": round(self.uptime, 1),
            "running": view.running,
            "recording": view.recorder is not None,
            "inputs_at": f"{host}:{port}",
            "inputs_from_network": parts.door.open,
            "arrived": engine.arrived,
            "answered": engine.answered,
            "refused": parts.stream.refused,
            "dropped": parts.outlet.dropped,
            "rate": self._rate(),
            "answer_ms": {"p50": times[0], "p99": times[1]} if times else None,
            "memory": resident_memory(),
            "disk_free": free_disk(folder),
            "saving": parts.trouble(),
            "silent": parts.silence.silent,
            "stuck": list(parts.sensing.stuck),
            "drifting": list(parts.sensing.drifting),
            "restarts": orders.restarts if orders else 0,
            "restarted_because": orders.reason if orders else "",
            "without_models": bool(orders and orders.without_models),
        }
