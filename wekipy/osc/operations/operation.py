"""What an operation is, and what all groups of them use."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

import msgspec

from wekipy.engine.engine import Engine
from wekipy.osc.arguments import Argument

T = TypeVar("T")


class Machine(Protocol):
    """An engine and what surrounds it: files, sockets, the way to end it."""

    @property
    def engine(self) -> Engine:
        """The live machine; only touched from its own thread."""

    def state(self) -> dict[str, Any]: ...
    def heard(self) -> list[dict[str, Any]]: ...
    def sent(self) -> dict[str, Any]: ...
    def messages(self, since: int) -> list[dict[str, Any]]: ...
    def ask_engine(self, work: Callable[[], T]) -> T: ...
    def take_inputs(self, values: list[float]) -> list[float]: ...
    def feed_file(self, path: str) -> int: ...
    def load_model(self, output: int, path: str, with_data: bool) -> None: ...
    def save_model(self, output: int, path: str) -> str: ...
    def copy_takes(self, path: str, numbers: list[int]) -> list[int]: ...
    def play_take(self, number: int) -> float: ...
    def stop_playing(self) -> None: ...
    def open_project(self, path: str, run: bool) -> str: ...
    def new_project(self, name: str, inputs: int, outputs: str, input_address: str) -> str: ...
    def copy_project(self, name: str) -> str: ...
    def projects(self) -> list[dict[str, Any]]: ...
    def save(self) -> str: ...
    def evaluate(self, outputs: list[int]) -> list[msgspec.Raw]: ...
    def embed(self, method: str) -> dict[str, Any]: ...
    def cancel_evaluation(self) -> None: ...
    def health(self) -> dict[str, Any]: ...
    def accept_inputs_from_network(self, on: bool) -> None: ...
    def shut_down(self) -> None: ...


@dataclass(frozen=True)
class Operation:
    """One thing that can be done.

    Attributes:
        name: `/wekipy/<name>` on the wire, and the method of the client.
        does: one sentence for the document.
        call: does it; what it returns is sent back as JSON.
        aside: it may take a while (files), so it is not called in the engine's thread.
        looks: it does nothing but look at the engine's view, so it need not be called there either: for
            whoever is connected, it is once all that came before is done.
    """

    name: str
    does: str
    call: Callable[..., Any]
    arguments: tuple[Argument, ...] = field(default=())
    aside: bool = False
    looks: bool = False


OUTPUT = Argument("output", "int", "number of the output, from 1")
OUTPUTS = Argument("outputs", "int", "numbers of outputs, from 1", many=True)
TAKE = Argument("take", "int", "its number")
TAKES = Argument("takes", "int", "their numbers", many=True)
VALUES = Argument("values", "float", "one per output that is no gesture output", many=True)
GESTURE = Argument("gesture", "int", "number of the gesture, from 1, through all gesture outputs")
GESTURES = Argument("gestures", "int", "numbers of gestures, from 1", many=True)


def edit(m: Machine, label: str, change: Callable[..., Any], *args: Any) -> None:
    """Change the project by a function of `wekipy.project.editing`, undoable under that label."""
    m.engine.edit(label, change(m.engine.project, *args))
