"""Runs gesture outputs: passes frames to spotters and returns the addresses of recognised gestures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from wekipy.engine.features import features_for
from wekipy.learning.gestures import Correction, GestureOptions, Spotter, read_gestures
from wekipy.learning.model import Model
from wekipy.learning.predictors.base import Columns
from wekipy.project.schema import Gesture, GestureOutput, Project

F64 = npt.NDArray[np.float64]
_SILENT_PERIODS = 3  # frame periods without input after which a movement may have ended


@dataclass(frozen=True)
class FollowedGesture:
    """A gesture whose progress is sent while it is under way.

    Attributes:
        place: index of the gesture in the arrays of the spotter.
    """

    address: str
    place: int


class Spotted:
    """One gesture output that runs.

    It survives changes of live settings, so that a movement under way is not lost.

    Args:
        output: its current settings.
        model: what it was trained with.
        features: length of the vector.
        slot: place of its first distance in the output vector.

    Attributes:
        plan: what the features that it reads are made of.
        period: seconds between the frames of the examples.
    """

    def __init__(self, output: GestureOutput, model: Model, features: int, slot: int) -> None:
        self.model, self.output = model, output
        self.plan = model.header.plan
        self._columns = Columns(model.header.inputs, features)
        learned = read_gestures(model)
        self._spotter = Spotter(learned, spotting_options(output, model))
        self.period = learned.normalisation.period
        self._silence = _SILENT_PERIODS * self.period
        self._heard = 0.0
        self._switches = self._spotter.switches
        self.now = self._spotter.now
        self._fired = np.zeros(len(output.gestures))
        self._switches.set_sensitivity(output.sensitivity)
        for n, gesture in enumerate(output.gestures, 1):
            self._set(n, gesture, None)
        self._place(slot)

    def _place(self, slot: int) -> None:
        self._slots = slice(slot, slot + len(self.output.gestures))

    def fits(self, output: GestureOutput, model: Model) -> bool:
        """Whether it can continue with this model and these settings."""
        return self.model is model and spotting_options(output, model) == spotting_options(self.output, model)

    def go_on(self, output: GestureOutput, slot: int) -> None:
        """Apply live settings."""
        before, self.output = self.output, output
        if output.sensitivity != before.sensitivity:
            self._switches.set_sensitivity(output.sensitivity)
        pairs = zip(output.gestures, before.gestures, strict=True)
        for n, (gesture, old) in enumerate(pairs, 1):
            self._set(n, gesture, old)
        self._place(slot)

    def _set(self, number: int, gesture: Gesture, old: Gesture | None) -> None:
        """Apply only differences: any change resets a pending recognition of the spotter."""
        if gesture.enabled != (True if old is None else old.enabled):
            self._switches.set_enabled(number, gesture.enabled)
        if gesture.sensitivity != (0.5 if old is None else old.sensitivity):
            self._switches.set_sensitivity(gesture.sensitivity, number)
        learned = float(self._switches.learned[number - 1])
        if learned > 0 and gesture.correction != (1.0 if old is None else old.correction):
            self._switches.set_threshold(number, learned * gesture.correction)

    # While running

    def step(self, x: F64, values: F64, now: float) -> str:
        """Process one vector of features at time `now` in seconds; writes the distances to `values`.

        Returns:
            The address of the gesture recognised with it, "" for none.
        """
        self._heard = now
        found = self._spotter.step(self._columns.pick(x), now)
        values[self._slots] = found.distances
        return self._address(found.fired)

    def tick(self, now: float) -> str:
        """Let time pass without input; returns as `step`."""
        if now - self._heard < self._silence:  # a slow sensor is not silent between frames
            return ""
        return self._address(self._spotter.tick(now).fired)

    def start_run(self) -> None:
        """Start running."""
        self._spotter.start_run()

    def stop_run(self) -> str:
        """Stop running; returns as `step`."""
        return self._address(self._spotter.stop_run())

    def _address(self, fired: int) -> str:
        if not fired:
            return ""
        self._fired[fired - 1] += 1
        return self.output.gestures[fired - 1].address

    def progress(self) -> F64:
        """(gestures, 3): progress, present threshold, and how often each was recognised."""
        return np.stack((self.now.progress, self._switches.effective(), self._fired), axis=1)

    def followed(self) -> list[FollowedGesture]:
        """The gestures whose progress is sent."""
        if not self.output.send_following:
            return []
        return [FollowedGesture(g.address, n) for n, g in enumerate(self.output.gestures) if g.enabled]

    # Corrections

    def correct_wrong(self) -> Correction:
        """Make the gesture recognised last need a closer match."""
        return self._spotter.correct_wrong()

    def correct_missed(self, gesture: int) -> Correction:
        """Make the nearest movement to a gesture (from 1) in the last seconds count as one."""
        return self._spotter.correct_missed(gesture)

    def correction(self, found: Correction) -> float:
        """The ratio of the corrected threshold to the learned one."""
        return found.after / float(self._switches.learned[found.gesture - 1])


def spotting_options(output: GestureOutput, model: Model) -> GestureOptions:
    """Return the settings of a spotter: those of its model, and the live ones."""
    learned = model.header.options
    return GestureOptions(
        slowest=float(learned.get("slowest", output.slowest)),
        fastest=float(learned.get("fastest", output.fastest)),
        offset=bool(learned.get("offset", output.offset)),
        scale=bool(learned.get("scale", output.scale)),
        refractory=output.refractory,
        early=output.early,
        once_per_run=output.once_per_run,
    )


def spot(project: Project, models: Mapping[str, Model], before: Mapping[str, Spotted]) -> dict[str, Spotted]:
    """Return the running gesture outputs by uid; those of `before` continue where they can."""
    spotted = {}
    for slot, output in zip(project.slots(), project.outputs, strict=True):
        model = models.get(output.uid)
        if model is None or not isinstance(output, GestureOutput) or not output.run:
            continue
        width = features_for(model, project)
        if model.header.classes != len(output.gestures) or model.header.inputs[-1] >= width:
            continue
        old = before.get(output.uid)
        if old is not None and old.fits(output, model):
            old.go_on(output, slot)
            spotted[output.uid] = old
        else:
            spotted[output.uid] = Spotted(output, model, width, slot)
    return spotted
