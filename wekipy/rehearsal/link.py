"""A sketch's two sockets: sends inputs and control messages, receives outputs with their times of arrival."""

from __future__ import annotations

import gc
import select
import socket
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import TracebackType

import numpy as np
import numpy.typing as npt

from wekipy.faces.wekinator import PREFIX
from wekipy.machine.short_turns import ask_for_short_turns
from wekipy.osc.codec import decode, encode, numbers, string

Vector = npt.NDArray[np.float64]


class Link:
    """Sends to an engine and receives from it, in the caller's thread.

    Attributes:
        got: (time of arrival by `time.perf_counter`, datagram), in their order.
    """

    def __init__(self, in_port: int, out_port: int) -> None:
        self._to = ("127.0.0.1", in_port)
        self._out = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._in = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._in.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 22)
        self._in.bind(("127.0.0.1", out_port))
        self._in.setblocking(False)
        self.got: list[tuple[float, bytes]] = []

    def close(self) -> None:
        """Close both sockets."""
        self._out.close()
        self._in.close()

    def __enter__(self) -> Link:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def send(self, packet: bytes) -> None:
        """Send a datagram as it is."""
        self._out.sendto(packet, self._to)

    def inputs(self, x: Sequence[float] | Vector, address: str = "/wek/inputs") -> None:
        """Send an input vector."""
        self.send(encode(address, np.asarray(x, np.float64)))

    def control(self, name: str, *arguments: object) -> None:
        """Send one of Wekinator's control messages."""
        self.send(encode(PREFIX + name, *arguments))  # type: ignore[arg-type]

    def drain(self) -> None:
        """Take in what has arrived."""
        while True:
            try:
                packet = self._in.recv(65_536)
            except BlockingIOError:
                return
            self.got.append((time.perf_counter(), packet))

    def pump(self, seconds: float) -> None:
        """Receive for that long."""
        end = time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0:
            if select.select([self._in], [], [], left)[0]:
                self.drain()

    def wait(self, address: str, since: int = 0, timeout: float = 10.0) -> tuple[float, list[float]] | None:
        """Arrival and numbers of the first message with that address in `got[since:]`; None if none comes."""
        want, end = string(address), time.perf_counter() + timeout
        while True:
            for when, packet in self.got[since:]:
                if packet.startswith(want):
                    return when, numbers(decode(packet)[0]).tolist()
            since = len(self.got)
            left = end - time.perf_counter()
            if left <= 0:
                return None
            if select.select([self._in], [], [], left)[0]:
                self.drain()

    def collect(self, address: str, count: int, since: int = 0, timeout: float = 10.0) -> list[list[float]]:
        """The numbers of `count` messages with that address in `got[since:]`; fewer if they do not come."""
        want, end = string(address), time.perf_counter() + timeout
        while True:
            found = [packet for _, packet in self.got[since:] if packet.startswith(want)]
            left = end - time.perf_counter()
            if len(found) >= count or left <= 0:
                return [numbers(decode(packet)[0]).tolist() for packet in found]
            if select.select([self._in], [], [], left)[0]:
                self.drain()

    def ask(self, x: Sequence[float] | Vector, timeout: float = 5.0) -> list[float] | None:
        """Send an input vector and wait for the outputs; None if none come."""
        mark = len(self.got)
        self.inputs(x)
        answer = self.wait("/wek/outputs", mark, timeout)
        return answer[1] if answer else None

    def stream(
        self, packets: Sequence[bytes], rate: float, answer: str = "/wek/outputs"
    ) -> tuple[Vector, int]:
        """Send packets at a rate.

        Returns:
            Latencies of the answers in seconds (empty if any was lost), and how many were lost.
        """
        ask_for_short_turns()  # as sound programs do; else it would measure how it waits itself
        want, mark, n = string(answer), len(self.got), len(packets)
        with _nothing_collected():
            sent = self._send_at(packets, rate)
            back = np.array(self._arrivals(want, n, mark))
        return (back - sent if len(back) == n else np.empty(0)), n - len(back)

    def _send_at(self, packets: Sequence[bytes], rate: float) -> Vector:
        """Send packets at a rate, receiving in between; when each was sent."""
        sent, i, start = np.empty(len(packets)), 0, time.perf_counter()
        while i < len(packets):
            now = time.perf_counter()
            due = start + i / rate
            if now >= due:
                sent[i] = now
                self.send(packets[i])
                i += 1
                self.drain()
            elif select.select([self._in], [], [], due - now)[0]:
                self.drain()
        return sent

    def _arrivals(self, want: bytes, count: int, since: int, timeout: float = 1.0) -> list[float]:
        """When the messages that begin with `want` came, once all are there or none comes for a while."""
        known, end = 0, 0.0
        while True:
            found = [when for when, packet in self.got[since:] if packet.startswith(want)]
            if len(found) > known or not end:
                known, end = len(found), time.perf_counter() + timeout
            left = end - time.perf_counter()
            if len(found) >= count or left <= 0:
                return found
            if select.select([self._in], [], [], left)[0]:
                self.drain()


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """Disable the garbage collector while measuring: scanning hundreds of thousands of packets takes 10
    ms.
    """
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()
