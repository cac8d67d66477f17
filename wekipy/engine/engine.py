"""The live machine, without sockets, files or threads: one method per thing a person can do.

All methods are called from one thread. Whoever listens gets an `Event` with an immutable `View` after every
change, and may hand it to other threads.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timezone
from typing import Any

import numpy as np
import numpy.typing as npt

from wekipy.engine.heard import Memory
from wekipy.engine.recorder import Recorder
from wekipy.engine.runtime import Runtime
from wekipy.engine.shelf import Shelf
from wekipy.engine.view import Event, Happening, Training, View
from wekipy.learning.model import Model
from wekipy.project import editing
from wekipy.project.examples import TakeData, count_targets
from wekipy.project.history import History
from wekipy.project.problem import Problem
from wekipy.project.schema import Project, Take
from wekipy.shaping.limits import LARGEST

F64 = npt.NDArray[np.float64]
Listener = Callable[[Event], None]
MOST_NOTES = 3  # in the text of one event


class Engine:
    """Records, trains (through whoever listens) and answers.

    Args:
        project: what a person has set up.
        data: the numbers of its takes.
        models: per uid of an output.
        clock: seconds since 1970, for the times of examples.
        monotonic: seconds, for how long something lasts.

    Attributes:
        values: (outputs,) float64, what is sent; predictions while running, else what was set by hand.
        inputs: (inputs,) float64, the last vector that arrived.
        view: the state now; safe to read from any thread.
        runtime: the running models, None while not running.
        memory: the last second, while an output that doubts its answers is running.
        arrived, answered: how many vectors were accepted, and answered.
    """

    def __init__(
        self,
        project: Project,
        data: Mapping[int, TakeData] | None = None,
        models: Mapping[str, Model] | None = None,
        clock: Callable[[], float] = time.time,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.listeners: list[Listener] = []
        self.clock, self.monotonic = clock, monotonic
        self._trainings = 0
        self.arrived = self.answered = 0
        self._load(project, data or {}, models or {})
        self.view = self._view()

    def _load(self, project: Project, data: Mapping[int, TakeData], models: Mapping[str, Model]) -> None:
        self._history = History(project)
        self._data = dict(data)
        self._shelves = {uid: Shelf().add(model) for uid, model in models.items()}
        self._models = dict(models)
        self._failures: dict[str, str] = {}
        self._evaluating: dict[str, float] = {}
        self._evaluations: dict[str, Mapping[str, Any]] = {}
        self._recorder: Recorder | None = None
        self._training: Training | None = None
        self._queued: tuple[str, ...] = ()  # uids to be trained after the training under way
        self.runtime: Runtime | None = None
        self.memory: Memory | None = None
        self.inputs = np.zeros(len(project.inputs))
        self.values = np.array([output.default for output in project.outputs])
        self.targets = self.values.copy()
        self._mask_targets()

    @property
    def project(self) -> Project:
        """The project as it is now."""
        return self._history.project

    @property
    def recorded(self) -> int:
        """How many examples the take that is being recorded has; 0 if none is."""
        return 0 if self._recorder is None else len(self._recorder)

    def _view(self) -> View:
        past, future = self._history.past, self._history.future
        return View(
            project=self.project,
            data=self._data,
            models=self._models,
            shelves=self._shelves,
            failures=self._failures,
            running=self.runtime is not None,
            recorder=self._recorder,
            training=self._training,
            evaluating=self._evaluating,
            evaluations=self._evaluations,
            undo=past[-1][0] if past else "",
            redo=future[-1][0] if future else "",
        )

    def _tell(self, kind: Happening, text: str = "") -> None:
        self.view = self._view()
        event = Event(kind, text, self.view)
        for listener in self.listeners:
            listener(event)

    def notice(self, text: str) -> None:
        """Tell whoever listens something that a person should read."""
        self._tell("notice", text)

    # The way of one vector

    def feed(self, x: F64) -> bool:
        """Record one input vector, (inputs,) finite float64, and answer; True if `values` are to be sent."""
        self.arrived += 1
        self.inputs = x
        if self._recorder is not None:
            self._recorder.append(self.clock(), x, self._recorded)
        if self.runtime is None:
            return False
        now = self.monotonic()
        self.runtime.answer(x, self.values, now)
        if self.memory is not None:
            self.memory.keep(x, self.values, now)
        self.answered += 1
        return True

    # Targets

    def set_targets(self, values: Sequence[float]) -> None:
        """The targets of the examples recorded next; outputs that no model answers for take them at once.

        Raises:
            Problem: if the number of values is wrong (nothing is set), or for those that are illegal for
                their output (the others are set).
        """
        outputs = self.project.outputs
        if len(values) != len(outputs):
            raise Problem(
                f"{len(values)} output values arrived, expected {len(outputs)}: one for each output"
            )
        wrong = []
        answered = self.runtime.slots if self.runtime else ()
        for slot, (output, value) in enumerate(zip(outputs, values, strict=True)):
            if not (abs(value) <= LARGEST and output.accepts(value)):
                wrong.append(f"{value:g} for output {slot + 1}")
                continue
            self.targets[slot] = value
            if slot not in answered:
                self.values[slot] = value
        self._mask_targets()
        if wrong:
            raise Problem(f"ignored {', '.join(wrong[:5])}: not a legal value there; the others are set")

    def set_outputs(self, values: Sequence[float]) -> None:
        """As `set_targets`, by hand: the output message is sent once, too."""
        try:
            self.set_targets(values)
        finally:
            self._tell("outputs")

    def _mask_targets(self) -> None:
        recorded = self.targets.astype(np.float32)
        for slot, output in enumerate(self.project.outputs):
            if not output.record:
                recorded[slot] = np.nan
        self._recorded = recorded

    # Recording

    def start_recording(self) -> int:
        """Begin a take; returns its number. Does nothing while one is being recorded."""
        if self._recorder is None:
            if not any(output.record for output in self.project.outputs):
                raise Problem("no output is enabled for recording: enable at least one")
            uids = tuple(output.uid for output in self.project.outputs)
            number = editing.next_take(self.project)
            started = datetime.fromtimestamp(self.clock(), timezone.utc).isoformat(timespec="milliseconds")
            self._recorder = Recorder(number, len(self.project.inputs), uids, started)
            self._tell("recording", f"recording take {number}")
        return self._recorder.number

    def stop_recording(self) -> Take | None:
        """End the take; returns it, or None if none was being recorded or nothing arrived."""
        recorder = self._recorder
        if recorder is None:
            return None
        self._recorder = None
        data = recorder.finish()
        if not len(data):
            self._tell("recording", f"take {recorder.number} is empty: no inputs arrived while recording")
            return None
        take = Take(
            number=recorder.number, examples=len(data), counts=count_targets(data), started=recorder.started
        )
        self._data = {**self._data, take.number: data}
        self._history.do(f"record take {take.number}", editing.add_take(self.project, take))
        self._tell("take", f"take {take.number}: {take.examples} examples")
        if self.project.live_learning:
            self.train()
        return take

    def add_take(self, data: TakeData, label: str) -> Take:
        """Examples from elsewhere (a model file with data) as a take of their own."""
        take = Take(number=editing.next_take(self.project), examples=len(data), counts=count_targets(data))
        self._data = {**self._data, take.number: data}
        self._history.do(label, editing.add_take(self.project, take))
        self._tell("take", f"{label}: take {take.number}, {take.examples} examples")
        return take

    # Training

    def train(self, numbers: Sequence[int] = ()) -> int:
        """Ask for training of some outputs (from 1), by default of all; returns the training's number.

        Running models go on answering. Outputs whose examples and settings have not changed since their
        last training are not trained again. What is asked for during a training is done after it.
        """
        outputs = [editing.output_at(self.project, n) for n in numbers] or list(self.project.outputs)
        asked = tuple(dict.fromkeys(output.uid for output in outputs))
        if self._training is None:
            return self._begin_training(asked)
        self._queued = tuple(dict.fromkeys((*self._queued, *asked)))
        return self._training.number + 1

    def _begin_training(self, asked: tuple[str, ...]) -> int:
        self._trainings += 1
        self._queued = ()
        self._training = Training(self._trainings, self.clock(), asked)
        self._tell("training")
        return self._trainings

    def cancel_training(self) -> None:
        """Give up the training under way; the models stay as they are."""
        if self._training is not None:
            self._training = None
            self._queued = ()
            self._tell("cancelled", "training cancelled; the models are as they were")

    def training_progress(self, number: int, progress: Mapping[str, float]) -> None:
        """How far a training is (uids to 0..1); ignored unless it is the one under way."""
        if self._training is not None and self._training.number == number:
            merged = {**self._training.progress, **progress}
            self._training = replace(self._training, progress=merged)
            self._tell("training")

    def install(self, number: int, models: Sequence[Model], failures: Mapping[str, str]) -> None:
        """Take over what a training made, between two vectors, and end it; ignored if it was cancelled.

        The models have passed `wekipy.learning.predictors.check_model`.
        """
        if self._training is None or self._training.number != number:
            return
        seconds = self.clock() - self._training.started
        self._training = None
        made = {model.header.output for model in models}
        self._failures = {
            uid: text for uid, text in {**self._failures, **failures}.items() if uid not in made
        }
        for model in models:
            self._shelve(model.header.output, self._shelf(model.header.output).add(model))
        self._refresh_runtime()
        told = _training_summary(len(models), seconds, list(failures.values()))
        self._tell("trained", "; ".join([told, *_notes(self.project, models)]))
        if self._queued:
            self._begin_training(self._queued)

    def put_model(self, model: Model) -> None:
        """Let a model from a file, checked as in `install`, answer for its output."""
        uid = model.header.output
        self._shelve(uid, self._shelf(uid).add(model))
        self._refresh_runtime()
        self._tell("edited", "model loaded")

    def step_model(self, number: int, by: int) -> int:
        """Let an earlier (-1) or later (1) model of an output answer, between two vectors.

        Returns:
            Its number among those that are kept, from 1.
        """
        output = editing.output_at(self.project, number)
        shelf = self._shelf(output.uid).step(by)
        self._shelve(output.uid, shelf)
        self._refresh_runtime()
        self._tell("edited", f"output {number}: model {shelf.at + 1} of {len(shelf.models)} answers")
        return shelf.at + 1

    def _shelf(self, uid: str) -> Shelf:
        return self._shelves.get(uid, Shelf())

    def _shelve(self, uid: str, shelf: Shelf) -> None:
        self._shelves = {**self._shelves, uid: shelf}
        self._models = {**self._models, uid: shelf.model}

    # Evaluation

    def evaluation_progress(self, progress: Mapping[str, float]) -> None:
        """How far an evaluation is (uids to 0..1)."""
        self._evaluating = {**self._evaluating, **progress}
        self._tell("evaluating")

    def evaluated(self, found: Mapping[str, Mapping[str, Any]]) -> None:
        """An evaluation has ended: what it found, per uid, as plain values."""
        self._evaluating = {}
        self._evaluations = {**self._evaluations, **found}
        self._tell("evaluated", f"evaluated {len(found)} output{'s' * (len(found) != 1)}" if found else "")

    # Running

    def start_running(self) -> None:
        """Answer every vector from now on."""
        if self.runtime is None:
            self._make_runtime()
            ready = len(self.runtime.slots) if self.runtime else 0
            of = len(self.project.outputs)
            self._tell(
                "running", "running" if ready == of else f"running: {ready} of {of} outputs have a model"
            )

    def stop_running(self) -> None:
        """Stop answering; the outputs keep their last values."""
        if self.runtime is not None:
            self.runtime = None
            self._tell("running", "stopped")

    def _refresh_runtime(self) -> None:
        if self.runtime is not None:
            self._make_runtime()

    def _make_runtime(self) -> None:
        self.runtime = Runtime(self.project, self._models, self.values)
        doubts = self.runtime.doubts
        self.memory = Memory(len(self.project.inputs), doubts) if doubts else None

    # Edits, all undoable

    def edit(self, label: str, project: Project) -> None:
        """Make an edited project the present one, under that name in the undo list."""
        before = self.project
        if self._history.do(label, project):
            self._follow(before, label)

    def undo(self) -> str:
        """Take back the last edit; returns what it was."""
        before = self.project
        label = self._history.undo()
        self._follow(before, f"undone: {label}")
        return label

    def redo(self) -> str:
        """Do the last undone edit again; returns what it was."""
        before = self.project
        label = self._history.redo()
        self._follow(before, f"done again: {label}")
        return label

    def _follow(self, before: Project, text: str) -> None:
        if self.project.outputs != before.outputs:
            self._mask_targets()
            self._refresh_runtime()
        self._tell("edited", text)

    def open(
        self, project: Project, data: Mapping[int, TakeData], models: Mapping[str, Model], text: str
    ) -> None:
        """Go on with another project, between two vectors; a running engine goes on running."""
        self.stop_recording()
        running = self.runtime is not None
        self._load(project, data, models)
        if running:
            self._make_runtime()
        self._tell("opened", text)


def _training_summary(trained: int, seconds: float, failures: Sequence[str]) -> str:
    parts = []
    if trained:
        parts.append(f"trained {trained} output{'s' * (trained > 1)} in {seconds:.2f} s")
    elif not failures:
        parts.append("nothing to train: all models are up to date")
    parts += failures[:3]
    if len(failures) > 3:
        parts.append(f"and {len(failures) - 3} more")
    return "; ".join(parts)


def _notes(project: Project, models: Sequence[Model]) -> list[str]:
    """What there is to say about the first few models that were made."""
    notes = {model.header.output: model.header.note for model in models if model.header.note}
    numbered = [(n, notes[o.uid]) for n, o in enumerate(project.outputs, 1) if o.uid in notes]
    return [f"output {n}: {note}" for n, note in numbered[:MOST_NOTES]]
