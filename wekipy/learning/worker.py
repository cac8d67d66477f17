"""What runs inside a worker process. scikit-learn is imported here and nowhere in the engine."""

from __future__ import annotations

import contextlib
import gc
import os
import shutil
import signal
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, TypeAlias

import msgspec
import numpy as np
import numpy.typing as npt

from wekipy.learning import progress
from wekipy.learning.model import Model, TrainingJob
from wekipy.learning.novelty.known import KnownNovelty
from wekipy.learning.parcel import Parcel, Room, pack
from wekipy.learning.scratch import Told
from wekipy.learning.soundness import check_model
from wekipy.project.problem import Problem

Task: TypeAlias = Literal["train", "evaluate", "map"]
Result: TypeAlias = Model | bytes | str

_NICENESS = 10  # the stream goes first whenever both want the processor
_TELL_EVERY = 0.1  # seconds


def warm_up(engine: int, scratch: Path) -> None:
    """Make a fresh worker polite and ready: low priority, deaf to Ctrl-C, scikit-learn imported.

    Args:
        engine: process id of the engine it works for.
        scratch: the folder that it leaves files in, removed if it is killed.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(_NICENESS)
    if hasattr(os, "sched_setscheduler"):
        # Batch scheduling never preempts the engine when a worker wakes up.
        with contextlib.suppress(OSError):
            os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))
    _end_with(engine, scratch)
    import wekipy.learning.teaching  # noqa: F401, PLC0415  the import is the warming

    # loky collects garbage after jobs. Looking through what was imported would take 20 ms each time, on the
    # processor that the engine's own threads need then, to bring the models in beside the stream.
    gc.collect()
    gc.freeze()


def _end_with(engine: int, scratch: Path) -> None:
    """Leave as soon as the engine is gone, even if it was killed and could not say goodbye."""

    def watch() -> None:
        while os.getppid() == engine:
            time.sleep(1.0)
        shutil.rmtree(scratch, ignore_errors=True)
        os._exit(0)

    threading.Thread(target=watch, name="watch-engine", daemon=True).start()


def ready() -> int:
    """Answered once a worker is warm; its process id."""
    return os.getpid()


@dataclass(frozen=True)
class Errand:
    """A job on its way to a worker.

    Attributes:
        stored: path of the .npy file with the job's X; "" if the job brings it.
        told: where to tell how far it is.
        room: for the file of the model that is made; None for none.
    """

    job: TrainingJob
    stored: str
    told: Told
    room: Room | None


class Known:
    """What is the same for jobs that are done one after the other."""

    def __init__(self) -> None:
        self.novelty = KnownNovelty()
        self._stored, self._examples = "", np.empty((0, 0), np.float32)

    def examples(self, stored: str) -> npt.NDArray[np.float32]:
        """The examples in a file; the same object as before if it is the same file."""
        if stored != self._stored:
            self._stored = stored
            self._examples = np.load(stored, mmap_mode="r", allow_pickle=False)
        return self._examples


def work(task: Task, errands: Sequence[Errand]) -> list[Result | Parcel]:
    """Do jobs one after the other; for each what it gives, or the sentence why it cannot be done.

    Returns:
        A `Model` (packed if there is room) for "train", the JSON of an `Evaluation` for "evaluate", of places
        for "map".
    """
    known = Known()
    return [_packed(_work(task, errand, known), errand) for errand in errands]


def _packed(result: Result, errand: Errand) -> Result | Parcel:
    if errand.room is None or not isinstance(result, Model):
        return result
    return pack(result, errand.room.file(errand.job.number), errand.room.write)


def _work(task: Task, errand: Errand, known: Known) -> Result:
    job = errand.job
    if errand.stored:
        job = replace(job, X=known.examples(errand.stored))
    progress.listen(_teller(errand.told))
    try:
        return _do(task, job, known.novelty)
    except Problem as e:
        return str(e)
    except MemoryError:
        return f"output {job.number} could not be done: not enough memory for {len(job.y)} examples"
    except Exception as e:  # noqa: BLE001  a fault of one algorithm must not look like a dead worker
        return f"output {job.number} could not be done: {type(e).__name__}: {e}; please report this"
    finally:
        progress.listen(None)
        errand.told.tell(1.0)


def _do(task: Task, job: TrainingJob, novelty: KnownNovelty) -> Model | bytes:
    if task == "map":
        from wekipy.learning.mapping import make_map  # noqa: PLC0415

        return make_map(job)
    if job.kind == "gesture" and task == "train":
        from wekipy.learning.gestures.teaching import teach_gestures  # noqa: PLC0415

        return _looked_through(teach_gestures(job))
    if task == "evaluate":
        from wekipy.learning.evaluation import evaluate, evaluate_gesture_output  # noqa: PLC0415

        if job.kind == "gesture":
            return msgspec.json.encode(evaluate_gesture_output(job))
        return msgspec.json.encode(evaluate(job, progress.tell))
    from wekipy.learning.teaching import teach  # noqa: PLC0415

    return _looked_through(teach(job, novelty))


def _looked_through(model: Model) -> Model:
    """The model, if it is sound: the engine need not look again, while packets come."""
    check_model(model)
    return model


def _teller(told: Told) -> Callable[[float], None]:
    """Tells of progress now and then."""
    last = 0.0

    def tell(share: float) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= _TELL_EVERY:
            last = now
            told.tell(share)

    return tell
