"""OSC packets on TCP: length-prefixed (OSC 1.0) or SLIP (OSC 1.1), whichever the other side began with.

Each byte is examined once, however small the pieces are: the work is linear.
"""

from __future__ import annotations

from typing import Final

from wekipy.osc.codec import Malformed

BIGGEST: Final = 1 << 24  # bytes of one packet
BIGGEST_FIRST: Final = 1 << 16  # bytes of the first packet, before the client has shown that it speaks OSC
_END, _ESCAPE = b"\xc0", b"\xdb"
_ESCAPED_END, _ESCAPED_ESCAPE = b"\xdb\xdc", b"\xdb\xdd"
_BEGINNINGS = b"/#"  # of OSC packets


class Framing:
    """Splits a byte stream into packets and frames packets to send; no I/O.

    The first byte decides: SLIP begins with 0xC0, and a length below 16 MiB begins with 0. The first packet
    is at most `BIGGEST_FIRST` bytes long and begins as OSC packets do; browsers, which can be made to
    connect, begin otherwise and are recognised by their first bytes.
    """

    def __init__(self) -> None:
        self._waiting = bytearray()
        self._slip: bool | None = None
        self._begun = False

    @property
    def begun(self) -> bool:
        """Whether the first packet is complete."""
        return self._begun

    @property
    def unfinished(self) -> int:
        """The bytes kept of an incomplete packet."""
        return len(self._waiting)

    def forget(self) -> None:
        """Drop the incomplete packet."""
        self._waiting = bytearray()

    def received(self, data: bytes) -> list[bytes]:
        """Add received bytes; returns the packets completed by them.

        Raises:
            Malformed: if the bytes are neither; the connection must be closed.
        """
        if self._slip is None and data:
            self._slip = data[:1] == _END
        return self._cut_slip(data) if self._slip else self._cut_lengths(data)

    def _cut_lengths(self, data: bytes) -> list[bytes]:
        self._waiting += data
        packets = []
        at, waiting = 0, self._waiting
        while len(waiting) - at >= 4:
            size = int.from_bytes(waiting[at : at + 4], "big")
            self._check(size, waiting[at + 4 : at + 5])
            if len(waiting) - at - 4 < size:
                break
            packets.append(bytes(waiting[at + 4 : at + 4 + size]))
            self._begun = True
            at += 4 + size
        del waiting[:at]
        return packets

    def _cut_slip(self, data: bytes) -> list[bytes]:
        packets = []
        *ends, rest = data.split(_END)
        for end in ends:
            self._waiting += end
            if self._waiting:
                self._check_slip()
                packets.append(_unescaped(bytes(self._waiting)))
                self._waiting.clear()
                self._begun = True
        self._waiting += rest
        if self._waiting:
            self._check_slip()
        return packets

    def _check_slip(self) -> None:
        self._check(len(self._waiting), self._waiting[:1])

    def _check(self, size: int, beginning: bytes | bytearray) -> None:
        """Refuse a packet of that many bytes, or more, that begins so; nothing is no beginning yet."""
        most = BIGGEST if self._begun else BIGGEST_FIRST
        if size > most:
            raise Malformed(
                f"a packet of {size:,} bytes or more; expected OSC packets, length-prefixed or in SLIP, of at"
                f" most {most:,} bytes{'' if self._begun else ' for the first'}"
            )
        if not self._begun and beginning not in _BEGINNINGS:
            raise Malformed(
                "bytes that are no OSC packet: expected / or #bundle at the beginning of the first"
            )

    def wrap(self, packet: bytes) -> bytes:
        """Return the packet in the framing of the other side."""
        if self._slip:
            escaped = packet.replace(_ESCAPE, _ESCAPED_ESCAPE).replace(_END, _ESCAPED_END)
            return _END + escaped + _END
        return len(packet).to_bytes(4, "big") + packet


def _unescaped(part: bytes) -> bytes:
    """What a SLIP packet holds. Raises Malformed for an escape of anything but the two signs."""
    if part.count(_ESCAPE) != part.count(_ESCAPED_END) + part.count(_ESCAPED_ESCAPE):
        raise Malformed("bytes that are not SLIP")
    return part.replace(_ESCAPED_END, _END).replace(_ESCAPED_ESCAPE, _ESCAPE)
