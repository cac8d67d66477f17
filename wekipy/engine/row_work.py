"""Edits single rows of takes: prepares an edit from a view in any thread, commits it in the engine's."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from wekipy.engine.engine import Engine
from wekipy.engine.take_work import Commit
from wekipy.engine.view import View
from wekipy.project.counting import many
from wekipy.project.editing import delete_takes
from wekipy.project.examples import TakeData
from wekipy.project.given_examples import F64
from wekipy.project.row_changes import RowChanges, appended, changed_cells, deleted
from wekipy.project.row_edits import changed_take
from wekipy.project.schema import Take
from wekipy.project.take_edits import change_takes, rows_at

Replaced: TypeAlias = dict[str, int | None]
"""By number of a take, the take that has its place; None if no example of it was left. Takes that keep their
number are not in it."""


def edit_examples(view: View, cells: F64) -> Commit[Replaced]:
    """Give numbers of examples other values, see `changed_cells`."""
    changes = changed_cells(view.project, view.data, cells)
    return _changed(view, changes, f"edit {many(len(cells), 'number')} of {_takes(changes)}")


def delete_row_ranges(view: View, spans: F64) -> Commit[Replaced]:
    """Delete rows of takes, see `deleted`."""
    changes = deleted(view.project, view.data, spans)
    return _changed(view, changes, f"delete rows of {_takes(changes)}")


def append_examples(view: View, number: int, rows: F64, targets: F64) -> Commit[Replaced]:
    """Add examples at the end of a take, see `appended`."""
    changes = appended(view.project, view.data, number, rows, targets)
    commit = _changed(view, changes, f"add {many(len(rows), 'example')} to take {number}")

    def append(engine: Engine) -> Replaced:
        done = commit(engine)
        engine.models.learn_at_once()
        return done

    return append


def _takes(changes: Mapping[int, RowChanges]) -> str:
    numbers = sorted(changes)
    named = ", ".join(map(str, numbers[:5])) + " …" * (len(numbers) > 5)
    return f"take{'s' * (len(numbers) > 1)} {named}"


def _changed(view: View, changes: Mapping[int, RowChanges], label: str) -> Commit[Replaced]:
    project, parts, like = view.project, list[TakeData](), list[Take]()
    empty = []
    for number, its in changes.items():
        take, data = rows_at(project, view.data, number)
        found = changed_take(project, data, take, its)
        if found is None:
            empty.append(number)
        elif isinstance(found, TakeData):
            parts.append(found)
            like.append(take)
        else:
            project = change_takes(project, [number], _always(found))
    if empty:
        project = delete_takes(project, empty)

    def commit(engine: Engine) -> Replaced:
        engine.recording.check_writable()
        done: Replaced = {str(number): None for number in empty}
        if not parts:
            engine.edit(label, project)
            return done
        made = engine.add_takes(parts, label, [take.number for take in like], like, project)
        return done | {str(take.number): new.number for take, new in zip(like, made, strict=True)}

    return commit


def _always(found: Take) -> Callable[[Take], Take]:
    return lambda _: found
