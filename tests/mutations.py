"""Breaks the promises of docs/security.md and docs/takes.md one by one, and looks whether a test fails.

    python tests/mutations.py [WORD …]    only those with one of the words in their names

Each entry of `broken_promises.py` is a change of the code that breaks a promise, and the test that must
fail then. The change is made in a copy of the project, never here. By hand: it takes half an hour. Exit
code 1 if any survives.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from broken_promises import MUTATIONS, Mutation

ROOT = Path(__file__).parent.parent
TIMEOUT = 300  # seconds for one test


def copy_to(place: Path) -> None:
    """The files that git knows, as they are now."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    for name in filter(None, listed.decode().split("\0")):
        if (ROOT / name).is_file():
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, place / name)


def run(place: Path, tests: list[str]) -> int:
    """The exit code of pytest for these tests in the copy; 1 is that a test has failed."""
    environment = {**os.environ, "PYTHONPATH": str(place), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *tests]
    try:
        return subprocess.run(
            command, cwd=place, env=environment, capture_output=True, timeout=TIMEOUT
        ).returncode
    except subprocess.TimeoutExpired:
        return 1  # it hangs: nobody would take that for passed


def outcome(place: Path, mutation: Mutation) -> str:
    """ "" if a test fails; else what is wrong."""
    file = place / mutation.file
    text = file.read_text(encoding="utf-8")
    if text.count(mutation.old) != 1:
        return f"its text is there {text.count(mutation.old)} times, expected once"
    file.write_text(text.replace(mutation.old, mutation.new), encoding="utf-8")
    try:
        code = run(place, [mutation.test])
    finally:
        file.write_text(text, encoding="utf-8")
    return {0: "SURVIVES", 1: ""}.get(code, f"its test does not run (pytest ends with {code})")


def main(words: list[str]) -> int:
    """Try them all, or those that are named; how many are left."""
    chosen = [m for m in MUTATIONS if not words or any(word in m.name for word in words)]
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        copy_to(place)
        for number, mutation in enumerate(chosen, 1):
            began = time.monotonic()
            found = outcome(place, mutation)
            wrong += bool(found)
            seconds = time.monotonic() - began
            print(
                f"{number:3}/{len(chosen)} {seconds:5.1f} s  {mutation.name}: {found or 'found'}", flush=True
            )
    print(f"{len(chosen)} mutations, {wrong} left")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
