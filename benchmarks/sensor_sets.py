"""Takes of poses whose inputs go together, made up: as a hand tracker and an arm band give them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

F64: TypeAlias = npt.NDArray[np.float64]
Takes: TypeAlias = dict[int, list[F64]]
"""By class, from 1: (frames, inputs) of each take."""

TAKES: Final = 12
FRAMES: Final = 40
FINGERS: Final = 5
KNUCKLES: Final = 4
BENT: Final = ((0.1,) * 5, (1.0,) * 5, (1.0, 0.1, 0.1, 1.0, 1.0), (0.1, 1.0, 1.0, 1.0, 0.1))
MUSCLES: Final = 8


def landmarks(seed: int) -> Takes:
    """Takes of four poses by 21 points of a hand about its wrist, as parts of the farthest: 42 inputs.

    A few angles move all points. From take to take the hand is turned, nearer, and otherwise bent.
    """
    random = np.random.default_rng(seed)
    return {c: [_hand(np.array(bent), random) for _ in range(TAKES)] for c, bent in enumerate(BENT, 1)}


def _hand(bent: F64, random: np.random.Generator) -> F64:
    turned = random.normal(0.0, 0.2) + _wander(random, 0.05)
    spread = 1.0 + random.normal(0.0, 0.1) + _wander(random, 0.03)
    lean = random.normal(0.0, 0.1) + _wander(random, 0.03)
    points = [np.zeros((FRAMES, 2))]
    for finger in range(FINGERS):
        angle = turned + spread * 0.3 * (finger - 2)
        bend = bent[finger] + random.normal(0.0, 0.08) + _wander(random, 0.03)
        at = np.stack([np.sin(angle), np.cos(angle)], axis=1)
        points.append(at)
        for _ in range(KNUCKLES - 1):
            angle = angle + bend + 0.2 * lean
            at = at + 0.35 * np.stack([np.sin(angle), np.cos(angle)], axis=1)
            points.append(at)
    flat = np.concatenate(points, axis=1)
    flat += 0.004 * random.normal(size=flat.shape)
    flat[:, :2] = 0.0
    return flat / np.abs(flat).max(axis=1, keepdims=True)


def muscles(seed: int) -> Takes:
    """Takes of six poses by the strength of eight muscles: 8 inputs.

    Neighbours hear each other; how firmly a pose is held differs from take to take.
    """
    random = np.random.default_rng(seed)
    heard = np.exp(-np.abs(np.subtract.outer(np.arange(MUSCLES), np.arange(MUSCLES))))
    poses = random.gamma(1.0, 10.0, (6, MUSCLES))
    return {c: [_arm(pose, heard, random) for _ in range(TAKES)] for c, pose in enumerate(poses, 1)}


def _arm(pose: F64, heard: F64, random: np.random.Generator) -> F64:
    firm = np.exp(random.normal(0.0, 0.15) + _wander(random, 0.05))[:, None]
    own = pose * np.exp(random.normal(0.0, 0.1, MUSCLES))
    noise = np.stack([_wander(random, 0.08) for _ in range(MUSCLES)], axis=1)
    return np.abs(firm * own * np.exp(noise)) @ heard + 1.0


def _wander(random: np.random.Generator, size: float) -> F64:
    """(FRAMES,): a slow movement of about this size."""
    steps = np.convolve(random.normal(size=FRAMES + 9), np.ones(10) / np.sqrt(10), "valid")
    return size * steps


MADE: Final[dict[str, Callable[[int], Takes]]] = {"made-landmarks": landmarks, "made-muscles": muscles}
