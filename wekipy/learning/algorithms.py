"""The algorithms by name: those of the table and those of other packages.

A package adds algorithms through entry points of the group `wekipy.algorithms`, each an `Algorithm` row.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from importlib.metadata import EntryPoint, entry_points
from typing import Final

from wekipy.learning.algorithm import Algorithm
from wekipy.learning.algorithm_rows import ROWS
from wekipy.learning.options import Option
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


def option_for(algorithm: str, kind: Kind, name: str) -> Option:
    """Return an option of an algorithm for a kind of output.

    Raises:
        Problem: naming the options there are.
    """
    options = algorithm_for(algorithm, kind).options_for(kind)
    if name not in options:
        raise Problem(f"{algorithm} has no option “{name}” for {kind} outputs; {suggest(name, options)}")
    return options[name]


def resolve(choice: AlgorithmChoice, kind: Kind) -> dict[str, OptionValue]:
    """Return all options of a choice: the set ones, checked, and the defaults of the others.

    Raises:
        Problem: naming what is wrong, what is allowed and which names there are.
    """
    options = algorithm_for(choice.name, kind).options_for(kind)
    checked = check_options(choice.name, kind, choice.options)
    return {name: checked.get(name, option.default) for name, option in options.items()}


def check_options(algorithm: str, kind: Kind, values: Mapping[str, OptionValue]) -> dict[str, OptionValue]:
    """Return the options, each converted to its type.

    Raises:
        Problem: naming the option, what is allowed and what arrived.
    """
    return {
        name: _about(algorithm, option_for(algorithm, kind, name), value) for name, value in values.items()
    }


def _about(algorithm: str, option: Option, value: OptionValue) -> OptionValue:
    try:
        return option.check(value)
    except Problem as e:
        raise Problem(f"{algorithm}: {e}") from None


def parse_option(algorithm: str, kind: Kind, text: str) -> tuple[str, OptionValue]:
    """Parse an option written as “name=value”; returns its name and typed value.

    Raises:
        Problem: naming what is wrong, what is allowed and which names there are.
    """
    name, equals, value = text.partition("=")
    option = option_for(algorithm, kind, name.strip()) if equals else None
    if option is None:
        raise Problem(f"an option is written name=value, got “{text}”")
    try:
        return option.name, option.parse(value)
    except Problem as e:
        raise Problem(f"{algorithm}: {e}") from None


def parse_options(algorithm: str, kind: Kind, texts: list[str]) -> dict[str, OptionValue]:
    """Parse a list of “name=value”; the last one of a name counts."""
    return dict(parse_option(algorithm, kind, text) for text in texts)
