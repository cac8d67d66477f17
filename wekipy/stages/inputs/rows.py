"""The table of stages before the models: names, options, ranges, defaults, a sentence, class and fit."""

from __future__ import annotations

from typing import Final

from wekipy.project.option import Option
from wekipy.project.schema import MOST_INPUTS
from wekipy.stages.inputs.beside import or_beside
from wekipy.stages.inputs.buffers import Buffer, History
from wekipy.stages.inputs.conditional import ConditionalBuffer
from wekipy.stages.inputs.differences import ORDERS, Difference, Speed
from wekipy.stages.inputs.events import Onset, Peak
from wekipy.stages.inputs.expression.stage import Expression
from wekipy.stages.inputs.geometry import Angles, Distances, Magnitude, Relative
from wekipy.stages.inputs.projection import PrincipalComponents
from wekipy.stages.inputs.ranges import LEARNED, Clip, DeadZone, InputRange, Original, Standardise
from wekipy.stages.inputs.ring import MOST_FRAMES
from wekipy.stages.inputs.selection import Selection
from wekipy.stages.inputs.smoothing import HighPass, InputLowPass, InputOneEuro, Median, MovingAverage
from wekipy.stages.inputs.spectrum import Spectrum
from wekipy.stages.inputs.window import STATISTICS, Window
from wekipy.stages.limits import LARGEST
from wekipy.stages.row_options import number, switch, whole, written
from wekipy.stages.stage import StageKind

_FIT: Final = "wekipy.learning.fitting.stages:"
_FIT_RANGES: Final = _FIT + "fit_ranges"


_ORIGINAL: Final = switch("original", False, "Pass the inputs on as well, before the results.")


def _size(least: int) -> Option:
    return whole("size", 3, least, 1_000, "How many numbers belong together: 3 for x, y, z; 2 for x, y.")


def _end(name: str, sentence: str) -> Option:
    return Option(name, "float", LEARNED, sentence, -LARGEST, LARGEST, words=(LEARNED,))


def _window(frames: int) -> tuple[Option, ...]:
    return (
        whole("frames", frames, 1, MOST_FRAMES, "Of how many frames, unless seconds say it."),
        number("seconds", 0.0, 0.0, 60.0, "Of how many seconds; 0: so many frames."),
    )


_EACH_NUMBER: Final = (
    StageKind(
        "original",
        "Original",
        "Leaves everything as it is, for a block that needs nothing else.",
        "input",
        (),
        (),
        Original,
    ),
    StageKind(
        "range",
        "Range",
        "Brings every input to the same range, such as 0 to 1.",
        "input",
        (),
        (
            _end("from_low", "The number that becomes to_low."),
            _end("from_high", "The number that becomes to_high."),
            number("to_low", 0.0, -LARGEST, LARGEST, "What from_low becomes."),
            number("to_high", 1.0, -LARGEST, LARGEST, "What from_high becomes; below to_low: turned."),
            switch("clip", True, "Cut numbers beyond the ends."),
        ),
        InputRange,
        _FIT_RANGES,
    ),
    StageKind(
        "standardise",
        "Standardise",
        "Makes all inputs equally strong, whatever their units.",
        "input",
        (),
        (),
        Standardise,
        _FIT + "fit_deviations",
    ),
    StageKind(
        "clip",
        "Clip",
        "Cuts numbers that are too low or too high.",
        "input",
        (),
        (_end("low", "The lowest number."), _end("high", "The highest number.")),
        Clip,
        _FIT_RANGES,
    ),
    StageKind(
        "dead-zone",
        "Dead zone",
        "Takes no notice of small movements around a centre.",
        "input",
        (),
        (
            number("size", 0.05, 0.0, 1e6, "How far from the centre, in learned ranges."),
            _end("centre", "Where the inputs rest."),
        ),
        DeadZone,
        _FIT + "fit_rest",
    ),
)

