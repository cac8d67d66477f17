"""How the engine is, as frozen data; fields are those of the operation `health` in docs/protocol.md."""

from __future__ import annotations

from typing import Any

import msgspec

from wekipy.client.reply import Record, Reply


class Times(Record, frozen=True):
    """Milliseconds that half, and 99 of 100, of the latest answers took at most."""

    p50: float
    p99: float


class Health(Reply, frozen=True):
    """How the engine is.

    Attributes:
        uptime: seconds since its start.
        arrived, answered, refused, passed_over, dropped: vectors and packets since then.
        rate: vectors per second.
        answer_ms: from a vector to its answer; None if none was given lately.
        memory, disk_free: bytes; 0 where the system does not say.
        saving: why saving fails now; "" if it works.
        kept_beside: why the newest model of an output was not put in place, by number of the output.
        silent: whether inputs have stopped.
        stuck, drifting: numbers of inputs, from 1.
        drift_rejects: numbers of the outputs that answer nothing now because inputs of them drift.
        restarts: how often its watcher started it again, and why the last time.
    """

    version: str = ""
    project: str = ""
    uptime: float = 0.0
    running: bool = False
    recording: bool = False
    inputs_at: str = ""
    inputs_from_network: bool = False
    arrived: int = 0
    answered: int = 0
    refused: int = 0
    passed_over: int = 0
    turned_away: int = 0
    dropped: int = 0
    rate: float = 0.0
    answer_ms: Times | None = None
    memory: int = 0
    disk_free: int = 0
    saving: str = ""
    kept_beside: dict[str, str] = msgspec.field(default_factory=dict)
    silent: bool = False
    stuck: tuple[int, ...] = ()
    drifting: tuple[int, ...] = ()
    drift_rejects: tuple[int, ...] = ()
    restarts: int = 0
    restarted_because: str = ""
    without_models: bool = False


def read_health(found: dict[str, Any]) -> Health:
    """The health from what the engine replied."""
    known = {name: value for name, value in found.items() if value is not None}
    return msgspec.convert({**known, "raw": found}, Health)
