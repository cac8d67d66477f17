"""What runs inside a training worker process. scikit-learn is imported here and nowhere in the engine."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
import time

from wekipy.learning.model import Model, TrainingJob
from wekipy.project.problem import Problem

_NICENESS = 10  # the stream goes first whenever both want the processor


def warm_up() -> None:
    """Make a fresh worker polite and ready: low priority, deaf to Ctrl-C, scikit-learn imported."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(_NICENESS)
    if hasattr(os, "sched_setscheduler"):
        # Batch scheduling never preempts the engine when a worker wakes up.
        with contextlib.suppress(OSError):
            os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))
    _end_with_engine()
    import wekipy.learning.teaching  # noqa: F401, PLC0415  the import is the warming


def _end_with_engine() -> None:
    """Leave as soon as the engine is gone, even if it was killed and could not say goodbye."""
    engine = os.getppid()

    def watch() -> None:
        while os.getppid() == engine:
            time.sleep(1.0)
        os._exit(0)

    threading.Thread(target=watch, name="watch-engine", daemon=True).start()


def ready() -> int:
    """Answered once a worker is warm; its process id."""
    return os.getpid()


def train_one(job: TrainingJob) -> Model | str:
    """The model of a job, or the sentence why there is none."""
    from wekipy.learning.teaching import teach  # noqa: PLC0415

    try:
        return teach(job)
    except Problem as e:
        return str(e)
    except MemoryError:
        return f"output {job.number} could not be trained: not enough memory for {len(job.y)} examples"
    except Exception as e:  # noqa: BLE001  a fault of one algorithm must not look like a dead worker
        return f"output {job.number} could not be trained: {type(e).__name__}: {e}; please report this"
