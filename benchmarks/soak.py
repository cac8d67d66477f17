"""Months of running, compressed: python benchmarks/soak.py [PACKETS]  (default 5 million)

Packets go to an engine as fast as it answers, while clients and sketches come and go, projects are switched,
and models trained. Told: answers lost, and how much memory the engine has gained after the first fifth.
"""

from __future__ import annotations

import re
import select
import socket
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from wekipy.client import Client
from wekipy.engine.shelf import MOST
from wekipy.osc.codec import encode
from wekipy.rehearsal.engine_process import EngineProcess
from wekipy.rehearsal.link import Link
from wekipy.rehearsal.measure import teach

BURST = 32  # packets on their way at a time
ROUND = 20_000  # packets between two disturbances
PROJECTS = ("a.wekipy", "b.wekipy")


@dataclass
class Figures:
    """What a soak has found."""

    sent: int = 0
    lost: int = 0
    seconds: float = 0.0
    disturbances: int = 0
    memory: list[int] = field(default_factory=list)  # kB, after each round

    def growth(self) -> float:
        """Growth of the memory from the second fifth of the rounds to the last one, by their medians."""
        fifth = max(1, len(self.memory) // 5)
        before = float(np.median(self.memory[fifth : 2 * fifth]))
        return float(np.median(self.memory[-fifth:])) / before - 1.0


class Sketch:
    """Sends bursts and waits for their answers."""

    def __init__(self, in_port: int, out_port: int) -> None:
        self._out = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._in = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._in.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 22)
        self._in.bind(("127.0.0.1", out_port))
        self._in.setblocking(False)
        self._to = ("127.0.0.1", in_port)

    def burst(self, packets: list[bytes]) -> int:
        """Send all; how many answers did not come within two seconds."""
        for packet in packets:
            self._out.sendto(packet, self._to)
        missing = len(packets)
        while missing:
            if not select.select([self._in], [], [], 2.0)[0]:
                return missing
            with suppress(BlockingIOError):
                while missing:
                    missing -= self._in.recv(2_000).startswith(b"/wek/outputs")
        return 0

    def close(self) -> None:
        """End."""
        self._out.close()
        self._in.close()


def prepare(folder: Path) -> None:
    """Two projects with five trained outputs each, and as many earlier models as are ever kept.

    Otherwise these would come one by one, a little memory each, for the first eight million packets.
    """
    for name in PROJECTS:
        arguments = [str(folder / name), "--inputs", "10", "--outputs", "5"]
        with EngineProcess(arguments) as engine, Link(engine.port, engine.out_port) as link:
            teach(link, 10, 5, 200)
            with Client(port=engine.control_port) as client:
                for nodes in range(20, 20 + MOST):
                    for output in range(1, 6):
                        client.set_algorithm(output, "neural-network", nodes=nodes)
                    client.train()


def soak(packets: int, report: Callable[[str], None] = print) -> Figures:
    """Send so many packets; what was found."""
    figures = Figures()
    vectors = [encode("/wek/inputs", x) for x in np.random.default_rng(0).random((BURST, 10))]
    with tempfile.TemporaryDirectory() as text:
        folder = Path(text)
        prepare(folder)
        with EngineProcess([str(folder / PROJECTS[0]), "--run"]) as engine:
            with Client(port=engine.control_port) as client:  # one place for all projects
                for name in reversed(PROJECTS):
                    client.open_project(name)
                    client.set_destinations(f"127.0.0.1:{engine.out_port}")
            sketch = Sketch(engine.port, engine.out_port)
            start = time.perf_counter()
            while figures.sent < packets:
                for _ in range(ROUND // BURST):
                    figures.lost += sketch.burst(vectors)
                    figures.sent += BURST
                figures.memory.append(resident(engine.process.pid))
                sketch = disturb(engine, sketch, figures.disturbances)
                figures.disturbances += 1
                if figures.disturbances % 25 == 0:
                    figures.seconds = time.perf_counter() - start
                    report(line(figures))
            figures.seconds = time.perf_counter() - start
            sketch.close()
    return figures


def disturb(engine: EngineProcess, sketch: Sketch, number: int) -> Sketch:
    """One of the things that happen in a gallery, in turn; the sketch that goes on."""
    with Client(port=engine.control_port) as client:
        match number % 5:
            case 0:
                client.subscribe(30)
            case 1:
                sketch.close()
                return Sketch(engine.port, engine.out_port)
            case 2:
                client.open_project(PROJECTS[number // 5 % 2], run=True)
            case 3:
                client.set_algorithm(1 + number // 5 % 5, "neural-network", nodes=8 + number // 25 % 5)
                client.train(wait=False)  # ends while packets go on
            case 4:
                with socket.create_connection(("127.0.0.1", engine.control_port)) as rude:
                    rude.sendall(b"GET / HTTP/1.1\r\n\r\n")
                client.state()
    return sketch


def resident(pid: int) -> int:
    """Memory of a process in kB."""
    found = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    return int(found[1]) if found else 0


def line(figures: Figures) -> str:
    """The figures so far, in a line."""
    return (
        f"{figures.sent:,} packets in {figures.seconds:.0f} s ({figures.sent / figures.seconds:,.0f}/s),"
        f" {figures.lost} answers lost, {figures.disturbances} disturbances,"
        f" {figures.memory[-1] / 1024:.1f} MB, growth {figures.growth():+.2%}"
    )


if __name__ == "__main__":
    print(line(soak(int(sys.argv[1]) if len(sys.argv) > 1 else 5_000_000)))
