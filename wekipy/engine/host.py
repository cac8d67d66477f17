"""The interfaces that the parts of the engine use, so that none of them imports the engine.

`Engine` is the only host; it passes itself to each part.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

from wekipy.engine.features import Features
from wekipy.engine.runtime import Runtime
from wekipy.engine.trainings import Trainings
from wekipy.engine.view import Happening, View
from wekipy.learning.model import Model
from wekipy.project.examples import TakeData
from wekipy.project.schema import Project, Take

F64 = npt.NDArray[np.float64]


class AsksRecording(Protocol):
    """What other parts use of `Recording`."""

    of_gesture: bool


class AsksModels(Protocol):
    """What other parts use of `Models`."""

    trainings: Trainings

    @property
    def answering(self) -> Mapping[str, Model]: ...
    def train_gestures(self) -> None: ...
    def learn_at_once(self) -> None: ...


class AsksRunning(Protocol):
    """What other parts use of `Running`."""

    def refresh(self, ready: Runtime | None = None) -> None: ...


class Host(Protocol):
    """What the parts use of `Engine`."""

    targets: F64
    read_only: str

    @property
    def project(self) -> Project: ...
    @property
    def view(self) -> View: ...
    @property
    def recording(self) -> AsksRecording: ...
    @property
    def models(self) -> AsksModels: ...
    @property
    def running(self) -> AsksRunning: ...
    @property
    def features(self) -> Features: ...
    def clock(self) -> float: ...
    def monotonic(self) -> float: ...
    def announce(self, kind: Happening, text: str = "", fired: Sequence[str] = ()) -> None: ...
    def notice(self, text: str) -> None: ...
    def show_playing_map(self, on: bool) -> None: ...
    def edit(self, label: str, project: Project) -> None: ...
    def add_recorded(self, take: Take, data: TakeData) -> None: ...
    def add_takes(
        self,
        parts: Sequence[TakeData],
        label: str,
        instead_of: Sequence[int] = (),
        like: Sequence[Take] = (),
    ) -> list[Take]: ...
