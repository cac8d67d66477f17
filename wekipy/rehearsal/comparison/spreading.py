"""Keeps names that stand below one another apart."""

from __future__ import annotations

from collections.abc import Sequence


def spread(wanted: Sequence[float], gap: float) -> list[float]:
    """Places in rising order, at least `gap` apart, as near to the wanted ones as can be.

    Least squares, by pooling adjacent violators (Ayer et al. 1955).

    Args:
        wanted: rising.
    """
    pools: list[list[float]] = []  # of places less the gaps before them; each pool shares its mean
    for number, place in enumerate(wanted):
        pools.append([place - number * gap])
        while len(pools) > 1 and _mean(pools[-2]) > _mean(pools[-1]):
            last = pools.pop()
            pools[-1].extend(last)
    flat = [_mean(pool) for pool in pools for _ in pool]
    return [place + number * gap for number, place in enumerate(flat)]


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
