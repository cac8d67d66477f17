"""The tables of stages before and after the models.

Editors, the command line, the protocol and docs/signal.md are made from them.

A package adds stages through entry points of the group `wekipy.stages`, each a `StageKind` row.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from importlib.metadata import EntryPoint, entry_points
from typing import Final

from wekipy.project.problem import Problem
from wekipy.project.schema import Kind, OptionValue, StageChoice
from wekipy.project.suggesting import suggest
from wekipy.stages import written
from wekipy.stages.inputs.rows import INPUT_ROWS
from wekipy.stages.output_rows import OUTPUT_ROWS
from wekipy.stages.stage import StageKind

GROUP: Final = "wekipy.stages"

STAGES: Final[dict[str, StageKind]] = {row.name: row for row in OUTPUT_ROWS}
"""Those after the models."""

INPUT_STAGES: Final[dict[str, StageKind]] = {row.name: row for row in INPUT_ROWS}
"""Those before the models."""

PROBLEMS: Final[list[str]] = []  # why stages of other packages could not be added, one sentence each

in_words = written.in_words


def add_others(found: Iterable[EntryPoint]) -> None:
    """Add the stages of other packages; failures are listed in `PROBLEMS`."""
    for entry in found:
        row: object = None
        with suppress(Exception):  # other people's code, run at our start
            row = entry.load()
        if not isinstance(row, StageKind) or row.place not in ("input", "output"):
            PROBLEMS.append(f"the stage “{entry.name}” of {entry.value} cannot be loaded: it is left out")
            continue
        table = INPUT_STAGES if row.place == "input" else STAGES
        if row.name in table:
            PROBLEMS.append(f"there is a stage “{row.name}” already: that of {entry.value} is left out")
        else:
            table[row.name] = row


add_others(entry_points(group=GROUP))


def stages_for(kind: Kind) -> list[StageKind]:
    """Return the stages that a kind of output may have, in table order."""
    return [stage for stage in STAGES.values() if kind in stage.kinds]


def stage_for(name: str, kind: Kind) -> StageKind:
    """Return a stage by name, if a kind of output may have it.

    Raises:
        Problem: naming the stages that it may have.
    """
    if kind == "gesture":
        raise Problem(
            "gesture outputs have no stages: receivers compare their distances with thresholds, which holds"
            " only for distances as they are; its setting refractory keeps a gesture from coming twice"
        )
    found = STAGES.get(name)
    if found is not None and kind in found.kinds:
        return found
    known = suggest(name[:40], (stage.name for stage in stages_for(kind)))
    if found is None:
        raise Problem(f"no stage is called “{name[:40]}”; {known}")
    raise Problem(f"{name} is no stage for {kind} outputs; {known}")


def input_stage_for(name: str) -> StageKind:
    """Return a stage before the models by name.

    Raises:
        Problem: naming the stages there are.
    """
    found = INPUT_STAGES.get(name)
    if found is None:
        raise Problem(f"no stage for inputs is called “{name[:40]}”; {suggest(name[:40], INPUT_STAGES)}")
    return found


def resolve_stage(choice: StageChoice, kind: Kind) -> dict[str, OptionValue]:
    """Return all options of a stage of an output: the set ones, checked, and the defaults of the others.

    Raises:
        Problem: naming what is wrong, what is allowed and which names there are.
    """
    return written.resolve(stage_for(choice.name, kind), choice)


def resolve_input_stage(choice: StageChoice) -> dict[str, OptionValue]:
    """Return all options of a stage before the models; see `resolve_stage`."""
    return written.resolve(input_stage_for(choice.name), choice)


def read_stages(given: object, kind: Kind) -> tuple[StageChoice, ...]:
    """Read stages as a person or a program gives them, for a kind of output; see `written.read_choices`."""
    return written.read_choices(given, lambda name: stage_for(name, kind), "an output")


def read_input_stages(given: object) -> tuple[StageChoice, ...]:
    """Read stages before the models as a person or a program gives them; see `written.read_choices`."""
    return written.read_choices(given, input_stage_for, "a block")


def parse_stage(text: str, kind: Kind) -> StageChoice:
    """Parse a stage of an output written as “name” or “name:option=value,option=value”.

    Raises:
        Problem: naming what is wrong, what is allowed and which names there are.
    """
    return written.parse_choice(text, lambda name: stage_for(name, kind))


def parse_input_stage(text: str) -> StageChoice:
    """Parse a stage before the models; see `parse_stage`."""
    return written.parse_choice(text, input_stage_for)
