"""The table of stages before the models: names, options, ranges, defaults, a sentence, class and fit."""

from __future__ import annotations

from typing import Final

from wekipy.project.option import Option
from wekipy.stages.inputs.ranges import LEARNED, Clip, DeadZone, InputRange, Original, Standardise
from wekipy.stages.inputs.ring import MOST_FRAMES
from wekipy.stages.inputs.smoothing import HighPass, InputLowPass, InputOneEuro, Median, MovingAverage
from wekipy.stages.limits import LARGEST
from wekipy.stages.row_options import number, switch, whole
from wekipy.stages.stage import StageKind

_FIT: Final = "wekipy.learning.fitting.stages:"
_FIT_RANGES: Final = _FIT + "fit_ranges"


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
        "Passes the numbers on as they are.",
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
        "Answers the mean of the last frames.",
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

INPUT_ROWS: Final[tuple[StageKind, ...]] = (*_EACH_NUMBER, *_SMOOTHING)
