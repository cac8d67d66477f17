"""Work on a project folder without an engine: training and settings from the command line."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from wekipy.engine.describe import Snapshot, describe
from wekipy.engine.engine import Engine
from wekipy.engine.take_work import copy, settle
from wekipy.learning.algorithms import parse_options, resolve
from wekipy.learning.evaluation.result import Evaluation
from wekipy.learning.model import Model, TrainingJob
from wekipy.learning.pool import Orders, WorkerPool, default_workers
from wekipy.learning.worker import Result
from wekipy.osc.arguments import read
from wekipy.osc.operations import BY_NAME
from wekipy.project import editing
from wekipy.project.examples import Asked, TakeData
from wekipy.project.problem import Problem
from wekipy.project.schema import AlgorithmChoice, OptionValue, Output, Project, kind_of
from wekipy.server.files import FLUSH_TIMEOUT, OpenFolder, Saver
from wekipy.server.trainer import jobs_of, training_job
from wekipy.storage.folder import Opened, ProjectFolder, open_folder, read_takes
from wekipy.storage.new_models import make_room

T = TypeVar("T")
Done = Callable[[str, "Model | str"], None]


@contextmanager
def working_on(path: Path, with_models: bool = False) -> Iterator[Engine]:
    """A project, locked while the block works on it; what it changes is on disk afterwards.

    Args:
        with_models: models that can be gone back to are read, too.

    Raises:
        Problem: if it is no project, an engine has it open, or it cannot be saved.
    """
    notes: list[str] = []
    place = OpenFolder(path.expanduser().resolve(), "", notes.append)
    opened = place.opened
    try:
        engine = Engine(opened.project, opened.data, opened.models, opened.journal.steps)
        for shelf in place.earlier_models() if with_models else ():
            engine.remember_models(shelf.present, *shelf.around())
        engine.listeners.append(Saver(engine.view, place.keeper).heed)
        yield engine
        if not place.keeper.flush(FLUSH_TIMEOUT):
            raise Problem(notes[-1] if notes else f"cannot save in {path}")
    finally:
        place.close()


def train_folder(path: Path, numbers: Sequence[int], done: Done) -> bool:
    """Train outputs of a project (from 1; none named: all) and save their models.

    Calls `done(name of the output, its model or why there is none)` as each ends; False if any failed.
    """
    with working_on(path, with_models=True) as engine:
        engine.train(numbers)
        names = {output.uid: output.name for output in engine.project.outputs}
        failures: dict[str, str] = {}

        def ended(uid: str, result: Result) -> None:
            told = result if isinstance(result, Model) else str(result)
            done(names[uid], told)
            if isinstance(told, str):
                failures[uid] = told
            else:
                engine.put_model(told)

        pool = WorkerPool()
        try:
            early: dict[str, str] = {}
            orders = Orders(ended, lambda _: None, lambda: False)
            room = make_room(ProjectFolder(path), 0)
            pool.run("train", jobs_of(engine.view, early, again=True), orders, room=room)
            for uid, text in early.items():
                ended(uid, text)
        finally:
            pool.close()
    return not failures


def evaluate_folder(
    path: Path, numbers: Sequence[int], progress: Callable[[dict[str, float]], None]
) -> list[Evaluation | str]:
    """Evaluate outputs of a project (from 1; none named: all); a text is why there is no evaluation.

    Only reads, so an engine may have the project open.
    """
    opened = open_folder(path)
    view = Engine(opened.project, opened.data, opened.models).view
    chosen = list(numbers) or list(range(1, len(opened.project.outputs) + 1))
    outputs = [editing.output_at(opened.project, number) for number in chosen]
    found: dict[str, Evaluation | str] = {}

    def done(uid: str, result: Result) -> None:
        found[uid] = (
            msgspec.json.decode(result, type=Evaluation) if isinstance(result, bytes) else str(result)
        )

    pool = WorkerPool(min(len(outputs), default_workers()))
    try:
        asked = Asked()
        jobs = (training_job(view, n, output, asked) for n, output in zip(chosen, outputs, strict=True))
        pool.run("evaluate", jobs, Orders(done, progress, lambda: False))
    finally:
        pool.close()
    return [found[output.uid] for output in outputs]


def jobs_for(opened: Opened, numbers: Sequence[int]) -> list[TrainingJob]:
    """What there is to learn for outputs (from 1) of a project.

    Raises:
        Problem: if there is no such output, or an option of its algorithm cannot be.
    """
    view = Engine(opened.project, opened.data, opened.models).view
    return [training_job(view, number, editing.output_at(opened.project, number)) for number in numbers]


def add_examples(path: Path, read: Callable[[Project], list[TakeData]], label: str) -> list[int]:
    """Add takes to a project and save them.

    Args:
        read: makes the takes, for the project as it is; called while the project is locked.
        label: of the edit, for undo.

    Returns:
        The numbers of the takes.
    """
    with working_on(path) as engine:
        return [take.number for take in engine.add_takes(read(engine.project), label)]


def edit_output(
    path: Path, number: int, algorithm: str | None, options: Sequence[str], settings: dict[str, OptionValue]
) -> Output:
    """Change an output of a project and save it; the output as it is now.

    Args:
        algorithm: another one, or None.
        options: of the algorithm, texts "name=value"; those not named have their defaults.
        settings: of the output's kind, see `editing.configure_output`.

    Raises:
        Problem: telling what is wrong; then nothing has changed.
    """
    with working_on(path) as engine:
        project = engine.project
        output = editing.output_at(project, number)
        if algorithm is not None or options:
            name, kind = algorithm or output.algorithm.name, kind_of(output)
            choice = AlgorithmChoice(name, parse_options(name, kind, list(options)))
            resolve(choice, kind)
            project = editing.set_algorithm(project, number, choice)
        if settings:
            project = editing.configure_output(project, number, settings)
        engine.edit(f"settings of output {number}", project)
        return editing.output_at(engine.project, number)


class OfflineMachine:
    """As much of an engine and what surrounds it as edits need; see `wekipy.osc.operations.Machine`."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        self.engine, self._folder = engine, folder

    def state(self) -> Snapshot:
        """The state, as `describe` tells it."""
        return describe(self.engine.view)

    def ask_engine(self, work: Callable[[], T]) -> T:
        """Do it: there is one thread only."""
        return work()

    def copy_takes(self, path: str, numbers: list[int]) -> list[int]:
        """Copies of takes of another project, wherever it is."""
        found = Path(path).expanduser().resolve()
        if found == self._folder:
            raise Problem("a project cannot be copied into itself; name another one")
        source, data = read_takes(found)
        return settle(
            self.engine, self.ask_engine, lambda view: copy(view, source, data, numbers, found.name)
        )


def do(path: Path, operation: str, *arguments: object) -> Any:
    """Do an operation of the control protocol to a project that no engine has open; its result.

    Raises:
        Problem: why it cannot be done; then nothing has changed.
    """
    wanted = BY_NAME[operation]
    with working_on(path) as engine:
        machine = OfflineMachine(engine, path.expanduser().resolve())
        return wanted.call(machine, *read(wanted.arguments, arguments))
