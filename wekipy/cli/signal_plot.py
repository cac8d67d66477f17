"""Draws docs/signal.svg, the recommended smoothing of a noisy input: `python -m wekipy.cli.signal_plot`."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np

from wekipy.cli.say import say
from wekipy.project.schema import StageChoice
from wekipy.rehearsal.comparison.svg import line, tag, text
from wekipy.stages.stage import F64, Signal
from wekipy.stages.table import STAGES, resolve_stage

RATE: Final = 60.0  # frames per second
SECONDS: Final = 7.0
STEP: Final = 2.0  # when it jumps
NOISE: Final = 0.05  # of the range
WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 1_000.0, 360.0, 50.0, 980.0, 60.0, 320.0

_STYLE: Final = """
text { font-family: system-ui, "Segoe UI", "DejaVu Sans", Helvetica, Arial, sans-serif; fill: #24292f; }
.head { font-size: 16px; font-weight: 600; } .small { font-size: 12px; fill: #57606a; }
.card { fill: #ffffff; stroke: #d0d7de; } .grid { stroke: #e7ebef; }
.before { fill: none; stroke: #d55e00; stroke-width: 1; opacity: 0.55; }
.after { fill: none; stroke: #0072b2; stroke-width: 2.5; }
@media (prefers-color-scheme: dark) {
text { fill: #e6edf3; } .small { fill: #9aa4ae; } .card { fill: #0d1117; stroke: #30363d; }
.grid { stroke: #21262d; } .before { stroke: #e69f00; } .after { stroke: #56b4e9; }
}
"""


def signal() -> tuple[F64, F64]:
    """Return times and values (frames,): rest, a step, rest, and a slow movement, all with noise."""
    times = np.arange(SECONDS * RATE) / RATE
    clean = np.where(times < STEP, 0.2, 0.8)
    moving = times >= 4.0
    clean[moving] = 0.5 + 0.3 * np.cos((times[moving] - 4.0) * 2.0)
    return times, clean + np.random.default_rng(5).normal(0.0, NOISE, len(times))


def smoothed(values: F64, times: F64) -> F64:
    """Return what the 1-euro filter as it is set at first makes of the values (frames,)."""
    choice = StageChoice("one-euro")
    stage = STAGES[choice.name].make(
        Signal(("value",), (0.0,), (1.0,)), resolve_stage(choice, "continuous"), {}
    )
    return np.array([stage.step(values[n : n + 1], float(now))[0] for n, now in enumerate(times)])


def picture() -> str:
    """Return the picture as SVG."""
    times, values = signal()
    parts = [
        tag("style", _STYLE),
        tag("rect", x=0.5, y=0.5, width=WIDTH - 1, height=HEIGHT - 1, rx=8, class_="card"),
        text("The recommended smoothing: one-euro", LEFT, 30, "head"),
        text(
            f"noise of {NOISE:.0%} of the range, {RATE:.0f} frames/s; thin: before, thick: after",
            LEFT,
            50,
            "small",
        ),
    ]
    for second in range(int(SECONDS) + 1):
        x = _x(second)
        parts += [line(x, TOP, x, BOTTOM, "grid"), text(f"{second} s", x, BOTTOM + 20, "small", "middle")]
    for level in (0.0, 0.5, 1.0):
        y = _y(level)
        parts += [line(LEFT, y, RIGHT, y, "grid"), text(f"{level:g}", LEFT - 8, y + 4, "small", "end")]
    parts += [_curve(times, values, "before"), _curve(times, smoothed(values, times), "after")]
    return tag(
        "svg", "\n".join(parts), xmlns="http://www.w3.org/2000/svg", viewBox=f"0 0 {WIDTH:.0f} {HEIGHT:.0f}"
    )


def _x(seconds: float) -> float:
    return LEFT + (RIGHT - LEFT) * seconds / SECONDS


def _y(value: float) -> float:
    return BOTTOM - (BOTTOM - TOP) * value


def _curve(times: F64, values: F64, kind: str) -> str:
    points = " ".join(
        f"{_x(t):.1f},{_y(v):.1f}" for t, v in zip(times.tolist(), values.tolist(), strict=True)
    )
    return tag("polyline", points=points, class_=kind)


def write(path: Path) -> None:
    """Write the picture into a file."""
    path.write_text(picture() + "\n", encoding="utf-8")
    say(f"wrote {path}")


if __name__ == "__main__":
    write(Path(__file__).parents[2] / "docs" / "signal.svg")
