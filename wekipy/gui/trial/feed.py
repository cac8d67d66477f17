"""Sends the movement of a point to the engine, as a sensor would."""

from __future__ import annotations

from collections.abc import Iterator

from wekipy.client.sensor import Sensor
from wekipy.client.state import State
from wekipy.gui.session.session import Session
from wekipy.gui.trial.movement import Movement, Place
from wekipy.project.source_layout import NUMBER


class Feed:
    """The point's movement as input vectors of the open project, as its sources would send them.

    Args:
        session: whose engine gets them, over UDP.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._movement = Movement()
        self._sensors: dict[int, Sensor] = {}  # by port

    def send(self, place: Place, now: float) -> None:
        """The point is here now (seconds); nothing is sent while there is no engine."""
        state = self._session.state
        if not self._session.connected or not state.port:
            return
        inputs = self._movement.inputs(place, now, len(state.inputs))
        for port, address, start, stop in _messages(state):
            self._sensor_at(self._session.source.host, port).send(address, inputs[start:stop])

    def close(self) -> None:
        """Send nothing more."""
        for sensor in self._sensors.values():
            sensor.close()
        self._sensors = {}

    def _sensor_at(self, host: str, port: int) -> Sensor:
        if port not in self._sensors or self._sensors[port].place != (host, port):
            if port in self._sensors:
                self._sensors[port].close()
            self._sensors[port] = Sensor(host, port)
        return self._sensors[port]


def _messages(state: State) -> Iterator[tuple[int, str, int, int]]:
    """The messages of one vector: port, address, and which of its numbers, from and to."""
    if not state.sources:
        yield state.port, state.input_address, 0, len(state.inputs)
    start = 0
    for source in state.sources:
        port, alone = source.port or state.port, NUMBER in source.address
        for n in range(source.inputs if alone else 1):
            stop = start + (1 if alone else source.inputs)
            yield port, source.address.replace(NUMBER, str(n + 1)), start, stop
            start = stop
