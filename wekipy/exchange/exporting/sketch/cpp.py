"""A score as a C++17 header."""

from __future__ import annotations

import re
from typing import Final

import numpy as np

from wekipy.exchange.exporting.sketch.literals import example, fill, number, numbers, plain, resource, wrapped
from wekipy.exchange.exporting.sketch.score import Part, Score
from wekipy.exchange.exporting.sketch.sheets import Figure, Figures

_INFINITY: Final = "wekipy::infinity"
_TAKEN: Final = ("std", "wekipy", "main", "data", "float", "double", "int", "class", "new", "auto", "union")


def as_cpp(score: Score, file: str) -> str:
    """The text of a header.

    Args:
        file: its name, for the comment that shows how to use it.
    """
    arrays: list[str] = []
    structs: list[str] = []
    for part in score.parts:
        name = f"output_{part.slot + 1}"
        structs += [
            f"// {score.answered_by(part)}",
            f"inline constexpr wekipy::{part.sheet.kind} {name}{_braced(part.sheet.figures, name, arrays)};",
            *_doubts(part, name, arrays),
        ]
    return "\n".join(
        [
            resource("runtime.hpp"),
            resource("gestures.hpp"),
            fill(
                "project.hpp",
                title=score.title,
                file=plain(file),
                space=space_of(score.title),
                example=example(len(score.inputs)),
                width_in=len(score.inputs),
                width_out=len(score.outputs),
                inputs=", ".join(score.inputs),
                outputs=", ".join(score.outputs),
                gestures=_gestures(score),
                spotters=len(score.gestures),
                data="\n".join([*arrays, "", *structs]),
                answers="\n".join(_answer(part) for part in score.parts),
                ticks="\n".join(_asked(score, "tick(seconds)")),
                ends="\n".join(_asked(score, "end_run()")),
                defaults=", ".join(number(value, _INFINITY) for value in score.defaults),
                state="\n".join(_state(score)),
            ),
        ]
    )


def space_of(title: str) -> str:
    """The namespace that a title makes."""
    name = re.sub(r"[^a-z0-9]+", "_", title.lower()).strip("_") or "piece"
    return f"piece_{name}" if name[0].isdigit() or name in _TAKEN else name


def _braced(figures: Figures, name: str, arrays: list[str]) -> str:
    texts = [_text(figure, f"{name}_{key}", arrays) for key, figure in figures.items()]
    return "{" + ", ".join(texts) + "}"


def _text(figure: Figure, name: str, arrays: list[str]) -> str:
    """The initialiser of a figure; an array is declared on the way."""
    if isinstance(figure, dict):
        return _braced(figure, name, arrays)
    if isinstance(figure, np.ndarray):
        if not figure.size:
            return "nullptr"
        kind = {"i": "int", "f": "float" if figure.dtype == np.float32 else "double"}[figure.dtype.kind]
        texts = numbers(figure, suffix="f", infinity=_INFINITY)
        arrays.append(f"inline constexpr {kind} {name}[] = {{\n{wrapped(texts, '    ')}}};")
        return name
    return str(figure) if isinstance(figure, int) else number(figure, _INFINITY)


def _doubts(part: Part, name: str, arrays: list[str]) -> list[str]:
    lines = []
    if part.labels is not None:
        lines.append(f"inline constexpr int {name}_labels[] = {{{', '.join(map(str, part.labels))}}};")
    if part.novelty is not None:
        figures = _braced(part.novelty, f"{name}_novelty", arrays)
        lines.append(f"inline constexpr wekipy::Novelty {name}_novelty{figures};")
    if part.thresholds is not None:
        texts = ", ".join(number(value) for value in part.thresholds)
        lines.append(f"inline constexpr wekipy::Thresholds {name}_thresholds{{{texts}}};")
    return lines


def _answer(part: Part) -> str:
    """The lines of `predict` that answer one output."""
    name, place = f"data::output_{part.slot + 1}", f"outputs_[{part.slot}]"
    if part.spotter is not None:
        step = f"spotter_{part.slot + 1}_.step(x, seconds, &{place})"
        return f"    recognised_[{part.spotter}] = {step};"
    if part.labels is None:
        integer = "true" if part.integer else "false"
        return (
            f"    {place} = wekipy::limited({name}.answer(x, room_), {place},"
            f" {number(part.low)}, {number(part.high)}, {integer});"
        )
    choose = f"{name}_labels[{name}.choose(x, shares_, room_)]"
    if part.thresholds is None:
        return f"    {place} = {choose};"
    novelty = f"{name}_novelty.of(x, room_)" if part.novelty is not None else "0.0"
    answer, confidence = f"answer_{part.slot + 1}", f"confidence_{part.slot + 1}"
    floor, power = map(number, part.calibration)
    return (
        f"    const double {answer} = {choose};\n"
        f"    const double {confidence} = wekipy::sure(shares_, {len(part.labels)}, {floor}, {power});\n"
        f"    {place} = nothing_{part.slot + 1}_.apply({name}_thresholds, {answer}, {confidence},\n"
        f"        {novelty}, seconds);"
    )


def _state(score: Score) -> list[str]:
    parts = [part for part in score.parts if part.spotter is None]
    rooms = [f"data::output_{part.slot + 1}.room()" for part in parts]
    rooms += [f"data::output_{part.slot + 1}_novelty.room()" for part in parts if part.novelty is not None]
    lines = [f"  double room_[wekipy::most({{{', '.join(rooms)}}})] = {{}};"] if rooms else []
    columns = [len(part.labels) for part in parts if part.labels is not None]
    if columns:
        lines.append(f"  double shares_[{max(columns)}] = {{}};")
    lines += [f"  wekipy::Nothing nothing_{part.slot + 1}_;" for part in parts if part.thresholds is not None]
    return lines + [f"  wekipy::Spotter<data::{name}> {spotter};" for name, spotter, _ in _spotters(score)]


def _spotters(score: Score) -> list[tuple[str, str, int]]:
    """The names of the figures and of the spotter of each output that spots gestures, and its place."""
    return [
        (f"output_{part.slot + 1}", f"spotter_{part.slot + 1}_", part.spotter)
        for part in score.parts
        if part.spotter is not None
    ]


def _asked(score: Score, question: str) -> list[str]:
    return [f"    recognised_[{place}] = {spotter}.{question};" for _, spotter, place in _spotters(score)]


def _gestures(score: Score) -> str:
    """Lines of a comment: what the numbers of gestures mean."""
    lines = []
    for place, names in enumerate(score.gestures):
        numbered = ", ".join(f"{n} {name}" for n, name in enumerate(names, 1))
        lines.append(f"// Gestures, recognised()[{place}]: {numbered}\n")
    return "".join(lines)
