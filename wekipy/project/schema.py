"""The project: inputs, outputs and takes as frozen data; every edit makes a new one (see `editing`).

Frozen values make undo a list of earlier projects, and let the engine, the disk thread and the training
workers look at one project without a lock.
"""

from __future__ import annotations

from itertools import accumulate
from typing import Annotated, Final, Literal, TypeAlias

import msgspec

from wekipy.project.problem import Problem

FORMAT: Final = 1
MOST_INPUTS = 16_384  # a datagram of 65,507 bytes cannot carry more floats
MOST_OUTPUTS = 1_024
MOST_CLASSES = 1_000
MOST_GESTURES = 1_000
MOST_NUMBERS = 8_192  # of all outputs together; a datagram must carry them

Name = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
LARGEST_NUMBER: Final = 3.4e38  # what a float32 on the wire can carry
Number = Annotated[float, msgspec.Meta(ge=-LARGEST_NUMBER, le=LARGEST_NUMBER)]
Share = Annotated[float, msgspec.Meta(ge=0.0, le=1.0)]
Port = Annotated[int, msgspec.Meta(ge=1, le=65_535)]
Address = Annotated[str, msgspec.Meta(pattern=r"^/[!-~]*$", max_length=200)]
OptionValue: TypeAlias = float | int | str | bool


class Input(msgspec.Struct, frozen=True):
    """One number of the input vector."""

    name: Name


class AlgorithmChoice(msgspec.Struct, frozen=True):
    """Which algorithm learns an output, and the options that differ from its defaults.

    Names, ranges and defaults are in `wekipy.learning.algorithms`.
    """

    name: Name
    options: dict[str, OptionValue] = {}


