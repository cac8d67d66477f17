"""What stages cost per frame: python benchmarks/stages.py [frames]

Each stage alone over one output, eight stages over one output and over five, and eight smoothing stages over
20 and over 1,000 numbers, as they will be before the models. Median and 99th percentile of one frame in µs;
the budget is 100 µs more for eight stages over 20 numbers, 300 µs over 1,000. Nothing is asserted here.
"""

from __future__ import annotations

import sys
import time

import msgspec
import numpy as np

from wekipy.project.create import new_project
from wekipy.project.schema import Kind, StageChoice
from wekipy.stages.output_chain import output_chain
from wekipy.stages.stage import Chain, Signal
from wekipy.stages.table import STAGES, resolve_stage

FRAMES = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
EIGHT = ("one-euro", "low-pass", "spring", "slew", "hold", "curve", "range", "quantise")
WIDE = ("one-euro", "low-pass", "spring", "slew") * 2


def of_output(kind: Kind, *names: str) -> Chain:
    """The chain of one output."""
    output = new_project(1, "1" if kind == "continuous" else "class:5").outputs[0]
    return output_chain(msgspec.structs.replace(output, after=tuple(map(StageChoice, names))))[0]


def wide(width: int) -> Chain:
    """Eight smoothing stages over so many numbers."""
    signal = Signal(tuple(f"i{n}" for n in range(width)), (0.0,) * width, (1.0,) * width)
    made = [STAGES[n].make(signal, resolve_stage(StageChoice(n), "continuous"), {}) for n in WIDE]
    return Chain(signal.names, made)


def measure(words: str, chains: list[Chain], width: int, classes: bool = False) -> None:
    """Print what one frame of all these chains costs."""
    rng = np.random.default_rng(0)
    rows = rng.integers(0, 6, (1_000, width)).astype(float) if classes else rng.normal(size=(1_000, width))
    took = np.empty(FRAMES)
    for n in range(FRAMES):
        x = rows[n % 1_000]
        start = time.perf_counter()
        for chain in chains:
            chain.step(x, n * 0.01)
        took[n] = time.perf_counter() - start
    median, late = np.percentile(took * 1e6, [50, 99])
    print(f"{words:48} {median:7.1f} {late:7.1f}")


def main() -> None:
    """Measure and print."""
    print(f"{'µs a frame':48} {'median':>7} {'p99':>7}")
    for stage in STAGES.values():
        kind = stage.kinds[0]
        measure(stage.name, [of_output(kind, stage.name)], 1, kind == "classification")
    measure("eight stages, one output", [of_output("continuous", *EIGHT)], 1)
    measure("eight stages, each of five outputs", [of_output("continuous", *EIGHT) for _ in range(5)], 1)
    measure("eight smoothing stages over 20 numbers", [wide(20)], 20)
    measure("eight smoothing stages over 1,000 numbers", [wide(1_000)], 1_000)


if __name__ == "__main__":
    main()
