"""Updates sockets, destinations and messages after changes in the engine."""

from __future__ import annotations

from collections.abc import Callable

from wekipy.engine.engine import Engine
from wekipy.engine.view import Event
from wekipy.faces.wekinator import DONE_TRAINING
from wekipy.live.parts import Live
from wekipy.osc.outgoing import OwnPorts, refused_addresses, rewritten_addresses
from wekipy.osc.outlet import Outlet
from wekipy.project.schema import Project
from wekipy.server.input_port import InputPort
from wekipy.server.log import Log
from wekipy.server.source_ports import SourcePorts

_CHANGES_THE_WIRE = ("opened", "edited", "running", "trained")


class WireFollower:
    """Handles engine events that concern the wire, in the engine's thread.

    Args:
        on_trained: called after a training has ended and its message was sent.
    """

    def __init__(  # noqa: PLR0913  each is a different thing
        self,
        engine: Engine,
        live: Live,
        outlet: Outlet,
        input_port: InputPort,
        source_ports: SourcePorts,
        own: OwnPorts,
        log: Log,
        on_trained: Callable[[], None],
    ) -> None:
        self._engine, self._live, self._outlet = engine, live, outlet
        self._input_port, self._source_ports, self._own, self._log = input_port, source_ports, own, log
        self._on_trained = on_trained
        self._aimed: Project | None = None
        self._aimed_from: tuple[int, frozenset[int]] = (0, frozenset())
        self._refused: dict[str, str] = {}
        self._rewritten: dict[str, str] = {}

    def on_event(self, event: Event) -> None:
        """Handle an engine event."""
        if event.text:
            self._log.report(event.text, event.kind)
        if event.kind in ("opened", "edited"):
            self._input_port.follow(self._engine.project, event.kind == "opened")
            self._source_ports.follow(self._engine.project)
        if event.kind in _CHANGES_THE_WIRE or self._own.listening != self._aimed_from:
            self.aim()
            self._live.refresh()
            self._live.sender.send_triggers(event.fired)
        if event.kind == "outputs":
            self._live.sender.send_by_hand()
        elif event.kind == "trained":
            self._live.sender.send_alone(DONE_TRAINING)
            self._on_trained()

    def aim(self) -> None:
        """Send to the project's destinations, and report addresses that are sent in another form."""
        project = self._engine.project
        changed = self._aimed is None or self._aimed.destinations != project.destinations
        if changed or self._own.listening != self._aimed_from:  # an own port is never a destination
            self._aimed_from = self._own.listening
            self._outlet.aim(project.destinations)
        if self._aimed is not project:
            self._refused = self._report_new(self._refused, refused_addresses(project))
            self._rewritten = self._report_new(self._rewritten, rewritten_addresses(project))
        self._aimed = project

    def _report_new(self, before: dict[str, str], now: dict[str, str]) -> dict[str, str]:
        for address in now.keys() - before.keys():
            self._log.report(now[address], "output")
        return now
