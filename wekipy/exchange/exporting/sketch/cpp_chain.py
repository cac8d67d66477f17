"""The chains of a score as members of the C++ class that answers: functions that step them, and memory."""

from __future__ import annotations

from collections.abc import Sequence

from wekipy.exchange.exporting.sketch.chain import FeatureChain, Step
from wekipy.exchange.exporting.sketch.score import Part, Score


def compute_features(score: Score) -> str:
    """The lines of `predict` that compute what models see."""
    if not score.chains and not any(part.after for part in score.parts):
        return ""
    lines = ["    const double now = clock_.at(seconds);\n    (void)now;\n"]
    lines += [f"    see_{n}(x, now);\n" for n in range(1, 1 + len(score.chains))]
    return "".join(lines)


def chain_members(score: Score) -> list[str]:
    """The members of stages: their memory, and for each chain a function."""
    lines = []
    for n, chain in enumerate(score.chains, 1):
        lines += _seeing(chain, n)
    for part in score.parts:
        if part.after:
            lines += _after(part)
    return ["  wekipy::Clock clock_;", *lines] if lines else []


def _seeing(chain: FeatureChain, number: int) -> list[str]:
    lines, rooms = [], []
    for n, block in enumerate(chain.blocks, 1):
        name = f"data::features_{number}_{n}"
        lines.append(
            f"    {'const double* ' if n == 1 else ''}y = walk.enter(x, {name}, {len(block.inputs)});"
        )
        lines += _walk(name, block.steps)
        lines.append(f"    features = walk.leave(y, {block.features}, features);")
        rooms += [str(2 * len(block.inputs)), *_rooms(name, block.steps)]
    return [
        f"  void see_{number}(const double* x, double now) {{",
        f"    wekipy::Walk walk(memory_{number}_.numbers, now);",
        f"    double* features = features_{number}_;",
        *lines,
        "  }",
        _memory(f"memory_{number}_", rooms),
        f"  double features_{number}_[{chain.features}] = {{}};",
    ]


def _after(part: Part) -> list[str]:
    number, name = part.slot + 1, f"data::output_{part.slot + 1}_after"
    return [
        f"  double after_{number}(double value, double now) {{",
        f"    wekipy::Walk walk(after_{number}_.numbers, now);",
        "    const double* y = walk.enter(value);",
        *_walk(name, part.after),
        "    return walk.leave(y);",
        "  }",
        _memory(f"after_{number}_", ["2", *_rooms(name, part.after)]),
    ]


def _walk(name: str, steps: Sequence[Step]) -> list[str]:
    return [f"    y = walk.step({name}_{n}, y);" for n in range(1, 1 + len(steps))]


def _rooms(name: str, steps: Sequence[Step]) -> list[str]:
    return [f"wekipy::room({name}_{n})" for n in range(1, 1 + len(steps))]


def _memory(name: str, rooms: Sequence[str]) -> str:
    return f"  wekipy::Memory<{' + '.join(rooms)}> {name};"
