"""An engine in a process of its own, and a sketch and a client that talk to it over real sockets."""

from __future__ import annotations

from wekipy.client import Client
from wekipy.rehearsal.child import EngineProcess
from wekipy.rehearsal.link import Link


class Stage:
    """An engine with a sketch and a client connected to it."""

    def __init__(self, *arguments: str) -> None:
        self.engine = EngineProcess([*arguments, "--workers", "1"])
        self.link = Link(self.engine.port, self.engine.out_port)
        self.client = Client(port=self.engine.control_port)

    def close(self) -> None:
        self.client.close()
        self.link.close()
        self.engine.end()
