"""The files of new models get their names, and nothing is left of those that nobody wants."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from wekipy.engine.engine import Engine
from wekipy.learning.model_transport import Room
from wekipy.learning.pool import WorkerPool
from wekipy.project.create import new_project
from wekipy.server.project_files import OpenFolder
from wekipy.server.reshaping import Reshaper
from wekipy.server.trainer import Trainer
from wekipy.storage.folder import ProjectFolder, create
from wekipy.storage.model_file import load_model

if TYPE_CHECKING:
    from on_stage import Stage

    MakeStage = Callable[..., Stage]


def test_workers_write_the_files_and_the_engine_only_names_them(stage: MakeStage) -> None:
    s = stage("--inputs", "2", "--outputs", "1,1")
    for x in np.random.default_rng(0).random((20, 2)).tolist():
        with s.client.recording([sum(x), x[0]]):
            s.client.take_inputs(*x)
    s.client.train()
    folder = ProjectFolder(Path(s.client.save()))
    assert not list((folder.models / "new").iterdir())
    first = {uid: load_model(folder.model_file(uid)).header for uid in ("o1", "o2")}
    s.client.set_algorithm(1, "linear")
    s.client.train()
    s.client.save()
    assert not list((folder.models / "new").iterdir())
    assert load_model(folder.model_file("o1")).header.algorithm == "linear"
    assert load_model(folder.model_file("o2")).header == first["o2"]
    assert load_model(folder.models / "earlier" / "o1-1.npz").header == first["o1"]


def test_what_a_killed_engine_left_goes_when_the_project_is_opened(tmp_path: Path) -> None:
    folder = create(tmp_path / "piece.wekipy", new_project(1, "1"))
    left = folder.models / "new" / "12-1.npz"
    left.parent.mkdir()
    left.write_bytes(b"half a model")
    OpenFolder(folder.path, "", print).close()
    assert not left.exists()


class GivenUp(WorkerPool):
    """Makes a file and is then told that nobody wants it any more."""

    def __init__(self) -> None:
        super().__init__(1)
        self.made = threading.Event()

    def run(
        self,
        task: Any,
        jobs: Any,
        orders: Any,
        lanes: Any = None,
        room: Room | None = None,
        polite: Any = None,
    ) -> bool:
        assert room is not None
        room.file(1).write_bytes(b"a model")
        self.made.set()
        return False


def test_a_training_that_is_given_up_leaves_no_file(tmp_path: Path) -> None:
    folder, pool, engine = ProjectFolder(tmp_path), GivenUp(), Engine(new_project(1, "1"))
    engine.recording.start()
    engine.feed(np.array([0.5]), engine.monotonic())
    engine.recording.stop()
    trainer = Trainer(engine, pool, lambda work: work(), lambda: folder.path, Reshaper())
    engine.listeners.append(trainer.on_event)
    trainer.start()
    engine.models.train([1])
    assert pool.made.wait(30)
    trainer.close()
    assert not list((folder.models / "new").iterdir())
