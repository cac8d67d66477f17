"""Compiles and runs exported source code."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from wekipy.exchange.exporting.sketch.cpp import as_cpp
from wekipy.exchange.exporting.sketch.javascript import as_javascript
from wekipy.exchange.exporting.sketch.score import Score

needs_gcc = pytest.mark.skipif(shutil.which("g++") is None, reason="no g++ here")
needs_node = pytest.mark.skipif(shutil.which("node") is None, reason="no node here")


STANDARDS = ("11", "14", "17", "20")


def compiled(folder: Path, scores: Mapping[str, Score], main: str, standard: str = "11") -> list[str]:
    """The command that runs a C++ program beside its headers, one for each name, which two files include."""
    for name, score in scores.items():
        (folder / f"{name}.hpp").write_text(as_cpp(score, f"{name}.hpp"), encoding="utf-8")
    (folder / "main.cpp").write_text(main)
    (folder / "other.cpp").write_text("".join(f'#include "{name}.hpp"\n' for name in scores))
    flags = [f"-std=c++{standard}", "-Wall", "-Wextra", "-Wpedantic", "-Werror"]
    command = ["g++", *flags, "main.cpp", "other.cpp", "-o", "piece"]
    subprocess.run(command, cwd=folder, check=True, timeout=100)
    return [str(folder / "piece")]


def scripted(folder: Path, scores: Mapping[str, Score], main: str) -> list[str]:
    """The same, of a program for node and its modules."""
    for name, score in scores.items():
        (folder / f"{name}.mjs").write_text(as_javascript(score, f"{name}.mjs"), encoding="utf-8")
    (folder / "main.mjs").write_text(main)
    return ["node", str(folder / "main.mjs")]


def lines_of(command: Sequence[str], lines: Sequence[str]) -> list[list[float]]:
    """The numbers in each line that a program answers to the lines it is given."""
    done = subprocess.run(command, input="\n".join(lines), capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return [[float(value) for value in line.split()] for line in done.stdout.splitlines()]
