"""Scripts as people write them from the names they guess: they run as they are, and mypy is content."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

GUESSED = Path(__file__).with_name("guessed")
SCRIPTS = sorted(GUESSED.glob("*.py"))
# The stubs of NumPy say Any for an element and a list of an array, those of python-osc for what is sent.
_OTHERS_SAY_ANY = {"arrays.py", "first_steps.py", "record.py", "wait.py", "wrong_address.py"}


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.stem)
def test_a_script_runs_as_it_was_guessed(script: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(script)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=100,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_mypy_is_content_with_the_scripts() -> None:
    assert mypy("--strict", *map(str, SCRIPTS)) == ""


def test_no_value_in_the_scripts_is_of_an_unknown_type() -> None:
    plain = [str(script) for script in SCRIPTS if script.name not in _OTHERS_SAY_ANY]
    assert len(plain) >= 18
    assert mypy("--strict", "--disallow-any-expr", *plain) == ""


def mypy(*arguments: str) -> str:
    """What mypy says against files, by its own rules and not by this project's; "" for nothing."""
    command = [sys.executable, "-m", "mypy", "--no-error-summary", "--python-version", "3.10"]
    command += ["--config-file=", "--follow-imports", "silent", *arguments]
    done = subprocess.run(command, cwd=GUESSED.parents[2], capture_output=True, text=True, timeout=110)
    return done.stdout + done.stderr
