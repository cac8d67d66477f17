"""The one table of what can be learned with: names, options, ranges, defaults and a sentence for each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from wekipy.learning.options import BOTH, Option, suggest
from wekipy.project.problem import Problem
from wekipy.project.schema import AlgorithmChoice, Kind, OptionValue

CONTINUOUS: Final[tuple[Kind, ...]] = ("continuous",)
CLASSIFICATION: Final[tuple[Kind, ...]] = ("classification",)
GESTURE: Final[tuple[Kind, ...]] = ("gesture",)
UNLIMITED: Final = "unlimited"
DEEPEST: Final = 100


@dataclass(frozen=True)
class Algorithm:
    """A way of learning an output from examples.

    Attributes:
        name: as typed and saved: "random-forest".
        title: as shown: "Random forest".
        sentence: what it does, for people who never studied statistics.
        least: how many examples it needs of a continuous output (every classification needs two classes).
    """

    name: str
    title: str
    sentence: str
    kinds: tuple[Kind, ...]
    options: tuple[Option, ...] = ()
    least: int = 2

    def options_for(self, kind: Kind) -> dict[str, Option]:
        """Its options by name, as they are for one kind of output."""
        return {option.name: option for option in self.options if kind in option.kinds}


def _trees() -> Option:
    sentence = "How many trees are asked; more are steadier, and slower."
    return Option("trees", "int", 100, sentence, 1, 1_000)


def _depth(default: int | str, sentence: str) -> Option:
    words = (UNLIMITED,) if default == UNLIMITED else ()
    return Option("depth", "int", default, sentence, 1, DEEPEST, words=words)


def _rounds() -> Option:
    return Option("rounds", "int", 100, "How many small trees are made, one after the other.", 1, 1_000)


QUESTIONS: Final = "How many questions a tree may ask one after the other."

_TABLE: Final = (
    Algorithm(
        "neural-network",
        "Neural network",
        "Learns a smooth curve through the examples and answers between and a little beyond them.",
        BOTH,
        (
            Option("layers", "int", 1, "How many hidden layers; more can learn more bent relations.", 1, 3),
            Option(
                "nodes",
                "int",
                "inputs",
                "How many nodes each hidden layer has; “inputs” is as many as there are inputs, 5 to 100.",
                1,
                1_000,
                words=("inputs",),
            ),
            Option(
                "alpha",
                "float",
                "auto",
                "How strongly it prefers a simple curve; “auto” finds out from the examples.",
                0.0,
                1_000.0,
                words=("auto",),
            ),
        ),
    ),
    Algorithm(
        "linear",
        "Linear regression",
        "Adds up the inputs, each times its own number: a straight line through the examples.",
        CONTINUOUS,
        (Option("ridge", "float", 1e-6, "Holds the numbers small; raise it if answers jump.", 0.0, 1e9),),
        least=1,
    ),
    Algorithm(
        "polynomial",
        "Polynomial regression",
        "Like linear regression, but with curves: also adds up powers and products of the inputs.",
        CONTINUOUS,
        (
            Option("degree", "int", 2, "How bent the curve may be: 1 is straight, 2 a simple bow.", 1, 9),
            Option("ridge", "float", 1e-3, "Holds the curve calm; raise it if answers jump.", 0.0, 1e9),
        ),
    ),
    Algorithm(
        "knn",
        "Nearest neighbours",
        "Looks for the examples that are most like what comes in, and answers what they answered.",
        BOTH,
        (
            Option("k", "int", 1, "How many of the nearest examples vote.", 1, 1_000, kinds=CLASSIFICATION),
            Option(
                "k",
                "int",
                5,
                "How many of the nearest examples are blended into the answer.",
                1,
                1_000,
                kinds=CONTINUOUS,
            ),
            Option(
                "weights",
                "choice",
                "smooth",
                "How they are blended: smooth glides from one example to the next, distance gives the "
                "nearest the most say, even gives all the same say.",
                choices=("smooth", "distance", "even"),
                kinds=CONTINUOUS,
            ),
            Option("scale", "bool", True, "Gives every input the same weight, whatever its range."),
        ),
        least=1,
    ),
    Algorithm(
        "gaussian-process",
        "Gaussian process",
        "Draws the smoothest surface that fits the examples; very good with few examples.",
        BOTH,
        (
            Option(
                "examples",
                "int",
                1_500,
                "How many examples it learns from at most, spread evenly over all; more is slower.",
                2,
                5_000,
                kinds=CONTINUOUS,
            ),
            Option(
                "examples",
                "int",
                250,
                "How many examples it learns from at most, spread evenly over each class; more is slower.",
                2,
                1_000,
                kinds=CLASSIFICATION,
            ),
            Option(
                "length",
                "float",
                "auto",
                "How far an example reaches, in usual ranges of the inputs; “auto” finds out.",
                1e-3,
                1e3,
                words=("auto",),
            ),
            Option(
                "noise",
                "float",
                "auto",
                "How far an answer may miss its example, as a share of the usual range; “auto” finds out.",
                0.0,
                10.0,
                words=("auto",),
                kinds=CONTINUOUS,
            ),
        ),
    ),
    Algorithm(
        "svm",
        "Support vector machine",
        "Keeps only the examples that matter, those near the borders, and decides or blends by them.",
        BOTH,
        (
            Option(
                "kernel",
                "choice",
                "rbf",
                "The shape of the borders: linear is straight, polynomial bowed, rbf any smooth shape.",
                choices=("linear", "polynomial", "rbf"),
            ),
            Option(
                "C",
                "float",
                1.0,
                "How much it minds an example on the wrong side; lower is smoother.",
                1e-4,
                1e6,
                kinds=CLASSIFICATION,
            ),
            Option(
                "C",
                "float",
                10.0,
                "How much it minds missing an example; lower is smoother.",
                1e-4,
                1e6,
                kinds=CONTINUOUS,
            ),
            Option("exponent", "int", 2, "How bowed the borders of the polynomial kernel may be.", 1, 9),
            Option(
                "gamma",
                "float",
                "auto",
                "How near an example must be to have a say (rbf and polynomial); higher is nearer.",
                1e-6,
                1e3,
                words=("auto",),
            ),
            Option(
                "epsilon",
                "float",
                0.01,
                "How far an answer may miss its example for free, as a share of the usual range.",
                0.0,
                1.0,
                kinds=CONTINUOUS,
            ),
        ),
    ),
    Algorithm(
        "decision-tree",
        "Decision tree",
        "Asks one yes-or-no question about one input after the other until it knows the class.",
        CLASSIFICATION,
        (
            _depth(UNLIMITED, "How many questions it may ask one after the other."),
            Option("leaf", "int", 1, "How many examples must be left behind every answer.", 1, 1_000),
        ),
    ),
    Algorithm(
        "decision-stump",
        "Decision stump",
        "Asks one single yes-or-no question about the one input that tells the classes apart best.",
        CLASSIFICATION,
    ),
    Algorithm(
        "adaboost",
        "AdaBoost",
        "Makes many small trees, each minding most what the earlier ones got wrong, and lets them vote.",
        CLASSIFICATION,
        (
            _rounds(),
            Option(
                "base",
                "choice",
                "tree",
                "What votes: small trees, or stumps that ask one question each.",
                choices=("tree", "stump"),
            ),
            _depth(3, QUESTIONS),
        ),
    ),
    Algorithm(
        "random-forest",
        "Random forest",
        "Asks many decision trees, each grown from a different share of the examples, and blends them.",
        BOTH,
        (_trees(), _depth(UNLIMITED, QUESTIONS)),
        least=1,
    ),
    Algorithm(
        "gradient-boosting",
        "Gradient boosting",
        "Adds up many small trees, each correcting what the earlier ones left over.",
        CONTINUOUS,
        (
            _rounds(),
            _depth(3, QUESTIONS),
            Option("rate", "float", 0.1, "How much of each correction is taken over.", 0.001, 1.0),
        ),
    ),
    Algorithm(
        "naive-bayes",
        "Naive Bayes",
        "Remembers where each input usually is for each class, and picks the class that fits best.",
        CLASSIFICATION,
        (
            Option(
                "smoothing",
                "float",
                1e-3,
                "How much every class is widened; raise it if examples were held very still.",
                1e-9,
                1.0,
            ),
        ),
    ),
    Algorithm(
        "logistic-regression",
        "Logistic regression",
        "Divides the classes by straight borders, and says well how sure it is.",
        CLASSIFICATION,
        (Option("C", "float", 1.0, "How closely it follows the examples; lower is calmer.", 1e-4, 1e6),),
    ),
    Algorithm(
        "auto",
        "Whatever suits",
        "Tries the quicker ones of the others on takes left out, keeps the best of them, and says why.",
        BOTH,
    ),
    Algorithm(
        "dtw",
        "Dynamic time warping",
        "Spots gestures in the stream: movements like an example, at its speed or faster or slower.",
        GESTURE,
        least=1,
    ),
)

ALGORITHMS: Final[dict[str, Algorithm]] = {algorithm.name: algorithm for algorithm in _TABLE}


def algorithms_for(kind: Kind) -> list[Algorithm]:
    """What can learn an output of a kind, in the order of the table."""
    return [algorithm for algorithm in ALGORITHMS.values() if kind in algorithm.kinds]


def algorithm_for(name: str, kind: Kind) -> Algorithm:
    """The algorithm of a name, if it can learn outputs of a kind.

    Raises:
        Problem: naming the algorithms that can.
    """
    found = ALGORITHMS.get(name)
    if found is not None and kind in found.kinds:
        return found
    known = suggest(name, (algorithm.name for algorithm in algorithms_for(kind)))
    if found is None:
        raise Problem(f"no algorithm is called “{name}”; {known}")
    raise Problem(f"{name} cannot learn {kind} outputs; {known}")


def option_for(algorithm: str, kind: Kind, name: str) -> Option:
    """An option of an algorithm, as it is for outputs of a kind.

    Raises:
        Problem: naming the options there are.
    """
    options = algorithm_for(algorithm, kind).options_for(kind)
    if name not in options:
        raise Problem(f"{algorithm} has no option “{name}” for {kind} outputs; {suggest(name, options)}")
    return options[name]


def resolve(choice: AlgorithmChoice, kind: Kind) -> dict[str, OptionValue]:
    """All options of a choice: those that were set, checked, and the defaults of the others.

    Raises:
        Problem: naming what is wrong, what is allowed and which names there are.
    """
    options = algorithm_for(choice.name, kind).options_for(kind)
    checked = check_options(choice.name, kind, choice.options)
    return {name: checked.get(name, option.default) for name, option in options.items()}


def check_options(algorithm: str, kind: Kind, values: Mapping[str, OptionValue]) -> dict[str, OptionValue]:
    """The same options, each as the type of its option.

    Raises:
        Problem: naming the option, what is allowed and what arrived.
    """
    return {
        name: _about(algorithm, option_for(algorithm, kind, name), value) for name, value in values.items()
    }


def _about(algorithm: str, option: Option, value: OptionValue) -> OptionValue:
    try:
        return option.check(value)
    except Problem as e:
        raise Problem(f"{algorithm}: {e}") from None


def parse_option(algorithm: str, kind: Kind, text: str) -> tuple[str, OptionValue]:
    """The name and typed value of an option written as “name=value”.

    Raises:
        Problem: naming what is wrong, what is allowed and which names there are.
    """
    name, equals, value = text.partition("=")
    option = option_for(algorithm, kind, name.strip()) if equals else None
    if option is None:
        raise Problem(f"an option is written name=value, got “{text}”")
    try:
        return option.name, option.parse(value)
    except Problem as e:
        raise Problem(f"{algorithm}: {e}") from None


def parse_options(algorithm: str, kind: Kind, texts: list[str]) -> dict[str, OptionValue]:
    """All options of a list of “name=value”; the last one of a name counts."""
    return dict(parse_option(algorithm, kind, text) for text in texts)
