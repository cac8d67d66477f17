"""What stages cost per frame: python benchmarks/stages.py [frames]

Each stage alone over one output, eight stages over one output and over five; each stage before the models
alone over 20 and over 1,000 inputs, and eight of them. Median and 99th percentile of one frame in µs; the
budget is 100 µs more for eight stages over 20 inputs, 300 µs over 1,000. At last a take of 600,000 frames of
20 inputs, replayed through four stages, in s; the budget is 20 s. Nothing is asserted here.
"""

from __future__ import annotations

import sys
import time

import msgspec
import numpy as np

from wekipy.learning.algorithm import load
from wekipy.project.create import new_project
from wekipy.project.schema import Kind, StageChoice
from wekipy.stages.input_chain import Learned, input_chain
from wekipy.stages.output_chain import output_chain
from wekipy.stages.stage import Chain
from wekipy.stages.table import (
    INPUT_STAGES,
    STAGES,
    input_stage_for,
    parse_input_stage,
    resolve_input_stage,
)

FRAMES = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
EIGHT = ("one-euro", "low-pass", "spring", "slew", "hold", "curve", "range", "quantise")
BEFORE = (
    "clip", "median:frames=3", "one-euro", "range", "dead-zone", "average:frames=4", "speed", "standardise",
)  # fmt: skip
REPLAYED = ("one-euro", "range", "speed", "average")
SUITABLE = {"magnitude": "size=2", "distances": "size=2,pairs=neighbours", "angles": "size=2"}
SUITABLE |= {"relative": "size=2", "selection": "inputs=1-10", "conditional-buffer": "frames=100"}
SUITABLE["expression"] = 'formula="d = i1 - i1[n-1]; s = 0.1 * abs(d) + 0.9 * s[n-1]; max(i1, i2, i3)"'


def of_output(kind: Kind, *names: str) -> Chain:
    """The chain of one output."""
    output = new_project(1, "1" if kind == "continuous" else "class:5").outputs[0]
    return output_chain(msgspec.structs.replace(output, after=tuple(map(StageChoice, names))))[0]


def of_inputs(width: int, *texts: str) -> Chain:
    """Stages before the models over so many inputs, each with what it learns from random frames."""
    names = tuple(f"i{n}" for n in range(width))
    rows = np.random.default_rng(1).normal(size=(200, width))
    chosen: list[tuple[StageChoice, Learned]] = []
    for text in texts:
        choice = parse_input_stage(text)
        fit, arrived = input_stage_for(choice.name).fit, np.stack(stepped(input_chain(names, chosen), rows))
        chosen.append((choice, load(fit)(arrived, resolve_input_stage(choice)) if fit else {}))
    return input_chain(names, chosen)


def stepped(chain: Chain, rows: np.ndarray) -> list[np.ndarray]:
    """What a chain makes of rows."""
    return [chain.step(x, n * 0.01).copy() for n, x in enumerate(rows)]


def suitable(name: str) -> str:
    """A stage before the models with options that it can have over 20 and over 1,000 inputs."""
    return f"{name}:{SUITABLE[name]}" if name in SUITABLE else name


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
    for width in (20, 1_000):
        for name in INPUT_STAGES:
            measure(f"{name}, {width} inputs", [of_inputs(width, suitable(name))], width)
        measure(f"eight stages over {width} inputs", [of_inputs(width, *BEFORE)], width)
    replayed, rows = of_inputs(20, *REPLAYED), np.random.default_rng(2).normal(size=(600_000, 20))
    start = time.perf_counter()
    for n, x in enumerate(rows):
        replayed.step(x, n * 0.01)
    print(f"{'600,000 frames of 20 inputs, four stages, s':48} {time.perf_counter() - start:7.1f}")


if __name__ == "__main__":
    main()
