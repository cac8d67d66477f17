"""The algorithms by name: those of the table and those of other packages.

A package adds algorithms through entry points of the group `wekipy.algorithms`, each an `Algorithm` row.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from importlib.metadata import EntryPoint, entry_points
from typing import Final

from wekipy.learning.algorithm import Algorithm
from wekipy.learning.algorithm_rows import ROWS
from wekipy.project.option import check_options, parse_setting
from wekipy.project.problem import Problem
from wekipy.project.schema import AlgorithmChoice, Kind, OptionValue
from wekipy.project.suggesting import suggest

GROUP: Final = "wekipy.algorithms"

ALGORITHMS: Final[dict[str, Algorithm]] = {row.name: row for row in ROWS}
PROBLEMS: Final[list[str]] = []  # why algorithms of other packages could not be added, one sentence each


def add_others(found: Iterable[EntryPoint]) -> None:
    """Add the algorithms of other packages; failures are listed in `PROBLEMS`."""
    for entry in found:
        row: object = None
        with suppress(Exception):  # other people's code, run at our start
            row = entry.load()
        if not isinstance(row, Algorithm):
            PROBLEMS.append(f"the algorithm “{entry.name}” of {entry.value} cannot be loaded: it is left out")
        elif row.name in ALGORITHMS:
            PROBLEMS.append(f"there is an algorithm “{row.name}” already: that of {entry.value} is left out")
        else:
            ALGORITHMS[row.name] = row


add_others(entry_points(group=GROUP))


def algorithms_for(kind: Kind) -> list[Algorithm]:
    """Return the algorithms for a kind of output, in table order."""
    return [algorithm for algorithm in ALGORITHMS.values() if kind in algorithm.kinds]


def algorithm_for(name: str, kind: Kind) -> Algorithm:
    """Return an algorithm by name, if it supports a kind of output.

    Raises:
        Problem: naming the algorithms that can.
    """
    found = ALGORITHMS.get(name)
    if found is not None and kind in found.kinds:
        return found
    known = suggest(name, (algorithm.name for algorithm in algorithms_for(kind)))
    if found is None:
        raise Problem(f"no algorithm is called “{name}”; {known}")
    raise Problem(f"{name} cannot learn {kind} outputs; {known}")


def resolve(choice: AlgorithmChoice, kind: Kind) -> dict[str, OptionValue]:
    """Return all options of a choice: the set ones, checked, and the defaults of the others.

    Raises:
        Problem: naming what is wrong, what is allowed and which names there are.
    """
    options = algorithm_for(choice.name, kind).options_for(kind)
    checked = check_options(choice.name, options, choice.options, _of(kind))
    return {name: checked.get(name, option.default) for name, option in options.items()}


def remembers(algorithm: str) -> bool:
    """Whether the answers of an algorithm depend on what came before."""
    return algorithm in ALGORITHMS and ALGORITHMS[algorithm].memory


def parse_option(algorithm: str, kind: Kind, text: str) -> tuple[str, OptionValue]:
    """Parse an option written as “name=value”; returns its name and typed value.

    Raises:
        Problem: naming what is wrong, what is allowed and which names there are.
    """
    return parse_setting(algorithm, algorithm_for(algorithm, kind).options_for(kind), text, _of(kind))


def parse_options(algorithm: str, kind: Kind, texts: list[str]) -> dict[str, OptionValue]:
    """Parse a list of “name=value”; the last one of a name counts."""
    return dict(parse_option(algorithm, kind, text) for text in texts)


def _of(kind: Kind) -> str:
    return f" for {kind} outputs"
