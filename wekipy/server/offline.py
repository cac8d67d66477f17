"""Trains and edits a project folder without an engine, for the command line."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from wekipy.engine.describe import Snapshot, describe
from wekipy.engine.engine import Engine
from wekipy.engine.evaluation_jobs import evaluation_jobs
from wekipy.engine.explaining_jobs import can_be_explained
from wekipy.engine.outlook import outlook
from wekipy.engine.take_work import copy, settle
from wekipy.engine.training_jobs import jobs_of, training_job
from wekipy.engine.view import Outlook, Training, View
from wekipy.exchange.exporting.own_process import BLOCKS_STAY
from wekipy.exchange.importing.examples import examples_for
from wekipy.faces.router import PREFIX, own_call
from wekipy.learning.evaluation.result import Evaluation
from wekipy.learning.model import Model, TrainingJob
from wekipy.learning.pool import Orders, WorkerPool, default_workers
from wekipy.learning.work_item import Result
from wekipy.osc.outgoing import check_addresses
from wekipy.project import editing
from wekipy.project.missing import NotSaved, check_nothing_missing
from wekipy.project.problem import Problem
from wekipy.server.exchanging import import_examples
from wekipy.server.explaining import explained
from wekipy.server.means import Means
from wekipy.server.model_transfer import read_model_for, save_present_model
from wekipy.server.project_files import FLUSH_TIMEOUT, OpenFolder, Saver
from wekipy.server.reshaping import Reshaper
from wekipy.server.stage_learning import add_learned, learn_stages
from wekipy.server.suggesting import suggest
from wekipy.storage.folder import Opened, ProjectFolder, open_folder, read_takes
from wekipy.storage.new_models import make_room

T = TypeVar("T")
Done = Callable[[int, str, "Model | str"], None]


@contextmanager
def working_on(path: Path, with_models: bool = False) -> Iterator[Engine]:
    """Open and lock a project for the block; its changes are on disk afterwards.

    Args:
        with_models: also read the earlier models.

    Raises:
        Problem: if it is not a project, an engine has it open, or it cannot be saved.
    """
    notes: list[str] = []
    place = OpenFolder(path.expanduser().resolve(), "", notes.append)
    opened = place.opened
    try:
        engine = Engine(opened.project, opened.data, opened.models, opened.journal.steps)
        for shelf in place.earlier_models() if with_models else ():
            engine.models.remember(shelf.present, *shelf.around())
        engine.guards.append(check_addresses)
        engine.listeners.append(Saver(engine.view, place.keeper).on_event)
        yield engine
        if not place.keeper.flush(FLUSH_TIMEOUT):
            raise NotSaved(notes[-1] if notes else f"cannot save in {path}")
    finally:
        place.close()


def train_folder(  # noqa: PLR0913  each is a different thing
    path: Path,
    numbers: Sequence[int],
    done: Done,
    with_what_is_there: bool = False,
    pool: WorkerPool | None = None,
    follow: Callable[[Training], object] = lambda _: None,
) -> bool:
    """Train outputs of a project (from 1; none named: all) and save their models.

    Calls `done(number of the output, its name, its model or the error)` as each ends. Returns False if any
    failed.

    Args:
        follow: called with what is known of the training before it begins, and now and then with how far
            it is.

    Raises:
        DataMissing: if takes lack examples, unless training without them is allowed.
    """
    with working_on(path, with_models=True) as engine:
        if not with_what_is_there:
            check_nothing_missing(engine.project)
        training = FollowedTraining(engine, engine.models.train(numbers), follow)
        known = {output.uid: (number, output.name) for number, output in enumerate(engine.project.outputs, 1)}
        failures: dict[str, str] = {}

        def ended(uid: str, result: Result) -> None:
            made = result if isinstance(result, Model) else str(result)
            done(*known[uid], made)
            if isinstance(made, str):
                failures[uid] = made
            else:
                engine.models.put(made)

        pool = pool or WorkerPool()
        try:
            early: dict[str, str] = {}
            orders = Orders(ended, training.progress, lambda: False)
            room = make_room(ProjectFolder(path), 0)
            flat = Reshaper().view(engine.view, Means(pool))
            training.expect(outlook(flat, pool.workers, again=True))
            pool.run("train", jobs_of(flat, early, again=True), orders, room=room)
            for uid, text in early.items():
                ended(uid, text)
        finally:
            pool.close()
    return not failures


class FollowedTraining:
    """A training of an engine in this process, and who follows it."""

    def __init__(self, engine: Engine, number: int, follow: Callable[[Training], object]) -> None:
        self._engine, self._number, self._follow = engine, number, follow

    def expect(self, expected: Outlook) -> None:
        """Tell what is known of it."""
        self._engine.models.expect(self._number, expected)
        self._tell()

    def progress(self, shares: Mapping[str, float | None]) -> None:
        """Tell how far it is."""
        self._engine.models.progress(self._number, shares)
        self._tell()

    def _tell(self) -> None:
        if self._engine.view.training is not None:
            self._follow(self._engine.view.training)


def evaluate_folder(
    path: Path,
    numbers: Sequence[int],
    progress: Callable[[dict[str, float | None]], None],
    with_what_is_there: bool = False,
    pool: WorkerPool | None = None,
) -> list[Evaluation | str]:
    """Evaluate outputs of a project (from 1; none named: all); an error is a text.

    Only reads, so an engine may have the project open.

    Raises:
        DataMissing: if takes lack examples, unless evaluating without them is allowed.
    """
    opened = open_folder(path)
    if not with_what_is_there:
        check_nothing_missing(opened.project)
    view = Engine(opened.project, opened.data, opened.models).view
    chosen = list(numbers) or list(range(1, len(opened.project.outputs) + 1))
    outputs = [editing.output_at(opened.project, number) for number in chosen]
    found: dict[str, Evaluation | str] = {}

    def done(uid: str, result: Result) -> None:
        found[uid] = (
            msgspec.json.decode(result, type=Evaluation) if isinstance(result, bytes) else str(result)
        )

    pool = pool or WorkerPool(min(len(outputs), default_workers()))
    try:
        jobs = evaluation_jobs(view, Reshaper().view(view, Means(pool)), chosen)
        pool.run("evaluate", jobs, Orders(done, progress, lambda: False))
    finally:
        pool.close()
    return [found[output.uid] for output in outputs]


def explain_folder(path: Path, numbers: Sequence[int]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Say what models of a project have learned (outputs from 1; none named: all that can be explained).

    Only reads, so an engine may have the project open.
    """
    opened = open_folder(path)
    view = Engine(opened.project, opened.data, opened.models).view
    pool, reshaper = WorkerPool(1), Reshaper()
    try:
        for number in numbers or can_be_explained(view):
            yield number, msgspec.json.decode(explained(view, number, Means(pool), reshaper))
    finally:
        pool.close()


