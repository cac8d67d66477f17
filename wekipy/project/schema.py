"""The project: inputs, outputs and takes as frozen data; every edit makes a new one (see `editing`).

Frozen values make undo a list of earlier projects, and let the engine, the disk thread and the training
workers look at one project without a lock.
"""

from __future__ import annotations

from itertools import accumulate
from typing import Annotated, Final, Literal, TypeAlias

import msgspec

from wekipy.project.near import NEAR, near_whole
from wekipy.project.place import in_words as in_words_of_place
from wekipy.project.setting import learned, live

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
    """One number of the input vector.

    Attributes:
        fill: what stands for it in takes that were recorded when it was not there yet; None: outputs that it
            feeds do not learn from them.
        shift: taken away from what comes in, because the sensor has drifted by so much.
    """

    name: Name
    fill: Number | None = None
    shift: Number = 0.0


class AlgorithmChoice(msgspec.Struct, frozen=True):
    """Which algorithm learns an output, and the options that differ from its defaults.

    Names, ranges and defaults are in `wekipy.learning.algorithms`.
    """

    name: Name
    options: dict[str, OptionValue] = {}


class StageChoice(msgspec.Struct, frozen=True):
    """A stage that changes numbers on their way, and the options that differ from its defaults.

    Names, ranges and defaults are in `wekipy.stages.table`.

    Attributes:
        learned: what it was taught from recorded takes, such as ranges; nothing for most stages.
    """

    name: Name
    options: dict[str, OptionValue] = {}
    learned: dict[str, tuple[Number, ...]] = {}


MOST_SCENES: Final = 128
MOST_STAGES: Final = 16  # of one output, or one block
MOST_BLOCKS: Final = 256
MOST_FEATURES: Final = MOST_INPUTS


class Block(msgspec.Struct, frozen=True):
    """A group of inputs, and what is done with them before models see them.

    Attributes:
        inputs: 0-based indexes, in the order in which its first stage is given them.
        features: how many numbers come out of its last stage.
    """

    name: Name
    inputs: Annotated[
        tuple[Annotated[int, msgspec.Meta(ge=0, lt=MOST_INPUTS)], ...],
        msgspec.Meta(min_length=1, max_length=MOST_INPUTS),
    ]
    features: Annotated[int, msgspec.Meta(ge=1, le=MOST_FEATURES)]
    stages: Annotated[tuple[StageChoice, ...], msgspec.Meta(max_length=MOST_STAGES)] = ()


class Plan(msgspec.Struct, frozen=True):
    """What features are made of: all that a chain of stages is built from.

    Attributes:
        inputs: their names, which formulas refer to.
    """

    inputs: tuple[Name, ...]
    blocks: tuple[Block, ...]


