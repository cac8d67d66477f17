"""Prebuilt messages of the hot path: only their numbers change."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from wekipy.osc.codec import number_run

BigEndian = npt.NDArray[np.float32]
F64 = npt.NDArray[np.float64]


class InputPlan:
    """Recognises the usual input message (all floats, the right address and count) by its bytes.

    Attributes:
        address: of input messages.
        count: of inputs.
    """

    def __init__(self, address: str, count: int) -> None:
        self.address, self.count = address, count
        self._header = number_run(address, count)  # what such a message begins with
        self._size = len(self._header) + 4 * count

    def read(self, packet: bytes) -> F64 | None:
        """Return the numbers of the usual message, (count,) float64; None for any other packet."""
        if len(packet) != self._size or not packet.startswith(self._header):
            return None
        return np.frombuffer(packet, ">f4", offset=len(self._header)).astype(np.float64)


class FloatMessage:
    """An outgoing message of floats, prebuilt except for its numbers.

    Attributes:
        packet: the bytes to send.
        floats: (count,) big-endian float32, a view into `packet`.
    """

    def __init__(self, address: str, count: int) -> None:
        header = number_run(address, count)
        self.packet = bytearray(header) + bytearray(4 * count)
        self.floats: BigEndian = np.frombuffer(self.packet, ">f4", count, offset=len(header))

    def fill(self, values: F64) -> bytearray:
        """Return the packet with these numbers (count,), all within the range of float32."""
        self.floats[:] = values
        return self.packet
