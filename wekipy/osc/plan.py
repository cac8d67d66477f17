"""The messages of the hot path, laid out in memory beforehand: only their numbers change."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from wekipy.osc.codec import number_run

BIGGEST_DATAGRAM = 65_507  # bytes; UDP over IPv4 carries no more

BigEndian = npt.NDArray[np.float32]


class InputPlan:
    """Recognises the usual input message (all floats, the right address and count) by its bytes.

    Args:
        address: of input messages.
        count: of inputs.
        buffer: where datagrams arrive.

    Attributes:
        header: what such a message begins with.
        size: its length in bytes.
        floats: (count,) big-endian float32, a view of the buffer.
        x: (count,) float64, for the numbers as the engine takes them.
    """

    def __init__(self, address: str, count: int, buffer: bytearray) -> None:
        self.address = address
        self.header = number_run(address, count)
        self.size = len(self.header) + 4 * count
        self.floats: BigEndian = np.frombuffer(buffer, ">f4", count, offset=len(self.header))
        self.x = np.zeros(count)


class FloatMessage:
    """An outgoing message of floats, ready but for its numbers.

    Attributes:
        packet: the bytes to send.
        floats: (count,) big-endian float32, a view into `packet`.
    """

    def __init__(self, address: str, count: int) -> None:
        header = number_run(address, count)
        self.packet = bytearray(header) + bytearray(4 * count)
        self.floats: BigEndian = np.frombuffer(self.packet, ">f4", count, offset=len(header))

    def fill(self, values: npt.NDArray[np.float64]) -> bytearray:
        """The packet with these numbers (count,), all of which a float32 can carry."""
        self.floats[:] = values
        return self.packet
