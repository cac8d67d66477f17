"""The sending end of a sensor: input vectors over UDP, as a sketch would send them."""

from __future__ import annotations

import contextlib
import socket

import numpy as np
import numpy.typing as npt

from wekipy.osc.codec import encode
from wekipy.osc.udp import family_of


class Sensor:
    """Sends vectors to an engine's input port, without acknowledgement, as any sensor does.

    Args:
        host, port: where inputs arrive, see the section `port` of the state.
    """

    def __init__(self, host: str, port: int) -> None:
        self.place = (host, port)
        self._socket = socket.socket(family_of(host), socket.SOCK_DGRAM)
        self._socket.setblocking(False)

    def send(self, address: str, values: npt.NDArray[np.float64]) -> None:
        """One message with a float for each value.

        Raises:
            Problem: if it is no OSC address.
        """
        packet = encode(address, values)
        with contextlib.suppress(OSError):  # the network is full or away: the next one may arrive
            self._socket.sendto(packet, self.place)

    def close(self) -> None:
        """Send nothing more."""
        self._socket.close()
