"""Stages as the figures that the `stages` of the runtimes compute from, in the order of their structs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np

from wekipy.exchange.exporting.sketch.formula_sheets import formula_figures
from wekipy.exchange.exporting.sketch.sheets import Figures, Sheet
from wekipy.project.schema import OptionValue
from wekipy.stages.inputs.buffers import SAME, moments
from wekipy.stages.inputs.differences import ORDERS
from wekipy.stages.inputs.expression.parser import parse_formulas
from wekipy.stages.inputs.groups import group_names, tuples_of_groups
from wekipy.stages.inputs.learned import learned, learned_range, learned_width
from wekipy.stages.inputs.lists import selected
from wekipy.stages.inputs.ranges import LEARNED, input_range_line
from wekipy.stages.inputs.ring import Span, span_of
from wekipy.stages.inputs.spectrum import taper_of
from wekipy.stages.inputs.window import OF, STATISTICS, statistics_in
from wekipy.stages.limits import LARGEST
from wekipy.stages.mapping import NOTES, SCALES, Line, range_line
from wekipy.stages.stage import F64, Signal


@dataclass(frozen=True)
class Given:
    """What a stage is made of.

    Attributes:
        signal: what comes in.
        options: all of them.
        learned: its arrays, by name.
    """

    signal: Signal
    options: Mapping[str, OptionValue]
    learned: Mapping[str, F64]

    @property
    def size(self) -> int:
        """How many numbers come in."""
        return len(self.signal.names)

    def number(self, name: str) -> float:
        """Return an option that is a number."""
        return float(self.options[name])

    def whole(self, name: str) -> int:
        """Return an option that is a whole number."""
        return int(self.options[name])

    def text(self, name: str) -> str:
        """Return an option that is a text."""
        return str(self.options[name])


Write: TypeAlias = Callable[[Given], Sheet]


# Each number by itself


def _selection(places: Sequence[int]) -> Sheet:
    return Sheet("Selection", {"count": len(places), "places": np.array(places, np.int64)})


def _line(line: Line) -> Sheet:
    figures: Figures = {"count": len(line.start), "start": line.start, "slope": line.slope, "low": line.low}
    return Sheet("Range", {**figures, "least": line.least, "most": line.most})


def _input_range(given: Given) -> Sheet:
    line = input_range_line(given.options, given.learned, given.size)
    return _selection(range(given.size)) if line is None else _line(line)


def _standardise(given: Given) -> Sheet:
    mean = learned("standardise", given.learned, "mean", given.size)
    deviation = learned("standardise", given.learned, "deviation", given.size)
    if mean is None or deviation is None:
        return _selection(range(given.size))
    deviation[deviation == 0.0] = np.inf
    return Sheet("Standardise", {"count": given.size, "mean": mean, "deviation": deviation})


def _ends(given: Given, own: Mapping[str, F64]) -> Figures:
    """Return options that are a number, or the word for what was learned, as arrays (in,)."""
    return {
        name: array if given.options[name] == LEARNED else np.full(given.size, given.number(name))
        for name, array in own.items()
    }


def _clip(given: Given) -> Sheet:
    open_ends = np.full(given.size, -LARGEST), np.full(given.size, LARGEST)
    low, high = learned_range("clip", given.learned, given.size) or open_ends
    return Sheet("Clip", {"count": given.size, **_ends(given, {"low": low, "high": high})})


def _dead_zone(given: Given) -> Sheet:
    centre = learned("dead-zone", given.learned, "centre", given.size)
    own = np.zeros(given.size) if centre is None else centre
    width = learned_width("dead-zone", given.learned, given.size)
    figures: Figures = {"count": given.size, **_ends(given, {"centre": own})}
    return Sheet("DeadZone", {**figures, "size": given.number("size") * width})


# Over time


def _one_euro(given: Given, width: F64) -> Sheet:
    figures: Figures = {"count": given.size, "range": width, "slowest": given.number("min_cutoff")}
    return Sheet("OneEuro", {**figures, "beta": given.number("beta"), "of_speed": given.number("d_cutoff")})


def _input_one_euro(given: Given) -> Sheet:
    return _one_euro(given, learned_width("one-euro", given.learned, given.size))


def _pass(kind: str) -> Write:
    def write(given: Given) -> Sheet:
        return Sheet(kind, {"count": given.size, "rate": 2.0 * np.pi * given.number("cutoff")})

    return write


def _window(given: Given, span: Span, filled: bool = False) -> Figures:
    return {"width": given.size, "rows": span.frames, "seconds": span.seconds, "filled": int(filled)}


def _statistics(given: Given, names: Sequence[str]) -> Sheet:
    order, kinds = list(STATISTICS), []
    for name in names:
        of, _, statistic = name.rpartition(".")
        kinds.append(order.index(statistic) + 8 * (1 + OF.index(of) if of else 0))
    window = _window(given, span_of("window", given.options, given.size))
    return Sheet("Statistics", {"window": window, "count": len(kinds), "kinds": np.array(kinds, np.int64)})


def _median(given: Given) -> Sheet:
    return Sheet("Median", {"window": _window(given, span_of("median", given.options, given.size))})


def _buffer(given: Given) -> Sheet:
    frames = given.whole("frames")
    ago = np.arange(frames - 1, -1, -1)
    return Sheet("Earlier", {"window": _window(given, Span(frames), True), "count": frames, "ago": ago})


def _history(given: Given) -> Sheet:
    delays, span = moments(given.options, given.size)
    figures: Figures = {"window": _window(given, span, not span.seconds), "count": len(delays)}
    if span.seconds:
        return Sheet("EarlierSeconds", {**figures, "ago": np.array(delays) - SAME})
    return Sheet("Earlier", {**figures, "ago": np.array(delays).astype(np.int64)})


def _order(given: Given) -> int:
    return 1 + ORDERS.index(given.text("order"))


def _difference(given: Given) -> Sheet:
    return Sheet("Difference", {"count": given.size, "order": _order(given)})


def _speed(given: Given) -> Sheet:
    figures: Figures = {"count": given.size, "order": _order(given)}
    return Sheet("Speed", {**figures, "shortest": given.number("shortest")})


# Of points


def _magnitude(given: Given) -> Sheet:
    size = given.whole("size")
    return Sheet("Magnitude", {"count": given.size // size, "size": size})


def _tuples(given: Given, owner: str, text: str, sizes: tuple[int, ...]) -> list[tuple[int, ...]]:
    groups = group_names(owner, given.signal.names, given.whole("size"))
    return tuples_of_groups(owner, text, groups, sizes)


def _distances(given: Given) -> Sheet:
    pairs = np.array(_tuples(given, "distances", given.text("pairs"), (2,)), np.int64)
    return Sheet("Distances", {"count": len(pairs), "size": given.whole("size"), "pairs": pairs.ravel()})


def _angles(given: Given) -> Sheet:
    chosen = _tuples(given, "angles", given.text("triples"), (3, 2))
    whole = [one if len(one) == 3 else (one[0], -1, one[1]) for one in chosen]  # -1 is the origin
    triples = np.array(whole, np.int64)
    return Sheet("Angles", {"count": len(triples), "size": given.whole("size"), "triples": triples.ravel()})


def _relative(given: Given) -> Sheet:
    scaled = given.whole("scale_to") > 0
    ends = [given.whole(name) - 1 if scaled else 0 for name in ("scale_from", "scale_to")]
    figures: Figures = {"count": given.size, "size": given.whole("size")}
    figures |= {"reference": given.whole("reference") - 1, "from": ends[0], "to": ends[1]}
    return Sheet("Relative", figures)


def _components(given: Given) -> Sheet:
    count = given.whole("components")
    mean = learned("pca", given.learned, "mean", given.size)
    weights = learned("pca", given.learned, "components", count * given.size)
    if mean is None or weights is None:
        return _selection(range(count))
    return Sheet("Components", {"count": count, "inputs": given.size, "mean": mean, "weights": weights})


# Events and frequencies


def _peak(given: Given) -> Sheet:
    width = learned_width("peak", given.learned, given.size)
    figures: Figures = {"count": given.size, "rise": given.number("rise") * width}
    return Sheet("Peak", {**figures, "fade": given.number("fade")})


def _onset(given: Given) -> Sheet:
    width = learned_width("onset", given.learned, given.size)
    figures: Figures = {"count": given.size, "threshold": given.number("threshold") * width}
    return Sheet(
        "Onset", figures | {name: given.number(name) for name in ("quick", "slow", "refractory", "fade")}
    )


def _spectrum(given: Given) -> Sheet:
    frames = given.whole("frames")
    (place,) = selected("spectrum", given.text("input"), given.signal.names)
    taper, scale = taper_of(frames)
    window: Figures = {"width": 1, "rows": frames, "seconds": 0.0, "filled": 1}
    turn = 2.0 * np.pi * np.arange(frames) / frames
    figures: Figures = {"window": window, "input": place, "bins": len(scale), "taper": taper, "scale": scale}
    return Sheet("Spectrum", {**figures, "cosine": np.cos(turn), "sine": np.sin(turn)})


# Formulas


def _expression(given: Given) -> Sheet:
    formulas = parse_formulas("expression", given.text("formula"), given.signal.names)
    return Sheet("Expression", {"formulas": formula_figures(formulas)})


def _conditional_buffer(given: Given) -> Sheet:
    conditions = [
        parse_formulas("conditional-buffer", given.text(name), given.signal.names)[0]
        for name in ("start", "stop")
    ]
    figures: Figures = {"conditions": formula_figures(conditions), "count": given.size}
    return Sheet(
        "ConditionalBuffer", {**figures, "values": given.whole("values"), "frames": given.whole("frames")}
    )


INPUT: Final[dict[str, Write]] = {
    "original": lambda given: _selection(range(given.size)),
    "range": _input_range,
    "standardise": _standardise,
    "clip": _clip,
    "dead-zone": _dead_zone,
    "one-euro": _input_one_euro,
    "low-pass": _pass("LowPass"),
    "high-pass": _pass("HighPass"),
    "average": lambda given: _statistics(given, ["mean"]),
    "median": _median,
    "difference": _difference,
    "speed": _speed,
    "window": lambda given: _statistics(given, statistics_in(given.text("statistics"))),
    "buffer": _buffer,
    "history": _history,
    "magnitude": _magnitude,
    "distances": _distances,
    "angles": _angles,
    "relative": _relative,
    "pca": _components,
    "expression": _expression,
    "conditional-buffer": _conditional_buffer,
    "peak": _peak,
    "onset": _onset,
    "spectrum": _spectrum,
    "selection": lambda given: _selection(selected("selection", given.text("inputs"), given.signal.names)),
}
"""Those before the models that sketches carry, by name."""


# After the models: one number


def _width(given: Given) -> float:
    return given.signal.high[0] - given.signal.low[0]


def _slew(given: Given) -> Sheet:
    width = _width(given)
    return Sheet("Slew", {"rise": width * given.number("rise"), "fall": width * -given.number("fall")})


def _spring(given: Given) -> Sheet:
    omega = 2.0 * np.pi * given.number("frequency")
    return Sheet("Spring", {"omega": omega, "damping": given.number("damping")})


def _curve(given: Given) -> Sheet:
    figures: Figures = {"low": given.signal.low[0], "range": _width(given)}
    return Sheet("Curve", {**figures, "exponent": given.number("exponent")})


def _steps(given: Given) -> Sheet:
    figures: Figures = {"low": given.signal.low[0], "high": given.signal.high[0]}
    return Sheet(
        "Steps", {**figures, "last": given.number("steps") - 1.0, "band": given.number("hysteresis")}
    )


def _scale(given: Given) -> Sheet:
    scale = SCALES[given.text("scale")]
    notes = np.array([scale[-1] - 12.0, *scale, scale[0] + 12.0])
    figures: Figures = {"count": len(notes), "notes": notes, "root": float(NOTES.index(given.text("root")))}
    return Sheet("Scale", {**figures, "band": given.number("hysteresis")})


def _classes(given: Given) -> Figures:
    return {"classes": 1 + given.signal.classes, "seconds": given.number("seconds")}


OUTPUT: Final[dict[str, Write]] = {
    "one-euro": lambda given: _one_euro(given, np.array([_width(given)])),
    "low-pass": _pass("LowPass"),
    "slew": _slew,
    "spring": _spring,
    "hold": lambda given: Sheet("Hold", {"seconds": given.number("seconds")}),
    "curve": _curve,
    "range": lambda given: _line(range_line(given.signal, given.options)),
    "quantise": _steps,
    "scale": _scale,
    "debounce": lambda given: Sheet(
        "Debounce", {"frames": given.whole("frames"), "seconds": given.number("seconds")}
    ),
    "majority": lambda given: Sheet("Majority", {"frames": given.whole("frames")}),
    "hysteresis": lambda given: Sheet("Hysteresis", {**_classes(given), "margin": given.number("margin")}),
    "refractory": lambda given: Sheet("Refractory", _classes(given)),
}
"""Those after the models that sketches carry, by name."""
