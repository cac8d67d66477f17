"""A loudspeaker for tests: keeps what was heard."""

from __future__ import annotations

import numpy as np

from wekipy.gui.sound.synth import RATE


class Speaker:
    """Takes the place of the system's device, which a test machine does not have."""

    def __init__(self) -> None:
        self.heard: list[np.ndarray] = []
        self.running = False
        self.broken = False
        self.room = RATE // 100

    def start(self) -> bool:
        self.running = True
        return True

    def stop(self) -> None:
        self.running = False

    def write(self, samples: np.ndarray) -> None:
        self.heard.append(samples)

    def take(self) -> np.ndarray:
        """What was heard since the last time."""
        heard = np.concatenate([*self.heard, np.zeros(1)])
        self.heard.clear()
        return heard
