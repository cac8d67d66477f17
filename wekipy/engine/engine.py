"""The live engine, without sockets, files or threads: one method for each thing a person can do.

Call all methods from one thread. After every change each listener receives an `Event` with an immutable
`View`, which it may pass to other threads.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace

import msgspec
import numpy as np
import numpy.typing as npt

from wekipy.engine.entrance import Entrance
from wekipy.engine.features import Features
from wekipy.engine.models import Models
from wekipy.engine.recording import Recording
from wekipy.engine.remembered import Remembered
from wekipy.engine.running import Running
from wekipy.engine.runtime import Runtime
from wekipy.engine.values import carry_over, initial_targets, legal_targets, set_by_hand, value_slots
from wekipy.engine.view import Event, Happening, View
from wekipy.learning.model import Model
from wekipy.project import editing
from wekipy.project.checking import check
from wekipy.project.counting import many
from wekipy.project.edited_rows import follow_edits
from wekipy.project.examples import MadeOf, TakeData, measured
from wekipy.project.history import NO_STEPS, History, Steps
from wekipy.project.problem import Problem
from wekipy.project.schema import Project, Take
from wekipy.project.structure import structure

F64 = npt.NDArray[np.float64]
Listener = Callable[[Event], None]
Guard = Callable[[Project, Project], None]


class Engine:
    """Records, trains (through a listener) and answers.

    Args:
        project: the settings and the list of takes.
        data: the rows of its takes, by number.
        models: per uid of an output.
        steps: the edits that can be undone and redone.
        clock: seconds since 1970, for when a take began.
        monotonic: seconds, by a clock that is never set, for durations; the times of vectors come from the
            same clock.

    Attributes:
        recording, models, running: its three parts; replaced when another project is opened.
        features: what the models see of each vector; replaced as well.
        targets: (outputs with targets,) float64, for the next examples.
        inputs: (inputs,) float64, the last vector that arrived.
        now: the time of that vector.
        view: the state now; safe to read from any thread.
        guards: each receives the project before and after an edit, and raises a Problem to refuse it.
        arrived, answered: the numbers of vectors accepted and answered.
        read_only: why nothing can be recorded, a sentence; "" if it can.
        playing_map: whether places on the map stand in for the sensor, whose vectors are not answered.
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
        self.guards: list[Guard] = []
        self.clock, self.monotonic = clock, monotonic
        self.arrived = self.answered = 0
        self.now = 0.0
        self.read_only = ""
        self._load(project, data or {}, models or {}, steps, 0)
        self.view = self._view()

    def _load(
        self,
        project: Project,
        data: Mapping[int, TakeData],
        models: Mapping[str, Model],
        steps: Steps,
        trainings: int,
    ) -> None:
        self._history = History(project, steps.past, steps.future)
        self._data: Mapping[int, TakeData] = dict(data)
        self.inputs = np.zeros(len(project.inputs))
        self.targets = initial_targets(project)
        self.features = Features()
        self.features.follow(project, ())
        self.recording = Recording(self)
        self.models = Models(self, models, trainings)
        self.running = Running(self)
        self._playing: int | None = None
        self.playing_map = False
        self.entrance = Entrance()
        self._remembered = Remembered()

    @property
    def project(self) -> Project:
        """The current project."""
        return self._history.project

    @property
    def values(self) -> F64:
        """The output vector, (project.width(),) float64, see `Running`."""
        return self.running.values

    @property
    def runtime(self) -> Runtime | None:
        """The running models; None while not running."""
        return self.running.runtime

    def _view(self) -> View:
        recording, models = self.recording, self.models
        return View(
            project=self.project,
            data=self._data,
            models=models.answering,
            shelves=models.shelves,
            failures=models.failures,
            running=self.running.runtime is not None,
            recorder=recording.recorder,
            playing=self._playing,
            playing_map=self.playing_map,
            training=models.trainings.present,
            evaluating=models.evaluating,
            evaluations=models.evaluations,
            undo=self._history.undo_label,
            redo=self._history.redo_label,
            teaches=recording.teaches(),
            remembered=self._remembered,
            reshaping=self.features.reshaping,
            suggesting=self.features.suggesting,
            calibrating=None if self.features.calibration is None else self.features.calibration.block,
        )

    def announce(self, kind: Happening, text: str = "", fired: Sequence[str] = ()) -> None:
        """Send a view of the state to all listeners, see `Event`."""
        self.view = self._view()
        event = Event(kind, text, self.view, self._history.fresh(), tuple(fired))
        for listener in self.listeners:
            listener(event)

    def notice(self, text: str) -> None:
        """Send all listeners a line that a person should read."""
        self.announce("notice", text)

    # The way of one vector

    def feed(self, x: F64, now: float) -> Sequence[str] | None:
        """Record one input vector, (inputs,) finite float64, and answer it.

        Args:
            now: seconds, by the clock `monotonic`; the one time used for everything done with this vector.

        Returns:
            The addresses of the recognised gestures, usually none; `values` must then be sent. None if the
            vector is not answered.
        """
        self.arrived += 1
        if not self.playing_map:  # what the map plays is made of examples
            x = self.entrance.enter(x, now, self.project.inputs)
        self.inputs, self.now = x, now
        self.features.step(x, now)
        self.recording.append(x, now)
        fired = self.running.answer(x, now)
        if fired is not None:
            self.answered += 1
        return fired

    def tick(self, now: float) -> Sequence[str]:
        """Let time pass without input; returns the addresses of gestures that the stream ended with.

        Args:
            now: as in `feed`.
        """
        return self.running.tick(now)

    # Targets

    def set_targets(self, values: Sequence[float]) -> None:
        """Set the targets of the next examples; outputs without a running model take them at once.

        Raises:
            Problem: if the number of values is wrong (nothing is set), or if some are illegal for their
                output (the others are set).
        """
        self._set_by_hand(values, self.runtime.slots if self.runtime else ())

    def set_outputs(self, values: Sequence[float], chosen: Collection[str] = ()) -> None:
        """Set targets and send the output message at once; the values remain until the next input is
        answered.

        Args:
            chosen: uids of the outputs whose values are set; if empty, all. The others keep the answers of
                their models.
        """
        answered = self.runtime.slots if self.runtime else ()
        slots = zip(value_slots(self.project), self.project.value_outputs(), strict=True)
        kept = [slot for slot, output in slots if slot in answered and chosen and output.uid not in chosen]
        try:
            self._set_by_hand(values, kept)
        finally:
            self.announce("outputs")

    def _set_by_hand(self, values: Sequence[float], kept: Collection[int]) -> None:
        wrong = set_by_hand(self.project, self.values, self.targets, values, kept)
        self.recording.use_targets()
        if wrong:
            raise Problem(f"ignored {', '.join(wrong[:5])}: not a legal value there; the others are set")

    # Takes

    def add_recorded(self, take: Take, data: TakeData) -> None:
        """Add a recorded take; the caller announces it."""
        self._data = {**self._data, take.number: data}
        self._history.do(f"record take {take.number}", editing.add_take(self.project, take))

    def add_take(self, data: TakeData, label: str) -> Take:
        """Add examples from elsewhere (a model file with data) as a take."""
        return self.add_takes([data], label)[0]

    def add_takes(
        self,
        parts: Sequence[TakeData],
        label: str,
        instead_of: Sequence[int] = (),
        like: Sequence[Take] = (),
        base: Project | None = None,
    ) -> list[Take]:
        """Add several takes as one edit.

        Args:
            instead_of: takes that are deleted; with as many takes as are added, each is made of its own.
            base: the present project with other edits, which are part of this one.
            like: for each part, the take from which it gets its name, switch and tags.
        """
        takes = [
            measured(self.project, msgspec.structs.replace(_like(model), started=part.started), part)
            for part, model in zip(parts, like or [Take(1, 0)] * len(parts), strict=True)
        ]
        return self.add_measured(parts, takes, label, instead_of, base)

    def add_measured(
        self,
        parts: Sequence[TakeData],
        takes: Sequence[Take],
        label: str,
        instead_of: Sequence[int] = (),
        base: Project | None = None,
    ) -> list[Take]:
        """Add takes that are complete except for their numbers, as one edit."""
        before, project = self.project, base or self.project
        data = dict(follow_edits(self._data, before.takes, project.takes))
        project = editing.delete_takes(project, instead_of) if instead_of else project
        first = self._free_number(project)
        made = [msgspec.structs.replace(take, number=number) for number, take in enumerate(takes, first)]
        each = len(made) == len(instead_of)
        for n, (take, part) in enumerate(zip(made, parts, strict=True)):
            sources = (instead_of[n],) if each else tuple(instead_of)
            data[take.number] = replace(part, made_of=MadeOf(sources)) if instead_of else part
        project = msgspec.structs.replace(project, takes=(*project.takes, *made))
        self._data = data
        self._history.do(label, check(project))
        if instead_of and before.gesture_outputs():
            self.models.forget_gestures(before)
        names = ", ".join(f"take {take.number}, {many(take.examples, 'example')}" for take in made[:5])
        self.announce("take", f"{label}: {names}{' …' if len(made) > 5 else ''}")
        self.models.train_gestures()
        return made

    def _free_number(self, project: Project) -> int:
        """Return the number for an added take: not that of the running take, which is added later."""
        number = editing.next_take(project)
        return max(number, self.recording.number + 1)

    def show_playing(self, number: int | None) -> None:
        """Note which take is being played into the engine; None for none."""
        if number != self._playing:
            self._playing = number
            self.announce("playing", f"playing take {number}" if number else "the take has been played")

    def show_playing_map(self, on: bool) -> None:
        """Note whether places on the map stand in for the sensor."""
        if on != self.playing_map:
            self.playing_map = on
            text = (
                "playing the map: vectors of the sensor are not answered" if on else "the sensor plays again"
            )
            self.announce("playing", text)

    # Edits, all undoable

    def edit(self, label: str, project: Project) -> None:
        """Replace the project with an edited one, under that name in the undo list.

        Raises:
            Problem: if inputs or outputs change while a take is recorded, the blocks could not be built any
                more, or a guard refuses the edit.
        """
        before = self.project
        for guard in self.guards:
            guard(before, project)
        self._check_recording(project)
        self.features.check_edit(before, project)
        if self._history.do(label, project):
            self._follow(before, label)

    def show_stage(self, on: bool) -> None:
        """Make faces show the stage, or the studio again."""
        if self._history.show_stage(on):
            self.announce("edited", f"performance mode {'on' if on else 'off'}")

    def undo(self) -> str:
        """Undo the last edit; returns its name."""
        before = self.project
        after = self._history.undone()
        self._check_recording(after)
        label = self._history.undo(after)
        self._follow(before, f"undone: {label}")
        return label

    def redo(self) -> str:
        """Redo the last undone edit; returns its name."""
        before = self.project
        after = self._history.redone()
        self._check_recording(after)
        label = self._history.redo(after)
        self._follow(before, f"done again: {label}")
        return label

    def _check_recording(self, project: Project) -> None:
        if self.recording.recorder is not None and structure(project) != structure(self.project):
            raise Problem("a take is being recorded: end it before you change inputs or outputs")

    def _follow(self, before: Project, text: str) -> None:
        self._data = follow_edits(self._data, before.takes, self.project.takes)
        if len(self.project.inputs) != len(before.inputs):
            self.inputs = np.zeros(len(self.project.inputs))
        if self.project.outputs != before.outputs:
            if structure(self.project) != structure(before) or self.project.width() != before.width():
                self.running.values, self.targets = carry_over(
                    before, self.project, self.values, self.targets
                )
            self.targets = legal_targets(self.project, self.targets)
            self.recording.use_targets()
        if self.project.blocks or before.blocks:
            self.features.follow(self.project, self.models.answering.values())
        if self.project.outputs != before.outputs or len(self.project.inputs) != len(before.inputs):
            self.running.refresh()
        if self.project.gesture_outputs():
            self.models.forget_gestures(before)
        self.announce("edited", text)
        self.models.train_gestures()

    def open(
        self,
        project: Project,
        data: Mapping[int, TakeData],
        models: Mapping[str, Model],
        text: str,
        steps: Steps = NO_STEPS,
    ) -> None:
        """Replace the project between two vectors; running continues, and the stage stays as it is."""
        self.recording.stop()
        running = self.runtime is not None
        stage = self.project.performance_mode
        self._load(project, data, models, steps, self.models.trainings.number)
        self._history.show_stage(stage)
        if running:
            self.running.compile()
        self.announce("opened", text)


def _like(model: Take) -> Take:
    """A take without examples that is called, switched and tagged as another."""
    return Take(1, 0, name=model.name, on=model.on, who=model.who, where=model.where)