class OutputBase(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind"):
    """What every kind of output has.

    Attributes:
        uid: never changes and is never used again in a project ("o1"); examples and models refer to it.
        inputs: the connection: 0-based indexes of the inputs that feed it, rising; None is all of them.
        record: whether takes store a target for it.
        run: whether its model answers while running.
    """

    uid: Name
    name: Name
    algorithm: AlgorithmChoice
    inputs: tuple[Annotated[int, msgspec.Meta(ge=0, lt=MOST_INPUTS)], ...] | None = None
    record: bool = True
    run: bool = True

    @property
    def width(self) -> int:
        """How many numbers of the output message are its own."""
        return 1


class ValueOutput(OutputBase, frozen=True, kw_only=True):
    """An output that is one number, and has targets.

    Attributes:
        send_novelty: send `/<name>/novelty` after each answer: 0 right among the examples, 0.5 at the border
            of what was demonstrated, towards 1 beyond.
    """

    send_novelty: bool = False


class ContinuousOutput(ValueOutput, frozen=True, kw_only=True, tag="continuous"):
    """A number. Soft limits describe the usual range; hard limits clip to it."""

    minimum: Number = 0.0
    maximum: Number = 1.0
    integer: bool = False
    limits: Literal["soft", "hard"] = "soft"

    @property
    def default(self) -> float:
        """The value before anyone has set or predicted one."""
        return self.minimum

    def accepts(self, value: float) -> bool:
        """Whether a target is legal: within hard limits, and whole where the output is an integer."""
        if self.limits == "hard" and not self.minimum <= value <= self.maximum:
            return False
        return not self.integer or value == round(value)


class ClassificationOutput(ValueOutput, frozen=True, kw_only=True, tag="classification"):
    """One of the classes 1..classes, sent as a float.

    Attributes:
        send_distribution: send `/<name>` with the probability of each class after each answer.
        send_confidence: send `/<name>/confidence`, 0..1, after each answer.
        nothing: answer 0 when the input is like none of the demonstrations, or none of the classes is likely.
        sensitivity: how readily it answers: 0 only to the examples themselves, 0.5 as the examples propose, 1
            always.
        thresholds: most novelty and least confidence of an answer, in place of what the examples propose.
        class_names: of the first classes, for people; "" for one without a name.
    """

    classes: Annotated[int, msgspec.Meta(ge=1, le=MOST_CLASSES)] = 5
    send_distribution: bool = False
    send_confidence: bool = False
    nothing: bool = False
    sensitivity: Share = 0.5
    thresholds: tuple[Share, Share] | None = None
    class_names: Annotated[
        tuple[Annotated[str, msgspec.Meta(max_length=200)], ...], msgspec.Meta(max_length=MOST_CLASSES)
    ] = ()

    @property
    def default(self) -> float:
        """The class before anyone has set or predicted one."""
        return 1.0

    def accepts(self, value: float) -> bool:
        """Whether a target is legal: a whole number from 1 to the number of classes.

        0 is legal, too, where the output can answer nothing: an example of what is none of the classes.
        """
        return value == round(value) and (0 if self.nothing else 1) <= value <= self.classes


class Gesture(msgspec.Struct, frozen=True):
    """One gesture of a gesture output.

    Attributes:
        address: of the message without arguments that is sent when it is recognised.
        sensitivity: how readily it is recognised: 0 halves its threshold, 0.5 is as learned, 1 doubles it.
        correction: what "that was wrong" and "you missed one" have made of its learned threshold, a factor.
    """

    name: Name
    address: Address
    enabled: bool = True
    sensitivity: Share = 0.5
    correction: Annotated[float, msgspec.Meta(ge=0.1, le=10.0)] = 1.0


class GestureOutput(OutputBase, frozen=True, kw_only=True, tag="gesture"):
    """Gestures spotted in the stream: one distance for each in the output message, and messages of their own.

    Attributes:
        sensitivity: of all its gestures together, as that of one.
        refractory: seconds after a recognised gesture in which none is recognised.
        early: recognise a gesture as soon as no other can win, before it has ended.
        once_per_run: recognise one gesture from the start of running to its end, and tell it then.
        send_following: send `<address>/progress`, `/speed` and `/match` while a gesture is under way.
        slowest, fastest: speeds that count, relative to the example.
        offset: only the movement counts, wherever it is made.
        scale: a gesture may be made from half to twice as large.
    """

    gestures: Annotated[tuple[Gesture, ...], msgspec.Meta(min_length=1, max_length=MOST_GESTURES)]
    sensitivity: Share = 0.5
    refractory: Annotated[float, msgspec.Meta(ge=0.0, le=60.0)] = 0.2
    early: bool = False
    once_per_run: bool = False
    send_following: bool = False
    slowest: Annotated[float, msgspec.Meta(ge=0.1, le=1.0)] = 0.5
    fastest: Annotated[float, msgspec.Meta(ge=1.0, le=10.0)] = 2.0
    offset: bool = False
    scale: bool = False

    @property
    def width(self) -> int:
        """How many numbers of the output message are its own: a distance for each gesture."""
        return len(self.gestures)

    @property
    def default(self) -> float:
        """The distance of a gesture before anyone has performed it."""
        return float("inf")


Output: TypeAlias = ContinuousOutput | ClassificationOutput | GestureOutput

Kind: TypeAlias = Literal["continuous", "classification", "gesture"]
DEFAULT_ALGORITHM: dict[Kind, str] = {
    "continuous": "neural-network",
    "classification": "knn",
    "gesture": "dtw",
}


def kind_of(output: Output) -> Kind:
    """The kind of an output, as written in project.json."""
    if isinstance(output, GestureOutput):
        return "gesture"
    return "classification" if isinstance(output, ClassificationOutput) else "continuous"


Row = Annotated[int, msgspec.Meta(ge=0)]
Seconds = Annotated[float, msgspec.Meta(ge=0.0)]


class Trim(msgspec.Struct, frozen=True):
    """The part of a take that is used; its file stays whole.

    Attributes:
        first, last: the rows at its ends, from 0.
        start, end: their times, seconds from the beginning of the whole take.
    """

    first: Row
    last: Row
    start: Seconds = 0.0
    end: Seconds = 0.0


class Take(msgspec.Struct, frozen=True):
    """The examples of one press of record, as the project sees them (the numbers are in their own file).

    What is measured (`examples`, `counts`, `seconds`, `targets`) is of the part that is used; see
    `wekipy.project.examples.measured`.

    Attributes:
        number: from 1, never used again in a project; Wekinator's training round.
        examples: how many input vectors it holds.
        counts: for each output recorded (its uid), how many of them have a target for it.
        started: when recording began, ISO 8601; "" if nobody knows.
        deleted: the person deleted it. Its file stays, so that undo can bring it back.
        erased: uids of outputs whose targets were deleted from this take.
        name: what the person calls it; "" is nothing.
        on: whether anything learns from it.
        trim: the part that is used; None is all of it.
        labels: by uid, targets that the person gave to all its rows, in place of those recorded.
        seconds: from its first example to its last.
        targets: by uid, what its examples have in common: the mean of a continuous output, the class or
            gesture; None where it varies.
    """

    number: Annotated[int, msgspec.Meta(ge=1)]
    examples: Annotated[int, msgspec.Meta(ge=0)]
    counts: dict[Name, Annotated[int, msgspec.Meta(ge=0)]] = {}
    started: str = ""
    deleted: bool = False
    erased: tuple[Name, ...] = ()
    name: Annotated[str, msgspec.Meta(max_length=200)] = ""
    on: bool = True
    trim: Trim | None = None
    labels: dict[Name, Number] = {}
    seconds: Seconds = 0.0
    targets: dict[Name, Number | None] = {}


class Destination(msgspec.Struct, frozen=True):
    """Where output messages go: an IPv4 address or host name, and a UDP port."""

    host: Name = "127.0.0.1"
    port: Port = 12_000

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"


class Project(msgspec.Struct, frozen=True, kw_only=True):
    """Everything a person has set up, and which takes there are. Valid by construction of `load_project`.

    Attributes:
        last_uid: the highest number in a uid that any output ever had, so that none is used again.
    """

    format: Literal[1] = FORMAT
    inputs: Annotated[tuple[Input, ...], msgspec.Meta(min_length=1, max_length=MOST_INPUTS)]
    outputs: Annotated[tuple[Output, ...], msgspec.Meta(min_length=1, max_length=MOST_OUTPUTS)]
    takes: tuple[Take, ...] = ()
    input_address: Address = "/wek/inputs"
    output_address: Address = "/wek/outputs"
    destinations: tuple[Destination, ...] = (Destination(),)
    performance_mode: bool = False
    live_learning: bool = False
    last_uid: Annotated[int, msgspec.Meta(ge=0, lt=10**9)] = 0

    def live_takes(self) -> tuple[Take, ...]:
        """The takes that count: not deleted."""
        return tuple(take for take in self.takes if not take.deleted)

    def training_takes(self) -> tuple[Take, ...]:
        """The takes that outputs learn from: those that count and are switched on."""
        return tuple(take for take in self.takes if take.on and not take.deleted)

    def connected(self, output: Output) -> tuple[int, ...]:
        """0-based indexes of the inputs that feed an output."""
        return tuple(range(len(self.inputs))) if output.inputs is None else output.inputs

    def slots(self) -> tuple[int, ...]:
        """For each output, the place of its first number in the output message."""
        return tuple(accumulate((output.width for output in self.outputs[:-1]), initial=0))

    def width(self) -> int:
        """How many numbers the output message has."""
        return sum(output.width for output in self.outputs)

    def value_outputs(self) -> tuple[ContinuousOutput | ClassificationOutput, ...]:
        """The outputs that have targets: all but gestures."""
        return tuple(output for output in self.outputs if not isinstance(output, GestureOutput))

    def gesture_outputs(self) -> tuple[GestureOutput, ...]:
        """The outputs that spot gestures."""
        return tuple(output for output in self.outputs if isinstance(output, GestureOutput))


def check(project: Project) -> Project:
    """The project itself, if what the types cannot say holds too.

    Raises:
        Problem: naming the field that is wrong.
    """
    width = len(project.inputs)
    _unique([i.name for i in project.inputs], "inputs", "name")
    _unique([o.name for o in project.outputs], "outputs", "name")
    _unique([o.uid for o in project.outputs], "outputs", "uid")
    _unique([str(t.number) for t in project.takes], "takes", "number")
    for take in project.takes:
        if take.trim is not None and take.trim.first > take.trim.last:
            raise Problem(f"take {take.number}: its first row {take.trim.first} is behind its last")
    for n, output in enumerate(project.outputs):
        where = f"outputs[{n}]"
        if output.inputs is not None:
            if list(output.inputs) != sorted(set(output.inputs)):
                raise Problem(f"{where}.inputs must rise and not repeat, got {list(output.inputs)}")
            if output.inputs and output.inputs[-1] >= width:
                raise Problem(
                    f"{where}.inputs names input {output.inputs[-1]}, but there are {width} (from 0)"
                )
        if isinstance(output, ContinuousOutput) and not output.minimum < output.maximum:
            raise Problem(f"{where}: minimum {output.minimum:g} must be below maximum {output.maximum:g}")
        if isinstance(output, GestureOutput):
            _unique([g.name for g in output.gestures], f"{where}.gestures", "name")
    addresses = [g.address for output in project.gesture_outputs() for g in output.gestures]
    _unique([project.output_address, *addresses], "gestures", "address")
    if project.width() > MOST_NUMBERS:
        raise Problem(f"outputs: together they are {project.width()} numbers, at most {MOST_NUMBERS} fit")
    return project


def _unique(values: list[str], field: str, what: str) -> None:
    seen: set[str] = set()
    for value in values:
        if value in seen:
            raise Problem(f"{field}: the {what} “{value}” is there twice; each must be its own")
        seen.add(value)


def load_project(text: bytes) -> Project:
    """A project from the bytes of its project.json.

    Raises:
        Problem: naming the field that is wrong and what it should be.
    """
    try:
        return check(msgspec.json.decode(text, type=Project))
    except msgspec.ValidationError as e:
        raise Problem(f"project.json: {e}") from e
    except (msgspec.DecodeError, UnicodeDecodeError) as e:
        raise Problem(f"project.json is not JSON: {e}") from e
    except RecursionError as e:
        raise Problem("project.json is nested too deeply") from e


def dump_project(project: Project) -> bytes:
    """The bytes of project.json: readable, the same for the same project."""
    return msgspec.json.format(msgspec.json.encode(project), indent=2) + b"\n"
