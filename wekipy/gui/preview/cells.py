"""What the preview says of each output: pure, from the state and the latest values."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from wekipy.client import Live
from wekipy.client.state import Output, State
from wekipy.gui.wording.output_words import class_words, words_of

_STEPS = 100  # of a level: what moves less is not drawn again


@dataclass(frozen=True)
class Cell:
    """One output.

    Attributes:
        name: of the output.
        words: its answer; "–" where there is none.
        level: its place in its range, 0 to 1, in hundredths; NaN for what has none.
        colour: number of the class that is answered; None for numbers.
    """

    name: str
    words: str = "–"
    level: float = math.nan
    colour: int | None = None


def cells_of(state: State, live: Live, silent: bool, fired: Mapping[str, int]) -> tuple[Cell, ...]:
    """A cell for each output; answers to inputs that no longer arrive are none.

    Args:
        fired: the gesture that was recognised just now, from 1, by uid of the output.
    """
    return tuple(_cell(output, state, live, silent, fired.get(output.uid, 0)) for output in state.outputs)


def _cell(output: Output, state: State, live: Live, silent: bool, gesture: int) -> Cell:
    answers = state.running and output.run and output.model.number > 0 and not silent
    known = output.first + output.width <= len(live.outputs)
    if not (answers and known):
        return Cell(output.name)
    if output.kind == "gesture":
        return (
            Cell(output.name, output.gestures[gesture - 1].name, colour=gesture)
            if gesture
            else Cell(output.name)
        )
    value = float(live.outputs[output.first])
    if output.kind == "classification":
        return Cell(output.name, class_words(output, round(value)), colour=round(value))
    span = output.maximum - output.minimum
    level = (value - output.minimum) / span if span > 0 else math.nan
    level = round(min(max(level, 0.0), 1.0) * _STEPS) / _STEPS
    return Cell(output.name, words_of(output, value), level)
