"""A score as a header for C++11 and later."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePath
from typing import Final

import numpy as np

from wekipy.exchange.exporting.sketch.chain import FeatureChain, Step
from wekipy.exchange.exporting.sketch.cpp_chain import chain_members, compute_features
from wekipy.exchange.exporting.sketch.literals import example, fill, number, numbers, plain, resource, wrapped
from wekipy.exchange.exporting.sketch.score import Part, Score
from wekipy.exchange.exporting.sketch.sheets import Figure, Figures

_INFINITY: Final = "wekipy::infinity"
_KEYWORDS: Final = """
    alignas alignof and and_eq asm auto bitand bitor bool break case catch char char8_t char16_t
    char32_t class compl concept const const_cast consteval constexpr constinit continue co_await
    co_return co_yield decltype default delete do double dynamic_cast else enum explicit export extern
    false float for friend goto if inline int long mutable namespace new noexcept not not_eq nullptr
    operator or or_eq private protected public register reinterpret_cast requires return short signed
    sizeof static static_assert static_cast struct switch template this thread_local throw true try
    typedef typeid typename union unsigned using virtual void volatile wchar_t while xor xor_eq
"""
# Functions of C, of the system and of Arduino, whose headers a sketch may include; and names of ours.
_FUNCTIONS: Final = """
    abort abs accept acos alarm asin assert atan atof atoi bind bit byte calloc ceil clock close connect
    cos daylight delay delete difftime div double environ erf errno exit exp fabs fill floor fmod free
    gamma getc getenv getline hypot index interrupts isnan j0 j1 jn kill label link linux listen log
    log2 loop malloc map main max memchr min mktime modf nan nice noise open pause pipe pow printf putc
    puts qsort raise rand random read realloc remove rename rewind rint round scanf select send setup
    shutdown signal sin sleep sqrt srand std stderr stdin stdout strlen sync system tan tgamma time
    timezone tone trunc ungetc unix unlink usleep wait wekipy word write y0 y1 yn