_SMOOTHING: Final = (
    StageKind(
        "one-euro",
        "1-euro filter",
        "Calm at rest, quick in motion: the first choice against jitter.",
        "input",
        (),
        (
            number("min_cutoff", 0.3, 0.01, 1_000.0, "In Hz; lower is calmer at rest."),
            number("beta", 0.5, 0.0, 1_000.0, "How much it opens with speed; higher follows sooner."),
            number(
                "d_cutoff", 1.0, 0.01, 1_000.0, "In Hz; lower is less misled by noise, and notices later."
            ),
        ),
        InputOneEuro,
        _FIT_RANGES,
    ),
    StageKind(
        "low-pass",
        "Low-pass filter",
        "Follows slow movements and calms quick ones.",
        "input",
        (),
        (number("cutoff", 2.0, 0.01, 1_000.0, "In Hz; lower is calmer, and later."),),
        InputLowPass,
    ),
    StageKind(
        "high-pass",
        "High-pass filter",
        "Keeps quick movements and takes away drift.",
        "input",
        (),
        (number("cutoff", 0.5, 0.01, 1_000.0, "In Hz; higher takes away more."),),
        HighPass,
    ),
    StageKind(
        "average",
        "Moving average",
        "Smooths by the mean of the last frames.",
        "input",
        (),
        _window(5),
        MovingAverage,
    ),
    StageKind(
        "median",
        "Median",
        "Answers the middle of the last frames, so that single wild ones never come through.",
        "input",
        (),
        _window(5),
        Median,
    ),
)

_CHANGES: Final = (
    StageKind(
        "difference",
        "Difference",
        "How much each input changed since the last frame.",
        "input",
        (),
        (
            Option("order", "choice", "first", "Of the inputs, of their changes, or both.", choices=ORDERS),
            _ORIGINAL,
        ),
        or_beside(Difference),
    ),
    StageKind(
        "speed",
        "Speed",
        "How quickly each input changes in time, and whether it gets quicker.",
        "input",
        (),
        (
            Option("order", "choice", "first", "Speed is first, acceleration second.", choices=ORDERS),
            number("shortest", 0.001, 0.0001, 1.0, "In seconds; frames that are closer count as one."),
            _ORIGINAL,
        ),
        or_beside(Speed),
    ),
    StageKind(
        "window",
        "Window statistics",
        "Describes the last frames: mean, deviation, lowest, highest, strength and more.",
        "input",
        (),
        (
            written(
                "statistics",
                "mean, deviation",
                1_000,
                "Any of: " + ", ".join(STATISTICS) + ";"
                " difference.mean and so on are of the changes, difference2.mean of the changes of those.",
            ),
            *_window(10),
            _ORIGINAL,
        ),
        or_beside(Window),
    ),
)

_EARLIER: Final = (
    StageKind(
        "buffer",
        "Buffer",
        "Keeps the last values of each input, so that models see the way and not only the place.",
        "input",
        (),
        (whole("frames", 10, 1, MOST_FRAMES, "How many values of each input."), _ORIGINAL),
        or_beside(Buffer),
    ),
    StageKind(
        "conditional-buffer",
        "Conditional buffer",
        "Keeps a movement from its start to its stop, however long it takes, as the same count of numbers.",
        "input",
        (),
        (
            written("start", "#1 > 0.5", 1_000, "A formula; it begins when this becomes true."),
            written("stop", "#1 <= 0.5", 1_000, "A formula; it ends when this is true."),
            whole("values", 10, 2, 1_000, "To how many numbers each input is resampled."),
            whole("frames", 1_000, 2, MOST_FRAMES, "It ends after so many frames at the latest."),
            _ORIGINAL,
        ),
        or_beside(ConditionalBuffer),
    ),
    StageKind(
        "history",
        "History",
        "Answers each input as it was at several moments before.",
        "input",
        (),
        (
            written("delays", "0, 1, 2, 4, 8", 1_000, "How long before; 0 is now."),
            Option("unit", "choice", "frames", "What the delays are.", choices=("frames", "seconds")),
            _ORIGINAL,
        ),
        or_beside(History),
    ),
)

