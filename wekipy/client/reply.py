"""What all typed replies share: they print well, and can be read like the JSON that the engine sent."""

from __future__ import annotations

from collections.abc import ItemsView, Iterator, KeysView, Mapping
from typing import Any

import msgspec

_HIDDEN = frozenset({"raw", "settings", "uid"})


class Record(msgspec.Struct, frozen=True):
    """Frozen data whose text shows the fields that say something: those that have no default value."""

    def __repr__(self) -> str:
        shown = [
            f"{field.name}={_shown(value)}"
            for field in msgspec.structs.fields(type(self))
            if field.name not in _HIDDEN and (value := getattr(self, field.name)) != _default(field)
        ]
        return f"{type(self).__name__}({', '.join(shown)})"


def _shown(value: object) -> str:
    """As repr, with numbers as exact as people want to read them."""
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key!r}: {_shown(item)}' for key, item in value.items())}}}"
    return repr(value)


def _default(field: msgspec.structs.FieldInfo) -> object:
    return field.default if field.default_factory is msgspec.NODEFAULT else field.default_factory()


class Reply(Record, frozen=True, kw_only=True):  # noqa: PLW1641  some fields are dictionaries
    """What the engine replied: fields with types, and the JSON itself by key, as `reply["key"]`.

    Attributes:
        raw: the JSON as plain values, with whatever a newer engine says besides.
    """

    raw: dict[str, Any] = msgspec.field(default_factory=dict)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, dict):
            return self.raw == other
        if type(other) is not type(self):
            return NotImplemented
        return all(
            getattr(self, name) == getattr(other, name) for name in self.__struct_fields__ if name != "raw"
        )

    def __getitem__(self, key: str) -> Any:
        return self.raw[key]

    def __contains__(self, key: object) -> bool:
        return key in self.raw

    def __bool__(self) -> bool:
        return True  # an answer, whatever it says

    def __iter__(self) -> Iterator[str]:
        return iter(self.raw)

    def __len__(self) -> int:
        return len(self.raw)

    def keys(self) -> KeysView[str]:
        """The keys of the JSON."""
        return self.raw.keys()

    def items(self) -> ItemsView[str, Any]:
        """The keys and values of the JSON."""
        return self.raw.items()

    def get(self, key: str, default: Any = None) -> Any:
        """The value of a key of the JSON, or the default."""
        return self.raw.get(key, default)


Mapping.register(Reply)
