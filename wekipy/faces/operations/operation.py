"""The type of an operation, and what all groups share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from wekipy.engine.engine import Engine
from wekipy.faces.arguments import Argument

T = TypeVar("T")


class HasEngine(Protocol):
    """What every group of operations needs."""

    @property
    def engine(self) -> Engine:
        """The engine; use it only in its own thread."""


class AsksEngine(HasEngine, Protocol):
    """An engine, for operations that run in another thread and commit in the engine's."""

    def ask_engine(self, work: Callable[[], T]) -> T:
        """Run a function in the engine's thread and wait for its result."""


@dataclass(frozen=True)
class Operation:
    """An operation of the control protocol.

    Attributes:
        name: `/wekipy/<name>` on the wire, and the method of the client.
        does: one sentence for the documentation.
        call: performs it, given its group and the arguments; its result is replied as JSON.
        aside: whether it may take a while (files) and runs outside the engine's thread.
        slow: whether it may take minutes, so that later operations do not wait for it.
        looks: whether it only reads the engine's view. It then also runs outside the engine's thread, after
            everything requested before it.
        group: its module, and its attribute of `Machine`.
    """

    name: str
    does: str
    call: Callable[..., Any]
    arguments: tuple[Argument, ...] = field(default=())
    aside: bool = False
    slow: bool = False
    looks: bool = False
    group: str = ""


OUTPUT = Argument("output", "int", "number of the output, from 1")
OUTPUTS = Argument("outputs", "int", "numbers of outputs, from 1", many=True, once=True)
TAKE = Argument("take", "int", "its number")
TAKES = Argument("takes", "int", "their numbers", many=True)
VALUES = Argument("values", "float", "one per output that is no gesture output", many=True)
GESTURE = Argument("gesture", "int", "number of the gesture, from 1, through all gesture outputs")
GESTURES = Argument("gestures", "int", "numbers of gestures, from 1", many=True, once=True)


def edit(m: HasEngine, label: str, change: Callable[..., Any], *args: Any) -> None:
    """Apply a function of `wekipy.project.editing` to the project, undoable under that label."""
    m.engine.edit(label, change(m.engine.project, *args))
