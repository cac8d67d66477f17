"""Metadata of fields: whether a model learns from a field, and how a user sets it.

A model is out of date once anything changed that it was learned from. Other settings are live: they take
effect with the next answer. `project.schema` marks each field of an output, a gesture and a take as one of
the two; the fingerprint of a model, the editor of the window, `configure_output` and its documents are made
from these marks. A setting is therefore written where it is declared, where it is used, and in the
translations.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Annotated, Any, Final, Literal, get_origin, get_type_hints

import msgspec

Role = Literal["learned", "live"]
Look = Literal["bool", "int", "number", "text", "share", "pair", "choice"]

_KEY: Final = "wekipy"
_NAMELESS: Final = {"name": "-", "address": "/"}  # of live fields that have no default


@dataclass(frozen=True)
class Setting:
    """A field of an output, a gesture or a take.

    Attributes:
        key: name of the field.
        role: whether models learn from it, or it takes effect at once.
        look: of the editor's field; None if a person sets it elsewhere.
        title, sentence: for people, in English; "" where there is no field.
        choices: values and what they are called.
        own: an operation of its own changes it, or nobody, but not `configure_output`.
    """

    key: str
    role: Role
    look: Look | None = None
    title: str = ""
    sentence: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    own: bool = False


def learned(look: Look | None = None, title: str = "", sentence: str = "", **more: Any) -> msgspec.Meta:
    """Marks a field that models are learned from; `more` are the other attributes of its `Setting`."""
    return msgspec.Meta(extra={_KEY: Setting("", "learned", look, title, sentence, **more)})


def live(look: Look | None = None, title: str = "", sentence: str = "", **more: Any) -> msgspec.Meta:
    """Marks a field that takes effect with the next answer; `more` as for `learned`."""
    return msgspec.Meta(extra={_KEY: Setting("", "live", look, title, sentence, **more)})


@cache
def settings_of(struct: type[msgspec.Struct]) -> dict[str, Setting]:
    """Return the settings of the fields of a struct by name, in order."""
    hints = get_type_hints(struct, include_extras=True)
    return {
        name: replace(found, key=name) for name in struct.__struct_fields__ for found in _marks(hints[name])
    }


def _marks(hint: Any) -> Iterator[Setting]:
    if get_origin(hint) is Annotated:
        for mark in hint.__metadata__:
            if isinstance(mark, msgspec.Meta) and mark.extra and _KEY in mark.extra:
                yield mark.extra[_KEY]


@cache  # msgspec evaluates all annotations of a struct anew, which takes half a millisecond
def _defaults_of(struct: type[msgspec.Struct]) -> dict[str, Any]:
    return {field.name: field.default for field in msgspec.structs.fields(struct)}


def without_live(struct: msgspec.Struct) -> Any:
    """Return the struct with all live fields at their defaults, also in nested structs."""
    defaults = _defaults_of(type(struct))
    changes: dict[str, Any] = {}
    for setting in settings_of(type(struct)).values():
        value = getattr(struct, setting.key)
        if setting.role == "live":
            changes[setting.key] = _NAMELESS.get(setting.key, defaults[setting.key])
        elif isinstance(value, tuple) and value and isinstance(value[0], msgspec.Struct):
            changes[setting.key] = tuple(without_live(each) for each in value)
    return msgspec.structs.replace(struct, **changes)
