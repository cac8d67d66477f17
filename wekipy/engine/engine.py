"""The live machine, without sockets, files or threads: one method per thing a person can do.

All methods are called from one thread. Whoever listens gets an `Event` with an immutable `View` after every
change, and may hand it to other threads.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timezone

import msgspec
import numpy as np
import numpy.typing as npt

from wekipy.engine.heard import Memory
from wekipy.engine.recorder import Recorder
from wekipy.engine.relearning import Relearning, emptied, still_wanted
from wekipy.engine.remembered import Remembered
from wekipy.engine.runtime import Runtime
from wekipy.engine.shelf import Shelf
from wekipy.engine.splitting import split_at_rests
from wekipy.engine.spotted import Spotted, spot
from wekipy.engine.trainings import Trainings, summary
from wekipy.engine.values import carry_over, initial_targets, initial_values, recorded_targets, set_by_hand
from wekipy.engine.view import Event, Happening, View
from wekipy.learning.evaluated import Evaluated
from wekipy.learning.model import Model
from wekipy.project import editing
from wekipy.project.examples import TakeData, measured
from wekipy.project.history import NO_STEPS, History, Steps
from wekipy.project.problem import Problem
from wekipy.project.schema import GestureOutput, Project, Take, check
from wekipy.project.structure import structure

F64 = npt.NDArray[np.float64]
Listener = Callable[[Event], None]


class Engine:
    """Records, trains (through whoever listens) and answers.

    Args:
        project: what a person has set up.
        data: the numbers of its takes.
        models: per uid of an output.
        steps: what can be undone and done again.
        clock: seconds since 1970, for the times of examples.
        monotonic: seconds, for how long something lasts.

    Attributes:
        values: (project.width(),) float64, what is sent; predictions while running, else what was set.
        targets: (outputs with targets,) float64, of the examples recorded next.
        triggers: addresses of gestures that were recognised; whoever sends them empties it.
        inputs: (inputs,) float64, the last vector that arrived.
        view: the state now; safe to read from any thread.
        runtime: the running models, None while not running.
        memory: the last second, while an output that doubts its answers is running.
        recording_values: the take that is being recorded is of targets, not of a gesture.
        arrived, answered: how many vectors were accepted, and answered.
    """

    def __init__(  # noqa: PLR0913  each is a different thing
        self,
        project: Project,
        data: Mapping[int, TakeData] | None = None,
        models: Mapping[str, Model] | None = None,
        steps: Steps = NO_STEPS,
        clock: Callable[[], float] = time.time,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.listeners: list[Listener] = []
        self.clock, self.monotonic = clock, monotonic
        self._trainings = Trainings()
        self.arrived = self.answered = 0
        self._load(project, data or {}, models or {}, steps)
        self.view = self._view()

    def _load(
        self, project: Project, data: Mapping[int, TakeData], models: Mapping[str, Model], steps: Steps
    ) -> None:
        self._history = History(project, steps.past, steps.future)
        self._data = dict(data)
        self._shelves = {uid: Shelf().add(model) for uid, model in models.items()}
        self._models = dict(models)
        self._failures: dict[str, str] = {}
        self._evaluating: dict[str, float] = {}
        self._evaluations: dict[str, Evaluated] = {}
        self._recorder: Recorder | None = None
        self.recording_values = True
        self._trainings = Trainings(self._trainings.number)
        self.runtime: Runtime | None = None
        self.memory: Memory | None = None
        self.inputs = np.zeros(len(project.inputs))
        self.values = initial_values(project)
        self.targets = initial_targets(project)
        self.triggers: list[str] = []
        self._spotted: dict[str, Spotted] = {}
        self._relearning = Relearning()
        self._playing: int | None = None
        self._remembered = Remembered()
        self._marks: list[float] = []
        self._mask_targets()

    @property
    def project(self) -> Project:
        """The project as it is now."""
        return self._history.project

    @property
    def spotted(self) -> Mapping[str, Spotted]:
        """The gesture outputs that have run since the project was opened, by uid; for corrections."""
        return self._spotted

    @property
    def recorded(self) -> int:
        """How many examples the take that is being recorded has; 0 if none is."""
        return 0 if self._recorder is None else len(self._recorder)

    def _view(self) -> View:
        return View(
            project=self.project,
            data=self._data,
            models=self._models,
            shelves=self._shelves,
            failures=self._failures,
            running=self.runtime is not None,
            recorder=self._recorder,
            playing=self._playing,
            training=self._trainings.present,
            evaluating=self._evaluating,
            evaluations=self._evaluations,
            undo=self._history.undo_label,
            redo=self._history.redo_label,
            remembered=self._remembered,
        )

    def _tell(self, kind: Happening, text: str = "") -> None:
        self.view = self._view()
        event = Event(kind, text, self.view, self._history.fresh())
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
            self._recorder.append(self.clock(), x, self._row_targets)
        if self.runtime is None:
            return False
        now = self.monotonic()
        fired = self.runtime.answer(x, self.values, now)
        if fired:
            self._trigger(fired)
        if self.memory is not None:
            self.memory.keep(x, self.values, now)
        self.answered += 1
        return True

    def tick(self) -> None:
        """No input came for a while: gestures that the stream ended with are recognised now."""
        if self.runtime is not None:
            now = self.monotonic()
            self._trigger([found.tick(now) for found in self.runtime.spotted])

    def _trigger(self, addresses: Sequence[str]) -> None:
        if self._recorder is None or self.recording_values:  # an example being recorded is no performance
            self.triggers += [address for address in addresses if address]

    # Targets

    def set_targets(self, values: Sequence[float]) -> None:
        """The targets of the examples recorded next; outputs that no model answers for take them at once.

        Raises:
            Problem: if the number of values is wrong (nothing is set), or for those that are illegal for
                their output (the others are set).
        """
        answered = self.runtime.slots if self.runtime else ()
        wrong = set_by_hand(self.project, self.values, self.targets, values, answered)
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
        if self._recorder is None or self.recording_values:
            self._row_targets = recorded_targets(self.project, self.targets)

    # Recording

    def start_recording(self) -> int:
        """Begin a take; returns its number. Nothing new while one is recorded; one of a gesture ends."""
        if self._recorder is not None and self.recording_values:
            return self._recorder.number
        outputs = self.project.value_outputs()
        if not outputs:
            raise Problem("all outputs are gestures: record examples of them with startDtwRecording")
        if not any(output.record for output in outputs):
            raise Problem("no output is enabled for recording: enable at least one")
        self.stop_recording()
        return self._begin_take(tuple(output.uid for output in outputs), "")

    def start_example(self, uids: Sequence[str], gesture: int, what: str) -> int:
        """Begin a take that shows a gesture (from 1; 0 is none of them) to gesture outputs; its number.

        A take that is being recorded ends first, unless it shows the same.
        """
        target = np.full(len(uids), gesture, np.float32)
        recorder = self._recorder
        if recorder is not None:
            same = recorder.outputs == tuple(uids) and np.array_equal(self._row_targets, target)
            if same and not self.recording_values:
                return recorder.number
            self.stop_recording()
        self.recording_values = False
        self._row_targets = target
        return self._begin_take(tuple(uids), f": {what}")

    def _begin_take(self, uids: tuple[str, ...], what: str) -> int:
        number = editing.next_take(self.project)
        started = datetime.fromtimestamp(self.clock(), timezone.utc).isoformat(timespec="milliseconds")
        self._recorder = Recorder(number, len(self.project.inputs), uids, started)
        self._marks = []
        self._tell("recording", f"recording take {number}{what}")
        return number

    def mark(self) -> None:
        """Here one example of the take that is being recorded ends and the next begins."""
        if self._recorder is None or self.recording_values:
            raise Problem("a mark cuts a take of gestures, and none is being recorded")
        self._marks.append(self.clock())

    def stop_recording(self) -> Take | None:
        """End the take; returns it, or None if none was being recorded or nothing arrived."""
        recorder = self._recorder
        if recorder is None:
            return None
        self._recorder = None
        gestures, self.recording_values = not self.recording_values, True
        self._mask_targets()
        data = recorder.finish()
        if not len(data):
            self._tell("recording", f"take {recorder.number} is empty: no inputs arrived while recording")
            return None
        take = measured(self.project, Take(recorder.number, 0, started=recorder.started), data)
        self._data = {**self._data, take.number: data}
        self._history.do(f"record take {take.number}", editing.add_take(self.project, take))
        self._tell("take", f"take {take.number}: {take.examples} examples")
        if gestures:
            self._take_shown(take)
        elif self.project.live_learning:
            self.train()
        return take

    def _take_shown(self, take: Take) -> None:
        """A take of a gesture has ended: cut it where marks were set, and learn from it."""
        try:
            if self._marks:
                split_at_rests(self, take.number, self._marks)
        except Problem as e:
            self.notice(str(e))
        self._train_gestures()

    def add_take(self, data: TakeData, label: str) -> Take:
        """Examples from elsewhere (a model file with data) as a take of their own."""
        return self.add_takes([data], label)[0]

    def add_takes(
        self,
        parts: Sequence[TakeData],
        label: str,
        instead_of: Sequence[int] = (),
        like: Sequence[Take] = (),
    ) -> list[Take]:
        """The same, several takes as one edit.

        Args:
            instead_of: takes that are deleted.
            like: for each part, a take whose name, beginning and switch it has.
        """
        project, takes, data = self.project, [], dict(self._data)
        if instead_of:
            project = editing.delete_takes(project, instead_of)
        for part, model in zip(parts, like or [Take(1, 0)] * len(parts), strict=True):
            number = editing.next_take(project)
            new = Take(number, 0, started=model.started, name=model.name, on=model.on)
            takes.append(measured(project, new, part))
            data[number] = part
            project = msgspec.structs.replace(project, takes=(*project.takes, takes[-1]))
        before = self.project
        self._data = data
        self._history.do(label, check(project))
        if instead_of and before.gesture_outputs():
            self._forget_gestures(before)
        told = ", ".join(f"take {take.number}, {take.examples} examples" for take in takes[:5])
        self._tell("take", f"{label}: {told}{' …' if len(takes) > 5 else ''}")
        self._train_gestures()
        return takes

    def show_playing(self, number: int | None) -> None:
        """A recorded take is being played into the engine from now on; None: no more."""
        if number != self._playing:
            self._playing = number
            self._tell("playing", f"playing take {number}" if number else "the take has been played")

    # Training

    def _train_gestures(self) -> None:
        due = self._relearning.due(self.project, self._models)
        if due:
            self.train(due)

    def _forget_gestures(self, before: Project) -> None:
        """Gesture outputs whose last example is gone recognise nothing any more."""
        gone = emptied(before, self.project)
        if gone:
            self._models = {uid: model for uid, model in self._models.items() if uid not in gone}
            self._shelves = {uid: shelf for uid, shelf in self._shelves.items() if uid not in gone}
            self._refresh_runtime()

    def train(self, numbers: Sequence[int] = ()) -> int:
        """Ask for training of some outputs (from 1), by default of all; returns the training's number.

        Running models go on answering. Outputs whose examples and settings have not changed since their
        last training are not trained again. What is asked for during a training is done after it.
        """
        outputs = [editing.output_at(self.project, n) for n in numbers] or list(self.project.outputs)
        under_way = self._trainings.present is not None
        number = self._trainings.ask([output.uid for output in outputs], self.clock())
        if not under_way:
            self._tell("training")
        return number

    def cancel_training(self) -> None:
        """Give up the training under way; the models stay as they are."""
        if self._trainings.give_up():
            self._relearning.forget()
            self._tell("cancelled", "training cancelled; the models are as they were")

    def training_progress(self, number: int, progress: Mapping[str, float]) -> None:
        """How far a training is (uids to 0..1); ignored unless it is the one under way."""
        if self._trainings.is_under_way(number):
            self._trainings.progress(progress)
            self._tell("training")

    def install(self, number: int, models: Sequence[Model], failures: Mapping[str, str]) -> None:
        """Take over what a training made, between two vectors, and end it; ignored if it was cancelled.

        The models have been looked through (`wekipy.learning.soundness`).
        """
        under_way = self._trainings.present
        if under_way is None or under_way.number != number:
            return
        models = still_wanted(self.project, models)
        seconds, queued = self.clock() - under_way.started, self._trainings.end()
        made = {model.header.output for model in models}
        self._failures = {
            uid: text for uid, text in {**self._failures, **failures}.items() if uid not in made
        }
        for model in models:
            self._shelve(model.header.output, self._shelf(model.header.output).add(model))
        self._refresh_runtime()
        self._tell("trained", summary(self.project, models, seconds, list(failures.values())))
        if queued:
            self._trainings.ask(queued, self.clock())
            self._tell("training")

    def put_model(self, model: Model) -> None:
        """Let a model from a file, checked as in `install`, answer for its output."""
        uid = model.header.output
        self._shelve(uid, self._shelf(uid).add(model))
        self._refresh_runtime()
        self._tell("edited", "model loaded")

    def remember_models(self, model: Model, earlier: Sequence[Model], later: Sequence[Model]) -> None:
        """Models that were kept before and after one that was read when the project was opened."""
        uid = model.header.output
        if uid in self._shelves and (earlier or later):
            self._shelves = {**self._shelves, uid: self._shelves[uid].surrounded(model, earlier, later)}
            self._tell("edited")

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

    def evaluated(self, found: Mapping[str, Evaluated]) -> None:
        """An evaluation has ended: what it found, per uid."""
        self._evaluating = {}
        self._evaluations = {**self._evaluations, **found}
        self._tell("evaluated", f"evaluated {len(found)} output{'s' * (len(found) != 1)}" if found else "")

    # Running

    def start_running(self) -> None:
        """Answer every vector from now on."""
        if self.runtime is None:
            self._make_runtime()
            for found in self._spotted.values():
                found.start_run()
            ready = self.runtime.answering if self.runtime else 0
            of = len(self.project.outputs)
            self._tell(
                "running", "running" if ready == of else f"running: {ready} of {of} outputs have a model"
            )
            self._train_gestures()

    def stop_running(self) -> None:
        """Stop answering; the outputs keep their last values."""
        if self.runtime is not None:
            self._trigger([found.stop_run() for found in self.runtime.spotted])
            self.runtime = None
            self._tell("running", "stopped")

    def _refresh_runtime(self) -> None:
        if self.runtime is not None:
            self._make_runtime()

    def _make_runtime(self) -> None:
        self._spotted = spot(self.project, self._models, self._spotted)
        for slot, output in zip(self.project.slots(), self.project.outputs, strict=True):
            if isinstance(output, GestureOutput) and output.uid not in self._spotted:
                self.values[slot : slot + output.width] = output.default
        self.runtime = Runtime(self.project, self._models, self.values, list(self._spotted.values()))
        doubts = self.runtime.doubts
        self.memory = Memory(len(self.project.inputs), doubts) if doubts else None

    # Edits, all undoable

    def edit(self, label: str, project: Project) -> None:
        """Make an edited project the present one, under that name in the undo list.

        Raises:
            Problem: if a take is being recorded and the project has other inputs or outputs now.
        """
        before = self.project
        self._check_recording(project)
        if self._history.do(label, project):
            self._follow(before, label)

    def show_stage(self, on: bool) -> None:
        """Tell faces to show the stage, or the studio again."""
        if self._history.show_stage(on):
            self._tell("edited", f"performance mode {'on' if on else 'off'}")

    def undo(self) -> str:
        """Take back the last edit; returns what it was."""
        before = self.project
        self._check_recording(self._history.undone())
        label = self._history.undo()
        self._follow(before, f"undone: {label}")
        return label

    def redo(self) -> str:
        """Do the last undone edit again; returns what it was."""
        before = self.project
        self._check_recording(self._history.redone())
        label = self._history.redo()
        self._follow(before, f"done again: {label}")
        return label

    def _check_recording(self, project: Project) -> None:
        if self._recorder is not None and structure(project) != structure(self.project):
            raise Problem("a take is being recorded: end it before you change inputs or outputs")

    def _follow(self, before: Project, text: str) -> None:
        if len(self.project.inputs) != len(before.inputs):
            self.inputs = np.zeros(len(self.project.inputs))
        if self.project.outputs != before.outputs:
            if structure(self.project) != structure(before) or self.project.width() != before.width():
                self.values, self.targets = carry_over(before, self.project, self.values, self.targets)
            self._mask_targets()
        if self.project.outputs != before.outputs or len(self.project.inputs) != len(before.inputs):
            self._refresh_runtime()
        if self.project.gesture_outputs():
            self._forget_gestures(before)
        self._tell("edited", text)
        self._train_gestures()

    def open(
        self,
        project: Project,
        data: Mapping[int, TakeData],
        models: Mapping[str, Model],
        text: str,
        steps: Steps = NO_STEPS,
    ) -> None:
        """Go on with another project, between two vectors; running goes on, and the stage stays as it is."""
        self.stop_recording()
        running = self.runtime is not None
        stage = self.project.performance_mode
        self._load(project, data, models, steps)
        self._history.show_stage(stage)
        if running:
            self._make_runtime()
        self._tell("opened", text)