_SPACE: Final = (
    StageKind(
        "magnitude",
        "Magnitude",
        "How long x, y and z together are, whatever their direction.",
        "input",
        (),
        (_size(1), _ORIGINAL),
        or_beside(Magnitude),
    ),
    StageKind(
        "distances",
        "Distances",
        "How far apart points are.",
        "input",
        (),
        (_size(1), written("pairs", "all", 4_000, "Such as 1-2, 1-5; or all, or neighbours."), _ORIGINAL),
        or_beside(Distances),
    ),
    StageKind(
        "angles",
        "Angles",
        "How much joints are bent, or how far directions are turned.",
        "input",
        (),
        (
            _size(2),
            written(
                "triples",
                "neighbours",
                4_000,
                "Such as 1-2-3, with 2 in the middle, or 1-2 for directions; or all, or neighbours.",
            ),
            _ORIGINAL,
        ),
        or_beside(Angles),
    ),
    StageKind(
        "relative",
        "Relative",
        "Where points are as seen from one of them, so that place and size do not matter.",
        "input",
        (),
        (
            _size(1),
            whole("reference", 1, 1, MOST_INPUTS, "The number of the point that becomes 0."),
            whole("scale_from", 1, 1, MOST_INPUTS, "The point from which the unit of length is measured."),
            whole(
                "scale_to", 10, 0, MOST_INPUTS, "The point up to which it is measured; 0: nothing is scaled."
            ),
        ),
        Relative,
    ),
)

_FREE: Final = (
    StageKind(
        "expression",
        "Expression",
        "Computes what you write as a formula.",
        "input",
        (),
        (
            written("formula", "#1", 4_000, "Formulas, with ; between: d = x - x[n-1]; max(x, y)"),
            _ORIGINAL,
        ),
        or_beside(Expression),
    ),
    StageKind(
        "pca",
        "Principal components",
        "Keeps the few directions in which many inputs move most.",
        "input",
        (),
        (whole("components", 2, 1, 1_000, "How many numbers come out."),),
        PrincipalComponents,
        _FIT + "fit_components",
    ),
    StageKind(
        "selection",
        "Selection",
        "Lets some of the numbers through, in your order.",
        "input",
        (),
        (written("inputs", "1", 4_000, "Numbers, ranges and names, such as 1-3, 7, left x."),),
        Selection,
    ),
    StageKind(
        "spectrum",
        "Spectrum",
        "How strongly one input swings at which frequency.",
        "input",
        (),
        (
            written("input", "1", 200, "The number or the name of the input."),
            whole("frames", 64, 4, MOST_FRAMES, "Of how many frames; more tell frequencies better apart."),
            _ORIGINAL,
        ),
        or_beside(Spectrum),
    ),
    StageKind(
        "peak",
        "Peak",
        "Notices when an input turns around at the top, and how high that was.",
        "input",
        (),
        (
            number("rise", 0.1, 0.001, 1_000.0, "By how much it rises and falls, in learned ranges."),
            number("fade", 0.5, 0.0, 60.0, "In seconds; how long the pulse is felt."),
            _ORIGINAL,
        ),
        or_beside(Peak),
        _FIT_RANGES,
    ),
    StageKind(
        "onset",
        "Onset",
        "Notices when an input suddenly rises, such as a hit.",
        "input",
        (),
        (
            number("threshold", 0.1, 0.001, 1_000.0, "How much it rises, in learned ranges."),
            number("quick", 0.01, 0.0, 10.0, "In seconds; longer is less misled by noise, and later."),
            number("slow", 0.2, 0.001, 60.0, "In seconds; rises that take longer are none."),
            number("refractory", 0.1, 0.0, 60.0, "In seconds; so long after one no other counts."),
            number("fade", 0.5, 0.0, 60.0, "In seconds; how long the pulse is felt."),
            _ORIGINAL,
        ),
        or_beside(Onset),
        _FIT_RANGES,
    ),
)

INPUT_ROWS: Final[tuple[StageKind, ...]] = (*_EACH_NUMBER, *_SMOOTHING, *_CHANGES, *_EARLIER, *_SPACE, *_FREE)
