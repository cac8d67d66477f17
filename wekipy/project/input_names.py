"""Names of inputs, made of the address that their numbers come at."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from typing import Final

import msgspec

from wekipy.project.checking import check
from wekipy.project.schema import Input, Project
from wekipy.project.source_layout import NUMBER

WEKINATOR: Final = "/wek/inputs"
"""The address at which inputs have Wekinator's names: inputs-1, inputs-2, …"""

_LONGEST: Final = 150  # letters of a name made of an address; a suffix fits behind it
_POSITION: Final = ("x", "y", "z")
_TURN: Final = ("x", "y", "z", "w")
_TURNS: Final = ("quat", "quaternion", "rotation")  # how addresses of four numbers that are a turn end


def stem_of(address: str) -> str:
    """Return a name made of an address: /phone/gyro is “phone-gyro”, /fader/{n} is “fader”."""
    parts = address.replace(NUMBER, "").split("/")
    return "-".join(filter(None, parts))[:_LONGEST] or "source"


def names_of(stem: str, address: str, count: int) -> list[str]:
    """Return the names of so many numbers: stem-x, -y, -z of three; of four, -w too if they are a quaternion.

    One number has the stem as its name; all others are counted: stem-1, stem-2, …
    """
    if count == 1:
        return [stem]
    return [f"{stem}-{suffix}" for suffix in _suffixes(address, count)]


def name_after_address(project: Project) -> Project:
    """Name all inputs of a new project after its input address; Wekinator's address has Wekinator's names."""
    address = project.input_address
    if address == WEKINATOR or project.sources:
        return project
    names = names_of(stem_of(address), address, len(project.inputs))
    return check(msgspec.structs.replace(project, inputs=tuple(map(Input, names))))


def free_name(name: str, taken: Iterable[str]) -> str:
    """Return the name, or the first of name-2, name-3, … that is not taken."""
    used = set(taken)
    others = (f"{name}-{n}" for n in itertools.count(2))
    return next(each for each in itertools.chain([name], others) if each not in used)


def _suffixes(address: str, count: int) -> Iterable[str]:
    # Each number of {n} is a message of its own: a fader, no direction.
    whole = NUMBER not in address
    if whole and count == len(_POSITION):
        return _POSITION
    if whole and count == len(_TURN) and address.rstrip("/").casefold().endswith(_TURNS):
        return _TURN
    return map(str, range(1, count + 1))
