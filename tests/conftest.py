"""What tests share."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

# As in workers and engines: with four processes on two cores, threads of linear algebra wait for each other.
for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_name] = "1"

import nursery
import pytest
from on_stage import Hall, Stage, options_of_a_project

from wekipy import child
from wekipy.learning import worker_process

_FIRST_PORT, _PORTS = 10_000, 10_000


def pytest_configure() -> None:
    """Gives each process of the tests ports of its own: neither the others nor engines choose from these.

    The engines that it starts get no worker ready before something is trained.
    """
    nursery.open_nurseries()
    child.ServeProcess.start = staticmethod(nursery.popen)
    worker_process._start = nursery.start_worker(worker_process._start)
    child.ServeProcess.program = (sys.executable, str(Path(__file__).with_name("cold_engine.py")))
    number = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    count = _PORTS // int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    child.ports = child.Ports(_FIRST_PORT + number * count, _FIRST_PORT + (number + 1) * count - 1)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Spares a run of what is timed the import of all other tests."""
    if config.getoption("markexpr") != "timing" or collection_path.suffix != ".py":
        return None
    return "mark.timing" not in collection_path.read_text(encoding="utf-8") or None


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Notes at a test that it has failed."""
    report = yield
    if report.failed:
        item.stash[_FAILED] = True
    return report


_FAILED = pytest.StashKey[bool]()


@pytest.fixture
def real_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Engines and workers that no nursery forks: children of who starts them, with the files of their own."""
    monkeypatch.delenv(nursery.VARIABLE, raising=False)


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    """The engine that the tests of a module share."""
    made = Hall(tmp_path_factory.getbasetemp())
    yield made
    made.close()


@pytest.fixture
def stage(hall: Hall, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Callable[..., Stage]]:
    """Makes stages: `stage("--inputs", "2")`; each has a project of its own, and ends with the test.

    The first one of a test shares the engine of the module, unless it needs other arguments, or the test or
    the module is marked `own_engine`.
    """
    made: list[Stage] = []
    own = request.node.get_closest_marker("own_engine") is not None

    def make(*arguments: str) -> Stage:
        project = tmp_path / f"{len(made)}.wekipy"
        options = options_of_a_project(arguments)
        shares = options is not None and not made and not own
        made.append(
            hall.stage(project, options) if shares else Stage(str(project), *arguments, start=hall.start)
        )
        return made[-1]

    yield make
    for one in made:
        one.close()
    if _FAILED in request.node.stash:
        hall.close()  # it may be in any state