"""
_TAKEN: Final = frozenset(_KEYWORDS.split()) | frozenset(_FUNCTIONS.split())


def as_cpp(score: Score, file: str) -> str:
    """The text of a header.

    Args:
        file: its name, which makes the namespace.
    """
    figures = _FigureText()
    for part in score.parts:
        name = f"output_{part.slot + 1}"
        figures.lines.append(f"  // {score.answered_by(part)}")
        figures.add(f"wekipy::{part.sheet.kind}", name, figures.braced(part.sheet.figures, name))
        _add_doubts(part, name, figures)
        _add_steps(part.after, f"{name}_after", figures)
    for n, chain in enumerate(score.chains, 1):
        _add_chain(chain, f"features_{n}", figures)
    return "\n".join(
        [
            resource("runtime.hpp"),
            resource("gestures.hpp"),
            resource("chain.hpp"),
            resource("formulas.hpp"),
            fill(
                "project.hpp",
                title=score.title,
                file=plain(file),
                space=space_of(PurePath(file).stem),
                example=example(len(score.inputs)),
                width_in=len(score.inputs),
                width_out=len(score.outputs),
                inputs=", ".join(score.inputs),
                outputs=", ".join(score.outputs),
                gestures=_gestures(score),
                spotters=len(score.gestures),
                data="\n".join([*figures.arrays, "", *figures.lines]),
                definitions="\n".join(figures.definitions),
                entrance=_entrance(score),
                features=compute_features(score),
                answers="\n".join(_answer(part, score.chain_of(part)) for part in score.parts),
                ticks="\n".join(_asked(score, "tick(seconds)")),
                ends="\n".join([*_asked(score, "end_run()"), *_forgetting(score)]),
                defaults=", ".join(number(value, _INFINITY) for value in score.defaults),
                state="\n".join([*_state(score), *chain_members(score)]),
            ),
        ]
    )


def space_of(stem: str) -> str:
    """The namespace for a file of that name (without its suffix)."""
    name = re.sub(r"[^a-z0-9]+", "_", stem.lower()).strip("_") or "piece"
    return f"piece_{name}" if name[0].isdigit() or name in _TAKEN else name


class _FigureText:
    """The members of the struct of figures, as text.

    Attributes:
        arrays, lines: their declarations; arrays come before what points to them.
        definitions: of the same, which C++ needed before it was C++17.
    """

    def __init__(self) -> None:
        self.arrays: list[str] = []
        self.lines: list[str] = []
        self.definitions: list[str] = []

    def add(self, kind: str, name: str, text: str) -> None:
        """Declare a member of a type, with its initialiser in braces."""
        self.lines.append(f"  static constexpr {kind} {name}{text};")
        self.definitions.append(f"template <class Unused> constexpr {kind} Figures<Unused>::{name};")

    def add_array(self, kind: str, name: str, texts: Sequence[str]) -> None:
        """Declare a member that is an array."""
        self.arrays.append(f"  static constexpr {kind} {name}[] = {{\n{wrapped(texts, '    ')}}};")
        self.definitions.append(f"template <class Unused> constexpr {kind} Figures<Unused>::{name}[];")

    def braced(self, figures: Figures, name: str) -> str:
        """Return the initialiser of a struct; its arrays are declared on the way."""
        texts = [self._text(figure, f"{name}_{key}") for key, figure in figures.items()]
        return "{" + ", ".join(texts) + "}"

    def _text(self, figure: Figure, name: str) -> str:
        if isinstance(figure, dict):
            return self.braced(figure, name)
        if isinstance(figure, np.ndarray):
            if not figure.size:
                return "nullptr"
            kind = {"i": "int", "f": "float" if figure.dtype == np.float32 else "double"}[figure.dtype.kind]
            self.add_array(kind, name, numbers(figure, suffix="f", infinity=_INFINITY))
            return name
        return str(figure) if isinstance(figure, int) else number(figure, _INFINITY)


def _add_doubts(part: Part, name: str, figures: _FigureText) -> None:
    """Declare labels, novelty and thresholds of an output with classes."""
    if part.labels is not None:
        figures.add_array("int", f"{name}_labels", list(map(str, part.labels)))
    if part.novelty is not None:
        novelty = f"{name}_novelty"
        figures.add("wekipy::Novelty", novelty, figures.braced(part.novelty, novelty))
    if part.thresholds is not None:
        texts = ", ".join(number(value) for value in part.thresholds)
        figures.add("wekipy::Thresholds", f"{name}_thresholds", f"{{{texts}}}")


def _add_steps(steps: Sequence[Step], name: str, figures: _FigureText) -> None:
    """Declare stages: name_1, name_2 and so on."""
    for n, step in enumerate(steps, 1):
        kind, own = f"wekipy::stages::{step.sheet.kind}", step.sheet.figures
        if step.beside:
            kind, own = f"wekipy::stages::Beside<{kind}>", {"stage": own, "count": step.beside}
        figures.add(kind, f"{name}_{n}", figures.braced(own, f"{name}_{n}"))


def _add_chain(chain: FeatureChain, name: str, figures: _FigureText) -> None:
    """Declare blocks of stages, and the inputs of each: name_1, name_1_1, name_1_2 and so on."""
    for n, block in enumerate(chain.blocks, 1):
        figures.add_array("int", f"{name}_{n}", list(map(str, block.inputs)))
        _add_steps(block.steps, f"{name}_{n}", figures)


def _entrance(score: Score) -> str:
    """The lines that name the inputs x, less what recentring takes away from them."""
    if not score.shifts:
        return "    const double* x = inputs.data();"
    shifts = ", ".join(number(shift) for shift in score.shifts)
    return (
        f"    static const double shifts[] = {{{shifts}}};\n"
        "    Inputs centred = inputs;\n"
        "    for (wekipy::Size i = 0; i < centred.size(); ++i) centred[i] -= shifts[i];\n"
        "    const double* x = centred.data();"
    )


def _answer(part: Part, chain: int | None) -> str:
    """The lines of `predict` that answer one output."""
    name, place = f"data::output_{part.slot + 1}", f"outputs_[{part.slot}]"
    room, heed = _room(part), ""
    if part.sheet.remembers:
        heed = f"    {name}.reservoir.heed({room}, seconds);\n"
    x = "x" if chain is None else f"features_{chain + 1}_"
    if part.spotter is not None:
        step = f"spotter_{part.slot + 1}_.step({x}, seconds, &{place})"
        return f"    recognised_[{part.spotter}] = {step};"
    if part.labels is None:
        integer = "true" if part.integer else "false"
        return (
            f"{heed}    {place} = wekipy::limited({_shaped(part, f'{name}.answer({x}, {room})')}, {place},"
            f" {number(part.low)}, {number(part.high)}, {integer});"
        )
    choose = f"{name}_labels[{name}.choose({x}, shares_, {room})]"
    if part.thresholds is None:
        return f"{heed}    {place} = {_shaped(part, choose)};"
    novelty = f"{name}_novelty.of({x}, room_)" if part.novelty is not None else "0.0"
    answer, confidence = f"answer_{part.slot + 1}", f"confidence_{part.slot + 1}"
    floor, power = map(number, part.calibration)
    told = f"{name}_thresholds, {answer}, {confidence},\n        {novelty}, seconds"
    applied = f"nothing_{part.slot + 1}_.apply({told})"
    return (
        f"{heed}    const double {answer} = {choose};\n"
        f"    const double {confidence} = wekipy::sure(shares_, {len(part.labels)}, {floor}, {power});\n"
        f"    {place} = {_shaped(part, applied)};"
    )


def _room(part: Part) -> str:
    return f"echo_{part.slot + 1}_" if part.sheet.remembers else "room_"


def _shaped(part: Part, answer: str) -> str:
    """What the stages after the model make of an answer."""
    return f"after_{part.slot + 1}({answer}, now)" if part.after else answer


def _state(score: Score) -> list[str]:
    parts = [part for part in score.parts if part.spotter is None]
    rooms = [f"data::output_{part.slot + 1}.room()" for part in parts if not part.sheet.remembers]
    rooms += [f"data::output_{part.slot + 1}_novelty.room()" for part in parts if part.novelty is not None]
    lines = [
        "  static constexpr wekipy::Size rooms_[] = {" + ", ".join(rooms) + "};",
        f"  double room_[wekipy::most(rooms_, {len(rooms)})] = {{}};",
    ]
    lines = lines if rooms else []
    lines += [
        f"  double {_room(part)}[data::output_{part.slot + 1}.room()] = {{}};"
        for part in parts
        if part.sheet.remembers
    ]
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


def _forgetting(score: Score) -> list[str]:
    """The lines that make all forget what remember."""
    return [
        f"    data::output_{part.slot + 1}.reservoir.forget({_room(part)});"
        for part in score.parts
        if part.sheet.remembers
    ]


def _gestures(score: Score) -> str:
    """Lines of a comment: what the numbers of gestures mean."""
    lines = []
    for place, names in enumerate(score.gestures):
        numbered = ", ".join(f"{n} {name}" for n, name in enumerate(names, 1))
        lines.append(f"// Gestures, recognised()[{place}]: {numbered}\n")
    return "".join(lines)
