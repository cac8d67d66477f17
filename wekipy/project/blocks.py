"""Edits of blocks, as far as they need not know what their stages do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import msgspec

from wekipy.project.counting import many
from wekipy.project.problem import Problem
from wekipy.project.schema import Block, Output

_MORE: Final = "more"


def connected_anew(output: Output, places: Mapping[int, int]) -> Output:
    """The output, connected to the same features at their new places.

    Args:
        places: from the old 0-based index of each feature that stays to the new one. An output that loses
            all of its features is connected to all there are.
    """
    if output.inputs is None:
        return output
    stay = tuple(sorted({places[n] for n in output.inputs if n in places}))
    return output if stay == output.inputs else msgspec.structs.replace(output, inputs=stay or None)


def with_inputs(blocks: Sequence[Block], before: int, count: int) -> tuple[tuple[Block, ...], dict[int, int]]:
    """The blocks of a project that gets another number of inputs.

    Inputs that go leave the blocks without stages; new ones join the last block if it has no stage, else
    they make a block of their own.

    Returns:
        The blocks, and the new places of the features that stay.

    Raises:
        Problem: if a block with stages needs an input that goes, or no block is left.
    """
    kept: list[Block] = []
    places: dict[int, int] = {}
    old = new = 0
    for block in blocks:
        stay = [n for n, i in enumerate(block.inputs) if i < count]
        if block.stages and len(stay) < len(block.inputs):
            raise Problem(
                f"block “{block.name}” works on {_named(block, count)}: take what goes out of the block first"
            )
        own = range(block.features) if block.stages else stay
        places |= {old + n: new + at for at, n in enumerate(own)}
        old, new = old + block.features, new + len(own)
        if own:
            inputs = tuple(block.inputs[n] for n in stay)
            kept.append(msgspec.structs.replace(block, inputs=inputs, features=len(own)))
    added = tuple(range(before, count))
    if not kept and not added:
        raise Problem("no block would have an input left: change the blocks first")
    return _with_more(kept, added), places


def _with_more(kept: list[Block], added: tuple[int, ...]) -> tuple[Block, ...]:
    if not added:
        return tuple(kept)
    if kept and not kept[-1].stages:
        inputs = (*kept[-1].inputs, *added)
        return (*kept[:-1], msgspec.structs.replace(kept[-1], inputs=inputs, features=len(inputs)))
    taken = {block.name for block in kept}
    names = (_MORE, *(f"{_MORE}-{n}" for n in range(2, len(taken) + 3)))
    return (*kept, Block(next(name for name in names if name not in taken), added, len(added)))


def _named(block: Block, count: int) -> str:
    gone = [i + 1 for i in block.inputs if i >= count]
    if len(gone) == 1:
        return f"input {gone[0]}"
    return f"{many(len(gone), 'input')} that would go (from input {gone[0]})"
