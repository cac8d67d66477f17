"""Computes the difference between two projects as a few bytes of JSON, and applies it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import msgspec

from wekipy.project.checking import check
from wekipy.project.problem import Problem
from wekipy.project.schema import Project, Take
from wekipy.project.take_places import changed_takes, place_of

_TYPES: Final = {field.name: field.type for field in msgspec.structs.fields(Project)}


class Patch(msgspec.Struct, frozen=True, omit_defaults=True):
    """A difference, as plain values.

    Attributes:
        fields: of the project, that are replaced.
        items: fields of single inputs, outputs and the like: {field of the project: {place: {field: value}}}.
        takes: fields of takes, by number; takes that are not there yet come at the end.
    """

    fields: dict[str, Any] = {}
    items: dict[str, dict[int, dict[str, Any]]] = {}
    takes: dict[int, dict[str, Any]] = {}


class _Named(msgspec.Struct, frozen=True):
    uid: str


class _Fields(msgspec.Struct, frozen=True):
    outputs: tuple[_Named, ...] = ()


class _Outputs(msgspec.Struct, frozen=True):
    fields: _Fields = _Fields()


def outputs_of(patch: msgspec.Raw) -> set[str]:
    """The uids of the outputs that a difference brings; none if it is damaged."""
    try:
        found = msgspec.json.decode(patch, type=_Outputs)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return set()
    return {output.uid for output in found.fields.outputs}


def difference(old: Project, new: Project) -> msgspec.Raw:
    """What makes `new` of `old`. A take that is missing in `new` is no difference: takes are never lost."""
    fields: dict[str, Any] = {}
    items: dict[str, dict[int, dict[str, Any]]] = {}
    for name in Project.__struct_fields__:
        was, is_now = getattr(old, name), getattr(new, name)
        if name == "takes" or was is is_now or was == is_now:
            continue
        if _alike(was, is_now):
            pairs = enumerate(zip(was, is_now, strict=True))
            items[name] = {n: changes for n, (a, b) in pairs if (changes := _changes(a, b))}
        else:
            fields[name] = is_now
    takes: dict[int, dict[str, Any]] = {}
    for before, take in _pairs(old.takes, new.takes):
        # A new take with all its fields: when it is done again, it is there already, as a deleted one.
        changes = _changes(before, take) if before is not None else msgspec.structs.asdict(take)
        if changes:
            takes[take.number] = changes
    return msgspec.Raw(msgspec.json.encode(Patch(fields, items, takes)))


def _pairs(old: tuple[Take, ...], new: tuple[Take, ...]) -> Iterable[tuple[Take | None, Take]]:
    """Takes of `new` that may differ, each with that of `old` which has its number."""
    changed = changed_takes(old, new)
    if changed is not None:
        return changed
    known = {take.number: take for take in old}
    return [(known.get(take.number), take) for take in new]


def _alike(before: object, after: object) -> bool:
    """Whether two values are equally many structs of the same types, so that they can be compared one by
    one.
    """
    if not (isinstance(before, tuple) and isinstance(after, tuple) and len(before) == len(after)):
        return False
    return all(
        isinstance(a, msgspec.Struct) and type(a) is type(b) for a, b in zip(before, after, strict=True)
    )


def _changes(before: msgspec.Struct, after: msgspec.Struct) -> dict[str, Any]:
    if before is after:
        return {}
    pairs = ((name, getattr(before, name), getattr(after, name)) for name in after.__struct_fields__)
    return {name: new for name, old, new in pairs if old is not new and old != new}


def patched(project: Project, patch: msgspec.Raw) -> Project:
    """The project with a difference applied; where it is different by now, only that much is changed.

    Raises:
        Problem: if it does not fit the project, or is damaged.
    """
    try:
        found = msgspec.json.decode(patch, type=Patch)
        changes: dict[str, Any] = {
            name: msgspec.convert(value, type=_TYPES[name]) for name, value in found.fields.items()
        }
        for name, items in found.items.items():
            before = getattr(project, name, None)
            if not isinstance(before, tuple) or name == "takes":
                raise Problem(f"this step changes items of “{name[:40]}”, which has none")
            changes[name] = _with_items(before, items)
        takes = _with_takes(project.takes, found.takes)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, KeyError, IndexError) as e:
        raise Problem("this step does not fit the project any more") from e
    # A number that was given to an output is never given to another.
    last_uid = max(project.last_uid, changes.get("last_uid", 0))
    after = msgspec.structs.replace(project, **{**changes, "takes": takes, "last_uid": last_uid})
    return check(after, project)


def _with_items(before: tuple[Any, ...], items: dict[int, dict[str, Any]]) -> tuple[Any, ...]:
    after = list(before)
    for place, changes in items.items():
        after[place] = _changed(after[place], changes)
    return tuple(after)


def _with_takes(before: tuple[Take, ...], changes: dict[int, dict[str, Any]]) -> tuple[Take, ...]:
    if not changes:
        return before
    takes = list(before)
    for number, fields in changes.items():
        place = place_of(before, number)
        if place is None:
            takes.append(_changed(Take(number, 0), fields))
        else:
            takes[place] = _changed(takes[place], fields)
    return tuple(takes)


def _changed(item: Any, changes: dict[str, Any]) -> Any:
    return msgspec.convert({**msgspec.to_builtins(item), **changes}, type=type(item))
