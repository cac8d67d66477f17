"""Runs further engines as child processes, which end with this one."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

from wekipy.child import ServeProcess, free_port, is_free
from wekipy.project.problem import Problem
from wekipy.storage.project_file import PROJECT_NAME

MOST = 8
_STEP, _TRIES = 2, 50  # an engine uses its port and the next one


class EnginesBeside:
    """Starts engines and ends them; from any thread but the stream's.

    Args:
        library: the folder that paths in their messages may lead to.
    """

    def __init__(self, library: Path) -> None:
        self._library = library
        self._started: list[ServeProcess] = []
        self._lock = threading.Lock()
        self._closed = False

    def start(self, project: Path, run: bool, port: int) -> dict[str, Any]:
        """Start an engine for a project; returns its folder, port and control_port.

        Args:
            port: of this engine; the other one has its project’s own, or, if that is taken, the first that is
                free after this one.

        Raises:
            Problem: in the engine's own words, if it does not start, or if there are too many.
        """
        with self._lock:
            self._started = [engine for engine in self._started if engine.process.poll() is None]
            if self._closed:
                raise Problem("this engine is about to end")
            if len(self._started) >= MOST:
                raise Problem(f"{MOST} engines run beside this one already; end one of them first")
            if not (project / PROJECT_NAME).is_file():
                raise Problem(f"there is no project at {project.name}")
            arguments = [str(project), "--else-port", str(_free_after(port)), "--library", str(self._library)]
            engine = ServeProcess([*arguments, "--run"] if run else arguments)
            self._started.append(engine)
        return {"project": str(engine.folder), "port": engine.port, "control_port": engine.control_port}

    def close(self) -> None:
        """Save and end them all."""
        with self._lock:
            self._closed = True
            for engine in self._started:
                if engine.process.poll() is None:
                    engine.process.terminate()
            for engine in self._started:
                engine.end()


def _free_after(port: int) -> int:
    for candidate in range(port + _STEP, min(port + _STEP * _TRIES, 65_534), _STEP):
        if is_free(candidate):
            return candidate
    return free_port()
