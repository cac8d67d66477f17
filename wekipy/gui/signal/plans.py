"""Blocks as a person changes them: lists of plain values, as the engine takes them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, TypeVar

from wekipy.client.state import Block, Value

T = TypeVar("T")
PlainStage = dict[str, Any]
PlainBlock = dict[str, Any]
_SPAN = re.compile(r"(\d+)\s*-\s*(\d+)")


def plain_stages(block: Block) -> list[PlainStage]:
    """The stages of a block, each with its options that differ from the defaults."""
    return [{"name": stage.name, "options": dict(stage.options)} for stage in block.stages]


def plain_blocks(blocks: Sequence[Block]) -> list[PlainBlock]:
    """All blocks."""
    return [
        {"name": block.name, "inputs": list(block.inputs), "stages": plain_stages(block)} for block in blocks
    ]


def moved(items: Sequence[T], start: int, end: int) -> list[T]:
    """The items with that at `start` at `end`."""
    others = [item for n, item in enumerate(items) if n != start]
    return [*others[:end], items[start], *others[end:]]


def with_option(stage: PlainStage, name: str, value: Value, default: Value) -> PlainStage:
    """A stage with another value of an option; the default is not written down."""
    options = {key: other for key, other in stage["options"].items() if key != name}
    return {**stage, "options": options if value == default else {**options, name: value}}


def free_name(blocks: Sequence[Block], stem: str) -> str:
    """A name that no block has: the stem, or the stem with a number."""
    taken = {block.name for block in blocks}
    names = (stem, *(f"{stem}-{n}" for n in range(2, len(taken) + 3)))
    return next(name for name in names if name not in taken)


def unused_inputs(blocks: Sequence[Block], inputs: int) -> list[int]:
    """Numbers (from 1) of the inputs that are in no block."""
    used = {number for block in blocks for number in block.inputs}
    return [number for number in range(1, inputs + 1) if number not in used]


def inputs_text(numbers: Sequence[int], inputs: int) -> str:
    """Numbers of inputs as people write them: "1-3, 7"; "" for all of them in their order."""
    if list(numbers) == list(range(1, inputs + 1)):
        return ""
    spans: list[list[int]] = []
    for number in numbers:
        if spans and number == spans[-1][1] + 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    return ", ".join(f"{first}-{last}" if last > first else str(first) for first, last in spans)


def inputs_of(text: str, names: Sequence[str]) -> list[int] | str:
    """The numbers of inputs that a text names, all for "": numbers, spans ("1-3") and names with commas.

    A text for the person to put right is what they wrote of an input that is not there.
    """
    found: list[int] = []
    for part in filter(None, (part.strip() for part in text.split(","))):
        span = _SPAN.fullmatch(part)
        if part in names:
            numbers = [names.index(part) + 1]
        elif span is not None:
            numbers = list(range(int(span[1]), int(span[2]) + 1)) if int(span[2]) <= len(names) else []
        else:
            numbers = [int(part)] if part.isdecimal() and 1 <= int(part) <= len(names) else []
        if not numbers or numbers[0] < 1:
            return part
        found += [number for number in numbers if number not in found]
    return found or list(range(1, len(names) + 1))
