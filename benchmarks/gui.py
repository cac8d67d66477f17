"""What the window costs on this machine: python benchmarks/gui.py [idle] [drawing] [many_inputs] [stream]

The window is a process of its own, attached to an engine that runs. Without a display it draws offscreen.
Nothing is asserted here: speed depends on the machine.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import numpy as np

from wekipy.osc.codec import encode
from wekipy.rehearsal.engine_process import EngineProcess
from wekipy.rehearsal.link import Link
from wekipy.rehearsal.measure import latency, teach

SECONDS = 8.0
_WARM_UP = 2.0  # seconds until a window has settled


def draw(port: int, seconds: float) -> None:
    """Be the window: draw for some seconds, print what that cost."""
    if not os.environ.get("DISPLAY"):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PyQt6.QtCore import QEvent, QObject, QSettings, QTimer

    from wekipy.gui.app import make_application
    from wekipy.gui.session.event_log import Journal
    from wekipy.gui.session.source import Attached
    from wekipy.gui.studio.window import Window

    folder = tempfile.mkdtemp()
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, folder)
    app = make_application(sys.argv[:1])
    window = Window(Journal())
    window.resize(1280, 820)
    window.show()
    window.open(Attached(port=port))
    session = window.session
    assert session is not None
    frames: list[float] = []
    updates = [0]

    class Painted(QObject):
        def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:  # noqa: N802
            updates[0] += event is not None and event.type() == QEvent.Type.UpdateRequest
            return False

    painted = Painted()
    begun = [0.0, 0.0]

    def begin() -> None:
        window.installEventFilter(painted)
        session.tick.connect(lambda: frames.append(time.perf_counter()))
        begun[:] = time.process_time(), time.perf_counter()
        print("drawing", flush=True)
        QTimer.singleShot(round(seconds * 1000), end)

    def end() -> None:
        cpu, took = time.process_time() - begun[0], time.perf_counter() - begun[1]
        gaps = np.diff(frames) * 1e3
        print(
            json.dumps(
                {
                    "frames": len(frames) / took, "painted": updates[0] / took, "core": cpu / took,
                    "gap_p99": float(np.percentile(gaps, 99)), "gap_max": float(gaps.max()),
                }
            ),
            flush=True,
        )  # fmt: skip
        window.close()
        app.quit()

    QTimer.singleShot(round(_WARM_UP * 1000), begin)
    app.exec()


@contextmanager
def window_at(engine: EngineProcess, seconds: float) -> Iterator[Callable[[], dict[str, float]]]:
    """A window that draws an engine; gives what tells its figures at the end."""
    command = [sys.executable, __file__, "--draw", str(engine.control_port), str(seconds)]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert child.stdout is not None
        assert child.stdout.readline() == "drawing\n"
        yield lambda: dict(json.loads(child.communicate(timeout=60)[0]))
    finally:
        child.kill()
        child.wait()


def figures(found: dict[str, float]) -> str:
    """In words."""
    return (
        f"{found['frames']:.1f} frames/s, {found['painted']:.1f} repaints/s, "
        f"{100 * found['core']:.1f} % of a core, between frames"
        f" p99 {found['gap_p99']:.1f} max {found['gap_max']:.1f} ms"
    )


def idle() -> None:
    """An input at 30/s and at 1,000/s into a project that nothing is done with."""
    for rate in (30.0, 1_000.0):
        with (
            EngineProcess(["--inputs", "1", "--outputs", "1,class:3"]) as engine,
            Link(engine.port, engine.out_port) as link,
            window_at(engine, SECONDS) as tell,
        ):
            _wave(link, 1, rate, SECONDS - 0.5)
            print(f"  {rate:5.0f}/s: {figures(tell())}")


def drawing() -> None:
    """20 inputs at 200/s into 10 outputs that run."""
    with (
        EngineProcess(["--inputs", "20", "--outputs", "10"]) as engine,
        Link(engine.port, engine.out_port) as link,
    ):
        teach(link, 20, 10, 100)
        link.control("startRunning")
        with window_at(engine, SECONDS) as tell:
            _wave(link, 20, 200.0, SECONDS - 0.5)
            print(f"  {figures(tell())}")


def many_inputs() -> None:
    """4,096 inputs at 60/s."""
    with (
        EngineProcess(["--inputs", "4096", "--outputs", "5"]) as engine,
        Link(engine.port, engine.out_port) as link,
        window_at(engine, SECONDS) as tell,
    ):
        _wave(link, 4096, 60.0, SECONDS - 0.5)
        print(f"  {figures(tell())}")


def stream() -> None:
    """1,000 messages/s into five networks, with and without a window, in turns."""
    with (
        EngineProcess(["--inputs", "10", "--outputs", "5"]) as engine,
        Link(engine.port, engine.out_port) as link,
    ):
        teach(link, 10, 5, 200)
        link.control("startRunning")
        latency(link, 10, 1_000, 2)
        ratios = []
        for _ in range(3):
            alone = latency(link, 10, 1_000, 4)
            with window_at(engine, 6.0):
                drawn = latency(link, 10, 1_000, 4)
            ratios.append(drawn.p99 / alone.p99)
            print(
                f"  alone p50 {alone.p50:.3f} p99 {alone.p99:.3f} ms;"
                f" drawn p50 {drawn.p50:.3f} p99 {drawn.p99:.3f} ms, {drawn.lost} of {drawn.sent} lost:"
                f" {ratios[-1]:.2f} times"
            )
        print(f"  median {np.median(ratios):.2f} times")


def _wave(link: Link, inputs: int, rate: float, seconds: float) -> None:
    """Every input moves, each in its own time."""
    phase = np.linspace(0, 20, inputs)
    start = time.perf_counter()
    for n in range(int(rate * seconds)):
        link.send(encode("/wek/inputs", np.sin(phase + n / rate * 5)))
        link.pump(max(0.0, start + (n + 1) / rate - time.perf_counter()))


SCENARIOS = {function.__name__: function for function in (idle, drawing, many_inputs, stream)}


def main() -> None:
    """Run the scenarios named, or all."""
    if sys.argv[1:2] == ["--draw"]:
        draw(int(sys.argv[2]), float(sys.argv[3]))
        return
    for name in sys.argv[1:] or SCENARIOS:
        print(f"{name}: {SCENARIOS[name].__doc__}")
        SCENARIOS[name]()


if __name__ == "__main__":
    main()
