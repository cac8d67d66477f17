"""What a sketch must know of a project: ports, addresses, and the names of what it sends and receives."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from wekipy.osc.outgoing import wire_address
from wekipy.project.schema import ClassificationOutput, GestureOutput, Output, Project
from wekipy.project.source_layout import NUMBER, addresses_of

_HERE: Final = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True)
class Numbers:
    """A message of numbers.

    Attributes:
        port: where it goes.
        names: of the numbers.
    """

    address: str
    port: int
    names: tuple[str, ...]


@dataclass(frozen=True)
class Value:
    """A number of the output message.

    Attributes:
        kind: "distance" is that of a gesture.
        classes: the names of the classes, from 1; () if it is no class.
    """

    name: str
    kind: str
    classes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Facts:
    """A project as a sketch sees it.

    Attributes:
        name: of the project.
        inputs: the messages that the engine awaits.
        listen: the port where the outputs arrive.
        address: of the output message.
        values: what is in it.
        gestures: name and address of each gesture, whose message has no arguments.
        others: messages that follow the output message: distributions, confidence, novelty.
        elsewhere: the other computer that the outputs are sent to; "" for this one.
    """

    name: str
    inputs: tuple[Numbers, ...]
    listen: int
    address: str
    values: tuple[Value, ...]
    gestures: tuple[tuple[str, str], ...]
    others: tuple[Numbers, ...]
    elsewhere: str = ""


def facts_of(project: Project, name: str, port: int) -> Facts:
    """The facts of a project.

    Args:
        port: where its engine listens, or will.
    """
    place = next((d for d in project.destinations if d.host in _HERE), None)
    there = place or (project.destinations[0] if project.destinations else None)
    listen = 12_000 if there is None else there.port
    gestures = [gesture for output in project.gesture_outputs() for gesture in output.gestures]
    return Facts(
        name,
        _inputs(project, port),
        listen,
        wire_address(project.output_address),
        tuple(value for output in project.outputs for value in _values(output)),
        tuple((gesture.name, wire_address(gesture.address)) for gesture in gestures if gesture.enabled),
        tuple(message for output in project.outputs for message in _others(output, listen)),
        "" if there is None or place is not None else there.host,
    )


def _inputs(project: Project, port: int) -> tuple[Numbers, ...]:
    names = tuple(one.name for one in project.inputs)
    if not project.sources:
        return (Numbers(project.input_address, port, names),)
    starts = accumulate((source.inputs for source in project.sources), initial=0)
    found: list[Numbers] = []
    for source, start in zip(project.sources, starts, strict=False):
        own, there = names[start : start + source.inputs], source.port or port
        if NUMBER in source.address:
            each = zip(addresses_of(source), own, strict=True)
            found += [Numbers(address, there, (name,)) for address, name in each]
        else:
            found.append(Numbers(source.address, there, own))
    return tuple(found)


def _values(output: Output) -> tuple[Value, ...]:
    if isinstance(output, GestureOutput):
        return tuple(Value(gesture.name, "distance") for gesture in output.gestures)
    if isinstance(output, ClassificationOutput):
        return (Value(output.name, "class", _class_names(output)),)
    return (Value(output.name, "number"),)


def _class_names(output: ClassificationOutput) -> tuple[str, ...]:
    given = (*output.class_names, *[""] * output.classes)[: output.classes]
    return tuple(name or f"class {n}" for n, name in enumerate(given, 1))


def _others(output: Output, port: int) -> tuple[Numbers, ...]:
    if isinstance(output, GestureOutput):
        return ()
    name, found = output.name, []
    if isinstance(output, ClassificationOutput):
        if output.send_distribution:
            found.append((f"/{name}", _class_names(output)))
        if output.send_confidence:
            found.append((f"/{name}/confidence", ("confidence",)))
    if output.send_novelty:
        found.append((f"/{name}/novelty", ("novelty",)))
    return tuple(Numbers(wire_address(address), port, names) for address, names in found)
