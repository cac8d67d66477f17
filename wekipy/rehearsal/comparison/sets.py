"""What the algorithms are tried on: sets that ship with scikit-learn, and the project's own performances."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt

from wekipy.project.schema import Kind
from wekipy.rehearsal.hand import POSES, Hand
from wekipy.rehearsal.measure import mapping
from wekipy.rehearsal.performance import DEMONSTRATION_RATE

F64: TypeAlias = npt.NDArray[np.float64]

FOLDS: Final = 3  # of the sets that ship with scikit-learn
GROUPS: Final = 5  # that their examples are divided into, for who compares by take
TAKES_PER_POSE, ASKED_TAKES_PER_POSE, FRAMES = 2, 4, 60  # of the hand
MAPPING_INPUTS, MAPPING_OUTPUTS, MAPPING_ASKED = 10, 5, 200  # as `wekipy bench` without options
BRISK: Final = 3.0  # a second of demonstration shows so many seconds of movement, as in `wekipy demo`


@dataclass(frozen=True)
class Split:
    """What is demonstrated, and what is asked afterwards.

    Attributes:
        X, asked: (examples, inputs) float64, but numbers that float32 can hold.
        y, right: (examples, outputs) float64; classes from 1.
        takes: (examples,) of X.
    """

    X: F64
    y: F64
    asked: F64
    right: F64
    takes: npt.NDArray[np.int64]


@dataclass(frozen=True)
class DataSet:
    """Splits of one set of examples.

    Attributes:
        name: as in JSON; `title`: as shown; `about`: a sentence of what it is.
        classes: 0 for continuous outputs.
    """

    name: str
    title: str
    about: str
    kind: Kind
    splits: tuple[Split, ...]
    classes: int = 0

    @property
    def spread(self) -> float:
        """From the least to the most of the targets asked for."""
        return float(np.ptp(np.concatenate([split.right for split in self.splits])))


def data_sets() -> list[DataSet]:
    """All sets, always with the same examples: those for classes, then those for continuous outputs."""
    from sklearn import datasets  # noqa: PLC0415  so that nobody else waits for it

    hand, of_hand = _hand_split(), "the synthetic hand of `wekipy demo`"
    shown = f"{TAKES_PER_POSE} takes of {FRAMES} examples in each of {len(POSES)} poses"
    asked = f"asked about {ASKED_TAKES_PER_POSE * len(POSES)} takes of other performances"
    return [
        _shipped_classes("digits", "handwritten digits of 8×8 pixels", datasets.load_digits()),
        _shipped_classes("wine", "chemical analyses of three wines", datasets.load_wine()),
        _shipped_classes("breast cancer", "measures of cell nuclei", datasets.load_breast_cancer()),
        DataSet("poses", "poses", f"poses of {of_hand}: {shown}, {asked}",
                "classification", (_outputs_of(hand, slice(2, 3)),), len(POSES)),
        _shipped_values("diabetes", "a measure of illness, 25 to 346", datasets.load_diabetes(scaled=False)),
        DataSet("hand", "hand", f"pitch and brightness (0 to 1) by {of_hand}: {shown}, {asked}",
                "continuous", (_outputs_of(hand, slice(0, 2)),)),
        _mapping_set(60),
        _mapping_set(200),
    ]  # fmt: skip


def _as_received(X: F64) -> F64:
    return X.astype(np.float32).astype(np.float64)


def _shipped_classes(name: str, what: str, bunch: Any) -> DataSet:
    from sklearn.model_selection import StratifiedKFold  # noqa: PLC0415

    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=0).split(bunch.data, bunch.target)
    splits = tuple(_cut(bunch.data, bunch.target + 1.0, folds))
    about = f"{what} (ships with scikit-learn), {FOLDS}-fold cross-validation"
    return DataSet(name, name, about, "classification", splits, len(bunch.target_names))


def _shipped_values(name: str, what: str, bunch: Any) -> DataSet:
    from sklearn.model_selection import KFold  # noqa: PLC0415

    splits = tuple(
        _cut(bunch.data, bunch.target, KFold(FOLDS, shuffle=True, random_state=0).split(bunch.data))
    )
    about = f"{what} (ships with scikit-learn), {FOLDS}-fold cross-validation"
    return DataSet(name, name, about, "continuous", splits)


def _cut(X: F64, y: F64, folds: Iterable[tuple[Any, Any]]) -> Iterator[Split]:
    X, y = _as_received(X), y.astype(np.float64)[:, None]
    for shown, asked in folds:
        yield Split(X[shown], y[shown], X[asked], y[asked], np.arange(len(shown)) % GROUPS + 1)


def _hand_split() -> Split:
    """Takes of some performances to learn from, takes of others to ask about; all three outputs."""
    shown = _takes(seed=0, per_pose=TAKES_PER_POSE)
    asked = _takes(seed=1_000, per_pose=ASKED_TAKES_PER_POSE)
    return Split(*shown, *asked, np.arange(len(shown[0])) // FRAMES + 1)


def _takes(seed: int, per_pose: int) -> tuple[F64, F64]:
    """Inputs and truths of takes, each of a performance of its own."""
    moments = []
    for take in range(per_pose * len(POSES)):
        hand, pose = Hand(seed + take), take % len(POSES)
        moments += [hand.at(n / DEMONSTRATION_RATE * BRISK, pose) for n in range(FRAMES)]
    return _as_received(np.array([moment.x for moment in moments])), np.array(
        [moment.truth for moment in moments]
    )


def _outputs_of(split: Split, columns: slice) -> Split:
    return replace(split, y=split.y[:, columns], right=split.right[:, columns])


def _mapping_set(examples: int) -> DataSet:
    def points(seed: int, count: int) -> tuple[F64, F64]:
        X = _as_received(np.random.default_rng(seed).random((count, MAPPING_INPUTS)))
        return X, mapping(X, MAPPING_OUTPUTS)

    asked = f"{MAPPING_OUTPUTS} outputs, asked about {MAPPING_ASKED} other points"
    about = f"the smooth mapping (0 to 1) of `wekipy bench`, {asked}"
    split = Split(*points(1, examples), *points(2, MAPPING_ASKED), np.ones(examples, np.int64))
    return DataSet(f"mapping {examples}", f"mapping, {examples}", about, "continuous", (split,))


def speed_set(kind: Kind, inputs: int, examples: int, classes: int) -> Split:
    """Make examples to measure speed with; asked are a thousand points that were not demonstrated."""

    def points(seed: int, count: int) -> tuple[F64, F64]:
        X = _as_received(np.random.default_rng(seed).random((count, inputs)))
        return X, mapping(X, 1)

    (X, y), (asked, right), takes = points(1, examples), points(2, 1_000), np.ones(examples, np.int64)
    if kind == "continuous":
        return Split(X, y, asked, right, takes)
    borders = np.quantile(y, np.linspace(0, 1, classes + 1)[1:-1])
    return Split(X, _classes(y, borders), asked, _classes(right, borders), takes)


def _classes(values: F64, borders: F64) -> F64:
    return (np.searchsorted(borders, values) + 1).astype(np.float64)
