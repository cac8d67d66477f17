"""The exit codes of commands, by kind of problem; docs/command-line.md has the table."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from wekipy.project.missing import DataMissing, NotSaved
from wekipy.project.problem import NoEngine, NoProject, NotYet, Problem

ALL_WELL: Final = 0
FAULT: Final = 1
USAGE: Final = 2
DATA_MISSING: Final = 3
SOMETHING_LOST: Final = 4
REFUSED: Final = 5
NO_PROJECT: Final = 6
NO_ENGINE: Final = 7
NOT_ALL: Final = 8
NOT_YET: Final = 9

MEANINGS: Final = {
    ALL_WELL: "all well",
    FAULT: "wekipy has a fault, and asks you to report it",
    USAGE: "the command is not written as it must be: an option, a number, a word",
    DATA_MISSING: "examples are damaged or missing",
    SOMETHING_LOST: "something could not be saved: a full disk, or a project folder that is gone",
    REFUSED: "what was asked for cannot be done, and the line says why; nothing has changed",
    NO_PROJECT: "there is no project of that name, or the folder is none",
    NO_ENGINE: "no engine answers there, or it went away",
    NOT_ALL: "a part was done, and the lines say which was not: a training or an export of several outputs",
    NOT_YET: "an address of this machine is not there yet, such as that of a network which is not up",
}


class Misused(Problem):
    """A command line that cannot be meant; found by a command itself, where click cannot know it."""


class NotAll(Problem):
    """A part of what was asked for is done, and the rest cannot be; the text says which."""


@contextmanager
def reading_options() -> Iterator[None]:
    """Turn a Problem of the block into a `Misused`: the block reads what was written on the command line."""
    try:
        yield
    except Problem as e:
        raise Misused(str(e)) from e


_BY_KIND: Final = (
    (Misused, USAGE),
    (NotAll, NOT_ALL),
    (DataMissing, DATA_MISSING),
    (NotSaved, SOMETHING_LOST),
    (NoProject, NO_PROJECT),
    (NoEngine, NO_ENGINE),
    (NotYet, NOT_YET),
)


def code_of(error: BaseException) -> int:
    """Return the exit code for an error that ends a command."""
    if isinstance(error, Problem | OSError | MemoryError):
        return next((code for kind, code in _BY_KIND if isinstance(error, kind)), REFUSED)
    return FAULT
