"""What is sent to a worker process, and what comes back.

Imports nothing that takes time, so that a pool can start a worker before its caller has imported the rest: on
the command line both go on at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from wekipy.learning.model import Model, TrainingJob
    from wekipy.learning.model_transport import Room

Task: TypeAlias = Literal[
    "train", "evaluate", "map", "score", "reshape", "fit", "hold out", "explain", "nearest"
]
Result: TypeAlias = "Model | bytes | str"


@dataclass(frozen=True)
class WorkItem:
    """A job as it is sent to a worker.

    Attributes:
        stored: path of the .npy file with the job's X; "" if the job brings it.
        place: its number in the run, from 0; identifies it in progress reports.
        room: for the file of the model that is made; None for none.
        stored_present: paths of the .npy files with large arrays of the model that the job compares with.
    """

    job: TrainingJob
    stored: str
    place: int
    room: Room | None
    stored_present: Mapping[str, str] = field(default_factory=dict)
