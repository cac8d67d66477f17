"""The table of stages after the models: names, options, ranges, defaults, a sentence, and the class."""

from __future__ import annotations

from typing import Final

from wekipy.project.option import Option
from wekipy.project.schema import Kind
from wekipy.stages.deciding import Debounce, Hysteresis, Majority, Refractory
from wekipy.stages.limits import LARGEST
from wekipy.stages.mapping import NOTES, SCALES, Curve, Quantise, Range, Scale
from wekipy.stages.row_options import number, whole
from wekipy.stages.smoothing import Hold, LowPass, OneEuro, SlewLimit, Spring
from wekipy.stages.stage import StageKind

_NUMBERS: Final[tuple[Kind, ...]] = ("continuous",)
_CLASSES: Final[tuple[Kind, ...]] = ("classification",)


def _end(name: str, default: str, sentence: str) -> Option:
    return Option(name, "float", default, sentence, -LARGEST, LARGEST, words=("minimum", "maximum"))


OUTPUT_ROWS: Final[tuple[StageKind, ...]] = (
    StageKind(
        "one-euro",
        "1-euro filter",
        "Calm at rest, quick in motion: the first choice against jitter.",
        "output",
        _NUMBERS,
        (
            number("min_cutoff", 0.3, 0.01, 1_000.0, "In Hz; lower is calmer at rest."),
            number("beta", 0.5, 0.0, 1_000.0, "How much it opens with speed; higher follows sooner."),
            number(
                "d_cutoff", 1.0, 0.01, 1_000.0, "In Hz; lower is less misled by noise, and notices later."
            ),
        ),
        OneEuro,
    ),
    StageKind(
        "low-pass",
        "Low-pass filter",
        "Glides to each new value, always at the same pace.",
        "output",
        _NUMBERS,
        (number("cutoff", 2.0, 0.01, 1_000.0, "In Hz; lower glides longer."),),
        LowPass,
    ),
    StageKind(
        "slew",
        "Slew limit",
        "Never moves faster than you allow, for motors, lights and patience.",
        "output",
        _NUMBERS,
        (
            number("rise", 2.0, 0.001, 10_000.0, "How many times the whole range per second, upwards."),
            number("fall", 2.0, 0.001, 10_000.0, "The same, downwards."),
        ),
        SlewLimit,
    ),
    StageKind(
        "spring",
        "Spring",
        "Moves as a weight on a spring, with a soft start, and swings if you like.",
        "output",
        _NUMBERS,
        (
            number("frequency", 3.0, 0.05, 50.0, "In Hz; higher is stiffer."),
            number("damping", 1.0, 0.05, 5.0, "Below 1 it swings over, above 1 it creeps."),
        ),
        Spring,
    ),
    StageKind(
        "hold",
        "Hold",
        "Keeps each value for at least a while.",
        "output",
        (*_NUMBERS, *_CLASSES),
        (number("seconds", 0.25, 0.0, 60.0, "How long a value stays."),),
        Hold,
    ),
    StageKind(
        "curve",
        "Curve",
        "Bends the range, so that one end has more room.",
        "output",
        _NUMBERS,
        (number("exponent", 2.0, 0.1, 10.0, "Above 1: more room at the low end; below 1: at the high end."),),
        Curve,
    ),
    StageKind(
        "range",
        "Range",
        "Maps one range of values to another.",
        "output",
        _NUMBERS,
        (
            _end("from_low", "minimum", "The value that becomes to_low."),
            _end("from_high", "maximum", "The value that becomes to_high."),
            _end("to_low", "minimum", "What from_low becomes."),
            _end("to_high", "maximum", "What from_high becomes; below to_low turns it around."),
            Option("clip", "bool", True, "Cut values beyond the ends."),
        ),
        Range,
    ),
    StageKind(
        "quantise",
        "Steps",
        "Snaps to equal steps over the range.",
        "output",
        _NUMBERS,
        (
            whole("steps", 12, 2, 10_000, "How many values there are, both ends included."),
            number("hysteresis", 0.2, 0.0, 0.9, "How much nearer another step must be, in steps."),
        ),
        Quantise,
    ),
    StageKind(
        "scale",
        "Musical scale",
        "Snaps a MIDI note number to the notes of a scale.",
        "output",
        _NUMBERS,
        (
            Option("scale", "choice", "major", "Which notes there are.", choices=tuple(SCALES)),
            Option("root", "choice", "C", "The note on which the scale begins.", choices=NOTES),
            number("hysteresis", 0.2, 0.0, 0.9, "How much nearer another note must be, in semitones."),
        ),
        Scale,
    ),
    StageKind(
        "debounce",
        "Several frames agree",
        "Changes the class only when several frames in a row say so.",
        "output",
        _CLASSES,
        (
            whole("frames", 3, 1, 1_000, "How many frames in a row."),
            number("seconds", 0.0, 0.0, 60.0, "And for how long at least."),
        ),
        Debounce,
    ),
    StageKind(
        "majority",
        "Majority",
        "Answers the class that came most often lately.",
        "output",
        _CLASSES,
        (whole("frames", 5, 1, 255, "Of how many frames."),),
        Majority,
    ),
    StageKind(
        "hysteresis",
        "Hysteresis",
        "Leaves a class only when another one clearly leads.",
        "output",
        _CLASSES,
        (
            number("seconds", 0.1, 0.001, 60.0, "How far back votes count."),
            number("margin", 0.3, 0.0, 0.95, "By which share of the votes another class must lead."),
        ),
        Hysteresis,
    ),
    StageKind(
        "refractory",
        "Refractory time",
        "Keeps a class that has just ended from coming back at once.",
        "output",
        _CLASSES,
        (number("seconds", 0.2, 0.0, 60.0, "How long a class that has ended stays away."),),
        Refractory,
    ),
)
