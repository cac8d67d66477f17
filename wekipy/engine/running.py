"""Runs the models: their answers, and the gestures that they recognise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from wekipy.engine.host import Host
from wekipy.engine.recent_frames import Memory
from wekipy.engine.runtime import AT_ONCE, Runtime, made_of
from wekipy.engine.spotted import Spotted, spot
from wekipy.engine.values import F64, initial_values
from wekipy.project.counting import many
from wekipy.project.schema import GestureOutput


class Running:
    """Starts and stops answering.

    Attributes:
        values: (project.width(),) float64, the output vector; predictions while running, else what was set.
        runtime: the running models; None while not running.
        memory: the last second, while an output that may reject is running.
        spotted: the gesture outputs that have run since the project was opened, by uid; for corrections.
    """

    def __init__(self, engine: Host) -> None:
        self._engine = engine
        self.values = initial_values(engine.project)
        self.runtime: Runtime | None = None
        self.memory: Memory | None = None
        self.spotted: Mapping[str, Spotted] = {}

    def answer(self, x: F64, now: float) -> Sequence[str] | None:
        """Answer one vector into `values`; returns as `Engine.feed`."""
        runtime = self.runtime
        if runtime is None or runtime.silent:
            return None
        fired = runtime.answer(x, self.values, now)
        if self.memory is not None:
            self.memory.keep(x, self.values, now)
        return self._performed(fired) if fired else fired

    def tick(self, now: float) -> Sequence[str]:
        """Let time pass without inputs; returns as `Engine.tick`."""
        if self.runtime is None or not self.runtime.spotted:
            return ()
        return self._performed([found.tick(now) for found in self.runtime.spotted])

    def _performed(self, addresses: Sequence[str]) -> Sequence[str]:
        """Return the addresses to send; none while an example is recorded."""
        return () if self._engine.recording.of_gesture else [address for address in addresses if address]

    @property
    def answers(self) -> bool:
        """Whether vectors are answered: it runs, and there is or was a model."""
        return self.runtime is not None and not self.runtime.silent

    def start(self) -> None:
        """Answer every vector from now on."""
        if self.runtime is None:
            self.compile()
            for found in self.spotted.values():
                found.start_run()
            self._engine.announce("running", "; ".join([self._words(), *self._left_out()]))
            self._engine.models.train_gestures()

    def stop(self) -> None:
        """Stop answering; outputs keep their last values."""
        if self.runtime is not None:
            fired = self._performed([found.stop_run() for found in self.runtime.spotted])
            self.runtime = None
            self._engine.announce("running", "stopped", fired)

    def refresh(self, ready: Runtime | None = None) -> None:
        """Apply changes of the project or the models, if it runs.

        Args:
            ready: a runtime compiled aside, used if it is up to date.
        """
        if self.runtime is not None:
            self.compile(ready)

    def swap(self, whole: Runtime) -> None:
        """Switch to a runtime that was compiled aside, if it is up to date."""
        before = self.runtime
        if before is not None and before.made_of == whole.made_of:
            whole.go_on_from(before, self.values)
            self.runtime = whole
            if self.memory is not None:
                self.memory.rejections = whole.rejections
            self._engine.announce("running")

    def compile(self, ready: Runtime | None = None) -> None:
        """Compile the present models and settings, and answer with them; see `refresh`."""
        project, models = self._engine.project, self._engine.models.answering
        self.spotted = spot(project, models, self.spotted)
        for slot, output in zip(project.slots(), project.outputs, strict=True):
            if isinstance(output, GestureOutput) and output.uid not in self.spotted:
                self.values[slot : slot + output.width] = output.default
        if ready is None or ready.made_of != made_of(project, models):
            ready = Runtime(project, models, AT_ONCE)
        self._engine.features.follow(project, models.values())
        ready.begin(self.values, tuple(self.spotted.values()), self._engine.features)
        if self.runtime is not None:
            ready.keep_stages(self.runtime)
        self.runtime = ready
        rejections = ready.rejections
        self.memory = Memory(len(project.inputs), rejections) if rejections else None

    def _left_out(self) -> list[str]:
        """A sentence for each stage that cannot be applied."""
        return [
            problem for one in (self.runtime.shapings if self.runtime else ()) for problem in one.problems
        ]

    def _words(self) -> str:
        ready = self.runtime.answering if self.runtime else 0
        of = len(self._engine.project.outputs)
        training = self._engine.models.trainings.present is not None
        if ready == of:
            return "running"
        if not self.answers:
            if training:
                return "running: training; the outputs answer when it ends"
            return "running, but no output has a model: record examples and train; until then nothing answers"
        if not ready:
            return "running, but every output that has a model is switched off; all keep their values"
        others = "answer when the training ends" if training else "keep their values"
        verb = "answers" if ready == 1 else "answer"
        return f"running: {ready} of {many(of, 'output')} {verb}, the others {others}"
