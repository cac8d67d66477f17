"""Views in which features stand for inputs, so that whatever learns from a project need not know blocks.

A plan makes features of the raw rows of each take. A flat view has takes of these features, a project whose
inputs are the features, and no blocks. Jobs of training, evaluation and comparison are made from it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import msgspec
import numpy as np
import numpy.typing as npt

from wekipy.engine.view import View
from wekipy.learning.model import TrainingJob
from wekipy.project.edited_rows import with_deleted
from wekipy.project.examples import TakeData, row_type
from wekipy.project.recorded_inputs import chosen_columns, fits
from wekipy.project.schema import Input, Plan, Project, Take
from wekipy.project.take_places import place_of
from wekipy.stages.features import digest

F32 = npt.NDArray[np.float32]
RESHAPED = "take "  # how a job that computes the features of a take is called, before its number


@dataclass(frozen=True)
class Flat:
    """The takes of a project as features of a plan.

    Attributes:
        names: of the features.
        takes: by number.
    """

    plan: Plan
    names: tuple[str, ...]
    takes: Mapping[int, TakeData]


def key_of(plan: Plan | None) -> str:
    """What a plan is found by among others; "" for the inputs themselves."""
    return "" if plan is None else digest(plan)


def needed_takes(view: View) -> list[int]:
    """The numbers of the takes that outputs learn from, or may again."""
    return [take.number for take in view.project.takes if not take.deleted and take.number in view.data]


Places: TypeAlias = slice | npt.NDArray[np.intp]


def whole_take(view: View, number: int) -> tuple[int, Places]:
    """From which take the features of a take are computed, and which rows of it they are.

    The parts of a take that was cut have the features that they have in the whole.
    """
    found = _source(view, number)
    if found is None:
        return number, slice(None)
    source, places = found
    if np.array_equal(_inputs(view.data[source])[places], _inputs(view.data[number])):
        return source, places
    return number, slice(None)  # it was edited since


def _source(view: View, number: int) -> tuple[int, npt.NDArray[np.intp]] | None:
    """The take that another is a part of, and where; None if it is a whole take."""
    data = view.data[number]
    if len(data.made_of.takes) != 1 or data.made_of.source or data.made_of.takes[0] >= number:
        return None  # a take is made of earlier ones, whatever a damaged file says
    source = view.data.get(data.made_of.takes[0])
    if source is None or source.started != data.started or source.inputs != data.inputs:
        return None
    own, its = data.times(), source.times()
    places = np.searchsorted(its, own)
    there = (places < len(its)).all() and np.array_equal(its[places], own)
    return (data.made_of.takes[0], places) if there else None


def movement(view: View, number: int) -> tuple[TakeData, Places]:
    """The frames that the stages are given to compute the features of a take, and which of them are its own.

    Rows that were deleted by hand were part of the movement, so they are here, as are those of the whole take
    that an edited part belongs to.
    """
    data = view.data[number]
    found = _source(view, number)
    if found is not None:
        whole, its = movement(view, found[0])
        places = np.arange(len(whole))[its][found[1]]
        rows = np.concatenate(whole.blocks)
        rows["inputs"][places] = _inputs(data)
        return replace(whole, blocks=(rows,)), places
    at = place_of(view.project.takes, number)
    edits = None if at is None else view.project.takes[at].edits
    if edits is None or not edits.gone:
        return data, slice(None)
    whole = with_deleted(data, edits)
    return whole, np.searchsorted(whole.recorded(), data.recorded())


def reshaping_job(view: View, number: int, plan: Plan) -> TrainingJob:
    """The job that computes the features of the movement that a take is part of, see `movement`."""
    data, inputs = movement(view, number)[0], view.project.inputs
    rows = [chosen_columns(block["inputs"], inputs, range(len(inputs))) for block in data.blocks]
    none = np.empty(0)
    return TrainingJob(
        output=f"{RESHAPED}{number}",
        number=number,
        name="",
        kind="continuous",
        algorithm="",
        options={},
        inputs=(),
        features=len(inputs),
        X=np.concatenate(rows) if rows else np.empty((0, len(inputs)), np.float32),
        y=none,
        takes=np.empty(0, np.int64),
        fingerprint="",
        times=data.times(),
        plan=plan,
        state=data.state,
    )


def _inputs(data: TakeData) -> F32:
    return np.concatenate([block["inputs"] for block in data.blocks] or [np.empty((0, 0), np.float32)])


def take_of_features(data: TakeData, features: F32) -> TakeData:
    """A take with features (rows, features) in the place of its inputs."""
    blocks, start = [], 0
    for block in data.blocks:
        rows = np.empty(len(block), row_type(features.shape[1], len(data.outputs)))
        rows["time"], rows["targets"] = block["time"], block["targets"]
        rows["inputs"] = features[start : start + len(block)]
        start += len(block)
        blocks.append(rows)
    return replace(data, blocks=tuple(blocks), state=None)


def flattened(view: View, flat: Flat, others: Sequence[View] = ()) -> View:
    """The view with features for inputs.

    Args:
        others: the same with other plans, for comparisons with models that have them.
    """
    return replace(
        view,
        project=_flat_project(view.project, flat.names),
        data=flat.takes,
        plan=flat.plan,
        real=view.project,
        others={key_of(other.plan): other for other in others},
    )


def unplanned(view: View) -> View:
    """The view for models that were trained before there were blocks: inputs are features."""
    outputs = tuple(msgspec.structs.replace(output, inputs=None) for output in view.project.outputs)
    project = msgspec.structs.replace(view.project, blocks=(), outputs=outputs)
    return replace(view, project=project, real=view.project)


def _flat_project(project: Project, names: Sequence[str]) -> Project:
    return msgspec.structs.replace(
        project,
        inputs=tuple(Input(name) for name in names),
        blocks=(),
        takes=tuple(_flat_take(project, take, len(names)) for take in project.takes),
    )


def _flat_take(project: Project, take: Take, features: int) -> Take:
    """The take as one that has all features, and targets of those outputs only that may learn from it."""
    whole = msgspec.structs.replace(take, inputs=features)
    if not take.inputs or take.inputs >= len(project.inputs):
        return whole
    lacking = {output.uid for output in project.outputs if not fits(project, take, output)}
    counts = {uid: count for uid, count in take.counts.items() if uid not in lacking}
    return msgspec.structs.replace(whole, counts=counts)
