"""OSC packets on TCP: length-prefixed (OSC 1.0) or SLIP (OSC 1.1), whichever the other side began with."""

from __future__ import annotations

from pythonosc import slip

from wekipy.osc.codec import Malformed

BIGGEST = 1 << 24  # bytes of one packet
_END = 0xC0


class Framing:
    """Cuts what arrives into packets and wraps packets to be sent; no I/O.

    The first byte decides: SLIP begins with 0xC0, and a length below 16 MiB begins with 0.
    """

    def __init__(self) -> None:
        self._waiting = bytearray()
        self._slip: bool | None = None

    def received(self, data: bytes) -> list[bytes]:
        """The packets that are complete now.

        Raises:
            Malformed: if what arrives is neither; the connection cannot go on.
        """
        self._waiting += data
        if self._slip is None and self._waiting:
            self._slip = self._waiting[0] == _END
        packets = self._cut_slip() if self._slip else self._cut_lengths()
        if len(self._waiting) > BIGGEST + 4:
            raise Malformed(f"a packet of more than {BIGGEST} bytes")
        return packets

    def _cut_lengths(self) -> list[bytes]:
        packets = []
        at, waiting = 0, self._waiting
        while len(waiting) - at >= 4:
            size = int.from_bytes(waiting[at : at + 4], "big")
            if size > BIGGEST:
                raise Malformed(f"a length of {size} bytes; expected OSC packets, length-prefixed or in SLIP")
            if len(waiting) - at - 4 < size:
                break
            packets.append(bytes(waiting[at + 4 : at + 4 + size]))
            at += 4 + size
        del waiting[:at]
        return packets

    def _cut_slip(self) -> list[bytes]:
        *complete, rest = self._waiting.split(b"\xc0")
        self._waiting = bytearray(rest)
        try:
            return [bytes(slip.decode(b"\xc0" + part + b"\xc0")) for part in map(bytes, complete) if part]
        except slip.ProtocolError as e:
            raise Malformed("bytes that are not SLIP") from e

    def wrap(self, packet: bytes) -> bytes:
        """The packet as the other side expects it."""
        if self._slip:
            return bytes(slip.encode(packet))
        return len(packet).to_bytes(4, "big") + packet
