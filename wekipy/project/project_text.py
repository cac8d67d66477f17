"""project.json: the project as text, and back."""

from __future__ import annotations

from typing import Annotated, Final

import msgspec

from wekipy.project.checking import check
from wekipy.project.problem import Problem
from wekipy.project.schema import Project
from wekipy.project.wording import in_words


def load_project(text: bytes) -> Project:
    """A project from the bytes of its project.json.

    Raises:
        Problem: naming the field that is wrong and what it should be.
    """
    try:
        return check(msgspec.json.decode(text, type=Project))
    except msgspec.ValidationError as e:
        raise Problem(f"project.json: {in_words(e)}") from e
    except (msgspec.DecodeError, UnicodeDecodeError) as e:
        raise Problem("project.json is damaged: it is not JSON any more") from e
    except RecursionError as e:
        raise Problem("project.json is nested too deeply") from e


LARGE: Final = 2_000  # takes times outputs, above which project.json has no indents


class _File(Project, frozen=True, kw_only=True):
    """project.json: the project, and how many entries of the journal had led to it."""

    journal: Annotated[int, msgspec.Meta(ge=0)] = 0


class _Journal(msgspec.Struct):
    journal: Annotated[int, msgspec.Meta(ge=0)] = 0


def dump_project(project: Project, journal: int = 0) -> bytes:
    """The bytes of project.json: readable, the same for the same project.

    A large project has a line for each take and output, and is encoded line by line: one call for all of it
    would hold the GIL for a tenth of a second, in which no packet is answered.

    Args:
        journal: how many entries of the journal have led to this project.
    """
    fields = {name: getattr(project, name) for name in Project.__struct_fields__}
    if len(project.takes) * len(project.outputs) <= LARGE:
        return msgspec.json.format(msgspec.json.encode(_File(**fields, journal=journal)), indent=2) + b"\n"
    lines = (b'"%s": %s' % (name.encode(), _value(value)) for name, value in fields.items())
    return b"{\n" + b",\n".join((*lines, b'"journal": %d' % journal)) + b"\n}\n"


def _value(value: object) -> bytes:
    """The JSON of a field; structs in a tuple have a line each."""
    if isinstance(value, tuple) and value and isinstance(value[0], msgspec.Struct):
        return b"[\n" + b",\n".join([msgspec.json.encode(each) for each in value]) + b"\n]"
    return msgspec.json.encode(value)


def journal_of(text: bytes) -> int:
    """How many entries of the journal had led to the project in the bytes of a project.json; 0 if unknown."""
    try:
        return msgspec.json.decode(text, type=_Journal).journal
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return 0
