"""State, messages and health of the engine."""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np

from wekipy.faces.arguments import Argument
from wekipy.faces.operations.operation import HasEngine, Operation
from wekipy.learning.algorithm import Algorithm
from wekipy.learning.algorithms import ALGORITHMS
from wekipy.project.option import plain_option


class Watching(HasEngine, Protocol):
    """What these operations need; the table below says what each does."""

    def state(self) -> dict[str, Any]: ...
    def heard(self, most: int) -> list[dict[str, Any]]: ...
    def sources(self) -> list[dict[str, Any]]: ...
    def advice(self) -> list[str]: ...
    def sent(self) -> dict[str, Any]: ...
    def messages(self, since: int) -> list[dict[str, Any]]: ...
    def embed(self, method: str) -> dict[str, Any]: ...


def _values(m: Watching) -> dict[str, Any]:
    engine = m.engine
    return {
        "inputs": np.asarray(engine.inputs).tolist(),
        "outputs": engine.values.tolist(),
        "targets": engine.targets.tolist(),
        "arrived": engine.arrived,
        "answered": engine.answered,
        "recorded": engine.recording.examples,
    }


def _algorithms(_: Watching) -> list[dict[str, Any]]:
    return [plain_algorithm(algorithm) for algorithm in ALGORITHMS.values()]


def plain_algorithm(algorithm: Algorithm) -> dict[str, Any]:
    """Return a row of the table of algorithms as plain values."""
    return {
        "name": algorithm.name,
        "title": algorithm.title,
        "sentence": algorithm.sentence,
        "kinds": list(algorithm.kinds),
        "options": [plain_option(option) for option in algorithm.options],
    }


OPERATIONS: tuple[Operation, ...] = (
    Operation("state", "The whole state (see Snapshot).", lambda m: m.state(), looks=True),
    Operation(
        "values",
        "The latest inputs, outputs and targets; how many vectors have arrived, were answered, and"
        " are in the take being recorded.",
        _values,
    ),
    Operation(
        "heard",
        "Every address that has arrived over UDP lately, the inputs first: address, number of arguments,"
        " types, rate (per second), count, sender, since (seconds since the last), values (the first 64), use"
        " (inputs, control, refused or unknown) and why. The last 256 addresses are kept.",
        lambda m, most: m.heard(most),
        (Argument("most", "int", "values of each address, 0 to 64", default=64),),
    ),
    Operation(
        "sources",
        "What each source has sent: name, address, inputs, port (null: that of all inputs), open (whether the"
        " engine has that port), count, rate (messages per second), since (seconds since the last, null:"
        " none), sender and silent (nothing has come for as long as it may be silent). An empty list where"
        " the inputs come in one message.",
        lambda m: m.sources(),
    ),
    Operation(
        "advice",
        "Why nothing moves, as far as it can be seen: sentences that say what is wrong with the inputs and"
        " what to do (nothing arrives, another address or count, another program has the port, several"
        " senders mixed, inputs that never move, hang, are cut off or are noise); none if all is well.",
        lambda m: m.advice(),
        aside=True,
    ),
    Operation(
        "sent",
        "What is sent: address, destinations, reached (those whose host is known), values, count, rate,"
        " since, dropped (packets the network did not take), extras (distributions, confidence, novelty,"
        " gestures under way: address and values) and triggers (address, count, since).",
        lambda m: m.sent(),
    ),
    Operation(
        "messages",
        "The last 200 lines for people: number (rising), time (seconds since 1970), kind (that of an event,"
        " or input, output, disk, engine), text.",
        lambda m, since: m.messages(since),
        (Argument("since", "int", "only those with a larger number", default=0),),
    ),
    Operation(
        "algorithms",
        "What can learn an output: name, title, sentence, kinds and options, each with name, type, kinds,"
        " default, minimum, maximum, choices, words (allowed beside numbers), allowed (in words), sentence.",
        _algorithms,
    ),
    Operation(
        "embed",
        "A map of the examples in two dimensions: pca at once, of at most 5,000 (fewer of wide ones); tsne"
        " and, where it is installed, umap by a worker, of at most 2,000 spread evenly. Replies with map (its"
        " number, for play_map; the last ones are kept), method, methods (that there are), points [x, y],"
        " takes, rows (from 1 in the take), targets (per output, or null), and in base64 of float32 mean,"
        " scale and axes: axes · ((x − mean) / scale) is where pca puts an input x; for the others it is"
        " compared with near (float32, one row per point): the nearest one tells the place.",
        lambda m, method: m.embed(method),
        (Argument("method", "string", "pca, tsne or umap", default="pca"),),
        aside=True,
        slow=True,
    ),
)
