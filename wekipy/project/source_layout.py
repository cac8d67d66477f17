"""Where the numbers of each source lie in the input vector, and what sources must not be."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import Final

from wekipy.project.counting import many
from wekipy.project.place import is_address
from wekipy.project.problem import Problem
from wekipy.project.schema import Project, Source

NUMBER: Final = "{n}"  # in an address: the place of the number among those of its source, from 1


def starts_of(sources: Sequence[Source]) -> tuple[int, ...]:
    """Return for each source the place of its first number in the input vector."""
    return tuple(accumulate((source.inputs for source in sources[:-1]), initial=0))


def addresses_of(source: Source) -> tuple[str, ...]:
    """Return the addresses that a source sends: one, or one for each of its numbers."""
    if NUMBER not in source.address:
        return (source.address,)
    return tuple(source.address.replace(NUMBER, str(n)) for n in range(1, source.inputs + 1))


def check_sources(project: Project) -> None:
    """Check the sources of a project beyond their types.

    Raises:
        Problem: naming the source that is wrong.
    """
    sources, frames = project.sources, project.frames
    if not sources:
        return
    total = sum(source.inputs for source in sources)
    if total != len(project.inputs):
        raise Problem(
            f"sources: together they send {many(total, 'number')}, but there are"
            f" {many(len(project.inputs), 'input')}; set the sources anew"
        )
    for source in sources:
        if source.port == project.receive_port:
            raise Problem(
                f"source “{source.name}”: port {source.port} is the one of all inputs: leave its port out,"
                " or choose another"
            )
    names = [source.name for source in sources]
    for name in names:
        if names.count(name) > 1:
            raise Problem(f"sources: the name “{name}” is there twice; each must be its own")
    if frames.when == "source" and frames.source not in names:
        raise Problem(
            f"frames: there is no source “{frames.source[:60]}” to wait for; there are {', '.join(names)}"
        )
    _check_places(sources)


def _check_places(sources: Sequence[Source]) -> None:
    taken: dict[tuple[int | None, str, str], str] = {}
    for source in sources:
        if source.sender and not is_address(source.sender):
            raise Problem(
                f"source “{source.name}”: its sender is “{source.sender}”, expected an IP address such as"
                " 192.168.0.20, or nothing for any"
            )
        if source.address.count(NUMBER) > 1:
            raise Problem(f"source “{source.name}”: {NUMBER} may be in its address once")
        for address in addresses_of(source):
            place = (source.port, address.rstrip("/"), source.sender)
            other = taken.setdefault(place, source.name)
            if other != source.name:
                raise Problem(
                    f"sources “{other}” and “{source.name}” both have {address}: give one of them another"
                    " address or port, or say for each which sender it comes from"
                )
