"""The engine at one moment, as immutable data that any thread may look at; and what just happened to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from wekipy.engine.recorder import Recorder
from wekipy.engine.remembered import Remembered
from wekipy.engine.shelf import Shelf
from wekipy.learning.evaluated import Evaluated
from wekipy.learning.model import Model
from wekipy.project.examples import TakeData
from wekipy.project.history import Entry
from wekipy.project.schema import Project

Happening: TypeAlias = Literal[
    "opened", "recording", "take", "training", "trained", "cancelled", "evaluating", "evaluated", "running",
    "playing", "edited", "outputs", "notice",
]  # fmt: skip


@dataclass(frozen=True)
class Training:
    """A training under way.

    Attributes:
        number: of this training; results of an earlier one are told apart by it.
        started: seconds since 1970.
        asked: uids of the outputs to be trained.
        progress: 0..1 per uid that is being trained; 1 is finished.
    """

    number: int
    started: float
    asked: tuple[str, ...]
    progress: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class View:
    """The whole state; mappings are replaced, never changed.

    Attributes:
        playing: number of the take that is being played into the engine.
        models: per uid, the one that answers.
        shelves: per uid, the last models.
        failures: per uid, why its last training failed, in a sentence.
        evaluating: 0..1 per uid that is being evaluated.
        evaluations: the last one of each uid.
        undo, redo: what the next undo or redo would do; "" for nothing.
        remembered: what was found out about earlier views of the same engine.
    """

    project: Project
    data: Mapping[int, TakeData]
    models: Mapping[str, Model]
    shelves: Mapping[str, Shelf]
    failures: Mapping[str, str]
    running: bool
    recorder: Recorder | None
    playing: int | None
    training: Training | None
    evaluating: Mapping[str, float]
    evaluations: Mapping[str, Evaluated]
    undo: str
    redo: str
    remembered: Remembered = field(default_factory=Remembered, compare=False)


@dataclass(frozen=True)
class Event:
    """Something happened.

    Attributes:
        text: one line for people; "" when it is not worth one.
        edits: what was done to the project since the last event, for the journal.
    """

    kind: Happening
    text: str
    view: View
    edits: tuple[Entry, ...] = ()
