"""The comparison as a picture: error against the time of one answer, a panel per kind of output."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from wekipy.project.option import BOTH
from wekipy.project.schema import Kind
from wekipy.rehearsal.comparison.compare import Comparison, Row
from wekipy.rehearsal.comparison.spreading import spread
from wekipy.rehearsal.comparison.svg import dot, line, tag, text

WIDTH, HEIGHT = 1_000.0, 506.0
TOP, BOTTOM = 112.0, 452.0
LEFTS: Final[dict[Kind, float]] = {"continuous": 62.0, "classification": 545.0}
PANEL, LEADER = 262.0, 34.0  # widths
NAME_GAP: Final = 16.0
FASTEST, SLOWEST = 0.2, 30_000.0  # microseconds
TICKS: Final = {1.0: "1 µs", 10.0: "10 µs", 100.0: "100 µs", 1e3: "1 ms", 1e4: "10 ms"}
LEAST: Final = 1e-3  # of error: a logarithmic scale has no zero
RADIUS: Final = 5.0

_TITLES: Final[dict[Kind, tuple[str, str]]] = {
    "continuous": (
        "Continuous outputs",
        "error, 100 % is always answering the mean; mean of all sets",
    ),
    "classification": ("Classification", "wrong answers, mean of all sets"),
}

# Blue and orange of Okabe and Ito's palette, distinguishable with any colour vision; filled and
# hollow say the same again.
_STYLE: Final = """
text { font-family: system-ui, "Segoe UI", "DejaVu Sans", Helvetica, Arial, sans-serif; fill: #24292f; }
.head { font-size: 17px; font-weight: 600; } .title { font-size: 14px; font-weight: 600; }
.small { font-size: 11.5px; fill: #57606a; } .name { font-size: 11.5px; }
.card { fill: #ffffff; stroke: #d0d7de; } .grid { stroke: #e7ebef; } .axis { stroke: #8c959f; }
.way { stroke: #c3cad1; stroke-width: 1.5; } .limit { stroke: #57606a; stroke-dasharray: 4 4; }
.leader { stroke: #d8dee4; fill: none; }
.ours { fill: #0072b2; stroke: #ffffff; } .theirs { fill: #ffffff; stroke: #d55e00; stroke-width: 2; }
@media (prefers-color-scheme: dark) {
text { fill: #e6edf3; } .small { fill: #9aa4ae; } .card { fill: #0d1117; stroke: #30363d; }
.grid { stroke: #21262d; } .axis { stroke: #6e7681; } .way { stroke: #474e57; } .limit { stroke: #9aa4ae; }
.leader { stroke: #30363d; }
.ours { fill: #56b4e9; stroke: #0d1117; } .theirs { fill: #0d1117; stroke: #e69f00; }
}
"""


@dataclass(frozen=True)
class _Axes:
    """Where things of one panel go; both scales are logarithmic."""

    left: float
    least: float
    most: float

    def x(self, microseconds: float) -> float:
        share = math.log(microseconds / FASTEST) / math.log(SLOWEST / FASTEST)
        return self.left + PANEL * min(1.0, max(0.0, share))

    def y(self, error: float) -> float:
        share = math.log(max(error, LEAST) / self.least) / math.log(self.most / self.least)
        return BOTTOM - (BOTTOM - TOP) * share

    @property
    def right(self) -> float:
        return self.left + PANEL


def plot(found: Comparison) -> str:
    """docs/benchmarks.svg."""
    panels = [_panel(found, kind) for kind in BOTH if found.of(kind)]
    card = tag("rect", x=0.5, y=0.5, width=WIDTH - 1, height=HEIGHT - 1, rx=8, class_="card")
    content = "\n".join([tag("style", _STYLE), card, _heading(found), *panels])
    about = {"role": "img", "aria_label": "Error against the time of one answer, for every algorithm"}
    box = f"0 0 {WIDTH:.0f} {HEIGHT:.0f}"
    return tag("svg", f"\n{content}\n", xmlns="http://www.w3.org/2000/svg", viewBox=box, **about) + "\n"


def _heading(found: Comparison) -> str:
    at = f"times at {found.inputs} inputs and {found.examples:,} examples"
    at += "; lower left is better; dashed: the most that an answer may take"
    return "\n".join(
        [
            text("Error against the time of one answer", 22, 34, "head"),
            text(at, 22, 54, "small"),
            dot(650, 30, RADIUS, "ours"),
            text("compiled by wekipy", 662, 34, "name"),
            dot(800, 30, RADIUS, "theirs"),
            text("scikit-learn, same estimator", 812, 34, "name"),
        ]
    )


def _panel(found: Comparison, kind: Kind) -> str:
    rows = found.of(kind)
    axes = _axes(kind, rows)
    title, what = _TITLES[kind]
    parts = [
        text(title, axes.left, TOP - 28, "title"),
        text(what, axes.left, TOP - 12, "small"),
        *_grid(axes, found.limit),
        *_names(axes, rows),
        *(_way(axes, row) for row in rows),
        *(dot(axes.x(row.speed.scikit_learn), axes.y(row.error), RADIUS - 1, "theirs") for row in rows),
        *(dot(axes.x(row.speed.answer), axes.y(row.error), RADIUS, "ours") for row in rows),
    ]
    return tag("g", "\n".join(parts))


def _axes(kind: Kind, rows: Sequence[Row]) -> _Axes:
    errors = [max(row.error, LEAST) for row in rows]
    return _Axes(LEFTS[kind], min(errors) / 1.3, max(errors) * 1.3)


def _grid(axes: _Axes, limit: float) -> list[str]:
    left, right = axes.left, axes.right
    parts = [line(left, BOTTOM, right, BOTTOM, "axis")]
    for microseconds, words in TICKS.items():
        x = axes.x(microseconds)
        parts += [line(x, TOP, x, BOTTOM, "grid"), text(words, x, BOTTOM + 18, "small", "middle")]
    for error in _ticks(axes.least, axes.most):
        y = axes.y(error)
        parts += [
            line(left, y, right, y, "grid"),
            text(f"{error:.3%}".rstrip("0%").rstrip(".") + " %", left - 8, y + 4, "small", "end"),
        ]
    x = axes.x(limit)
    parts += [line(x, TOP, x, BOTTOM, "limit"), text(f"{limit:.0f} µs", x, BOTTOM + 34, "small", "middle")]
    return parts


def _ticks(least: float, most: float) -> list[float]:
    """Round numbers from least to most, the fewer per power of ten the more powers there are."""
    digits = (1, 2, 3, 5, 7) if most / least < 30 else (1, 3)
    powers = range(math.floor(math.log10(least)), math.ceil(math.log10(most)) + 1)
    ticks = [digit * 10.0**power for power in powers for digit in digits]
    return [tick for tick in ticks if least <= tick <= most]


def _way(axes: _Axes, row: Row) -> str:
    y = axes.y(row.error)
    return line(axes.x(row.speed.answer), y, axes.x(row.speed.scikit_learn), y, "way")


def _names(axes: _Axes, rows: Sequence[Row]) -> list[str]:
    """Beside the panel, each led to by a line from its dots."""
    rows = sorted(rows, key=lambda row: axes.y(row.error))
    edge, start = axes.right, axes.right + LEADER
    parts = []
    for row, y in zip(rows, spread([axes.y(row.error) for row in rows], NAME_GAP), strict=True):
        x, own = axes.x(row.speed.scikit_learn) + RADIUS + 1, axes.y(row.error)
        way = f"{x:.1f},{own:.1f} {edge:.1f},{own:.1f} {start - 10:.1f},{y:.1f} {start - 4:.1f},{y:.1f}"
        parts += [tag("polyline", points=way, class_="leader"), text(row.title, start, y + 4, "name")]
    return parts
