"""An immutable view of the engine's state, which any thread may read; and events."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from wekipy.engine.recorder import Recorder
from wekipy.engine.remembered import Remembered
from wekipy.engine.shelf import Shelf
from wekipy.learning.evaluated import Evaluated
from wekipy.learning.model import Model
from wekipy.learning.verdict import Terms
from wekipy.project.examples import TakeData
from wekipy.project.history import Entry
from wekipy.project.schema import Plan, Project

Happening: TypeAlias = Literal[
    "opened", "recording", "take", "training", "trained", "cancelled", "evaluating", "evaluated", "running",
    "playing", "edited", "outputs", "notice",
]  # fmt: skip


@dataclass(frozen=True)
class Outlook:
    """What is known of a training before it begins.

    Attributes:
        seconds: how long it takes, about; None if nobody knows.
        text: how long it takes and what it leaves out, a line for the user; "" if it is short and leaves
            nothing out.
        by_output: seconds of a processor per uid, of the outputs that are known.
    """

    seconds: float | None
    text: str
    by_output: Mapping[str, float]


@dataclass(frozen=True)
class Training:
    """A training in progress.

    Attributes:
        number: identifies it, so that results of an earlier training can be ignored.
        started: seconds, by the engine's `monotonic`.
        asked: uids of the outputs to be trained.
        project: when the training began.
        progress: 0..1 per uid; 1 is finished. Outputs that do not tell how far they are are not in it.
        terms: on which new models take over; None if they do anyway.
        present: per uid, the models that answered when it began.
        outlook: what was known before it began; None until it is known.
        left: how many seconds it goes on, about; None if nobody knows.
    """

    number: int
    started: float
    asked: tuple[str, ...]
    project: Project
    progress: Mapping[str, float] = field(default_factory=dict)
    terms: Terms | None = None
    present: Mapping[str, Model] = field(default_factory=dict)
    outlook: Outlook | None = None
    left: float | None = None


@dataclass(frozen=True)
class Failure:
    """Why a training of an output failed.

    Attributes:
        text: a sentence.
        fingerprint: of the examples and settings that it failed with; the failure holds only for them.
    """

    text: str
    fingerprint: str


@dataclass(frozen=True)
class View:
    """The engine's whole state; mappings are replaced, never changed.

    Attributes:
        playing: number of the take that is being played.
        playing_map: whether places on the map stand in for the sensor.
        models: per uid, the answering model.
        shelves: per uid, the kept models.
        failures: per uid, why its last training failed.
        evaluating: progress 0..1 per uid.
        evaluations: per uid, the last one.
        undo, redo: name of the edit that the next undo or redo affects; "" for none.
        teaches: number of the gesture that the running or next take shows; 0 for idle movement; None if it
            stores the targets.
        remembered: cached results of earlier views of the same engine.
        reshaping: progress 0..1 of computing the features of takes; None when all are there.
        suggesting: progress 0..1 of trying what may help an output; None while nobody asked.
        calibrating: the block whose stages will learn from what the sensors send now; None for none.
        plan: of a flat view (`wekipy.engine.flat_view`): what its inputs are made of.
        real: of a flat view: the project as it is.
        others: of a flat view: the same for models with other plans.
    """

    project: Project
    data: Mapping[int, TakeData]
    models: Mapping[str, Model]
    shelves: Mapping[str, Shelf]
    failures: Mapping[str, Failure]
    running: bool
    recorder: Recorder | None
    playing: int | None
    playing_map: bool
    training: Training | None
    evaluating: Mapping[str, float]
    evaluations: Mapping[str, Evaluated]
    undo: str
    redo: str
    teaches: int | None = None
    remembered: Remembered = field(default_factory=Remembered, compare=False)
    reshaping: float | None = None
    suggesting: float | None = None
    calibrating: str | None = None
    plan: Plan | None = None
    real: Project | None = None
    others: Mapping[str, View] = field(default_factory=dict)


@dataclass(frozen=True)
class Event:
    """Something happened.

    Attributes:
        text: one line for the user; "" for none.
        edits: of the project since the last event, for the journal.
        fired: addresses of gestures that were recognised as a run ended.
    """

    kind: Happening
    text: str
    view: View
    edits: tuple[Entry, ...] = ()
    fired: tuple[str, ...] = ()
