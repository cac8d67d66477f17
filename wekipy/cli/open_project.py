"""Operations on a project, whether an engine has it open or not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from wekipy.project.place import read_place
from wekipy.storage.lock import find_engine

_LONG = ("copy_takes", "import_examples", "suggest", "learn_stages")
_PATIENCE = 600.0  # seconds that the largest of them may take


class OpenProject:
    """A project, through the engine that has it open if there is one.

    Attributes:
        path: its folder.
        control: host and port of that engine's control protocol; None if there is none.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        engine = find_engine(path)
        self.control = read_place(engine.control) if engine is not None else None

    def have_saved(self) -> None:
        """Have an engine that has the project open write down what is not on disk yet."""
        if self.control is None:
            return
        from wekipy.client import Client  # noqa: PLC0415  where there is no engine, workers start sooner

        with Client(*self.control) as client:
            if not client.state()["project"]["read_only"]:  # else nothing is waiting to be written
                client.save()

    def ask(self, operation: str, *arguments: object) -> Any:
        """Do an operation of the control protocol; its result."""
        if self.control is None:
            from wekipy.server.offline import do  # noqa: PLC0415  brings the workers with it

            return do(self.path, operation, *arguments)
        from wekipy.client import Client  # noqa: PLC0415

        with Client(*self.control) as client:
            return client.ask(operation, *arguments, timeout=_PATIENCE if operation in _LONG else None)
