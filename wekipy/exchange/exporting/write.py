"""Exports into files: one table of formats for the examples, one for the models of outputs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, Final

from wekipy.exchange.exporting.sketch.cpp import as_cpp
from wekipy.exchange.exporting.sketch.javascript import as_javascript
from wekipy.exchange.exporting.sketch.score import Score
from wekipy.exchange.exporting.tables.arrays import write_npz
from wekipy.exchange.exporting.tables.examples import Examples
from wekipy.exchange.exporting.tables.texts import write_arff, write_csv
from wekipy.learning.model import TrainingJob
from wekipy.project.problem import Problem
from wekipy.storage.atomic import replacing

TABLES: Final[dict[str, Callable[[BinaryIO, Examples], None]]] = {
    "csv": write_csv,
    "arff": write_arff,
    "npz": write_npz,
}

SKETCHES: Final = {"cpp": ".hpp", "js": ".mjs"}
"""How the names of files of source code end."""


ESTIMATORS: Final = ("onnx", "skops", "joblib")
"""Formats with a file for each output, learned anew from the examples."""


def write_table(path: Path, form: str, examples: Examples) -> None:
    """Write examples in one of the formats of `TABLES`, in place of what was at `path`.

    Raises:
        Problem: if it cannot be written.
    """
    try:
        with replacing(path) as file:
            TABLES[form](file, examples)
    except OSError as e:
        raise _not_written(path, e) from e


def write_model(path: Path, form: str, job: TrainingJob) -> None:
    """Learn an output and write its estimator as skops, joblib or onnx.

    Raises:
        Problem: if it cannot be learned, expressed or written.
    """
    from wekipy.exchange.exporting import estimators  # noqa: PLC0415  imports scikit-learn

    write = {
        "skops": estimators.write_skops,
        "joblib": estimators.write_joblib,
        "onnx": estimators.write_onnx,
    }
    try:
        write[form](path, job)
    except OSError as e:
        raise _not_written(path, e) from e


def write_sketch(path: Path, form: str, score: Score) -> None:
    """Write trained models as source code, `form` being one of `SKETCHES`.

    Raises:
        Problem: if it cannot be written.
    """
    text = (as_cpp if form == "cpp" else as_javascript)(score, path.name)
    try:
        with replacing(path) as file:
            file.write(text.encode())
    except OSError as e:
        raise _not_written(path, e) from e


def _not_written(path: Path, e: OSError) -> Problem:
    return Problem(f"cannot write {path}: {e.strerror or e}; choose another place with -o")
