"""Scenes: targets of all outputs that a person has stored, to be set again with one press."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from wekipy.project.problem import Problem
from wekipy.project.schema import MOST_SCENES, ClassificationOutput, ContinuousOutput, Project, Scene


def scene_at(project: Project, number: int) -> Scene:
    """The scene with this number, from 1.

    Raises:
        Problem: if there is none.
    """
    if not 0 < number <= len(project.scenes):
        raise Problem(f"there is no scene {number}: {_there_are(project)}")
    return project.scenes[number - 1]


def store_scene(project: Project, values: Sequence[float], name: str = "", number: int = 0) -> Project:
    """Store targets, one per output that is no gesture output.

    Args:
        name: of the scene; "" is its number for a new one, and as it is for one that is there.
        number: of the scene that they replace, from 1; 0 adds one.
    """
    targets = {
        output.uid: float(value) for output, value in zip(project.value_outputs(), values, strict=True)
    }
    if number:
        before = scene_at(project, number)
        return _with(project, number, Scene(name=name or before.name, targets=targets))
    if len(project.scenes) >= MOST_SCENES:
        raise Problem(f"there are {MOST_SCENES} scenes already: replace one, or delete one first")
    made = Scene(name=name or _free_name(project), targets=targets)
    return msgspec.structs.replace(project, scenes=(*project.scenes, made))


def rename_scene(project: Project, number: int, name: str) -> Project:
    """Name a scene."""
    if not name.strip():
        raise Problem("a scene needs a name")
    return _with(project, number, msgspec.structs.replace(scene_at(project, number), name=name.strip()))


def delete_scene(project: Project, number: int) -> Project:
    """Take a scene away; the ones after it move up."""
    scene_at(project, number)
    kept = tuple(scene for n, scene in enumerate(project.scenes, 1) if n != number)
    return msgspec.structs.replace(project, scenes=kept)


def targets_of(project: Project, number: int, present: Sequence[float]) -> list[float]:
    """The targets of a scene, one per output that is no gesture output.

    Outputs that came after the scene was stored, and those whose class is gone, keep the present target; a
    number that is no longer legal becomes the nearest one that is.
    """
    stored: Mapping[str, float] = scene_at(project, number).targets
    found = []
    for output, now in zip(project.value_outputs(), present, strict=True):
        value = _legal(output, stored[output.uid]) if output.uid in stored else None
        found.append(float(now) if value is None else value)
    return found


def _legal(output: ContinuousOutput | ClassificationOutput, value: float) -> float | None:
    legal = output.legal(value)
    if legal is not None or isinstance(output, ClassificationOutput):
        return legal
    inside = min(max(value, output.minimum), output.maximum) if output.limits == "hard" else value
    return output.legal(round(inside) if output.integer else inside)


def _with(project: Project, number: int, scene: Scene) -> Project:
    scene_at(project, number)
    scenes = tuple(scene if n == number else other for n, other in enumerate(project.scenes, 1))
    return msgspec.structs.replace(project, scenes=scenes)


def _free_name(project: Project) -> str:
    names, first = {scene.name for scene in project.scenes}, len(project.scenes) + 1
    return next(name for n in range(first, first + MOST_SCENES) if (name := f"scene {n}") not in names)


def _there_are(project: Project) -> str:
    last = len(project.scenes)
    return f"they are 1 to {last}" if last > 1 else "there is 1 only" if last else "none is stored yet"