def jobs_for(opened: Opened, numbers: Sequence[int]) -> Iterator[TrainingJob | Problem]:
    """Yield for each output (from 1) of a project its training job, or why it has none."""
    view = flat_view(Engine(opened.project, opened.data, opened.models).view)
    for number in numbers:
        try:
            job = training_job(view, number, editing.output_at(view.project, number))
            yield job if job.plan is None else Problem(f"output {number}: {BLOCKS_STAY}")
        except Problem as e:
            yield Problem(f"output {number}: {e}")


def flat_view(view: View) -> View:
    """The view that jobs are made from, with features for inputs if the project has blocks."""
    if not view.project.blocks:
        return view
    pool = WorkerPool()
    try:
        return Reshaper().view(view, Means(pool))
    finally:
        pool.close()


def save_model_of(path: Path, number: int, place: Path) -> None:
    """Write the model of an output (from 1) of a project, with its examples, to a file anywhere.

    Only reads the project, so an engine may have it open.
    """
    opened = open_folder(path.expanduser().resolve())
    save_present_model(Engine(opened.project, opened.data, opened.models).view, number, place)


def load_model_into(path: Path, number: int, file: Path, with_data: bool) -> None:
    """Use a model from any file for an output of a project; on request, with its examples."""
    with working_on(path, with_models=True) as engine:
        model, takes = read_model_for(engine.view, number, file, with_data)
        engine.models.put(model)
        if takes:
            engine.add_takes(takes, f"load examples of {file.name}")


class OfflineGroup:
    """The parts of an engine that edits need, for any group of operations."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        self.engine, self._folder = engine, folder

    def state(self) -> Snapshot:
        """The state, as from `describe`."""
        return describe(self.engine.view)

    def ask_engine(self, work: Callable[[], T]) -> T:
        """Call it directly: there is only one thread."""
        return work()

    def calibrate(self, block: str, stage: int) -> str:
        """Say that nothing arrives here."""
        what = f"stage {stage} of “{block}”" if stage else f"“{block}”"
        raise Problem(f"no engine runs, so nothing arrives to calibrate {what} with: wekipy serve")

    def end_calibration(self) -> str:
        """Say that nothing arrives here."""
        raise Problem("no engine runs, so nothing is being calibrated")

    def suggest(self, output: int) -> dict[str, Any]:
        """Try what may help an output; returns plain values."""
        pool = WorkerPool(1)
        try:
            return suggest(self.engine.view, output, Means(pool))
        finally:
            pool.close()

    def learn_stages(self, block: str, stage: int) -> str:
        """Teach stages of a block from the takes; returns a sentence."""
        pool = WorkerPool(1)
        try:
            return add_learned(self.engine, block, learn_stages(self.engine.view, block, stage, Means(pool)))
        finally:
            pool.close()

    def listen_at(self, port: int) -> None:
        """Do nothing: the next engine that opens the project will listen there."""

    def copy_takes(self, path: str, numbers: list[int]) -> list[int]:
        """Copy takes of another project, wherever it is."""
        found = Path(path).expanduser().resolve()
        if found == self._folder:
            raise Problem("a project cannot be copied into itself; name another one")
        source, data = read_takes(found)
        return settle(
            self.engine, self.ask_engine, lambda view: copy(view, source, data, numbers, found.name)
        )

    def import_examples(self, path: str, options: object) -> dict[str, Any]:
        """Import the examples of a table or a Wekinator project, wherever it is, as takes."""
        found = Path(path).expanduser().resolve()
        return import_examples(self.engine, self.ask_engine, examples_for, found, options)


def do(path: Path, operation: str, *arguments: object) -> Any:
    """Perform a control operation on a project that no engine has open; returns its result.

    Raises:
        Problem: why it failed; nothing has changed then.
    """
    call = own_call(PREFIX + operation, arguments)
    with working_on(path) as engine:
        return call.perform(lambda _: OfflineGroup(engine, path.expanduser().resolve()))
