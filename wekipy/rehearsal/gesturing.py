"""A performer of gestures: shows three of them three times each, then performs them among idle movement."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from wekipy.faces.wekinator import DONE_TRAINING
from wekipy.osc.codec import decode, encode, numbers
from wekipy.rehearsal.link import Link

Vector = npt.NDArray[np.float64]

NAMES = ("circle", "line", "wave")
RATE = 100.0  # vectors a second
SHOWN, PERFORMED = 3, 9  # examples of each, and performances in all
IDLE = 40  # vectors of other movement between performances
_NOISE = 0.015
_PICTURED = 0.6  # of a gesture
_FASTEST, _SLOWEST = 40, 90  # vectors that a performance takes


def path(gesture: int, frames: int, rng: np.random.Generator) -> Vector:
    """One performance of a gesture (from 0): (frames, 2), about 0 to 1."""
    t = np.linspace(0, 1, frames)
    shapes = (
        (0.5 + 0.4 * np.cos(2 * np.pi * t), 0.5 + 0.4 * np.sin(2 * np.pi * t)),
        (t, np.full(frames, 0.5)),
        (0.5 + 0.4 * np.sin(4 * np.pi * t), t),
    )
    return np.stack(shapes[gesture], 1) + rng.normal(0, _NOISE, (frames, 2))


@dataclass(frozen=True)
class GestureScene:
    """What a spectator sees.

    Attributes:
        doing: in words.
        place: (2,) the last vector sent.
        progress: of each gesture, 0 to 1; 0 when it is not under way.
        recognised: names of the gestures recognised so far.
    """

    doing: str
    place: Vector
    progress: tuple[float, ...] = (0.0,) * len(NAMES)
    recognised: tuple[str, ...] = ()


@dataclass(frozen=True)
class GestureSummary:
    """How it went.

    Attributes:
        right: performances that brought their own trigger.
        wrong: triggers that should not have been.
        delay: median seconds from the end of a gesture to its trigger; below 0 is before it.
    """

    performed: int
    right: int
    wrong: int
    delay: float


class GesturePerformance:
    """Shows and performs.

    Attributes:
        scene: now; replaced with every vector, may be read from another thread.
        picture: the last one in which a gesture was well under way.
    """

    def __init__(self, link: Link) -> None:
        self._link, self._rng = link, np.random.default_rng(5)
        self._looked = 0
        self.scene = self.picture = GestureScene("getting ready", np.full(2, 0.5))

    def run(self) -> GestureSummary:
        """The whole performance, some 20 seconds.

        Raises:
            TimeoutError: if the engine does not answer.
        """
        self._link.send(encode("/wekipy/configure_output", 1, json.dumps({"send_following": True})))
        for gesture, name in enumerate(NAMES):
            for n in range(SHOWN):
                self._show(gesture, f"showing “{name}”, {n + 1} of {SHOWN}")
        self._link.control("startRunning")
        self._link.pump(0.3)
        return self._perform()

    def _show(self, gesture: int, doing: str) -> None:
        frames = int(self._rng.integers(55, 65))
        mark = len(self._link.got)
        self._link.control("startDtwRecording", gesture + 1)
        self._play(path(gesture, frames, self._rng), doing)
        self._link.control("stopDtwRecording")
        if self._link.wait(DONE_TRAINING, mark, 60.0) is None:
            raise TimeoutError("the engine did not learn the gesture within a minute")

    def _perform(self) -> GestureSummary:
        right, wrong, delays = 0, 0, []
        order = [*self._rng.permutation(np.arange(PERFORMED) % len(NAMES))]
        for gesture in order:
            mark = len(self._link.got)
            self._play(self._idle(), "moving idly")
            frames = int(self._rng.integers(_FASTEST, _SLOWEST))
            pace = f"{60 / frames:.1f} × as fast"
            self._play(path(gesture, frames, self._rng), f"performing “{NAMES[gesture]}”, {pace}")
            end = time.perf_counter()
            self._link.pump(0.3)
            self._look()
            recognised = [(when, name) for when, name in map(_trigger, self._link.got[mark:]) if name]
            mine = [when for when, name in recognised if name == NAMES[gesture]]
            right += bool(mine)
            wrong += len(recognised) - bool(mine)
            delays += [when - end for when in mine[:1]]
        return GestureSummary(len(order), right, wrong, float(np.median(delays)) if delays else float("nan"))

    def _idle(self) -> Vector:
        steps = self._rng.normal(0, 0.01, (IDLE, 2))
        idle: Vector = self._rng.uniform(0.3, 0.7, 2) + np.cumsum(steps, 0)
        return idle

    def _play(self, frames: Vector, doing: str) -> None:
        start = time.perf_counter()
        for n, x in enumerate(frames):
            self._link.inputs(x)
            self._look()
            self.scene = replace(self.scene, doing=doing, place=x)
            if _PICTURED < max(self.scene.progress) < 1:
                self.picture = self.scene
            self._link.pump(max(0.0, start + (n + 1) / RATE - time.perf_counter()))

    def _look(self) -> None:
        """Take in what the engine has said since the last time."""
        progress, recognised = list(self.scene.progress), self.scene.recognised
        for when, packet in self._link.got[self._looked :]:
            name = _trigger((when, packet))[1]
            if name:
                recognised = (*recognised, name)
            elif packet.startswith(b"/output_"):
                message = decode(packet)[0]
                gesture, what = int(message.address[8]) - 1, message.address[10:]
                if what == "progress":
                    progress[gesture] = float(numbers(message)[0])
                elif what == "match" and not numbers(message)[0]:
                    progress[gesture] = 0.0
        self._looked = len(self._link.got)
        self.scene = replace(self.scene, progress=tuple(progress), recognised=recognised)


def _trigger(got: tuple[float, bytes]) -> tuple[float, str]:
    """When a packet came, and the gesture whose trigger it is; "" if it is none."""
    when, packet = got
    for n, name in enumerate(NAMES, 1):
        if packet == encode(f"/output_{n}"):
            return when, name
    return when, ""
