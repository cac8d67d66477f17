"""The least a Python program can do with a packet: the reference that latencies are compared with."""

from __future__ import annotations

import socket
import subprocess
import sys
from types import TracebackType


def echo(in_port: int, out_port: int) -> None:
    """Send every datagram on, for ever."""
    inlet = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    inlet.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20)
    inlet.bind(("127.0.0.1", in_port))
    outlet = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    buffer, target = bytearray(65_536), ("127.0.0.1", out_port)
    view = memoryview(buffer)
    print("ready", flush=True)  # noqa: T201
    while True:
        size, _ = inlet.recvfrom_into(buffer)
        outlet.sendto(view[:size], target)


class EchoProcess:
    """`echo` in a child process; listens when this is made."""

    def __init__(self, in_port: int, out_port: int) -> None:
        command = [sys.executable, "-m", "wekipy.rehearsal.echo", str(in_port), str(out_port)]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE)  # noqa: S603  our own program
        assert self._process.stdout is not None  # noqa: S101  asked for
        self._process.stdout.readline()

    def __enter__(self) -> EchoProcess:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.wait()
        assert self._process.stdout is not None  # noqa: S101
        self._process.stdout.close()


if __name__ == "__main__":
    echo(int(sys.argv[1]), int(sys.argv[2]))
