"""What the table of examples waits for: python benchmarks/table.py [rows] [inputs]

A project gets two takes of half the rows each. A client asks for pages of 256 rows all over the table, for
pages of what a condition leaves of it, edits single numbers, and takes the edits back; what is printed is the
median and the slowest of a hundred. Then the engine answers 1,000 vectors a second, while nothing else goes
on, and while another process scrolls, edits and undoes as fast as it can. Nothing is asserted here.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from wekipy.client import Client
from wekipy.osc.codec import encode
from wekipy.rehearsal.engine_process import EngineProcess
from wekipy.rehearsal.link import Link

TIMES = 100
SECONDS, RATE = 5, 1_000


def timed(name: str, work: Callable[[int], object]) -> None:
    """Do something a hundred times and print how long it took."""
    seconds = []
    for n in range(TIMES):
        start = time.perf_counter()
        work(n)
        seconds.append(time.perf_counter() - start)
    print(f"{name:44} {1e3 * np.median(seconds):7.2f} ms, slowest {1e3 * max(seconds):7.2f} ms")


def keep_busy(port: int) -> None:
    """Scroll, edit and undo until the process is ended."""
    rng = np.random.default_rng(1)
    with Client(port=port) as client:
        takes = [each.number for each in client.state().takes]
        rows = client.example_table()["rows"]
        print("begun", flush=True)
        while True:
            for place in rng.integers(0, rows - 256, 20).tolist():
                client.example_table(place)
            client.edit_examples([(takes[0], 1 + int(rng.integers(1_000)), 1, 0.5)])
            client.undo()


def stream(title: str, link: Link, packets: list[bytes]) -> None:
    """Have vectors answered and print how late answers were."""
    seconds, lost = link.stream(packets, RATE)
    if lost:
        print(f"{title:44} {lost} lost")
    else:
        p50, p99 = np.percentile(seconds * 1e3, [50, 99])
        print(f"{title:44} p50 {p50:.2f} ms, p99 {p99:.2f} ms, none lost")


def main(rows: int = 600_000, inputs: int = 20) -> None:
    """Measure and print."""
    rng = np.random.default_rng(0)
    with tempfile.TemporaryDirectory() as place:
        arguments = [str(Path(place) / "piece.wekipy"), "--inputs", str(inputs), "--outputs", "1"]
        with (
            EngineProcess(arguments) as engine,
            Client(port=engine.control_port) as client,
            Link(engine.port, engine.out_port) as link,
        ):
            client.set_algorithm(1, "linear")
            small = client.add_examples(rng.normal(size=(100, inputs)), rng.random((100, 1)))
            client.train()
            client.delete_takes(small)
            for _ in range(2):
                take = client.add_examples(rng.normal(size=(1_000, inputs)).astype(np.float32), [0.5])
                while client.example_table(takes=[take])["rows"] < rows // 2:
                    part = rng.normal(size=(min(rows // 2, 50_000), inputs)).astype(np.float32)
                    take = client.merge_takes(take, client.add_examples(part, [0.5]))
            takes = [each.number for each in client.state().takes]
            found = client.example_table()["rows"]
            print(f"{found:,} rows of {inputs} inputs")
            places = rng.integers(0, found - 256, TIMES).tolist()
            timed("a page of 256 rows", lambda n: client.example_table(places[n]))
            where = [(1, ">", 2.0)]
            timed(
                "the first page with another condition",
                lambda n: client.example_table(0, 256, [(1, ">", n / 50)]),
            )
            some = client.example_table(0, 1, where)["rows"]
            timed(
                "another page with the same condition",
                lambda n: client.example_table(places[n] % some, 256, where),
            )
            timed(
                "an edit of one number", lambda n: client.edit_examples([(takes[n % 2], 1 + 90 * n, 1, 0.5)])
            )
            timed("its undo", lambda _: client.undo())
            client.start_running()
            packets = [encode("/wek/inputs", x) for x in rng.random((RATE * SECONDS, inputs))]
            link.stream(packets, RATE)
            stream("answers while nothing else goes on", link, packets)
            command = [sys.executable, __file__, "keep", str(engine.control_port)]
            with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as busy:
                assert busy.stdout is not None
                busy.stdout.readline()
                stream("answers beside scrolling, editing, undoing", link, packets)
                busy.kill()


if __name__ == "__main__":
    if sys.argv[1:2] == ["keep"]:
        keep_busy(int(sys.argv[2]))
    else:
        main(*map(int, sys.argv[1:3]))
