"""Examples as numpy's .npz; the arrays are those that `importing.tables.npz` describes."""

from __future__ import annotations

from typing import BinaryIO

import numpy as np

from wekipy.exchange.exporting.tables.examples import Examples


def write_npz(file: BinaryIO, examples: Examples) -> None:
    """The arrays inputs, targets (NaN is none), take, time, input_names and output_names."""
    np.savez(
        file,
        inputs=examples.inputs,
        targets=examples.targets,
        take=examples.takes,
        time=examples.times,
        input_names=np.array(examples.input_names),
        output_names=np.array(examples.output_names),
    )
