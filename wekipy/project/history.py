"""Undo and redo: earlier projects with the words for what was done to them."""

from __future__ import annotations

from dataclasses import dataclass, field

import msgspec

from wekipy.project.problem import Problem
from wekipy.project.schema import Project


@dataclass
class History:
    """The project as it is, as it was and as it will be again.

    Undoing never loses a take: one that the earlier project does not know is kept, marked as deleted. Nor
    does it free a uid: an output that is added later must not be taken for one that was undone. The stage
    stays open or closed.
    """

    project: Project
    past: list[tuple[str, Project]] = field(default_factory=list)
    future: list[tuple[str, Project]] = field(default_factory=list)

    def do(self, label: str, project: Project) -> bool:
        """Make `project` the present one; False if that changes nothing."""
        if project == self.project:
            return False
        self.past.append((label, self.project))
        self.future.clear()
        self.project = project
        return True

    def show_stage(self, on: bool) -> bool:
        """Whether faces show the stage; it is no change of the piece, so there is nothing to undo."""
        if on == self.project.performance_mode:
            return False
        self.project = msgspec.structs.replace(self.project, performance_mode=on)
        return True

    def undo(self) -> str:
        """Go back one step; returns what was undone. Raises Problem when there is nothing."""
        return self._step(self.past, self.future, "undo")

    def redo(self) -> str:
        """Go forward one step; returns what was done again. Raises Problem when there is nothing."""
        return self._step(self.future, self.past, "redo")

    def _step(self, source: list[tuple[str, Project]], other: list[tuple[str, Project]], verb: str) -> str:
        if not source:
            raise Problem(f"there is nothing to {verb}")
        label, project = source.pop()
        other.append((label, self.project))
        self.project = _with_all_takes(project, self.project)
        return label


def _with_all_takes(restored: Project, present: Project) -> Project:
    known = {take.number for take in restored.takes}
    lost = tuple(msgspec.structs.replace(t, deleted=True) for t in present.takes if t.number not in known)
    last_uid = max(restored.last_uid, present.last_uid)
    same_stage = restored.performance_mode == present.performance_mode
    if not lost and last_uid == restored.last_uid and same_stage:
        return restored
    return msgspec.structs.replace(
        restored,
        takes=restored.takes + lost,
        last_uid=last_uid,
        performance_mode=present.performance_mode,
    )
