"""The state of an engine as frozen data, converted from the JSON that the client is sent.

Fields are those of docs/protocol.md. What a newer engine tells besides is left out, what an older one
does not tell has its default.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import msgspec

from wekipy.client.reply import Record, Reply

Value = bool | int | float | str  # of an option
Setting = Value | None | Sequence[Value]  # of an output
Kind = Literal["continuous", "classification", "gesture"]
ModelState = Literal["none", "training", "ready", "changed"]


class Gesture(Record, frozen=True):
    """A gesture of a gesture output; `number` counts through the project, as operations want it."""

    name: str
    number: int = 0
    address: str = ""
    enabled: bool = True
    sensitivity: float = 0.5
    examples: int = 0


class Verdict(Record, frozen=True):
    """What comparing a new model with the present one came to.

    Attributes:
        reason: a sentence.
        exams: on which takes both were asked, with the errors of both.
        at_fault: numbers of the takes that make the new one worse.
    """

    accepted: bool
    reason: str
    margin: float = 0.0
    exams: tuple[dict[str, Any], ...] = ()
    at_fault: tuple[int, ...] = ()


class Model(Record, frozen=True):
    """What answers for an output, and how it came about.

    Attributes:
        state: "changed" is trained, but examples or settings have changed since.
        failure: why the last training failed, in a sentence; "" if it did not.
        number, kept: which of the kept models answers (from 1), and how many there are.
        chosen: the algorithm that `auto` chose; "" for all others.
        advice: a sentence per take, for gestures.
        verdict: of the comparison after which it was put in place; None if there was none.
        rejected: of the kept models that were not, by number.
    """

    state: ModelState = "none"
    failure: str = ""
    number: int = 0
    kept: int = 0
    algorithm: str = ""
    options: dict[str, Value] = msgspec.field(default_factory=dict)
    examples: int = 0
    seconds: float = 0.0
    training_error: float | None = None
    trained: str | float = ""
    note: str = ""
    chosen: str = ""
    advice: dict[str, str] = msgspec.field(default_factory=dict)
    verdict: Verdict | None = None
    rejected: dict[str, Verdict] = msgspec.field(default_factory=dict)


class Quality(Record, frozen=True):
    """The last evaluation in brief; figures that do not apply are None.

    Attributes:
        share: held-out RMSE as a share of the range.
        findings: how many things it points at.
        current: whether examples and settings are as they were then.
        margin: from and to which new takes will likely be: shares of right answers, or RMSE.
    """

    method: str = ""
    rmse: float | None = None
    share: float | None = None
    accuracy: float | None = None
    right: float | None = None
    false_per_minute: float | None = None
    findings: int = 0
    current: bool = True
    margin: tuple[float, float] | None = None


class StageChoice(Record, frozen=True):
    """A stage, with the options that differ from its defaults.

    Attributes:
        learned: whether it was taught from takes.
    """

    name: str
    options: dict[str, Value] = msgspec.field(default_factory=dict)
    learned: bool = False


class Block(Record, frozen=True):
    """A group of inputs, and the stages between them and the models.

    Attributes:
        inputs: numbers from 1.
        features: how many numbers come out.
        delay: seconds by which it delays; None if it cannot be used.
    """

    name: str
    inputs: tuple[int, ...] = ()
    stages: tuple[StageChoice, ...] = ()
    features: int = 0
    delay: float | None = 0.0


class Output(Record, frozen=True):
    """An output: a number (continuous), a class (classification) or gestures.

    Attributes:
        uid: never changes and is never used again, whatever becomes of its name and number.
        settings: all that the engine says of it, for the editor.
        inputs: numbers (from 1) of the features that feed it; None for all of them.
        after: the stages after its model, in order.
        delay: seconds by which they delay it.
        first: the place of its first value in `live.outputs` (from 0).
        target: the place of its target in `live.targets`; None for gestures.
        chance: the place of its first class in `live.distributions`, for classifiers.
    """

    number: int
    name: str
    kind: Kind
    uid: str = ""
    algorithm: str = ""
    options: dict[str, Value] = msgspec.field(default_factory=dict)
    inputs: tuple[int, ...] | None = None
    examples: int = 0
    record: bool = True
    run: bool = True
    train: bool = True
    model: Model = Model()
    quality: Quality | None = None
    settings: dict[str, Any] = msgspec.field(default_factory=dict)
    minimum: float = 0.0
    maximum: float = 1.0
    integer: bool = False
    limits: Literal["soft", "hard"] = "soft"
    classes: int = 0
    class_names: tuple[str, ...] = ()
    nothing: bool = False
    sensitivity: float = 0.5
    after: tuple[StageChoice, ...] = ()
    delay: float = 0.0
    gestures: tuple[Gesture, ...] = ()
    idle_takes: int = 0
    first: int = 0
    target: int | None = None
    chance: int = 0

    @property
    def width(self) -> int:
        """How many of `live.outputs` are its own."""
        return len(self.gestures) if self.kind == "gesture" else 1

    def class_name(self, number: int) -> str:
        """The name that a person gave a class (from 1); "" for none."""
        return self.class_names[number - 1] if 0 < number <= len(self.class_names) else ""


class Take(Record, frozen=True):
    """The examples of one press of record.

    Attributes:
        name: that a person gave it.
        who, where: performed it, and was it recorded; "" is not said.
        on: whether outputs learn from it.
        seconds: between its first and its last example, where it is not trimmed.
        lost: examples that should be there too, and whose rows are damaged or missing.
        inputs: how many inputs it was recorded with; None: as many as there are.
        trim: what is used of it, (start, end) in seconds of the whole take; None for all.
        outputs: examples with a target, by number of the output.
        targets: what its examples have in common, by number of the output: the mean of numbers, the class, or
            None where classes differ.
        gesture: the gesture that it shows, 0 for idle movement; None if it shows targets.
        edits: another number after each edit of its rows; 0 if they are as they were recorded.
    """

    number: int
    name: str = ""
    who: str = ""
    where: str = ""
    on: bool = True
    examples: int = 0
    seconds: float = 0.0
    started: str = ""
    lost: int = 0
    inputs: int | None = None
    trim: tuple[float, float] | None = None
    outputs: dict[int, int] = msgspec.field(default_factory=dict)
    targets: dict[int, float | None] = msgspec.field(default_factory=dict)
    gesture: int | None = None
    edits: int = 0


class Source(Record, frozen=True):
    """A message whose numbers are some of the inputs, see `set_sources`."""

    name: str
    address: str = ""
    inputs: int = 1
    port: int | None = None
    sender: str = ""
    silence: Literal["hold", "rest", "missing"] = "hold"
    after: float = 2.0
    rest: float = 0.0


class Frames(Record, frozen=True):
    """When the numbers of the sources are recorded and answered."""

    when: Literal["each", "all", "source", "rate"] = "each"
    source: str = ""
    rate: float = 60.0


class Condition(Record, frozen=True):
    """A number of an output or an input, by its name, compared with another."""

    value: str
    test: Literal["<", "<=", "=", "!=", ">=", ">"] = ">"
    number: float = 0.0
    once: bool = False


class Sending(Record, frozen=True):
    """When the output message is sent, see `set_sending`."""

    when: Literal["answers", "changes", "rate"] = "answers"
    every: int = 1
    rate: float = 30.0
    at_most: float = 0.0
    condition: Condition | None = None


class Silence(Record, frozen=True):
    """What happens when no inputs have come for some seconds; values of rest by number of the output."""

    action: Literal["off", "hold", "fade", "stop"] = "off"
    seconds: float = 5.0
    fade: float = 2.0
    rest: dict[int, float] = msgspec.field(default_factory=dict)


class Project(Record, frozen=True):
    """The open project. Folders are on the engine's machine.

    Attributes:
        library: the folder that it lies in.
        read_only: why it cannot be written, in a sentence; "" if it can.
    """

    name: str = ""
    folder: str = ""
    library: str = ""
    read_only: str = ""


class TrainingOutlook(Reply, frozen=True, kw_only=True):
    """What is known of a training before it begins.

    Attributes:
        text: how long it takes and what it leaves out; "" if it is short and leaves nothing out.
        seconds: how long it takes, about; None if nobody knows.
        left: how long it goes on, about; None if nobody knows.
    """

    text: str = ""
    seconds: float | None = None
    left: float | None = None


def share_of(shares: Mapping[int, float | None]) -> float | None:
    """How far a training is, of all outputs, 0 to 1; None if none of them tells it."""
    told = [share for share in shares.values() if share is not None]
    return sum(told) / len(shares) if told else None


class Scene(Record, frozen=True):
    """Targets that a person has stored, by number of the output."""

    name: str = ""
    targets: dict[int, float] = msgspec.field(default_factory=dict)


class State(Reply, frozen=True):
    """All there is to draw; `State()` before an engine has answered.

    Attributes:
        project: which it is; `folder` and `name` say the same shorter.
        fills: by number of an input, what stands for it in takes that were recorded without it.
        shifts: by number of an input, what is taken away from it since recentring.
        blocks: what is done with inputs before models see them; none: features are the inputs.
        features: the names of what models see; none without blocks: then these are the inputs.
        reshaping: how much of the features of the takes has been computed, 0..1; None: all.
        suggesting: how much of what may help an output has been tried, 0..1; None: nobody asked.
        calibrating: the block whose stages will learn from what the sensors send now.
        port: where inputs arrive (UDP).
        sources: the messages that the inputs come in; none: all come in one, at `input_address`.
        deleted: takes that can be restored.
        examples: in all takes that are learned from.
        recording, playing: number of the take, or None.
        playing_map: whether places on the map stand in for the sensor.
        teaches: number of the gesture that the take shows that is being recorded, or would be next; 0 for
            idle movement; None if it stores the targets.
        training, evaluating: None, or 0..1 by number of the output; of a training also None, where an
            algorithm does not tell how far it is.
        training_outlook: how long the training takes, and what it leaves out; None if none is under way.
        undo, redo: what they would do; "" for nothing.
        scenes: stored targets; `recall_scene` sets them again.
    """

    project: Project = Project()
    inputs: tuple[str, ...] = ()
    fills: dict[int, float] = msgspec.field(default_factory=dict)
    shifts: dict[int, float] = msgspec.field(default_factory=dict)
    blocks: tuple[Block, ...] = ()
    features: tuple[str, ...] = ()
    reshaping: float | None = None
    suggesting: float | None = None
    calibrating: str | None = None
    outputs: tuple[Output, ...] = ()
    takes: tuple[Take, ...] = ()
    deleted: tuple[Take, ...] = ()
    examples: int = 0
    recording: int | None = None
    playing: int | None = None
    playing_map: bool = False
    teaches: int | None = None
    running: bool = False
    training: dict[int, float | None] | None = None
    training_outlook: TrainingOutlook | None = None
    evaluating: dict[int, float] | None = None
    undo: str = ""
    redo: str = ""
    receive_port: int = 6448
    input_address: str = ""
    sources: tuple[Source, ...] = ()
    frames: Frames = Frames()
    sending: Sending = Sending()
    output_address: str = ""
    destinations: tuple[str, ...] = ()
    performance_mode: bool = False
    live_learning: bool = False
    live_learning_guard: bool = False
    live_learning_margin: float = 0.02
    accept_control_over_osc: bool = True
    silence: Silence = Silence()
    scenes: tuple[Scene, ...] = ()
    port: int = 0
    version: str = ""

    @property
    def training_share(self) -> float | None:
        """How far the training is, of all outputs, 0 to 1; None if nobody knows, or none is under way."""
        return share_of(self.training or {})

    @property
    def folder(self) -> str:
        """Of the project, on the engine's machine."""
        return self.project.folder

    @property
    def name(self) -> str:
        """Of the project, as people say it."""
        return self.project.name

    def __str__(self) -> str:
        """A few lines for people."""
        doing = [name for name, on in self._doing().items() if on]
        head = f"{self.name}: {', '.join(doing) or 'idle'}; examples {self.examples}, takes {len(self.takes)}"
        outputs = [f"  output {o.number} {o.name} ({o.kind}): model {o.model.state}" for o in self.outputs]
        return "\n".join([head, f"  inputs: {', '.join(self.inputs)}", *outputs])

    def _doing(self) -> dict[str, bool]:
        return {
            "recording": self.recording is not None,
            "training": self.training is not None,
            "evaluating": self.evaluating is not None,
            "running": self.running,
        }

    def lacks(self, take: Take) -> bool:
        """Whether a take was recorded without an input for which nothing stands."""
        width = take.inputs or len(self.inputs)
        return any(number not in self.fills for number in range(width + 1, len(self.inputs) + 1))

    def output(self, number: int) -> Output:
        """The output with this number, from 1."""
        return self.outputs[number - 1]


