"""Workers make nothing that a kill could leave behind."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

import pytest

from wekipy.learning.worker_process import ENVIRONMENT

_WATCHED = """
import _multiprocessing

class SemLock(_multiprocessing.SemLock):
    def __new__(cls, *args, **named):
        print("a semaphore:", args, named)
        return super().__new__(cls, *args, **named)

_multiprocessing.SemLock = SemLock
from wekipy.learning.worker_main import warm_up
warm_up()
import joblib
print("done with", joblib.cpu_count(), joblib.effective_n_jobs(4))
"""


def warmed_up(**environment: Any) -> str:
    """What a worker that has warmed up says about semaphores."""
    done = subprocess.run(
        [sys.executable, "-c", _WATCHED],
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, **environment},
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return done.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="semaphores have no names there")
def test_a_worker_makes_no_semaphore_and_starts_no_process_of_joblibs() -> None:
    assert "a semaphore: (0, 0, 1)" in warmed_up()  # what it is about
    assert warmed_up(**ENVIRONMENT) == "done with 1 1\n"
