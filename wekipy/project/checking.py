"""Checks what types cannot express: names are unique, connections have inputs."""

from __future__ import annotations

from wekipy.project.counting import many
from wekipy.project.problem import Problem
from wekipy.project.schema import MOST_FEATURES, MOST_NUMBERS, ContinuousOutput, GestureOutput, Project, Take
from wekipy.project.sending import check_sending
from wekipy.project.source_layout import check_sources
from wekipy.project.take_places import changed_takes


def check(project: Project, before: Project | None = None) -> Project:
    """Check a project beyond its types; returns it.

    Args:
        before: the checked project that it was made from; takes that it shares are not checked again.

    Raises:
        Problem: naming the field that is wrong.
    """
    _check_blocks(project)
    features = project.features()
    _unique([i.name for i in project.inputs], "inputs", "name")
    _unique([o.name for o in project.outputs], "outputs", "name")
    _unique([o.uid for o in project.outputs], "outputs", "uid")
    _check_takes(project.takes, () if before is None else before.takes)
    for n, output in enumerate(project.outputs):
        where = f"outputs[{n}]"
        if output.inputs is not None:
            if list(output.inputs) != sorted(set(output.inputs)):
                raise Problem(f"{where}.inputs must rise and not repeat, got {list(output.inputs)}")
            if output.inputs and output.inputs[-1] >= features:
                what = "feature" if project.blocks else "input"
                raise Problem(
                    f"{where}.inputs names {what} {output.inputs[-1]}, but there are {features} (from 0)"
                )
        if isinstance(output, ContinuousOutput) and not output.minimum < output.maximum:
            raise Problem(f"{where}: minimum {output.minimum:g} must be below maximum {output.maximum:g}")
        if isinstance(output, GestureOutput):
            _unique([g.name for g in output.gestures], f"{where}.gestures", "name")
    addresses = [g.address for output in project.gesture_outputs() for g in output.gestures]
    _unique([project.output_address, *addresses], "gestures", "address")
    if project.width() > MOST_NUMBERS:
        raise Problem(
            f"outputs: together they are {many(project.width(), 'number')}, at most {MOST_NUMBERS} fit"
        )
    check_sources(project)
    check_sending(project)
    return project


def _check_blocks(project: Project) -> None:
    _unique([block.name for block in project.blocks], "blocks", "name")
    inputs = len(project.inputs)
    for n, block in enumerate(project.blocks):
        if max(block.inputs) >= inputs:
            raise Problem(
                f"blocks[{n}].inputs names input {max(block.inputs)}, but there are {inputs} (from 0)"
            )
        if not block.stages and block.features != len(block.inputs):
            raise Problem(
                f"blocks[{n}]: {many(len(block.inputs), 'input')} without a stage are as many features, not"
                f" {block.features}"
            )
    if project.features() > MOST_FEATURES:
        raise Problem(
            f"blocks: together they make {many(project.features(), 'feature')}; at most {MOST_FEATURES} can"
            " be used: choose fewer inputs or shorter windows"
        )


def _check_takes(takes: tuple[Take, ...], before: tuple[Take, ...]) -> None:
    changed = changed_takes(before, takes)
    if changed is None:
        _unique([str(take.number) for take in takes], "takes", "number")
    for take in takes if changed is None else (take for _, take in changed):
        if take.trim is not None and take.trim.first > take.trim.last:
            raise Problem(f"take {take.number}: its first row {take.trim.first} is behind its last")


def _unique(values: list[str], field: str, what: str) -> None:
    if len(set(values)) == len(values):
        return
    seen: set[str] = set()
    for value in values:
        if value in seen:
            raise Problem(f"{field}: the {what} “{value}” is there twice; each must be its own")
        seen.add(value)
