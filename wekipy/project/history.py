"""Undo and redo: the steps from one project to the next, with the words for what was done."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from typing import Final, Literal, TypeAlias

import msgspec

from wekipy.project.patching import difference, outputs_of, patched
from wekipy.project.problem import Problem
from wekipy.project.schema import Project
from wekipy.project.take_places import changed_takes

MOST_BYTES: Final = 16 << 20  # of steps that can be undone: tens of thousands of usual ones


class Step(msgspec.Struct, frozen=True):
    """One edit: what takes it back and what does it again, see `wekipy.project.patching`."""

    label: str
    back: msgspec.Raw
    forth: msgspec.Raw

    @property
    def size(self) -> int:
        """Bytes it takes in memory and on disk, about."""
        return len(bytes(self.back)) + len(bytes(self.forth)) + 100


class Steps(msgspec.Struct, frozen=True):
    """What can be undone, oldest first, and what can be done again, the next one last."""

    past: tuple[Step, ...] = ()
    future: tuple[Step, ...] = ()

    def outputs(self) -> set[str]:
        """The uids of outputs that undo or redo can bring back."""
        patches = (patch for step in (*self.past, *self.future) for patch in (step.back, step.forth))
        return {uid for patch in patches for uid in outputs_of(patch)}


NO_STEPS: Final = Steps()
Move: TypeAlias = Literal["do", "undo", "redo"]


class Entry(msgspec.Struct, frozen=True, omit_defaults=True):
    """What was done to the history: a new step, or a step back or forward."""

    move: Move
    step: Step | None = None


class History:
    """The project as it is, the steps that led to it and those that were undone.

    Undoing never loses a take: one that the earlier project does not know is kept, marked as deleted. Nor
    does it free a uid: an output that is added later must not be taken for one that was undone. The stage
    stays open or closed.

    Args:
        past: steps that can be undone, oldest first; of too many the oldest are forgotten.
        future: steps that can be done again, the next one last.
    """

    def __init__(self, project: Project, past: Iterable[Step] = (), future: Iterable[Step] = ()) -> None:
        self.project = project
        self._past, self._future = deque(past), list(future)
        self._size = sum(step.size for step in self._past)
        self._fresh: list[Entry] = []
        self._forget_oldest()

    @property
    def undo_label(self) -> str:
        """What the next undo takes back; "" for nothing."""
        return self._past[-1].label if self._past else ""

    @property
    def redo_label(self) -> str:
        """What the next redo does again; "" for nothing."""
        return self._future[-1].label if self._future else ""

    def fresh(self) -> tuple[Entry, ...]:
        """What was done since this was last asked, for the journal."""
        fresh, self._fresh = tuple(self._fresh), []
        return fresh

    def do(self, label: str, project: Project) -> bool:
        """Make `project` the present one; False if that changes nothing."""
        if project == self.project:
            return False
        step = Step(
            label,
            back=difference(project, _with_all_takes(self.project, project)),
            forth=difference(self.project, project),
        )
        self._past.append(step)
        self._size += step.size
        self._future.clear()
        self._forget_oldest()
        self._fresh.append(Entry("do", step))
        self.project = project
        return True

    def _forget_oldest(self) -> None:
        while self._size > MOST_BYTES and len(self._past) > 1:
            self._size -= self._past.popleft().size

    def undone(self) -> Project:
        """The project as undo would make it. Raises Problem when there is nothing to undo."""
        return self._stepped(self._past[-1] if self._past else None, "undo")

    def redone(self) -> Project:
        """The project as redo would make it. Raises Problem when there is nothing to redo."""
        return self._stepped(self._future[-1] if self._future else None, "redo")

    def _stepped(self, step: Step | None, move: Move) -> Project:
        if step is None:
            raise Problem(f"there is nothing to {move}")
        try:
            return patched(self.project, step.back if move == "undo" else step.forth)
        except Problem as e:
            raise Problem(f"cannot {move} “{step.label}”: {e}") from e

    def show_stage(self, on: bool) -> bool:
        """Whether faces show the stage; it is no change of the piece, so there is nothing to undo."""
        if on == self.project.performance_mode:
            return False
        self.project = msgspec.structs.replace(self.project, performance_mode=on)
        return True

    def undo(self, project: Project | None = None) -> str:
        """Go back one step; returns what was undone. Raises Problem when there is nothing.

        Args:
            project: what `undone` has just made, if it has been asked.
        """
        self.project = project or self.undone()
        step = self._past.pop()
        self._size -= step.size
        self._future.append(step)
        self._fresh.append(Entry("undo"))
        return step.label

    def redo(self, project: Project | None = None) -> str:
        """Go forward one step; returns what was done again. Raises Problem when there is nothing.

        Args:
            project: what `redone` has just made, if it has been asked.
        """
        self.project = project or self.redone()
        step = self._future.pop()
        self._past.append(step)
        self._size += step.size
        self._fresh.append(Entry("redo"))
        return step.label


def _with_all_takes(restored: Project, present: Project) -> Project:
    changed = changed_takes(restored.takes, present.takes)
    if changed is None:
        known = {take.number for take in restored.takes}
        new = [take for take in present.takes if take.number not in known]
    else:
        new = [take for before, take in changed if before is None]
    lost = tuple(msgspec.structs.replace(take, deleted=True) for take in new)
    return msgspec.structs.replace(
        restored,
        takes=restored.takes + lost,
        last_uid=max(restored.last_uid, present.last_uid),
        performance_mode=present.performance_mode,
    )
