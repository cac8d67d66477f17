"""Which inputs feed which outputs, as a table of yes and no; what changes it, and what is to be asked for."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from wekipy.client.state import Output

Table = npt.NDArray[np.bool_]  # (inputs, outputs)


def table_of(inputs: int, outputs: Sequence[Output]) -> Table:
    """The connections as they are, (inputs, outputs)."""
    made = np.ones((inputs, len(outputs)), np.bool_)
    for n, output in enumerate(outputs):
        if output.inputs is not None:
            made[:, n] = False
            made[[i - 1 for i in output.inputs if i <= inputs], n] = True
    return made


def changes(before: Table, after: Table) -> dict[int, list[int] | None]:
    """What to ask the engine for, by output (from 1): numbers of inputs, None for all; only what differs."""
    found: dict[int, list[int] | None] = {}
    for n in np.flatnonzero((before != after).any(axis=0)):
        column = after[:, n]
        found[int(n) + 1] = None if column.all() else [int(i) + 1 for i in np.flatnonzero(column)]
    return found


def sought(names: Sequence[str], text: str) -> list[int]:
    """The inputs (from 0) whose name has this text in it; numbers and ranges of numbers ("3", "10-20") count.

    All of them for an empty text.
    """
    wanted = text.strip().casefold()
    if not wanted:
        return list(range(len(names)))
    low, dash, high = wanted.partition("-")
    if low.strip().isdecimal() and (not dash or high.strip().isdecimal()):
        first, last = int(low), int(high if dash else low)
        return [n for n, name in enumerate(names) if first <= n + 1 <= last or wanted in name.casefold()]
    return [n for n, name in enumerate(names) if wanted in name.casefold()]
