"""Blocks of stages before the models: features."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np

from wekipy.engine.describe import names_of_features, plain_block
from wekipy.faces.arguments import Argument
from wekipy.faces.operations.operation import OUTPUT, HasEngine, Operation
from wekipy.project.problem import Problem
from wekipy.project.schema import MOST_BLOCKS, Block, Project, StageChoice
from wekipy.stages.choosing_blocks import (
    choose_blocks,
    place_of_block,
    with_suggested,
    with_what_was_learned,
)
from wekipy.stages.table import read_input_stages

_BLOCK = '{"name": "hand", "inputs": [1, 2, 3], "stages": ["low-pass:cutoff=5"]}'
_PLACEHOLDER = 1  # features, until the stages have been built


class Signal(HasEngine, Protocol):
    """What these operations need; the table below says what each does."""

    def learn_stages(self, block: str, stage: int) -> str: ...
    def calibrate(self, block: str, stage: int) -> str: ...
    def end_calibration(self) -> str: ...
    def suggest(self, output: int) -> dict[str, Any]: ...


def _set_blocks(m: Signal, given: Any) -> None:
    if not isinstance(given, list) or len(given) > MOST_BLOCKS:
        raise Problem(f"blocks: expected a JSON list of at most {MOST_BLOCKS} such as [{_BLOCK}]")
    project = m.engine.project
    blocks = [_read_block(project, one) for one in given]
    m.engine.edit(_label(blocks), choose_blocks(project, blocks))


def _set_block(m: Signal, name: str, given: Any) -> None:
    if not isinstance(given, dict):
        raise Problem(f"block “{name[:40]}”: expected an object such as {_BLOCK}; got {given!r:.60}")
    project = m.engine.project
    blocks, names = list(project.blocks), [block.name for block in project.blocks]
    if name in names:
        old = blocks[names.index(name)]
        if given.get("inputs") is None:
            given = {**given, "inputs": [n + 1 for n in old.inputs]}
        blocks[names.index(name)] = _read_block(project, {"name": name, **given})
    else:
        blocks.append(_read_block(project, {"name": name, **given}))
    m.engine.edit(f"block “{name}”", choose_blocks(project, blocks))


def _apply_suggestion(m: Signal, number: int, given: Any) -> None:
    project = m.engine.project
    if not isinstance(given, dict):
        raise Problem(f"block: expected an object such as {_BLOCK}; got {given!r:.60}")
    block = _read_block(project, {"name": "suggested", **given})
    m.engine.edit(f"suggestion for output {number}", with_suggested(project, number, block))


def _remove_block(m: Signal, name: str) -> None:
    project = m.engine.project
    at = place_of_block(project, name)
    blocks = [block for n, block in enumerate(project.blocks) if n != at]
    m.engine.edit(f"remove block “{name}”", choose_blocks(project, blocks))


def _read_block(project: Project, given: Any) -> Block:
    """Read a block as a message has it."""
    if not isinstance(given, dict) or not isinstance(given.get("name"), str) or not given["name"].strip():
        raise Problem(f"a block is an object such as {_BLOCK}; got {given!r:.60}")
    name = given["name"].strip()
    if len(name) > 200:
        raise Problem(f"block “{name[:40]}…”: a name has at most 200 characters")
    if unknown := sorted(map(str, set(given) - {"name", "inputs", "stages"})):
        raise Problem(
            f"block “{name[:40]}” has a name, inputs and stages; “{unknown[0][:40]}” arrived as well"
        )
    inputs = _read_inputs(project, name, given.get("inputs"))
    before = _stages_before(project, name)
    stages = [with_what_was_learned(one, before) for one in read_input_stages(given.get("stages", []))]
    return Block(name, inputs, len(inputs) if not stages else _PLACEHOLDER, tuple(stages))


def _stages_before(project: Project, name: str) -> list[StageChoice]:
    """The stages that a block of that name had, then those of all others: it may have been renamed."""
    blocks = sorted(project.blocks, key=lambda block: block.name != name)
    return [stage for block in blocks for stage in block.stages]


def _read_inputs(project: Project, name: str, given: Any) -> tuple[int, ...]:
    """Read inputs, numbers from 1 or names; none: all."""
    names = {one.name: n for n, one in enumerate(project.inputs)}
    if given is None:
        return tuple(range(len(names)))
    if given == []:
        raise Problem(f"block “{name}” has no input: name at least one, or null for all")
    if not isinstance(given, list):
        raise Problem(
            f"block “{name}”: inputs are a list of numbers or names, or null for all; got {given!r:.60}"
        )
    found = []
    for one in given:
        if isinstance(one, str) and one in names:
            found.append(names[one])
        elif type(one) is int and 1 <= one <= len(names):
            found.append(one - 1)
        else:
            raise Problem(
                f"block “{name}”: there is no input {one!r:.40}: inputs count from 1 to {len(names)}, or"
                " are named"
            )
    if len(set(found)) < len(found):
        raise Problem(f"block “{name}”: an input is named twice; name each once")
    return tuple(found)


def _label(blocks: Sequence[Block]) -> str:
    return f"blocks {', '.join(block.name for block in blocks[:5])}" if blocks else "no blocks"


def _features(m: Signal) -> dict[str, Any]:
    engine = m.engine
    project, run = engine.project, engine.features.present
    values = (engine.inputs if not project.blocks else np.empty(0)) if run is None else run.out
    return {
        "names": names_of_features(project.inputs, project.blocks),
        "values": np.asarray(values).tolist(),
        "blocks": [plain_block(project.inputs, block) for block in project.blocks],
        "problem": engine.features.problem,
    }


_NAME = Argument("name", "string", "of the block")

OPERATIONS: tuple[Operation, ...] = (
    Operation(
        "set_blocks",
        "Choose all blocks: groups of inputs, each with at most 16 stages in order (see docs/signal.md and"
        " the operation stages). The features are the results of the blocks one after the other; models learn"
        " from them, and connections choose among them. Recorded takes stay as they are: features are"
        " computed from them anew. No block: features are the inputs. A running model goes on with the"
        " blocks that it was trained with until the next training.",
        _set_blocks,
        (Argument("blocks", "json", f"[{_BLOCK}]; inputs: numbers or names, null for all"),),
    ),
    Operation(
        "set_block",
        "Add a block, or change the one of that name, which keeps its inputs if none are given.",
        _set_block,
        (_NAME, Argument("block", "json", '{"inputs": [1, 2, 3], "stages": ["low-pass:cutoff=5"]}')),
    ),
    Operation("remove_block", "Remove a block.", _remove_block, (_NAME,)),
    Operation(
        "features",
        "What models see: names, values (of the last frame), blocks (name, inputs, stages, features, delay in"
        " seconds) and problem, a sentence if a block cannot be used; then there are no values.",
        _features,
    ),
    Operation(
        "suggest",
        "Try blocks of stages that may help an output on takes held out, and wait: how often it is wrong now"
        " (present; rmse for numbers), which features matter (how much the error grows when their numbers"
        " are shuffled), and suggestions, best first: sentence, block, features, delay, error, gain. The"
        " gain of the first is what choosing it may gain on new takes.",
        lambda m, output: m.suggest(output),
        (OUTPUT,),
        aside=True,
        slow=True,
    ),
    Operation(
        "apply_suggestion",
        "Give an output the block of a suggestion, undoable in one step; other outputs keep their features.",
        _apply_suggestion,
        (OUTPUT, Argument("block", "json", '{"inputs": [1, 2, 3], "stages": ["median"]}')),
    ),
    Operation(
        "calibrate",
        "Collect what the sensors send from now on, at most 60,000 vectors, for the stages of a block that"
        " learn: move to the ends, then end_calibration. Replies with what to do.",
        lambda m, name, stage: m.calibrate(name, stage),
        (_NAME, Argument("stage", "int", "its place in the block, from 1; 0: all that learn", default=0)),
        aside=True,
    ),
    Operation(
        "end_calibration",
        "Teach the stages of the block that is being calibrated from what came meanwhile, and wait for it;"
        " undoable. Replies with a sentence.",
        lambda m: m.end_calibration(),
        aside=True,
        slow=True,
    ),
    Operation(
        "learn_stages",
        "Teach the stages of a block that learn, such as the ends of a range, from the takes that are"
        " switched on, and wait for it; undoable. Replies with a sentence.",
        lambda m, name, stage: m.learn_stages(name, stage),
        (_NAME, Argument("stage", "int", "its place in the block, from 1; 0: all that learn", default=0)),
        aside=True,
        slow=True,
    ),
)
