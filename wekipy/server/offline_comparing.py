"""Trains a project that no engine has open, beside its models: none gets worse."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from wekipy.engine.comparison_jobs import comparing_jobs
from wekipy.engine.describe import Snapshot, describe
from wekipy.engine.outlook import outlook
from wekipy.engine.view import Training
from wekipy.learning.model import Model
from wekipy.learning.pool import Orders, WorkerPool
from wekipy.learning.verdict import Terms
from wekipy.learning.work_item import Result
from wekipy.project.missing import check_nothing_missing
from wekipy.server.offline import FollowedTraining, working_on
from wekipy.storage.folder import ProjectFolder
from wekipy.storage.new_models import make_room


def train_folder_beside(  # noqa: PLR0913  each is a different thing
    path: Path,
    numbers: Sequence[int],
    terms: Terms,
    report: Callable[[str], None],
    with_what_is_there: bool = False,
    follow: Callable[[Training], object] = lambda _: None,
) -> tuple[Snapshot, Snapshot]:
    """Train outputs of a project (from 1; none named: all whose train switch is on) and save what takes over.

    Args:
        report: receives a sentence if a worker was lost.
        follow: as in `train_folder`.

    Returns:
        The state before and after it, as from `describe`.

    Raises:
        DataMissing: if takes lack examples, unless training without them is allowed.
        Problem: if there is no such output or take, or the project cannot be saved.
    """
    with working_on(path, with_models=True) as engine:
        if not with_what_is_there:
            check_nothing_missing(engine.project)
        before = describe(engine.view)
        training = FollowedTraining(engine, number := engine.models.train(numbers, terms), follow)
        models: list[Model] = []
        failures: dict[str, str] = {}

        def ended(uid: str, result: Result) -> None:
            if isinstance(result, Model):
                models.append(result)
            else:
                failures[uid] = str(result)

        pool = WorkerPool()
        try:
            training.expect(outlook(engine.view, pool.workers))
            orders = Orders(ended, training.progress, lambda: False, report)
            jobs = comparing_jobs(engine.view, failures)
            pool.run("train", jobs, orders, room=make_room(ProjectFolder(path), number))
        finally:
            pool.close()
        engine.models.install(number, models, failures)
        return before, describe(engine.view)
