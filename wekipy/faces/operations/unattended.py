"""Running without supervision."""

from __future__ import annotations

from typing import Any, Protocol

from wekipy.faces.arguments import Argument
from wekipy.faces.operations.operation import HasEngine, Operation, edit
from wekipy.project import silence


class Unattended(HasEngine, Protocol):
    """What these operations need; the table below says what each does."""

    def accept_inputs_from_network(self, on: bool) -> None: ...
    def health(self) -> dict[str, Any]: ...


def _on_silence(m: Unattended, action: str, seconds: float, fade: float) -> None:
    edit(m, f"on silence: {action}", silence.on_silence, action, seconds, fade)


def _set_rest_values(m: Unattended, values: list[float]) -> None:
    edit(m, "values of rest", silence.set_rest_values, values)


OPERATIONS: tuple[Operation, ...] = (
    Operation(
        "accept_inputs_from_network",
        "Let inputs from other machines in, or only those from this one; for as long as this engine runs (the"
        " project does not remember it).",
        lambda m, on: m.accept_inputs_from_network(on),
        (Argument("on", "bool", "on or off"),),
    ),
    Operation(
        "on_silence",
        "Choose what happens when no inputs have come for a while: off (nothing), hold (the last values are"
        " sent again, ten times a second), fade (they go to those of rest), stop (nothing is sent). But for"
        " off, the destinations are told: `/wekipy/status/silence` 1 when it begins, 0 when inputs are back.",
        _on_silence,
        (
            Argument("action", "string", "off, hold, fade or stop"),
            Argument("seconds", "float", "without inputs after which it happens", default=5.0),
            Argument("fade", "float", "seconds from the last values to those of rest", default=2.0),
        ),
    ),
    Operation(
        "set_rest_values",
        "Choose the values that outputs go to when the inputs have stopped; before, they are the defaults.",
        _set_rest_values,
        (Argument("values", "float", "one per output that is no gesture output", many=True),),
    ),
    Operation(
        "health",
        "How the engine is: uptime, packets arrived, answered, passed_over, refused and dropped, control"
        " connections turned_away, rate, answer times,"
        " memory, free disk, trouble with saving, restarts, silence, inputs that are stuck or drift,"
        " and outputs that answer nothing because of that.",
        lambda m: m.health(),
        aside=True,
    ),
)