_ITEMS: dict[str, Any] = {"outputs": Output, "takes": Take, "deleted": Take}
# strict=False below: the keys of JSON objects are text, also where they are numbers.
_TYPES: dict[str, Any] = {field.name: field.type for field in msgspec.structs.fields(State)}


def update(state: State, before: Mapping[str, Any], told: dict[str, Any]) -> State:
    """The state after what the client was told; only new sections and items are converted."""
    changed = {
        key: _convert(key, value, before.get(key, ()), getattr(state, key))
        for key, value in told.items()
        if key in _TYPES and (key not in before or before[key] is not value)
    }
    return msgspec.structs.replace(state, raw=told, **changed)


def read_state(told: dict[str, Any]) -> State:
    """The state from what the engine replied."""
    return update(State(), {}, told)


def _convert(section: str, value: Any, before: Sequence[Any], converted: Sequence[Any]) -> Any:
    """A section; its items that were there before are `converted` already."""
    if section not in _ITEMS:
        return msgspec.convert(value, _TYPES[section], strict=False)
    known = {id(item): made for item, made in zip(before, converted, strict=False)}
    items = tuple(known[id(item)] if id(item) in known else _convert_item(section, item) for item in value)
    return _with_places(items) if section == "outputs" else items


def _convert_item(section: str, item: Mapping[str, Any]) -> Any:
    settings = {"settings": item} if section == "outputs" else {}
    return msgspec.convert({**item, **settings}, _ITEMS[section], strict=False)


def _with_places(outputs: tuple[Output, ...]) -> tuple[Output, ...]:
    placed: list[Output] = []
    first = target = chance = 0
    for output in outputs:
        own = None if output.kind == "gesture" else target
        placed.append(msgspec.structs.replace(output, first=first, target=own, chance=chance))
        first += output.width
        target += own is not None
        chance += output.classes if output.kind == "classification" else 0
    return tuple(placed)
