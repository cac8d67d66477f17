"""The table of stages: editors, the command line, the protocol and docs/signal.md are made from it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from wekipy.project.option import Option, check_options, parse_setting
from wekipy.project.problem import Problem
from wekipy.project.schema import MOST_STAGES, Kind, OptionValue, StageChoice
from wekipy.project.suggesting import suggest
from wekipy.stages.deciding import Debounce, Hysteresis, Majority, Refractory
from wekipy.stages.limits import LARGEST
from wekipy.stages.mapping import NOTES, SCALES, Curve, Quantise, Range, Scale
from wekipy.stages.smoothing import Hold, LowPass, OneEuro, SlewLimit, Spring
from wekipy.stages.stage import StageKind

_NUMBERS: Final[tuple[Kind, ...]] = ("continuous",)
_CLASSES: Final[tuple[Kind, ...]] = ("classification",)


def _number(name: str, default: float, least: float, most: float, sentence: str) -> Option:
    return Option(name, "float", default, sentence, least, most)


def _whole(name: str, default: int, least: int, most: int, sentence: str) -> Option:
    return Option(name, "int", default, sentence, least, most)


def _end(name: str, default: str, sentence: str) -> Option:
    return Option(name, "float", default, sentence, -LARGEST, LARGEST, words=("minimum", "maximum"))


_ROWS: Final[tuple[StageKind, ...]] = (
    StageKind(
        "one-euro",
        "1-euro filter",
        "Calm at rest, quick in motion: the first choice against jitter.",
        "output",
        _NUMBERS,
        (
            _number("min_cutoff", 0.3, 0.01, 1_000.0, "In Hz; lower is calmer at rest."),
            _number("beta", 0.5, 0.0, 1_000.0, "How much it opens with speed; higher follows sooner."),
            _number(
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
        (_number("cutoff", 2.0, 0.01, 1_000.0, "In Hz; lower glides longer."),),
        LowPass,
    ),
    StageKind(
        "slew",
        "Slew limit",
        "Never moves faster than you allow, for motors, lights and patience.",
        "output",
        _NUMBERS,
        (
            _number("rise", 2.0, 0.001, 10_000.0, "How many times the whole range per second, upwards."),
            _number("fall", 2.0, 0.001, 10_000.0, "The same, downwards."),
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
            _number("frequency", 3.0, 0.05, 50.0, "In Hz; higher is stiffer."),
            _number("damping", 1.0, 0.05, 5.0, "Below 1 it swings over, above 1 it creeps."),
        ),
        Spring,
    ),
    StageKind(
        "hold",
        "Hold",
        "Keeps each value for at least a while.",
        "output",
        (*_NUMBERS, *_CLASSES),
        (_number("seconds", 0.25, 0.0, 60.0, "How long a value stays."),),
        Hold,
    ),
    StageKind(
        "curve",
        "Curve",
        "Bends the range, so that one end has more room.",
        "output",
        _NUMBERS,
        (
            _number(
                "exponent", 2.0, 0.1, 10.0, "Above 1: more room at the low end; below 1: at the high end."
            ),
        ),
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
            _whole("steps", 12, 2, 10_000, "How many values there are, both ends included."),
            _number("hysteresis", 0.2, 0.0, 0.9, "How much nearer another step must be, in steps."),
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
            _number("hysteresis", 0.2, 0.0, 0.9, "How much nearer another note must be, in semitones."),
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
            _whole("frames", 3, 1, 1_000, "How many frames in a row."),
            _number("seconds", 0.0, 0.0, 60.0, "And for how long at least."),
        ),
        Debounce,
    ),
    StageKind(
        "majority",
        "Majority",
        "Answers the class that came most often lately.",
        "output",
        _CLASSES,
        (_whole("frames", 5, 1, 255, "Of how many frames."),),
        Majority,
    ),
    StageKind(
        "hysteresis",
        "Hysteresis",
        "Leaves a class only when another one clearly leads.",
        "output",
        _CLASSES,
        (
            _number("seconds", 0.1, 0.001, 60.0, "How far back votes count."),
            _number("margin", 0.3, 0.0, 0.95, "By which share of the votes another class must lead."),
        ),
        Hysteresis,
    ),
    StageKind(
        "refractory",
        "Refractory time",
        "Keeps a class that has just ended from coming back at once.",
        "output",
        _CLASSES,
        (_number("seconds", 0.2, 0.0, 60.0, "How long a class that has ended stays away."),),
        Refractory,
    ),
)

STAGES: Final[dict[str, StageKind]] = {row.name: row for row in _ROWS}


def stages_for(kind: Kind) -> list[StageKind]:
    """Return the stages that a kind of output may have, in table order."""
    return [stage for stage in STAGES.values() if kind in stage.kinds]


def stage_for(name: str, kind: Kind) -> StageKind:
    """Return a stage by name, if a kind of output may have it.

    Raises:
        Problem: naming the stages that it may have.
    """
    if kind == "gesture":
        raise Problem(
            "gesture outputs have no stages: receivers compare their distances with thresholds, which holds"
            " only for distances as they are; its setting refractory keeps a gesture from coming twice"
        )
    found = STAGES.get(name)
    if found is not None and kind in found.kinds:
        return found
    known = suggest(name[:40], (stage.name for stage in stages_for(kind)))
    if found is None:
        raise Problem(f"no stage is called “{name[:40]}”; {known}")
    raise Problem(f"{name} is no stage for {kind} outputs; {known}")


def resolve_stage(choice: StageChoice, kind: Kind) -> dict[str, OptionValue]:
    """Return all options of a stage: the set ones, checked, and the defaults of the others.

    Raises:
        Problem: naming what is wrong, what is allowed and which names there are.
    """
    stage = stage_for(choice.name, kind)
    checked = check_options(stage.name, stage.by_name, choice.options)
    return {option.name: checked.get(option.name, option.default) for option in stage.options}


def read_stages(given: object, kind: Kind) -> tuple[StageChoice, ...]:
    """Read stages as a person or a program gives them, for a kind of output.

    Args:
        given: a list; each item is a text such as “one-euro:beta=0.3”, or {"name": …, "options": {…}}.

    Raises:
        Problem: naming what is wrong, what is allowed and which names there are.
    """
    if not isinstance(given, list):
        raise Problem(
            f'stages: expected a JSON list such as ["one-euro:beta=0.3", "quantise"], got {given!r:.60}'
        )
    if len(given) > MOST_STAGES:
        raise Problem(f"{len(given)} stages arrived; an output has at most {MOST_STAGES}")
    return tuple(_read_stage(one, kind) for one in given)


def _read_stage(one: object, kind: Kind) -> StageChoice:
    if isinstance(one, str):
        return parse_stage(one, kind)
    name = one.get("name") if isinstance(one, dict) else None
    options = one.get("options", {}) if isinstance(one, dict) else None
    if not isinstance(one, dict) or not isinstance(name, str) or not isinstance(options, dict):
        raise Problem(
            'a stage is a text such as "quantise:steps=12", or {"name": "quantise", "options": {"steps": 12}}'
            f"; got {one!r:.60}"
        )
    if unknown := sorted(map(str, set(one) - {"name", "options"})):
        raise Problem(f"a stage has a name and options, but “{unknown[0][:40]}” arrived as well")
    stage = stage_for(name, kind)
    return StageChoice(name, check_options(name, stage.by_name, options))


def parse_stage(text: str, kind: Kind) -> StageChoice:
    """Parse a stage written as “name” or “name:option=value,option=value”.

    Raises:
        Problem: naming what is wrong, what is allowed and which names there are.
    """
    name, _, rest = text.partition(":")
    stage = stage_for(name.strip(), kind)
    parts = [part for part in rest.split(",") if part.strip()]
    return StageChoice(stage.name, dict(parse_setting(stage.name, stage.by_name, part) for part in parts))


def in_words(stages: Sequence[StageChoice]) -> str:
    """Write stages as `parse_stage` reads them, separated by commas and spaces."""
    return ", ".join(
        stage.name
        + ("" if not stage.options else ":")
        + ",".join(f"{k}={v}" for k, v in stage.options.items())
        for stage in stages
    )
