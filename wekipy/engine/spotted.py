"""Gesture outputs while they run: frames go to spotters, what they recognise to whoever sends it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from wekipy.learning.gestures import Correction, GestureOptions, Spotter, read_gestures
from wekipy.learning.model import Model
from wekipy.learning.predictors.base import Columns
from wekipy.project.schema import Gesture, GestureOutput, Project

F64 = npt.NDArray[np.float64]
_SILENT_PERIODS = 3  # of the examples' frames without one, after which a movement may have ended


@dataclass(frozen=True)
class FollowedGesture:
    """A gesture whose course is sent while it is under way.

    Attributes:
        place: of the gesture in the arrays of the spotter.
    """

    address: str
    place: int


class Spotted:
    """One gesture output that runs.

    It outlives changes of what can be set live, so that a movement under way is not lost by them.

    Args:
        output: as it is now.
        model: what it was trained with.
        width: of the input vector.
        slot: of its first distance in the output vector.
    """

    def __init__(self, output: GestureOutput, model: Model, width: int, slot: int) -> None:
        self.model, self.output = model, output
        self._columns = Columns(model.header.inputs, width)
        learned = read_gestures(model)
        self._spotter = Spotter(learned, spotting_options(output, model))
        self._silence = _SILENT_PERIODS * learned.normalisation.period
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
        """Whether it can go on with this model and these settings."""
        return self.model is model and spotting_options(output, model) == spotting_options(self.output, model)

    def go_on(self, output: GestureOutput, slot: int) -> None:
        """Take over what was set live."""
        before, self.output = self.output, output
        if output.sensitivity != before.sensitivity:
            self._switches.set_sensitivity(output.sensitivity)
        pairs = zip(output.gestures, before.gestures, strict=True)
        for n, (gesture, old) in enumerate(pairs, 1):
            self._set(n, gesture, old)
        self._place(slot)

    def _set(self, number: int, gesture: Gesture, old: Gesture | None) -> None:
        """Only what differs: any change makes the spotter forget what it was waiting for."""
        if gesture.enabled != (True if old is None else old.enabled):
            self._switches.set_enabled(number, gesture.enabled)
        if gesture.sensitivity != (0.5 if old is None else old.sensitivity):
            self._switches.set_sensitivity(gesture.sensitivity, number)
        learned = float(self._switches.learned[number - 1])
        if learned > 0 and gesture.correction != (1.0 if old is None else old.correction):
            self._switches.set_threshold(number, learned * gesture.correction)

    # While running

    def step(self, x: F64, values: F64, now: float) -> str:
        """One input vector at a time in seconds; the distances go to `values`.

        Returns:
            The address of the gesture that was recognised with it, "" for none.
        """
        self._heard = now
        found = self._spotter.step(self._columns.pick(x), now)
        values[self._slots] = found.distances
        return self._address(found.fired)

    def tick(self, now: float) -> str:
        """Time passes without input; returns as `step`."""
        if now - self._heard < self._silence:  # a slow sensor is not silent between two frames
            return ""
        return self._address(self._spotter.tick(now).fired)

    def start_run(self) -> None:
        """Running starts."""
        self._spotter.start_run()

    def stop_run(self) -> str:
        """Running stops; returns as `step`."""
        return self._address(self._spotter.stop_run())

    def _address(self, fired: int) -> str:
        if not fired:
            return ""
        self._fired[fired - 1] += 1
        return self.output.gestures[fired - 1].address

    def course(self) -> F64:
        """(gestures, 3): progress, the threshold that counts now, and how often each was recognised."""
        return np.stack((self.now.progress, self._switches.effective(), self._fired), axis=1)

    def followed(self) -> list[FollowedGesture]:
        """The gestures whose course is to be sent."""
        if not self.output.send_following:
            return []
        return [FollowedGesture(g.address, n) for n, g in enumerate(self.output.gestures) if g.enabled]

    # Corrections

    def correct_wrong(self) -> Correction:
        """The gesture recognised last needs a closer match."""
        return self._spotter.correct_wrong()

    def correct_missed(self, gesture: int) -> Correction:
        """What came nearest to a gesture (from 1) in the last seconds is recognised from now on."""
        return self._spotter.correct_missed(gesture)

    def correction(self, found: Correction) -> float:
        """The factor by which a corrected threshold differs from the learned one."""
        return found.after / float(self._switches.learned[found.gesture - 1])


def spotting_options(output: GestureOutput, model: Model) -> GestureOptions:
    """Settings that a spotter is made with: those that its model was learned with, and the live ones."""
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
    """The gesture outputs that run, by uid; those that were there `before` go on where they can."""
    spotted = {}
    for slot, output in zip(project.slots(), project.outputs, strict=True):
        model = models.get(output.uid)
        if model is None or not isinstance(output, GestureOutput) or not output.run:
            continue
        if model.header.classes != len(output.gestures) or model.header.inputs[-1] >= len(project.inputs):
            continue
        old = before.get(output.uid)
        if old is not None and old.fits(output, model):
            old.go_on(output, slot)
            spotted[output.uid] = old
        else:
            spotted[output.uid] = Spotted(output, model, len(project.inputs), slot)
    return spotted
