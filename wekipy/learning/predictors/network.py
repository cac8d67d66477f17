"""Tanh networks of one vector; the numbers of one shape and the same inputs are answered together."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from wekipy.learning.predictors.arrays import Reader
from wekipy.learning.predictors.base import F64, Columns, Placed, Predictor
from wekipy.learning.predictors.classes import ClassPredictor, softmax

MOST_HIDDEN = 16  # layers that are read; the algorithm makes 1 to 3
FEW_WEIGHTS = 4_096  # up to which one product with many zeros is faster than three calls without
MOST_WEIGHT = 1e60  # sums of products of such weights and float32 inputs stay finite

Layer = tuple[F64, F64]
"""Weights (nodes, inputs of the layer) and biases (nodes,)."""


class _Hidden:
    """The hidden layers of `count` networks of one shape: their nodes in one go."""

    def __init__(self, networks: Sequence[Sequence[Layer]]) -> None:
        count = len(networks)
        first, *rest = list(zip(*networks, strict=True))
        self._weights = np.concatenate([w for w, _ in first])
        self._bias = np.concatenate([b for _, b in first])
        nodes = np.ones(len(self._bias) + 1)
        self._nodes = nodes[:-1]
        self._rest = []
        values = self._nodes.reshape(count, -1, 1)
        # All nodes of single hidden layers and a constant 1, so that one product adds the biases, too.
        self.flat: F64 | None = None if rest else nodes
        for layer in rest:
            weights, bias = np.stack([w for w, _ in layer]), np.stack([b for _, b in layer])[:, :, None]
            entering, values = values, np.empty_like(bias)
            self._rest.append((weights, bias, entering, values))
        self.out: F64 = values[:, :, 0]

    def run(self, x: F64) -> None:
        """Make `out` (networks, nodes) the last hidden layers for x."""
        nodes = self._weights.dot(x, self._nodes)
        nodes += self._bias
        np.tanh(nodes, nodes)
        for weights, bias, entering, leaving in self._rest:
            np.matmul(weights, entering, leaving)
            np.add(leaving, bias, leaving)
            np.tanh(leaving, leaving)


class Networks:
    """Continuous networks of one shape that read the same inputs."""

    def __init__(self, slots: Sequence[int], networks: Sequence[Sequence[Layer]], columns: Columns) -> None:
        self._columns = columns
        slots_in_a_row = list(slots) == list(range(slots[0], slots[0] + len(slots)))
        self._slots = slice(slots[0], slots[0] + len(slots)) if slots_in_a_row else np.array(slots, np.intp)
        self._hidden = _Hidden([layers[:-1] for layers in networks])
        self._weights = np.concatenate([layers[-1][0] for layers in networks])
        self._bias = np.concatenate([layers[-1][1] for layers in networks])
        self._products = np.empty_like(self._weights)
        self._out = np.empty(len(networks))
        self._one_product: tuple[F64, F64] | None = None
        if self._hidden.flat is not None and self._weights.size * len(networks) <= FEW_WEIGHTS:
            self._one_product = self._as_one_matrix(), self._hidden.flat

    def _as_one_matrix(self) -> F64:
        """(networks, all nodes and 1): the last layers of all networks, mostly zeros."""
        count, nodes = self._weights.shape
        matrix = np.zeros((count, count * nodes + 1))
        for n in range(count):
            matrix[n, n * nodes : (n + 1) * nodes] = self._weights[n]
        matrix[:, -1] = self._bias
        return matrix

    def answer(self, x: F64, values: F64) -> None:
        """See `Predictor.answer`."""
        self._hidden.run(self._columns.pick(x))
        if self._one_product is not None:
            matrix, nodes = self._one_product
            values[self._slots] = matrix.dot(nodes, self._out)
            return
        np.multiply(self._hidden.out, self._weights, self._products)
        out = self._products.sum(1, out=self._out)
        out += self._bias
        values[self._slots] = out


class NetworkClasses(ClassPredictor):
    """One network of classes: logistic for two, softmax for more."""

    def __init__(self, slot: int, reader: Reader, layers: Sequence[Layer], columns: Columns) -> None:
        super().__init__(reader, slot)
        self._inputs = columns
        self._hidden = _Hidden([layers[:-1]])
        self._nodes = self._hidden.out[0]
        self._weights, self._bias = layers[-1]

    def answer(self, x: F64, values: F64) -> None:
        """See `Predictor.answer`."""
        self._hidden.run(self._inputs.pick(x))
        scores = np.dot(self._weights, self._nodes)
        scores += self._bias
        if len(scores) > 1:
            self.write_class(int(softmax(scores).argmax()), scores, values)
        else:
            self._logistic(float(scores[0]), values)

    def _logistic(self, score: float, values: F64) -> None:
        small = math.exp(-abs(score))
        second = (1.0 if score >= 0 else small) / (1.0 + small)
        self.write_class(int(second > 0.5), np.array([1.0 - second, second]), values)


def compile_networks(placed: Sequence[Placed], features: int) -> list[Predictor]:
    """Predictors of all networks: one for all numbers of the same shape and inputs, one for each of classes.

    Raises:
        Problem: naming the array of a model that is damaged.
    """
    predictors: list[Predictor] = []
    alike: dict[tuple[object, ...], list[tuple[int, list[Layer]]]] = {}
    for p in placed:
        header = p.model.header
        reader = Reader(p.model)
        layers = _read(reader, p)
        if header.kind == "classification":
            predictors.append(NetworkClasses(p.slot, reader, layers, Columns(header.inputs, features)))
        else:
            shape = (header.inputs, *(w.shape for w, _ in layers))
            alike.setdefault(shape, []).append((p.slot, layers))
    for (inputs, *_), group in alike.items():
        columns = Columns(inputs, features)  # type: ignore[arg-type]
        predictors.append(Networks([slot for slot, _ in group], [net for _, net in group], columns))
    return predictors


def _read(reader: Reader, placed: Placed) -> list[Layer]:
    arrays = placed.model.arrays
    count = sum(f"weights_{i}" in arrays for i in range(MOST_HIDDEN + 1))
    if count < 2:
        raise reader.problem("a network needs the arrays “weights_0” and “weights_1” at least")
    layers: list[Layer] = []
    entering: int = reader.inputs
    for i in range(count):
        outputs = _outputs(reader, placed) if i == count - 1 else None
        weights = reader.numbers(f"weights_{i}", entering, outputs, most=MOST_WEIGHT)
        entering = weights.shape[1]
        if not entering:
            raise reader.problem(f"array “weights_{i}” has no nodes")
        layers.append((np.ascontiguousarray(weights.T), reader.numbers(f"bias_{i}", entering)))
    return layers


def _outputs(reader: Reader, placed: Placed) -> int:
    if placed.model.header.kind == "continuous":
        return 1
    labels = len(reader.labels())
    return 1 if labels == 2 else labels
