"""How far a new output's classifier is from the best one: python benchmarks/default_classifier.py [--seeds 5]

Four takes of each class are learned, frames of all other takes are asked about. Printed is the share that
is answered rightly, in percent, by the default and by every algorithm, the mean of some choices of takes.
The sets are those of benchmarks/wild_frames.py.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import replace

import numpy as np
from wild_frames import Set, right, sets, split

from wekipy.learning.algorithms import algorithms_for, resolve
from wekipy.project.schema import AlgorithmChoice, default_algorithm


def score(one: Set, choice: AlgorithmChoice, seeds: int) -> tuple[float, float]:
    """Right in percent, and the seconds of the processor that a training and asking take."""
    options = resolve(choice, "classification")
    found, began = [], time.process_time()
    for seed in range(seeds):
        job, X, y = split(one, seed)
        found.append(right(replace(job, algorithm=choice.name, options=options), X[::3], y[::3]))
    return float(np.mean(found)), (time.process_time() - began) / seeds


def main() -> None:
    """Print a line for each set, and the largest difference."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--set", default="", help="those whose name begins with this")
    parser.add_argument("--algorithm", action="append", help="these only")
    asked = parser.parse_args()
    names = asked.algorithm or [row.name for row in algorithms_for("classification") if row.name != "auto"]
    worst = 0.0
    for one in sets():
        if not one.name.startswith(asked.set):
            continue
        default, seconds = score(one, default_algorithm("classification"), asked.seeds)
        others = {name: score(one, AlgorithmChoice(name), asked.seeds) for name in names}
        best = max(others, key=lambda name: others[name][0])
        behind = others[best][0] - default
        worst = max(worst, behind)
        print(f"{one.name}: default {default:.1f} ({seconds:.2f} s), {behind:+.1f} behind {best};", end=" ")
        print(", ".join(f"{name} {figure:.1f} ({took:.2f} s)" for name, (figure, took) in others.items()))
    print(f"at most behind: {worst:.1f} points")


if __name__ == "__main__":
    main()
