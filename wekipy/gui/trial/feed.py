"""Sends the movement of a point to the engine, as a sensor would."""

from __future__ import annotations

from wekipy.client.sensor import Sensor
from wekipy.gui.session.session import Session
from wekipy.gui.trial.movement import Movement, Place


class Feed:
    """The point's movement as input vectors of the open project, at its input address.

    Args:
        session: whose engine gets them, over UDP.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._movement = Movement()
        self._sensor: Sensor | None = None

    def send(self, place: Place, now: float) -> None:
        """The point is here now (seconds); nothing is sent while there is no engine."""
        state = self._session.state
        if not self._session.connected or not state.port:
            return
        inputs = self._movement.inputs(place, now, len(state.inputs))
        self._sensor_at(self._session.source.host, state.port).send(state.input_address, inputs)

    def close(self) -> None:
        """Send nothing more."""
        if self._sensor is not None:
            self._sensor.close()
            self._sensor = None

    def _sensor_at(self, host: str, port: int) -> Sensor:
        if self._sensor is None or self._sensor.place != (host, port):
            self.close()
            self._sensor = Sensor(host, port)
        return self._sensor
