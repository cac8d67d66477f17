"""How long a script waits for the client: python benchmarks/asking.py [algorithm]

An engine with two inputs and one output, and one with 20 inputs and five outputs, of 1,000 examples. What is
printed is the median of nine calls, and the least. Nothing is asserted here.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable

import numpy as np

import wekipy

CALLS, ROWS = 9, 10_000


def measure(title: str, call: Callable[[], object]) -> None:
    """Time a call and print it."""
    took = []
    for _ in range(CALLS):
        begun = time.perf_counter()
        call()
        took.append(time.perf_counter() - begun)
    print(f"  {title:28} {1e3 * statistics.median(took):8.2f} ms ({1e3 * min(took):.2f})")


def main(algorithm: str = "neural-network") -> None:
    """Measure and print."""
    rng = np.random.default_rng(0)
    for inputs, outputs in ((2, 1), (20, 5)):
        with wekipy.serve(inputs=inputs, outputs=outputs) as w:
            for number in range(1, outputs + 1):
                w.set_algorithm(number, algorithm)
            examples, rows = rng.random((1_000, inputs)), rng.random((ROWS, inputs))
            w.add_examples(examples, np.tanh(examples[:, :1] * np.arange(1, outputs + 1)) / 2)
            w.train()
            print(f"{algorithm}, {inputs} inputs, {outputs} outputs; medians of {CALLS} calls (least)")
            measure(f"predict {ROWS:,} rows", lambda w=w, rows=rows: w.predict(rows))  # type: ignore[misc]
            measure("predict one row", lambda w=w, rows=rows: w.predict(rows[0]))  # type: ignore[misc]
            measure("state", w.state)
            measure("values", w.values)


if __name__ == "__main__":
    main(*sys.argv[1:2])
