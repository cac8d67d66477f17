"""Records takes; keeps the targets of their rows and what the next take shows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timezone

import numpy as np

from wekipy.engine.host import Host
from wekipy.engine.recorder import Recorder
from wekipy.engine.take_splitting import split_gesture
from wekipy.engine.target_choice import Chosen, gesture_to_teach, number_of
from wekipy.engine.values import F64, recorded_targets
from wekipy.project import editing
from wekipy.project.counting import many
from wekipy.project.problem import Problem
from wekipy.project.schema import Take
from wekipy.stages.features import on_grid


class Recording:
    """Starts and stops takes.

    Attributes:
        recorder: the running take; None without one.
        of_gesture: the take shows a gesture, or idle movement; else it stores the targets.
        chosen: the gesture that the next take shows; None for the targets.
    """

    def __init__(self, engine: Host) -> None:
        self._engine = engine
        self.recorder: Recorder | None = None
        self.of_gesture = False
        self.chosen: Chosen | None = None
        self._began = 0.0  # by the engine's `monotonic`
        self._shown = 0
        self._marks: list[float] = []
        self.use_targets()

    @property
    def examples(self) -> int:
        """The number of examples in the running take; 0 without one."""
        return 0 if self.recorder is None else len(self.recorder)

    @property
    def number(self) -> int:
        """The number of the running take; 0 without one."""
        return 0 if self.recorder is None else self.recorder.number

    def append(self, x: F64, now: float) -> None:
        """Record one vector if a take is running."""
        if self.recorder is not None:
            self.recorder.append(now - self._began, x, self._row_targets)

    def use_targets(self) -> None:
        """Store the engine's present targets with the next rows; not in a take of a gesture."""
        if not self.of_gesture:
            self._row_targets = recorded_targets(self._engine.project, self._engine.targets)

    def choose(self, gesture: Chosen | None) -> None:
        """Choose whether the next takes show a gesture or store the targets."""
        if gesture != self.chosen:
            self.chosen = gesture
            self._engine.announce("edited")

    def teaches(self) -> int | None:
        """What the running or next take shows, see `View.teaches`."""
        if self.recorder is None:
            return gesture_to_teach(self._engine.project, self.chosen)
        return self._shown if self.of_gesture else None

    def check_writable(self) -> None:
        """Raise a Problem if nothing can be recorded."""
        if self._engine.read_only:
            raise Problem(self._engine.read_only)

    def start(self) -> int:
        """Start a take of what is chosen, the targets or a gesture; returns its number.

        If such a take is running, it continues; a take of a gesture ends if targets are chosen.
        """
        gesture = gesture_to_teach(self._engine.project, self.chosen)
        if self.recorder is not None and (gesture is not None or not self.of_gesture):
            return self.recorder.number
        self.check_writable()
        if gesture is not None:
            return self.start_gesture(gesture)
        if not any(output.record for output in self._engine.project.value_outputs()):
            raise Problem("no output is enabled for recording: enable at least one")
        self.stop()
        return self._begin_values()

    def start_gesture(self, number: int) -> int:
        """Start an example of a gesture (from 1, through all gesture outputs); returns the take number."""
        output, gesture = editing.gesture_at(self._engine.project, number)
        if not output.record:
            raise Problem(f"{output.name} is not enabled for recording: enable it first")
        name = output.gestures[gesture - 1].name
        return self.start_example([output.uid], gesture, f"an example of {name}")

    def start_example(self, uids: Sequence[str], gesture: int, what: str) -> int:
        """Start a take that shows a gesture (from 1; 0 is idle movement); returns its number.

        A running take ends first, unless it shows the same.
        """
        self.check_writable()
        target = np.full(len(uids), gesture, np.float32)
        recorder = self.recorder
        if recorder is not None:
            same = recorder.outputs == tuple(uids) and np.array_equal(self._row_targets, target)
            if same and self.of_gesture:
                return recorder.number
            self.stop()
        self.of_gesture = True
        self._shown = number_of(self._engine.project, uids[0], gesture)
        self._row_targets = target
        return self._begin(tuple(uids), f": {what}")

    def _begin_values(self) -> int:
        return self._begin(tuple(output.uid for output in self._engine.project.value_outputs()), "")

    def _begin(self, uids: tuple[str, ...], what: str) -> int:
        engine = self._engine
        engine.show_playing_map(False)  # what is recorded comes from the sensor
        number = editing.next_take(engine.project)
        started = datetime.fromtimestamp(engine.clock(), timezone.utc).isoformat(timespec="milliseconds")
        self._began = on_grid(engine.monotonic())
        state = engine.features.state(self._began)
        self.recorder = Recorder(number, len(engine.project.inputs), uids, started, state)
        self._marks = []
        engine.announce("recording", f"recording take {number}{what}")
        return number

    def mark(self) -> None:
        """End the present example of the running take and start the next."""
        if self.recorder is None or not self.of_gesture:
            raise Problem("a mark cuts a take of gestures, and none is being recorded")
        self._marks.append(self._engine.monotonic() - self._began)

    def stop(self) -> Take | None:
        """End the take; returns it, or None if none was running or nothing arrived."""
        recorder, engine = self.recorder, self._engine
        if recorder is None:
            return None
        self.recorder = None
        of_gesture, self.of_gesture = self.of_gesture, False
        self.use_targets()
        if not len(recorder):
            engine.announce(
                "recording", f"take {recorder.number} is empty: no inputs arrived while recording"
            )
            return None
        take = recorder.take(engine.project)
        engine.add_recorded(take, recorder.finish())
        engine.announce("take", f"take {take.number}: {many(take.examples, 'example')}")
        if of_gesture:
            self._cut_at_marks(take)
            engine.models.train_gestures()
        else:
            engine.models.learn_at_once()
        return take

    def go_on_in_next_take(self) -> None:
        """End the take and continue recording in a new one.

        A take of a gesture continues: it is one example. So does an empty take.
        """
        if self.examples and not self.of_gesture:
            self.stop()
            self._begin_values()

    def _cut_at_marks(self, take: Take) -> None:
        try:
            if self._marks:
                engine = self._engine
                engine.add_takes(*split_gesture(engine.project, engine.view.data, take.number, self._marks))
        except Problem as e:
            self._engine.notice(str(e))
