"""Runs jobs inside a worker process. scikit-learn is imported here and nowhere in the engine."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final, TypeAlias

import msgspec
import numpy as np
import numpy.typing as npt

from wekipy.learning import progress
from wekipy.learning.algorithm import load
from wekipy.learning.model import Model, TrainingJob
from wekipy.learning.model_transport import ModelFile, pack
from wekipy.learning.novelty.shared import KnownNovelty
from wekipy.learning.validation import check_model
from wekipy.learning.wild import set_aside
from wekipy.learning.work_item import Result, Task, WorkItem
from wekipy.project.counting import many
from wekipy.project.fault import own_fault
from wekipy.project.problem import Problem
from wekipy.stages.features import FeatureRun, rows_to_features
from wekipy.stages.table import input_stage_for

ReportProgress: TypeAlias = Callable[[int, float], None]

_REPORT_EVERY = 0.2  # seconds


class Known:
    """Caches what consecutive jobs share."""

    def __init__(self) -> None:
        self.novelty = KnownNovelty()
        self._stored, self._examples = "", np.empty((0, 0), np.float32)

    def examples(self, stored: str) -> npt.NDArray[np.float32]:
        """Return the examples in a file; the same object if it is the same file."""
        if stored != self._stored:
            self._stored = stored
            self._examples = np.load(stored, mmap_mode="r", allow_pickle=False)
        return self._examples


def work(task: Task, items: Sequence[WorkItem], report: ReportProgress) -> list[Result | ModelFile]:
    """Run jobs one after the other; returns each result, or a sentence why the job failed.

    Args:
        report: receives the place and progress, 0 to 1, of each job now and then.

    Returns:
        A `Model` (packed if there is room) for "train", the JSON of an `Evaluation` for "evaluate", of places
        for "map", of a `Score` for "score", of an `Explanation` for "explain", of `Likeness` for "nearest";
        the features, (rows, features) float32, for "reshape"; the JSON of what a stage learned for "fit", of
        a `HeldOut` for "hold out".
    """
    known = Known()
    return [_packed(_work(task, item, known, report), item) for item in items]


def _packed(result: Result, item: WorkItem) -> Result | ModelFile:
    if item.room is None or not isinstance(result, Model):
        return result
    return pack(result, item.room.file(item.job.number), item.room.write)


def _work(task: Task, item: WorkItem, known: Known, report: ReportProgress) -> Result:
    job = item.job
    if item.stored:
        job = replace(job, X=known.examples(item.stored))
    if item.stored_present:
        job = _with_present(job, item.stored_present)
    progress.listen(_now_and_then(report, item.place))
    try:
        return _do(task, job, known.novelty)
    except Problem as e:
        return str(e)
    except MemoryError:
        return f"output {job.number} could not be done: not enough memory for {many(len(job.y), 'example')}"
    except Exception as e:  # noqa: BLE001  a fault of one algorithm must not look like a dead worker
        return f"output {job.number} could not be done: {own_fault(e)}"
    finally:
        progress.listen(None)
        report(item.place, 1.0)


def _with_present(job: TrainingJob, stored: Mapping[str, str]) -> TrainingJob:
    """Return the job with the arrays of the present model that were passed in files."""
    assert job.comparison is not None  # noqa: S101  they are its arrays
    present = job.comparison.present
    arrays = {name: np.load(path, allow_pickle=False) for name, path in stored.items()}
    whole = replace(present, arrays={**present.arrays, **arrays})
    return replace(job, comparison=replace(job.comparison, present=whole))


def _do(task: Task, job: TrainingJob, novelty: KnownNovelty) -> Model | bytes:
    if task in _OTHERS:
        return _OTHERS[task](job)
    if task == "map":
        from wekipy.learning.mapping import make_map  # noqa: PLC0415

        return make_map(job)
    job = _without_wild(job)
    if task == "score":
        from wekipy.learning.comparing.scoring import score  # noqa: PLC0415

        return msgspec.json.encode(score(job))
    if task == "evaluate":
        from wekipy.learning.evaluation.evaluate import evaluate  # noqa: PLC0415
        from wekipy.learning.evaluation.gesture_figures import evaluate_gesture_output  # noqa: PLC0415

        if job.kind == "gesture":
            return msgspec.json.encode(evaluate_gesture_output(job))
        return msgspec.json.encode(evaluate(job, progress.report))
    return _validated(_train(job, novelty))


def _without_wild(job: TrainingJob) -> TrainingJob:
    """Return the job with its wild frames set aside, and those of all that it is compared by."""
    job, by = set_aside(job), job.comparison
    if by is None:
        return job
    before, named, seen = (None if one is None else set_aside(one) for one in (by.before, by.named, by.seen))
    return replace(job, comparison=replace(by, before=before, named=named, seen=seen))


def _reshaped(job: TrainingJob) -> bytes:
    """The features of the rows of a take, as bytes."""
    assert job.plan is not None and job.times is not None  # noqa: S101  it is a take with a plan
    found, run = bytearray(), FeatureRun(job.plan)
    for done, part in rows_to_features(run, job.X, job.times, job.state):
        found += part.tobytes()
        progress.report(done / len(job.X))
    return bytes(found)


def _fitted_stage(job: TrainingJob) -> bytes:
    """The JSON of what a stage learns from the numbers that it is given."""
    learn = load(input_stage_for(job.algorithm).fit)
    arrays = learn(job.X.astype(np.float64), job.options)
    return msgspec.json.encode({name: array.tolist() for name, array in arrays.items()})


def _held_out(job: TrainingJob) -> bytes:
    """The JSON of a `HeldOut`."""
    from wekipy.learning.comparing.holding_out import hold_out  # noqa: PLC0415

    return msgspec.json.encode(hold_out(set_aside(job)))


def _explained(job: TrainingJob) -> bytes:
    """The JSON of an `Explanation`."""
    from wekipy.learning.explaining.explain import explain  # noqa: PLC0415

    return msgspec.json.encode(explain(job, job.names))


def _nearest(job: TrainingJob) -> bytes:
    """The JSON of the examples that an input is like."""
    from wekipy.learning.explaining.likeness import nearest_examples  # noqa: PLC0415

    assert job.asked is not None  # noqa: S101  it is what is asked about
    return msgspec.json.encode(nearest_examples(job, job.asked))


_OTHERS: Final[Mapping[Task, Callable[[TrainingJob], bytes]]] = {
    "reshape": _reshaped,
    "fit": _fitted_stage,
    "hold out": _held_out,
    "explain": _explained,
    "nearest": _nearest,
}


def _train(job: TrainingJob, novelty: KnownNovelty) -> Model:
    if job.comparison is not None:
        from wekipy.learning.comparing.training import train_beside  # noqa: PLC0415

        return train_beside(job, job.comparison, novelty)
    if job.kind == "gesture":
        from wekipy.learning.gestures.jobs import teach_gestures  # noqa: PLC0415

        return teach_gestures(job)
    from wekipy.learning.output_training import teach  # noqa: PLC0415

    return teach(job, novelty)


def _validated(model: Model) -> Model:
    """Validate a model here, so that the engine need not do so while packets come."""
    check_model(model)
    return model


def _now_and_then(report: ReportProgress, place: int) -> Callable[[float], None]:
    last = 0.0

    def now_and_then(share: float) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= _REPORT_EVERY:
            last = now
            report(place, share)

    return now_and_then
