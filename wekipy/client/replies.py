"""Replies that stay plain values: dictionaries whose keys have types, see docs/protocol.md."""

from __future__ import annotations

from typing import TypedDict

import numpy as np
import numpy.typing as npt

from wekipy.client.reply import Reply
from wekipy.client.state import Value

F64 = npt.NDArray[np.float64]
F32 = npt.NDArray[np.float32]
I32 = npt.NDArray[np.int32]


class Recorded(Reply, frozen=True):
    """A take that has ended: its number and how many examples it has."""

    number: int
    examples: int


class Values(TypedDict):
    """The latest values, and how many vectors arrived, were answered, and are in the take being recorded."""

    inputs: list[float]
    outputs: list[float]
    targets: list[float]
    arrived: int
    answered: int
    recorded: int


class HeardAddress(TypedDict):
    """An OSC address that has arrived lately; `use` is "inputs", "control", "refused" or "unknown"."""

    address: str
    arguments: int
    types: str
    rate: float
    count: int
    sender: str
    since: float
    values: list[float | str | None]
    use: str
    why: str


class SourceFigures(TypedDict):
    """What a source has sent; `since` is in seconds, None if nothing ever came."""

    name: str
    address: str
    inputs: int
    port: int | None
    open: bool
    count: int
    rate: float
    since: float | None
    sender: str
    silent: bool


class Line(TypedDict):
    """A line for people; its time in seconds since 1970."""

    number: int
    time: float
    kind: str
    text: str


class Listed(TypedDict):
    """A project beside the present one; `problem` is why it cannot be read, or ""."""

    name: str
    path: str
    changed: str
    problem: str
    inputs: int
    outputs: int
    takes: int
    examples: int
    open: bool


class ListedAsDeleted(TypedDict):
    """A deleted project beside the present one; `deleted` is when (ISO 8601)."""

    name: str
    path: str
    deleted: str


class Sibling(TypedDict):
    """An engine of its own for another project, and where it listens."""

    project: str
    port: int
    control_port: int


class Imported(TypedDict):
    """The new takes; sentences about what was taken over, and what was left out."""

    takes: list[int]
    taken: list[str]
    left: list[str]


class Tried(TypedDict):
    """A destination that a test message was sent to; `problem` is why it was not, or ""."""

    place: str
    address: str
    numbers: int
    problem: str


class KeptModel(TypedDict):
    """One of the kept models of an output, and its answer to the latest input vector.

    `rejected` is why it was not put in place; "" if it was.
    """

    number: int
    answers: bool
    value: float
    algorithm: str
    examples: int
    trained: str
    rejected: str


class ComparedInput(TypedDict):
    """An input in two takes: mean, least and most in both, and the overlap of their ranges."""

    mean: list[float]
    least: list[float]
    most: list[float]
    overlap: float


class Compared(TypedDict):
    """How alike two takes are."""

    distance: float
    overlap: float
    inputs: list[ComparedInput]


class TakeRows(TypedDict):
    """Rows of a take; `rows` is how many there are in all."""

    take: int
    rows: int
    row: I32
    time: F32
    inputs: F32
    outputs: list[int]
    targets: F32


class TablePage(TypedDict):
    """A page of a table of examples; `rows` is how many the whole table has."""

    rows: int
    first: int
    take: I32
    row: F64
    time: F64
    inputs: F32
    targets: F32


class OutputExamples(TypedDict):
    """What an output learns from; `examples` is how many there are in all."""

    output: int
    examples: int
    take: I32
    time: F64
    inputs: F64
    targets: F32


class SentMessage(TypedDict):
    """A further message that is sent beside the output message."""

    address: str
    values: list[float | None]


class SentTrigger(TypedDict):
    """The message of a recognised gesture: how often it was sent, and seconds since the last time."""

    address: str
    count: int
    since: float


class Sent(TypedDict):
    """What is sent, see docs/protocol.md; an infinite value is None."""

    address: str
    destinations: list[str]
    reached: list[str]
    values: list[float | None]
    count: int
    rate: float
    since: float | None
    dropped: int
    extras: list[SentMessage]
    triggers: list[SentTrigger]


class OptionRow(TypedDict):
    """An option of an algorithm; what does not apply is None or empty."""

    name: str
    type: str
    kinds: list[str]
    default: Value
    minimum: float | None
    maximum: float | None
    choices: list[Value]
    words: list[str]
    allowed: str
    sentence: str


class AlgorithmRow(TypedDict):
    """What can learn an output of one of its kinds."""

    name: str
    title: str
    sentence: str
    kinds: list[str]
    options: list[OptionRow]


class Curve(TypedDict):
    """A learned example of a gesture: the points of its inputs, over so many seconds."""

    seconds: float
    points: list[list[float]]


class GestureCurves(TypedDict):
    """The learned examples of a gesture; its distance must fall below `threshold` (0 is never)."""

    number: int
    name: str
    enabled: bool
    sensitivity: float
    correction: float
    learned: float
    threshold: float
    examples: list[Curve]


class Curves(TypedDict):
    """The learned examples of a gesture output; `inputs` are those shown, `period` seconds between frames."""

    inputs: list[int]
    period: float | None
    gestures: list[GestureCurves]
