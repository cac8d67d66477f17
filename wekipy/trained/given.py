"""Reads what a script gives: rows of inputs, and which output is meant."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from wekipy.engine.answers import as_arrived
from wekipy.project.counting import many
from wekipy.project.problem import Problem
from wekipy.project.schema import Output, Project

F64 = npt.NDArray[np.float64]
Kinds: TypeAlias = type[Output] | tuple[type[Output], ...]


def rows_of(project: Project, X: Any) -> F64:
    """Return rows as they would have arrived at an engine, (n, inputs) float64.

    Args:
        X: (n, inputs) numbers, all finite: an array, lists, or a table whose columns have names.

    Raises:
        Problem: if X is none, naming the inputs that are expected.
    """
    _check_columns(project, getattr(X, "columns", None))
    return _arrived(project, _numbers("X", X))


def row_or_rows_of(project: Project, X: Any) -> tuple[F64, bool]:
    """Return rows as `rows_of`, and whether X was a single vector (inputs,)."""
    _check_columns(project, getattr(X, "columns", None))
    found = _numbers("X", X)
    single = found.ndim == 1
    return _arrived(project, found[None] if single else found), single


def _arrived(project: Project, found: F64) -> F64:
    inputs = len(project.inputs)
    if found.ndim != 2:
        raise Problem(
            f"X has the shape {found.shape}, expected (n, {inputs}): rows of {_names(project)}; one row is"
            " X.reshape(1, -1)"
        )
    if found.shape[1] != inputs and not (project.first_numbers and found.shape[1] > inputs):
        raise Problem(
            f"rows of {many(found.shape[1], 'number')} arrived, expected {inputs}: {_names(project)}"
        )
    return as_arrived(project, found)


def _numbers(name: str, given: Any) -> F64:
    wrong = Problem(f"{name} holds something that is no number; expected numbers, as many in each row")
    try:
        found = np.asarray(given)
        if found.dtype.kind not in "biufO":  # texts that look like numbers, times, complex numbers
            raise wrong
        return found.astype(np.float64)
    except (TypeError, ValueError):
        raise wrong from None


def _check_columns(project: Project, columns: Any) -> None:
    """Refuse a table with the right columns in another order: its numbers would be taken for others."""
    names = [one.name for one in project.inputs]
    given = [str(column) for column in columns] if columns is not None else names
    if given != names and sorted(given) == sorted(names):
        raise Problem(f"the columns are {', '.join(given[:8])}; expected them as {_names(project)}")


def _names(project: Project) -> str:
    names = [one.name for one in project.inputs]
    return ", ".join(names[:8]) + " …" * (len(names) > 8)


def output_number(outputs: Sequence[Output], which: int | str | None, kind: Kinds, words: str) -> int:
    """Return the index of the output that is meant.

    Args:
        which: its number from 1, or its name; None is the only one of that kind.
        words: for that kind, in the plural.

    Raises:
        Problem: if there is none, or not one only, or it is of another kind.
    """
    fitting = [n for n, output in enumerate(outputs) if isinstance(output, kind)]
    listed = ", ".join(f"{n + 1} “{outputs[n].name}”" for n in fitting[:8]) or "none"
    if which is None:
        if len(fitting) != 1:
            raise Problem(f"which output? give its number or name; {words}: {listed}")
        return fitting[0]
    if isinstance(which, str):
        named = [n for n, output in enumerate(outputs) if output.name == which]
        if len(named) != 1:
            raise Problem(f"{len(named) or 'no'} outputs are called “{which}”; {words}: {listed}")
        found = named[0]
    else:
        found = int(which) - 1
    if found not in fitting:
        raise Problem(f"output {which} is none of these; {words}: {listed}")
    return found


def targets_of(count: int, y: Any) -> F64:
    """Return what rows should have been answered with, (count,) float64.

    Raises:
        Problem: if y is none.
    """
    found = _numbers("y", y)
    if found.shape != (count,):
        raise Problem(f"y has the shape {found.shape}, expected ({count},): a value for each row")
    return found


def times_of(count: int, times: Any) -> F64:
    """Return the times of frames, (count,) seconds.

    Raises:
        Problem: if they are none, or do not rise.
    """
    found = _numbers("times", times)
    if found.shape != (count,):
        raise Problem(f"times has the shape {found.shape}, expected ({count},): seconds for each frame")
    if not (np.isfinite(found).all() and (np.diff(found) >= 0).all()):
        raise Problem("times must be finite and must not fall from frame to frame")
    return found
