"""The interface of packet sources that the engine's thread waits for."""

from __future__ import annotations

from typing import Protocol

Origin = tuple[str, int]  # host and port of a sender


class Inlet(Protocol):
    """A source of packets: a socket, or anything with a descriptor.

    `wake` may be called from any thread, the other methods in the engine's.
    """

    def fileno(self) -> int:
        """The descriptor that becomes readable when a packet has come."""

    def receive(self) -> tuple[bytes, Origin]:
        """Wait for the next packet; returns it, empty after `wake`, and its sender.

        Raises:
            OSError: BlockingIOError or TimeoutError if none has come, see `give_up_after`.
        """

    def receive_now(self) -> tuple[bytes, Origin, bool]:
        """Receive without waiting; returns also whether the packet has waited too long."""

    def late(self) -> bool:
        """Whether the next packet has waited too long."""

    def waiting(self) -> bool:
        """Whether a packet has come."""

    def give_up_after(self, seconds: float) -> None:
        """Set after how many seconds without a packet `receive` gives up; 0 is never."""

    def wake(self) -> None:
        """Make `receive` return an empty packet after all earlier packets."""

    def close(self) -> None:
        """Close the descriptor."""
