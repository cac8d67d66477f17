"""Tanh networks as plain lists of matrices: the forward pass and what the output owes to every weight.

A layer of `n` inputs and `m` nodes is one matrix (n + 1, m), whose last row is the bias. All layers but the
last are followed by tanh; the last is linear, and what follows it is up to the loss.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

F64: TypeAlias = npt.NDArray[np.float64]
Layers: TypeAlias = list[F64]


def shapes_of(sizes: Sequence[int]) -> list[tuple[int, int]]:
    """Matrix shapes of a network with these numbers of values between its layers, inputs first."""
    return [(a + 1, b) for a, b in pairwise(sizes)]


def initial(sizes: Sequence[int], rng: np.random.Generator) -> F64:
    """Random weights, flat: small enough that no node starts saturated on standardised inputs."""
    return np.concatenate([rng.normal(size=a * b) / np.sqrt(a) for a, b in shapes_of(sizes)])


def split(flat: F64, sizes: Sequence[int]) -> Layers:
    """Views of the flat weights as matrices."""
    layers, at = [], 0
    for a, b in shapes_of(sizes):
        layers.append(flat[at : at + a * b].reshape(a, b))
        at += a * b
    return layers


def with_one(values: F64) -> F64:
    """The values with a column of ones, which the bias row multiplies."""
    out = np.ones((len(values), values.shape[1] + 1))
    out[:, :-1] = values
    return out


def forward(first: F64, layers: Layers) -> tuple[list[F64], F64]:
    """What enters every layer, each with its column of ones, and the linear output (examples, outputs).

    Args:
        first: (examples, inputs + 1), the inputs with a column of ones.
    """
    entering = [first]
    for layer in layers[:-1]:
        nodes = np.ones((len(first), layer.shape[1] + 1))
        np.tanh(entering[-1] @ layer, out=nodes[:, :-1])
        entering.append(nodes)
    return entering, entering[-1] @ layers[-1]


def backward(entering: list[F64], layers: Layers, last: F64) -> list[F64]:
    """The derivative by what every layer puts out before its tanh, given that by the linear output."""
    deltas = [last]
    for values, layer in zip(entering[:0:-1], layers[:0:-1], strict=True):
        deltas.append((deltas[-1] @ layer[:-1].T) * (1.0 - values[:, :-1] ** 2))
    return deltas[::-1]


def gradient(entering: list[F64], deltas: list[F64]) -> F64:
    """The derivative by every weight, flat, summed over the examples."""
    return np.concatenate([(a.T @ d).ravel() for a, d in zip(entering, deltas, strict=True)])
