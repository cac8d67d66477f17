"""Teaches the stages of a block that learn from recorded takes, such as the ends of a range."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import msgspec
import numpy as np
import numpy.typing as npt

from wekipy.engine.calibration import Calibration
from wekipy.engine.engine import Engine
from wekipy.engine.view import View
from wekipy.learning.model import TrainingJob
from wekipy.project.counting import many
from wekipy.project.examples import TakeData, spread, used
from wekipy.project.problem import Problem
from wekipy.project.schema import Block, StageChoice, Take
from wekipy.server.means import Means
from wekipy.server.reshaping import Reshaper
from wekipy.stages.choosing_blocks import choose_blocks, place_of_block
from wekipy.stages.features import checked_block, on_grid
from wekipy.stages.table import input_stage_for, resolve_input_stage

MOST_ROWS: Final = 100_000  # that a stage learns from, evenly spread
Learned = dict[str, tuple[float, ...]]


def learn_stages(view: View, name: str, stage: int, by: Means) -> list[tuple[StageChoice, StageChoice]]:
    """Have stages of a block learn, one after the other: each is given what those before it make.

    Args:
        name: of the block.
        stage: its place in the block, from 1; 0 is all that learn.

    Returns:
        Each stage that learned, as it was and as it is now.

    Raises:
        Problem: if there is no such block or stage, none learns, or no take is switched on.
    """
    block = view.project.blocks[place_of_block(view.project, name)]
    wanted = _wanted(block, stage)
    takes = [take for take in view.project.training_takes() if take.number in view.data]
    if not takes:
        raise Problem("no take is switched on that stages could learn from: record one of the whole movement")
    stages, learned = list(block.stages), []
    for place in wanted:
        rows = _rows_before(view, block, stages[:place], by)
        old = stages[place]
        stages[place] = msgspec.structs.replace(old, learned=_fitted(old, rows, by))
        learned.append((old, stages[place]))
    return learned


def begin_calibration(engine: Engine, name: str, stage: int) -> str:
    """Collect what the sensors send from now on; returns what to do, a sentence.

    Raises:
        Problem: if there is no such block, or nothing in it learns.
    """
    block = engine.project.blocks[place_of_block(engine.project, name)]
    _wanted(block, stage)
    began = on_grid(engine.monotonic())
    engine.features.calibration = Calibration(
        name, stage, len(engine.project.inputs), began, engine.features.state(began)
    )
    engine.announce("edited")
    return f"calibrating “{name}”: move to the ends of all that you will do, then end the calibration"


def end_calibration(engine: Engine) -> Calibration:
    """Collect nothing any more; returns what came.

    Raises:
        Problem: if no calibration is going on.
    """
    calibration = engine.features.calibration
    if calibration is None:
        raise Problem("nothing is being calibrated: begin with the name of a block")
    engine.features.calibration = None
    engine.announce("edited")
    return calibration


def only_these(view: View, data: TakeData) -> View:
    """The view with nothing to learn from but the vectors of a calibration."""
    if not len(data):
        raise Problem("no inputs arrived while calibrating: look whether the sensor sends, and try again")
    project = msgspec.structs.replace(view.project, takes=(Take(1, len(data), inputs=data.inputs),))
    return replace(view, project=project, data={1: data})


def add_learned(
    engine: Engine, name: str, learned: Sequence[tuple[StageChoice, StageChoice]], source: str = "the takes"
) -> str:
    """Put what stages have learned into their block, undoable; returns a sentence.

    Raises:
        Problem: if the block was changed meanwhile.
    """
    blocks = list(engine.project.blocks)
    at = place_of_block(engine.project, name)
    stages = list(blocks[at].stages)
    for old, new in learned:
        if old not in stages:
            raise Problem(f"block “{name}” was changed meanwhile: learn again")
        stages[stages.index(old)] = new
    blocks[at] = msgspec.structs.replace(blocks[at], stages=tuple(stages))
    engine.edit(f"learn stages of “{name}”", choose_blocks(engine.project, blocks))
    return f"{', '.join(new.name for _, new in learned)} of “{name}” learned from {source}"


def _wanted(block: Block, stage: int) -> list[int]:
    if not 0 <= stage <= len(block.stages):
        raise Problem(f"block “{block.name}” has {many(len(block.stages), 'stage')}, no stage {stage}")
    learns = [n for n, choice in enumerate(block.stages) if input_stage_for(choice.name).fit]
    wanted = [n for n in learns if not stage or n == stage - 1]
    if not wanted:
        what = f"stage {stage} of block “{block.name}”" if stage else f"no stage of block “{block.name}”"
        raise Problem(f"{what} {'has nothing to learn' if stage else 'learns anything'}")
    return wanted


def _rows_before(
    view: View, block: Block, stages: Sequence[StageChoice], by: Means
) -> npt.NDArray[np.float32]:
    """What a stage of a block is given in the recorded takes, (rows, numbers)."""
    names = [one.name for one in view.project.inputs]
    alone = msgspec.structs.replace(block, stages=tuple(stages), features=len(block.inputs))
    project = msgspec.structs.replace(view.project, blocks=(checked_block(names, alone),))
    flat = Reshaper().view(replace(view, project=project), by)
    parts = [
        block["inputs"]
        for take in flat.project.training_takes()
        if take.number in flat.data
        for block in used(take, flat.data[take.number]).blocks
    ]
    rows = np.concatenate(parts)
    return rows[spread(len(rows), MOST_ROWS)]


def _fitted(choice: StageChoice, rows: npt.NDArray[np.float32], by: Means) -> Learned:
    none = np.empty(0)
    job = TrainingJob(
        output=choice.name,
        number=1,
        name=choice.name,
        kind="continuous",
        algorithm=choice.name,
        options=resolve_input_stage(choice),
        inputs=(),
        features=rows.shape[1],
        X=np.ascontiguousarray(rows),
        y=none,
        takes=np.empty(0, np.int64),
        fingerprint="",
    )
    return msgspec.json.decode(by.ask("fit", job), type=Learned)
