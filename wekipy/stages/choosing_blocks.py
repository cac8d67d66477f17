"""Edits of blocks: they count what stages make, and keep the connections of outputs."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from wekipy.project.checking import check
from wekipy.project.editing import output_at
from wekipy.project.problem import Problem
from wekipy.project.schema import Block, Output, Plan, Project, StageChoice
from wekipy.stages.features import checked_block, feature_names


def choose_blocks(project: Project, blocks: Sequence[Block]) -> Project:
    """Choose all blocks of a project; none: the inputs themselves are the features.

    An output stays connected to the features that have the same names afterwards; where one of its features
    is gone, to all that its block of the same name makes now.

    Raises:
        Problem: if a block cannot be built, naming it and what to change.
    """
    names = tuple(one.name for one in project.inputs)
    counted = tuple(checked_block(names, block) for block in blocks)
    after = _feature_names(Plan(names, counted) if counted else None, names)
    before, places = _names_before(project), {name: n for n, name in enumerate(after)}
    heirs = _heirs(project, counted)

    def connected(output: Output) -> Output:
        if output.inputs is None:
            return output
        found: set[int] = set()
        for n in output.inputs:
            found |= {places[before[n]]} if before[n] in places else heirs.get(n, set())
        chosen = tuple(sorted(found)) if found and len(found) < len(after) else None
        return output if chosen == output.inputs else msgspec.structs.replace(output, inputs=chosen)

    outputs = tuple(connected(output) for output in project.outputs)
    return check(msgspec.structs.replace(project, blocks=counted, outputs=outputs))


def place_of_block(project: Project, name: str) -> int:
    """Which block has a name, from 0.

    Raises:
        Problem: naming those there are.
    """
    there = [block.name for block in project.blocks]
    if name not in there:
        known = f"there are {', '.join(there[:20])}" if there else "there is none: make one with set_block"
        raise Problem(f"no block is called “{name[:40]}”: {known}")
    return there.index(name)


def names_of(project: Project) -> tuple[str, ...]:
    """The names of a project's features.

    Raises:
        Problem: if a block cannot be built.
    """
    return _feature_names(project.plan(), tuple(one.name for one in project.inputs))


def with_what_was_learned(choice: StageChoice, before: Sequence[StageChoice]) -> StageChoice:
    """A stage as a person chose it, with what the same stage has learned before."""
    same = [old for old in before if old.name == choice.name and old.options == choice.options]
    return msgspec.structs.replace(choice, learned=same[0].learned) if same else choice


def _feature_names(plan: Plan | None, names: tuple[str, ...]) -> tuple[str, ...]:
    return names if plan is None else feature_names(plan)


def with_suggested(project: Project, number: int, given: Block) -> Project:
    """The project with a suggested block for an output (from 1); other outputs keep their features.

    Raises:
        Problem: if there is no such output, or the block cannot be built.
    """
    output = output_at(project, number)
    block = msgspec.structs.replace(given, name=_free(project, f"{output.name}-features"))
    if len(project.outputs) == 1:
        return choose_blocks(_connected(project, number, None), [block])
    everything = Block("inputs", tuple(range(len(project.inputs))), len(project.inputs))
    base = project.blocks or (everything,)
    whole = sum(one.features for one in base)
    outputs = tuple(
        msgspec.structs.replace(one, inputs=tuple(range(whole))) if one.inputs is None else one
        for one in project.outputs
    )
    added = choose_blocks(msgspec.structs.replace(project, outputs=outputs), [*base, block])
    # Features come first that were there: not by name, as those of the new block may be called the same.
    added = msgspec.structs.replace(added, outputs=outputs)
    return _connected(added, number, tuple(range(whole, added.features())))


def _connected(project: Project, number: int, inputs: tuple[int, ...] | None) -> Project:
    outputs = list(project.outputs)
    outputs[number - 1] = msgspec.structs.replace(outputs[number - 1], inputs=inputs)
    return msgspec.structs.replace(project, outputs=tuple(outputs))


def _free(project: Project, name: str) -> str:
    taken = {block.name for block in project.blocks}
    return next(n for n in (name, *(f"{name}-{k}" for k in range(2, 1_000))) if n not in taken)


def _names_before(project: Project) -> tuple[str, ...]:
    """The names of a project's features; "" for each if a block cannot be built: it can be removed."""
    try:
        return names_of(project)
    except Problem:
        return ("",) * project.features()


def _heirs(project: Project, blocks: Sequence[Block]) -> dict[int, set[int]]:
    """For each feature before an edit, what may take its place: all features of the block that it came from.

    In a project without blocks, these are the blocks that are given the input.
    """
    spans, first = {}, 0
    for block in blocks:
        spans[block.name] = set(range(first, first + block.features))
        first += block.features
    heirs: dict[int, set[int]] = {}
    if not project.blocks:
        for block in blocks:
            for n in block.inputs:
                heirs.setdefault(n, set()).update(spans[block.name])
    at = 0
    for old in project.blocks:
        heirs |= {at + n: spans.get(old.name, set()) for n in range(old.features)}
        at += old.features
    return heirs
