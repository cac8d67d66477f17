"""Stages over groups of numbers that are points or directions: magnitude, distances, angles, relative."""

from __future__ import annotations

import numpy as np

from wekipy.project.problem import Problem
from wekipy.stages.inputs.bounded import bounded
from wekipy.stages.inputs.groups import group_at, group_names, tuples_of_groups
from wekipy.stages.inputs.sizes import check_inputs, check_results, derived
from wekipy.stages.mapping import Forgetful
from wekipy.stages.stage import F64, Arrays, Options, Remembering, Signal


class Magnitude(Forgetful):
    """Answers how long each group of numbers is, such as how strong an acceleration, whatever its direction.

    Formula: √(x² + y² + z²) for each group of `size` numbers.

    Gap: it remembers nothing, so a gap changes nothing.

    Latency: none.

    Source: the Euclidean norm.
    """

    def __init__(self, signal: Signal, options: Options, _: Arrays) -> None:
        check_inputs("magnitude", signal.names)
        size = int(options["size"])
        self.names = derived(group_names("magnitude", signal.names, size), ["magnitude"])
        self._shape = (len(self.names), size)
        self._out = np.empty(len(self.names))

    def step(self, x: F64, _: float) -> F64:
        """Return the magnitudes."""
        np.add.reduce((x * x).reshape(self._shape), axis=1, out=self._out)
        np.sqrt(self._out, out=self._out)
        return bounded(self._out)


class Distances(Forgetful):
    """Answers how far apart points are, such as the tips of two fingers.

    Formula: √((x₁ − x₂)² + (y₁ − y₂)² + …) for each pair of groups of `size` numbers; `pairs` names them by
    number, “1-2, 1-5”, or is “all”, or “neighbours”: 1-2, 2-3, ….

    Gap: it remembers nothing, so a gap changes nothing.

    Latency: none.

    Source: the Euclidean distance.
    """

    def __init__(self, signal: Signal, options: Options, _: Arrays) -> None:
        check_inputs("distances", signal.names)
        self._size = int(options["size"])
        groups = group_names("distances", signal.names, self._size)
        pairs = tuples_of_groups("distances", str(options["pairs"]), groups, (2,))
        check_results("distances", len(pairs), "name fewer pairs")
        self.names = derived([f"{groups[a][:90]}.{groups[b][:90]}" for a, b in pairs], ["distance"])
        self._from, self._to = (np.array(side, np.intp) for side in zip(*pairs, strict=True))
        self._out = np.empty(len(pairs))

    def step(self, x: F64, _: float) -> F64:
        """Return the distances."""
        points = x.reshape(-1, self._size)
        away = points[self._to]
        away -= points[self._from]
        away *= away
        np.add.reduce(away, axis=1, out=self._out)
        np.sqrt(self._out, out=self._out)
        return bounded(self._out)


class Angles(Forgetful):
    """Answers the angles between points, such as how much an elbow is bent, or between directions.

    Formula: “1-2-3” is the angle at point 2 between the ways u and v to points 1 and 3, “1-2” that between
    directions 1 and 2, seen from the origin; groups have `size` numbers. 2 atan2(|a − b|, |a + b|) with
    a = |v| u and b = |u| v, in radians, from 0 to π; 0 where there is no direction.

    Gap: it remembers nothing, so a gap changes nothing.

    Latency: none.

    Source: Kahan: How Futile are Mindless Assessments of Roundoff, 2006.
    """

    def __init__(self, signal: Signal, options: Options, _: Arrays) -> None:
        check_inputs("angles", signal.names)
        self._size = int(options["size"])
        groups = group_names("angles", signal.names, self._size)
        triples = tuples_of_groups("angles", str(options["triples"]), groups, (3, 2))
        check_results("angles", len(triples), "name fewer triples")
        parts = [".".join(groups[n][:60] for n in triple) for triple in triples]
        self.names = derived(parts, ["angle"])
        origin = len(groups)  # a point of zeros behind all others
        whole = [triple if len(triple) == 3 else (triple[0], origin, triple[1]) for triple in triples]
        ends, other_ends, middles = ([triple[n] for triple in whole] for n in (0, 2, 1))
        self._ends = np.array(ends + other_ends, np.intp)
        self._middles = np.array(middles + middles, np.intp)
        self._points = np.zeros((origin + 1, self._size))
        self._out = np.empty(len(triples))

    def step(self, x: F64, _: float) -> F64:
        """Return the angles."""
        points, count = self._points, len(self._out)
        points[:-1] = x.reshape(-1, self._size)
        ways = points.take(self._ends, axis=0)
        ways -= points.take(self._middles, axis=0)
        lengths = _lengths(ways)
        one, other = ways[:count], ways[count:]
        one *= lengths[count:, None]
        other *= lengths[:count, None]
        lengths = _lengths(np.concatenate((one - other, one + other)))
        np.arctan2(lengths[:count], lengths[count:], out=self._out)
        self._out *= 2.0
        return self._out


class Relative(Remembering):
    """Says where points are as seen from one of them, so that models learn pose, not place and size.

    Formula: y = (p − p_reference) / |p_to − p_from| for each point p of `size` numbers; `reference`,
    `scale_from` and `scale_to` are numbers of points. With scale_to = 0 nothing is scaled. Where the distance
    is 0, the last other one stays; 1 before there was any. The reference itself becomes 0.

    Gap: nothing but that last distance is remembered, and a gap changes nothing.

    Latency: none.

    Source: Procrustes analysis without rotation (Dryden, Mardia: Statistical Shape Analysis, 1998).
    """

    latency = 0.0

    def __init__(self, signal: Signal, options: Options, _: Arrays) -> None:
        check_inputs("relative", signal.names)
        super().__init__(signal, 1)
        size = int(options["size"])
        groups = group_names("relative", signal.names, size)
        number = int(options["reference"])
        self._reference = group_at("relative", "reference", number, groups)
        self._ends: tuple[int, int] | None = None
        if options["scale_to"]:
            ends = [int(options[name]) for name in ("scale_from", "scale_to")]
            if ends[0] == ends[1]:
                raise Problem(f"relative: scale_from and scale_to are both {ends[0]}; choose two points")
            self._ends = (
                group_at("relative", "scale_from", ends[0], groups),
                group_at("relative", "scale_to", ends[1], groups),
            )
        self._out = np.empty(len(signal.names))
        self._points = self._out.reshape(-1, size)

    def step(self, x: F64, now: float) -> F64:
        """Return the points relative to the reference."""
        given, points = x.reshape(self._points.shape), self._points
        if self._since(now) < 0.0:
            self._kept[0] = 1.0
        np.subtract(given, given[self._reference], out=points)
        if self._ends is None:
            return bounded(self._out)
        one, other = self._ends
        way = points[other] - points[one]
        way *= way
        distance = float(np.sqrt(np.add.reduce(way)))
        if distance > 0.0:
            self._kept[0] = distance
        points /= self._kept[0]
        return bounded(self._out)


def _lengths(rows: F64) -> F64:
    lengths: F64 = np.sqrt(np.add.reduce(rows * rows, axis=1))
    return lengths
