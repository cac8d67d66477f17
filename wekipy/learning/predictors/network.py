"""Tanh networks of one vector."""

from __future__ import annotations

from functools import partial
from typing import Final

import numpy as np

from wekipy.learning.predictors.arrays import Reader
from wekipy.learning.predictors.base import F64, Compiler
from wekipy.learning.predictors.together import Arrays, compile_together, two_columns, weighted

MOST_HIDDEN = 16  # layers that are read; the algorithm makes 1 to 3
MOST_WEIGHT = 1e60  # sums of products of such weights and float32 inputs stay finite


class Networks:
    """Layers of nodes, each the tanh of a weighted sum of the layer before; the last is the sums themselves.

    A `wekipy.learning.predictors.together.Stack`.
    """

    def __init__(self, arrays: Arrays) -> None:
        count = len(arrays) // 2
        layers = [(arrays[f"weights_{i}"], arrays[f"bias_{i}"]) for i in range(count)]
        self._hidden = [(w, bias[..., None], np.empty((*bias.shape, 1))) for w, bias in layers[:-1]]
        self._weights, self._bias = layers[-1]

    @staticmethod
    def read(reader: Reader) -> Arrays:
        """See `Stack.read`: weights (nodes, inputs of the layer) and biases (nodes,) of each layer."""
        count = sum(reader.has(f"weights_{i}") for i in range(MOST_HIDDEN + 1))
        if count < 2:
            raise reader.problem("a network needs the arrays “weights_0” and “weights_1” at least")
        columns = 1 if reader.header.kind == "continuous" else _columns(reader)
        arrays: dict[str, F64] = {}
        entering: int = reader.inputs
        for i in range(count):
            outputs = None if i < count - 1 else 1 if columns == 2 else columns
            weights = reader.numbers(f"weights_{i}", entering, outputs, most=MOST_WEIGHT)
            entering = weights.shape[1]
            if not entering:
                raise reader.problem(f"array “weights_{i}” has no nodes")
            arrays[f"weights_{i}"], arrays[f"bias_{i}"] = weights.T, reader.numbers(f"bias_{i}", entering)
        if columns == 2:  # logistic: the softmax of 0 and the sum
            last = f"weights_{count - 1}", f"bias_{count - 1}"
            arrays[last[0]], arrays[last[1]] = two_columns(arrays[last[0]], arrays[last[1]])
        return arrays

    def ask(self, x: F64) -> F64:
        """See `Stack.ask`."""
        entering = x[:, None]
        for weights, bias, nodes in self._hidden:
            np.matmul(weights, entering, out=nodes)
            np.add(nodes, bias, out=nodes)
            entering = np.tanh(nodes, out=nodes)
        sums = weighted(self._weights, entering[..., 0])
        sums += self._bias
        return sums


def _columns(reader: Reader) -> int:
    columns = len(reader.labels())
    if columns < 2:
        raise reader.problem("it knows fewer than two classes")
    return columns


compile_networks: Final[Compiler] = partial(compile_together, Networks)
