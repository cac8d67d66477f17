"""The columns of the table: how their numbers are written, and read from what a person types."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from wekipy.client.state import Output, State
from wekipy.gui.takes.labels import class_words
from wekipy.gui.translation import tr
from wekipy.project.problem import Problem

Kind: TypeAlias = Literal["time", "input", "continuous", "classification", "gesture"]
_MOST = 3.4e38  # what a float32 can carry


@dataclass(frozen=True)
class Column:
    """One column of the table.

    Attributes:
        number: as in `Client.edit_examples`: of an input, of an output with a minus, 0 for the time.
        name: of the input or output.
        words_of: by class or gesture, from 0, what it is called.
        least: the lowest class.
        range: of a number with hard limits.
        whole: only whole numbers can be targets.
    """

    number: int
    name: str
    kind: Kind = "input"
    words_of: tuple[str, ...] = ()
    least: int = 0
    range: tuple[float, float] | None = None
    whole: bool = False

    @property
    def named(self) -> bool:
        """Whether its numbers stand for classes or gestures."""
        return self.kind in ("classification", "gesture")

    @property
    def fixed(self) -> str:
        """Why its numbers cannot be edited, a sentence; "" if they can."""
        if self.kind == "time":
            return tr("The time of an example cannot be changed.")
        if self.kind == "gesture":
            return tr("A take shows one gesture from beginning to end: change it in the panel Takes.")
        return ""

    @property
    def choices(self) -> tuple[str, ...]:
        """What can be typed, where that is a few words."""
        return self.words_of[self.least :] if self.named else ()

    def words(self, value: float) -> str:
        """A number as the table shows it, rounded: a class by its name; "" for none."""
        if math.isnan(value):
            return ""
        if self.named:
            at = round(value)
            return self.words_of[at] if 0 <= at < len(self.words_of) else str(at)
        return f"{value:.3f}" if self.kind == "time" else f"{value + 0.0:.6g}"  # -0 is 0

    def whole_words(self, value: float) -> str:
        """The same with all digits, to be edited."""
        return self.words(value) if self.named else self.plain(value)

    def plain(self, value: float) -> str:
        """A number as a spreadsheet takes it: a class as its number; "" for none."""
        if math.isnan(value):
            return ""
        return f"{value:.6f}" if self.kind == "time" else _short(value)

    def read(self, text: str) -> float:
        """The number that a person means to be there; NaN takes a target away.

        Raises:
            Problem: a sentence, if it is none, or cannot be there.
        """
        if self.fixed:
            raise Problem(self.fixed)
        if not text.strip() and self.kind != "input":
            return math.nan
        value = self.sought(text)
        if self.range is not None and not self.range[0] <= value <= self.range[1]:
            low, high = (f"{end:g}" for end in self.range)
            words = tr("{name}: {text} is not from {low} to {high}")
            raise Problem(words.format(name=self.name, text=text.strip(), low=low, high=high))
        if self.whole and value != round(value):
            raise Problem(tr("{name}: {text} is no whole number").format(name=self.name, text=text.strip()))
        return value

    def sought(self, text: str) -> float:
        """The number that a person looks for.

        Raises:
            Problem: a sentence, if it is none.
        """
        meant = text.strip()
        return float(self._class(meant)) if self.named else _number(self.name, meant)

    def _class(self, text: str) -> int:
        for number, words in enumerate(self.words_of):
            if number >= self.least and text.casefold() == words.casefold():
                return number
        try:
            value = _number(self.name, text)
        except Problem:
            value = math.nan
        most = len(self.words_of) - 1
        if not (self.least <= value <= most and value == round(value)):
            words = tr("{name}: “{text}” is none of its names, nor a number from {low} to {high}")
            raise Problem(words.format(name=self.name, text=text[:40], low=self.least, high=most))
        return round(value)


def _short(value: float) -> str:
    return str(np.float32(value + 0.0)).removesuffix(".0")  # -0 is 0


def _number(name: str, text: str) -> float:
    # Spreadsheets in many languages write 0,5.
    plain = text.replace(",", ".") if text.count(",") == 1 and "." not in text else text
    plain = plain.replace("\N{MINUS SIGN}", "-")
    try:
        value = float(plain)
    except ValueError:
        value = math.nan
    if "_" in plain or not abs(value) <= _MOST:
        raise Problem(tr("{name}: “{text}” is no number").format(name=name, text=text[:40]))
    return value


def columns_of(state: State) -> tuple[Column, ...]:
    """The columns for a project: the time, all inputs, all outputs."""
    inputs = (Column(number, name) for number, name in enumerate(state.inputs, 1))
    return (Column(0, tr("time"), "time"), *inputs, *map(_of_output, state.outputs))


def _of_output(output: Output) -> Column:
    number, name = -output.number, output.name
    if output.kind == "gesture":
        gestures = (gesture.name for gesture in output.gestures)
        return Column(number, name, "gesture", (tr("idle movement"), *gestures))
    if output.kind == "classification":
        words = tuple(class_words(output, n) for n in range(output.classes + 1))
        return Column(number, name, "classification", words, 0 if output.nothing else 1)
    hard = (output.minimum, output.maximum) if output.limits == "hard" else None
    return Column(number, name, "continuous", range=hard, whole=output.integer)


def value_columns(columns: Sequence[Column]) -> list[Column]:
    """The columns of targets that are numbers or classes."""
    return [column for column in columns if column.kind in ("continuous", "classification")]