class OutputBase(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind"):
    """What every kind of output has.

    Attributes:
        uid: never changes and is never used again in a project ("o1"); examples and models refer to it.
        inputs: the connection: 0-based indexes of the features that feed it, rising; None is all of them. In
            a project without blocks, its inputs are the features.
        record: whether takes store a target for it.
        run: whether its model answers while running.
        train: whether a training of all outputs, or one that begins by itself, trains it.
    """

    uid: Annotated[Name, learned(own=True)]
    name: Annotated[Name, live(own=True)]
    algorithm: Annotated[AlgorithmChoice, learned(own=True)]
    inputs: Annotated[
        tuple[Annotated[int, msgspec.Meta(ge=0, lt=MOST_INPUTS)], ...] | None, learned(own=True)
    ] = None
    record: Annotated[bool, live(own=True)] = True
    run: Annotated[bool, live(own=True)] = True
    train: Annotated[bool, live(own=True)] = True

    @property
    def width(self) -> int:
        """How many numbers of the output message are its own."""
        return 1


class ValueOutput(OutputBase, frozen=True, kw_only=True):
    """An output that is one number, and has targets.

    Attributes:
        send_novelty: send `/<name>/novelty` after each answer: 0 right among the examples, 0.5 at the border
            of what was demonstrated, towards 1 beyond.
        after: the stages between its model and its limits, in order.
        leave_out_wild: learn without frames that are far outside all others, see `wekipy.learning.wild`.
    """

    send_novelty: Annotated[
        bool, live("bool", "Send novelty", "How far the input is from all examples, as /NAME/novelty.")
    ] = False
    after: Annotated[tuple[StageChoice, ...], msgspec.Meta(max_length=MOST_STAGES), live(own=True)] = ()
    leave_out_wild: Annotated[
        bool,
        learned(
            "bool",
            "Leave out wild frames",
            "Frames far outside all others, as of a sensor that slipped, teach nothing.",
        ),
    ] = True


class ContinuousOutput(ValueOutput, frozen=True, kw_only=True, tag="continuous"):
    """A number. Soft limits describe the usual range; hard limits clip to it."""

    minimum: Annotated[Number, learned("number", "Minimum")] = 0.0
    maximum: Annotated[Number, learned("number", "Maximum")] = 1.0
    integer: Annotated[bool, learned("bool", "Whole numbers only")] = False
    limits: Annotated[
        Literal["soft", "hard"],
        learned(
            "choice",
            "Limits",
            "Soft limits describe the usual range, hard limits cut it off.",
            choices=(("soft", "soft"), ("hard", "hard")),
        ),
    ] = "soft"

    @property
    def default(self) -> float:
        """The value before anyone has set or predicted one."""
        return self.minimum

    def accepts(self, value: float) -> bool:
        """Whether a target is legal: within hard limits, and whole where the output is an integer."""
        if self.limits == "hard" and not self.minimum <= value <= self.maximum:
            return False
        return not self.integer or value == round(value)

    def legal(self, value: float) -> float | None:
        """The legal target that a value is, or is within a hair of; None if it is none."""
        if self.integer:
            whole = near_whole(value)
            return None if whole is None or not self.accepts(whole) else float(whole)
        if self.limits == "hard":
            hair = NEAR * (self.maximum - self.minimum)
            inside = min(max(value, self.minimum), self.maximum)
            value = inside if abs(value - inside) <= hair else value
        return float(value) if self.accepts(value) else None


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

    classes: Annotated[int, msgspec.Meta(ge=1, le=MOST_CLASSES), learned("int", "Classes")] = 5
    send_distribution: Annotated[
        bool, live("bool", "Send the distribution", "How likely each class is, as /NAME.")
    ] = False
    send_confidence: Annotated[
        bool, live("bool", "Send the confidence", "How sure it is, as /NAME/confidence.")
    ] = False
    nothing: Annotated[
        bool,
        learned(
            "bool", "Allow “none of these”", "It answers 0 where the input is like none of the examples."
        ),
    ] = False
    sensitivity: Annotated[
        Share,
        live("share", "Sensitivity", "0: only very similar poses. 0.5: recommended. 1: always answers."),
    ] = 0.5
    thresholds: Annotated[
        tuple[Share, Share] | None,
        live(
            "pair",
            "Thresholds",
            "Most novelty and least confidence of an answer, 0 to 1; empty: as the examples propose.",
        ),
    ] = None
    class_names: Annotated[
        tuple[Annotated[str, msgspec.Meta(max_length=200)], ...],
        msgspec.Meta(max_length=MOST_CLASSES),
        live(),
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

    def legal(self, value: float) -> float | None:
        """The legal target that a value is, or is within a hair of; None if it is none."""
        whole = near_whole(value)
        return None if whole is None or not self.accepts(whole) else float(whole)


class Gesture(msgspec.Struct, frozen=True):
    """One gesture of a gesture output.

    Attributes:
        address: of the message without arguments that is sent when it is recognised.
        sensitivity: how readily it is recognised: 0 halves its threshold, 0.5 is as learned, 1 doubles it.
        correction: what "that was wrong" and "you missed one" have made of its learned threshold, a factor.
    """

    name: Annotated[Name, live()]
    address: Annotated[Address, live()]
    enabled: Annotated[bool, live()] = True
    sensitivity: Annotated[Share, live()] = 0.5
    correction: Annotated[float, msgspec.Meta(ge=0.1, le=10.0), live()] = 1.0


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

    gestures: Annotated[tuple[Gesture, ...], msgspec.Meta(min_length=1, max_length=MOST_GESTURES), learned()]
    sensitivity: Annotated[Share, live("share", "Sensitivity", "Of all its gestures together.")] = 0.5
    refractory: Annotated[
        float,
        msgspec.Meta(ge=0.0, le=60.0),
        live("number", "Pause", "Seconds after a gesture in which none is recognised."),
    ] = 0.2
    early: Annotated[
        bool,
        live(
            "bool",
            "As early as possible",
            "Sends a gesture as soon as no other can win, before it has ended.",
        ),
    ] = False
    once_per_run: Annotated[
        bool,
        live("bool", "Once per run", "One gesture from the start of running to its end, sent at the end."),
    ] = False
    send_following: Annotated[
        bool, live("bool", "Send its progress", "Progress, speed and match while a gesture is under way.")
    ] = False
    slowest: Annotated[
        float,
        msgspec.Meta(ge=0.1, le=1.0),
        learned("number", "Slowest", "The slowest speed that counts; 1 is as shown."),
    ] = 0.5
    fastest: Annotated[
        float, msgspec.Meta(ge=1.0, le=10.0), learned("number", "Fastest", "The fastest speed that counts.")
    ] = 2.0
    offset: Annotated[bool, learned("bool", "Anywhere", "Only the movement counts, wherever it is made.")] = (
        False
    )
    scale: Annotated[bool, learned("bool", "Any size", "It may be made from half to twice as large.")] = False

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
    "classification": "auto",
    "gesture": "dtw",
}
_DEFAULT_OPTIONS: dict[Kind, dict[str, OptionValue]] = {"classification": {"compare": False}}


def default_algorithm(kind: Kind) -> AlgorithmChoice:
    """What a new output is learned by."""
    return AlgorithmChoice(DEFAULT_ALGORITHM[kind], _DEFAULT_OPTIONS.get(kind, {}))


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


RowNumber = Annotated[int, msgspec.Meta(ge=0, le=1 << 40)]
MOST_EDITED: Final = 500  # edits of a take; with more, a new take takes its place
MOST_GONE: Final = 5_000  # deleted rows, likewise


class AddedRow(msgspec.Struct, frozen=True):
    """An example that was added to a recorded take.

    Attributes:
        time: seconds since the take began.
        inputs: as many as the take was recorded with.
        targets: for each target column of the take's file; None is none.
    """

    time: Annotated[float, msgspec.Meta(ge=-1e15, le=1e15)]
    inputs: tuple[Number, ...]
    targets: tuple[Number | None, ...]


class Edits(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a person has changed of the rows of a take; its file stays as it was recorded.

    Rows are named by their numbers as recorded, from 0, which never change; added rows have the numbers that
    follow. See `wekipy.project.edited_rows`.

    Attributes:
        recorded: how many rows the file had when the first of these edits was made.
        inputs: (row, input from 0, value), rising.
        targets: (row, uid of the output, value; None is none), rising.
        gone: first and last of deleted rows, rising.
    """

    recorded: RowNumber
    inputs: tuple[tuple[RowNumber, RowNumber, Number], ...] = ()
    targets: tuple[tuple[RowNumber, Name, Number | None], ...] = ()
    gone: tuple[tuple[RowNumber, RowNumber], ...] = ()
    added: tuple[AddedRow, ...] = ()

    @property
    def size(self) -> int:
        """How many there are, see `MOST_EDITED`; an added row counts by its width."""
        added = sum(1 + (len(row.inputs) + len(row.targets)) // 10 for row in self.added)
        return len(self.inputs) + len(self.targets) + len(self.gone) + added

    @property
    def small(self) -> bool:
        """Whether a note can hold them: undo, in the engine's thread, makes the rows of it anew."""
        return self.size <= MOST_EDITED and sum(b + 1 - a for a, b in self.gone) <= MOST_GONE


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
        lost: how many more examples of it there should be: their rows are damaged or missing.
        inputs: how many inputs it was recorded with; 0: as many as there are.
        who, where: performed it, and was it recorded; "" is not said.
        edits: of its rows; None if they count as they were recorded.
    """

    number: Annotated[int, msgspec.Meta(ge=1), learned(own=True)]
    examples: Annotated[int, msgspec.Meta(ge=0), learned(own=True)]
    counts: Annotated[dict[Name, Annotated[int, msgspec.Meta(ge=0)]], learned(own=True)] = {}
    started: Annotated[str, live(own=True)] = ""
    deleted: Annotated[bool, learned(own=True)] = False
    erased: Annotated[tuple[Name, ...], learned(own=True)] = ()
    name: Annotated[str, msgspec.Meta(max_length=200), live(own=True)] = ""
    on: Annotated[bool, learned(own=True)] = True
    trim: Annotated[Trim | None, learned(own=True)] = None
    labels: Annotated[dict[Name, Number], learned(own=True)] = {}
    seconds: Annotated[Seconds, live(own=True)] = 0.0
    targets: Annotated[dict[Name, Number | None], learned(own=True)] = {}
    lost: Annotated[int, msgspec.Meta(ge=0), live(own=True)] = 0
    inputs: Annotated[int, msgspec.Meta(ge=0, le=MOST_INPUTS), learned(own=True)] = 0
    who: Annotated[str, msgspec.Meta(max_length=100), live(own=True)] = ""
    where: Annotated[str, msgspec.Meta(max_length=100), live(own=True)] = ""
    edits: Annotated[Edits | None, learned(own=True)] = None


class Destination(msgspec.Struct, frozen=True):
    """Where output messages go: an IP address or host name, and a UDP port."""

    host: Name = "127.0.0.1"
    port: Port = 12_000

    def __str__(self) -> str:
        return in_words_of_place(self.host, self.port)


MOST_SOURCES: Final = 64


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """A message whose numbers are some of the inputs; see `wekipy.project.sources`.

    Attributes:
        address: OSC address; with `{n}` in it each number comes in a message of its own, and `{n}` stands for
            its place, from 1.
        inputs: how many of the inputs are its own.
        port: UDP port where it arrives; None is the one of all inputs.
        sender: the IP address that it comes from; "" for any.
        silence: what becomes of its inputs once it has sent nothing for `after` seconds: "hold" keeps the
            last numbers, "rest" sets them to `rest`, "missing" stops the answers until it is back.
        rest: what its inputs are before it has ever sent, and at rest.
    """

    name: Name
    address: Address
    inputs: Annotated[int, msgspec.Meta(ge=1, le=MOST_INPUTS)]
    port: Port | None = None
    sender: Annotated[str, msgspec.Meta(max_length=100)] = ""
    silence: Literal["hold", "rest", "missing"] = "hold"
    after: Annotated[float, msgspec.Meta(ge=0.05, le=3_600.0)] = 2.0
    rest: Number = 0.0


class Frames(msgspec.Struct, frozen=True, kw_only=True):
    """When the numbers of the sources become a frame, which is recorded and answered.

    Attributes:
        when: "each" message of any source; "all": once every source that is not silent has sent anew;
            "source": a message of the source with that name; "rate": `rate` times a second.
    """

    when: Literal["each", "all", "source", "rate"] = "each"
    source: str = ""
    rate: Annotated[float, msgspec.Meta(ge=0.1, le=1_000.0)] = 60.0


class Condition(msgspec.Struct, frozen=True, kw_only=True):
    """A number compared with another one.

    Attributes:
        output: uid of the output whose number it is; "" if it is an input's.
        input: 0-based index of the input whose number it is; None if it is an output's.
        once: it holds once each time that it becomes true, not as long as it is.
    """

    output: str = ""
    input: Annotated[int, msgspec.Meta(ge=0, lt=MOST_INPUTS)] | None = None
    test: Literal["<", "<=", "=", "!=", ">=", ">"] = ">"
    number: Number = 0.0
    once: bool = False


class Sending(msgspec.Struct, frozen=True, kw_only=True):
    """When the output message, and those sent with it, are sent; gestures are sent as they are recognised.

    Attributes:
        when: after "answers"; after answers that are "changes" from what was sent last; at a constant "rate",
            `rate` times a second.
        every: only after each `every`-th answer.
        at_most: messages a second; 0 for any number.
        condition: nothing is sent unless it holds.
    """

    when: Literal["answers", "changes", "rate"] = "answers"
    every: Annotated[int, msgspec.Meta(ge=1, le=10_000)] = 1
    rate: Annotated[float, msgspec.Meta(ge=0.1, le=1_000.0)] = 30.0
    at_most: Annotated[float, msgspec.Meta(ge=0.0, le=1_000.0)] = 0.0
    condition: Condition | None = None


class Silence(msgspec.Struct, frozen=True, kw_only=True):
    """What happens when the inputs stop while running.

    Attributes:
        action: "off" nothing; "hold" the last values are sent again and again; "fade" they go to those of
            rest, which are then sent again and again; "stop" nothing is sent. All but "off" are reported to
            the destinations.
        seconds: without inputs after which it happens.
        fade: seconds from the last values to those of rest.
        rest: values of rest per output (its uid), where they are not its default.
    """

    action: Literal["off", "hold", "fade", "stop"] = "off"
    seconds: Annotated[float, msgspec.Meta(ge=0.1, le=86_400.0)] = 5.0
    fade: Annotated[float, msgspec.Meta(ge=0.0, le=3_600.0)] = 2.0
    rest: dict[Name, Number] = {}


class Scene(msgspec.Struct, frozen=True, kw_only=True):
    """Targets that a person has stored: `targets` has one by uid of each output that had some then."""

    name: Name
    targets: dict[str, Number] = {}


class Project(msgspec.Struct, frozen=True, kw_only=True):
    """Everything a person has set up, and which takes there are. Valid by construction of `load_project`.

    Attributes:
        blocks: the features are their results, one block after the other; without any, they are the inputs.
        last_uid: the highest number in a uid that any output ever had, so that none is used again.
        first_numbers: of messages with more numbers than there are inputs, use the first ones.
        live_learning: whether each finished take trains.
        live_learning_guard: whether models that train by themselves take over only if they are not worse than
            the present ones by more than `live_learning_margin`, see `wekipy.learning.comparing`.
        accept_control_over_osc: whether control messages over UDP are obeyed.
        receive_port: UDP port where inputs arrive, unless the engine was started with another.
        sources: the messages that the inputs come in, in the order of the inputs; none: all inputs come in
            one message, at `input_address`.
        frames: when the numbers of the sources are recorded and answered.
        scenes: targets that are set again with one press.
    """

    format: Literal[1] = FORMAT
    inputs: Annotated[tuple[Input, ...], msgspec.Meta(min_length=1, max_length=MOST_INPUTS)]
    outputs: Annotated[tuple[Output, ...], msgspec.Meta(min_length=1, max_length=MOST_OUTPUTS)]
    blocks: Annotated[tuple[Block, ...], msgspec.Meta(max_length=MOST_BLOCKS)] = ()
    takes: tuple[Take, ...] = ()
    input_address: Address = "/wek/inputs"
    output_address: Address = "/wek/outputs"
    destinations: tuple[Destination, ...] = (Destination(),)
    performance_mode: bool = False
    live_learning: bool = False
    live_learning_guard: bool = False
    live_learning_margin: Share = 0.02
    last_uid: Annotated[int, msgspec.Meta(ge=0, lt=10**9)] = 0
    silence: Silence = Silence()
    first_numbers: bool = False
    accept_control_over_osc: bool = True
    receive_port: Port = 6_448
    sources: Annotated[tuple[Source, ...], msgspec.Meta(max_length=MOST_SOURCES)] = ()
    frames: Frames = Frames()
    sending: Sending = Sending()
    scenes: Annotated[tuple[Scene, ...], msgspec.Meta(max_length=MOST_SCENES)] = ()

    def live_takes(self) -> tuple[Take, ...]:
        """The takes that count: not deleted."""
        return tuple(take for take in self.takes if not take.deleted)

    def training_takes(self) -> tuple[Take, ...]:
        """The takes that outputs learn from: those that count and are switched on."""
        return tuple(take for take in self.takes if take.on and not take.deleted)

    def plan(self) -> Plan | None:
        """What the features are made of; None where they are the inputs themselves."""
        return Plan(tuple(one.name for one in self.inputs), self.blocks) if self.blocks else None

    def features(self) -> int:
        """How many features there are."""
        return sum(block.features for block in self.blocks) if self.blocks else len(self.inputs)

    def connected(self, output: Output) -> tuple[int, ...]:
        """0-based indexes of the features that feed an output."""
        return tuple(range(self.features())) if output.inputs is None else output.inputs

    def fed_by(self, output: Output) -> tuple[int, ...]:
        """0-based indexes of the inputs that its features are made of, rising."""
        if not self.blocks:
            return self.connected(output)
        return tuple(sorted({n for block in self.blocks_of(output) for n in block.inputs}))

    def blocks_of(self, output: Output) -> tuple[Block, ...]:
        """The blocks that the features of an output come from; none in a project without blocks."""
        if output.inputs is None:
            return self.blocks
        chosen, found, first = output.inputs, [], 0
        for block in self.blocks:
            if any(first <= n < first + block.features for n in chosen):
                found.append(block)
            first += block.features
        return tuple(found)

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
