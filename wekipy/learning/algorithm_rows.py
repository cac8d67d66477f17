"""The table of algorithms: names, options, ranges, defaults, a sentence, and the code.

To add an algorithm, add a row here and one or two files: a fitter in `fitting/`, and a predictor in
`predictors/` if the arrays of its models are of a new kind.
"""

from __future__ import annotations

from typing import Final

from wekipy.learning.algorithm import Algorithm, Growth, PredictorRow
from wekipy.project.option import BOTH, Option
from wekipy.project.schema import Kind

CONTINUOUS: Final[tuple[Kind, ...]] = ("continuous",)
CLASSIFICATION: Final[tuple[Kind, ...]] = ("classification",)
GESTURE: Final[tuple[Kind, ...]] = ("gesture",)
UNLIMITED: Final = "unlimited"
DEEPEST: Final = 100
NODES: Final = (5, 100)  # “inputs” means as many nodes as inputs, within these limits
HIGHEST_DEGREE: Final = 20  # of a polynomial, and
MOST_TERMS: Final = 2_000
HIGHEST_EXPONENT: Final = 9  # of a kernel


NETWORK: Final = PredictorRow("network", BOTH, "wekipy.learning.predictors.network:compile_networks")
LINEAR: Final = PredictorRow("linear", CONTINUOUS, "wekipy.learning.predictors.linear:compile_linear")
POLYNOMIAL: Final = PredictorRow(
    "polynomial", CONTINUOUS, "wekipy.learning.predictors.polynomial:compile_polynomials"
)
NEIGHBOURS: Final = PredictorRow(
    "neighbours", BOTH, "wekipy.learning.predictors.neighbours:compile_neighbours"
)
KERNEL_SUM: Final = PredictorRow(
    "kernel-sum", CONTINUOUS, "wekipy.learning.predictors.kernels:compile_kernel_sums"
)
GAUSSIAN_CLASSES: Final = PredictorRow(
    "gaussian-classes", CLASSIFICATION, "wekipy.learning.predictors.gaussian:compile_gaussian"
)
SUPPORT_VECTORS: Final = PredictorRow(
    "support-vectors", CLASSIFICATION, "wekipy.learning.predictors.svc:compile_svc"
)
TREE: Final = PredictorRow("tree", CLASSIFICATION, "wekipy.learning.predictors.trees:compile_one_tree")
TREES: Final = PredictorRow("trees", BOTH, "wekipy.learning.predictors.stacked:compile_trees")
ADABOOST: Final = PredictorRow(
    "adaboost", CLASSIFICATION, "wekipy.learning.predictors.trees:compile_adaboost"
)
BAYES: Final = PredictorRow("bayes", CLASSIFICATION, "wekipy.learning.predictors.bayes:compile_bayes")
LOGISTIC: Final = PredictorRow(
    "logistic", CLASSIFICATION, "wekipy.learning.predictors.linear:compile_logistic"
)
ECHO_STATE: Final = PredictorRow(
    "echo-state", BOTH, "wekipy.learning.predictors.echo_state:compile_echo_states"
)
CONSTANT: Final = PredictorRow("constant", BOTH, "wekipy.learning.predictors.constant:compile_constant")
"""Any algorithm's answer if no input ever changed."""


def _examples() -> Option:
    sentence = "How many examples it learns from at most, chosen to cover all; “auto” is what takes seconds."
    return Option("examples", "int", "auto", sentence, 2, 1_000_000, words=("auto",))


def _trees() -> Option:
    sentence = "How many trees are asked; more are steadier, and slower."
    return Option("trees", "int", 100, sentence, 1, 1_000)


def _depth(default: int | str, sentence: str) -> Option:
    words = (default,) if isinstance(default, str) else ()
    return Option("depth", "int", default, sentence, 1, DEEPEST, words=words)


def _rounds() -> Option:
    return Option("rounds", "int", 100, "How many small trees are made, one after the other.", 1, 1_000)


QUESTIONS: Final = "How many questions a tree may ask one after the other."

ROWS: Final = (
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
        fitter="wekipy.learning.fitting.network:fit_network",
        growth=(
            Growth(1.5, 1.2, power=0.4, kinds=CONTINUOUS),
            Growth(0.5, 1.6, power=0.5, kinds=CLASSIFICATION),
        ),
        predictors=(NETWORK,),
    ),
    Algorithm(
        "linear",
        "Linear regression",
        "Adds up the inputs, each times its own number: a straight line through the examples.",
        CONTINUOUS,
        (
            Option(
                "ridge",
                "float",
                "auto",
                "Holds the numbers small; raise it if answers jump. “auto” chooses it by takes left out.",
                0.0,
                1e9,
                words=("auto",),
            ),
            Option(
                "features",
                "choice",
                "all",
                "Which inputs it adds up: all, or “auto” for those that matter on takes left out.",
                choices=("all", "auto"),
            ),
        ),
        fitter="wekipy.learning.fitting.linear:fit_linear",
        growth=(Growth(0.1, 0.03),),
        predictors=(LINEAR,),
        least=1,
    ),
    Algorithm(
        "polynomial",
        "Polynomial regression",
        "Like linear regression, but with curves: also adds up powers and products of the inputs.",
        CONTINUOUS,
        (
            Option(
                "degree",
                "int",
                2,
                "How bent the curve may be: 1 is straight, 2 a simple bow.",
                1,
                HIGHEST_DEGREE,
            ),
            Option(
                "ridge",
                "float",
                "auto",
                "Holds the curve calm; raise it if answers jump. “auto” chooses it by takes left out.",
                0.0,
                1e9,
                words=("auto",),
            ),
            Option(
                "products",
                "bool",
                True,
                "Whether it has products of different inputs, too; Wekinator's has powers only.",
            ),
        ),
        fitter="wekipy.learning.fitting.polynomial:fit_polynomial",
        growth=(Growth(0.1, 0.15, wide=3.0),),
        predictors=(POLYNOMIAL,),
    ),
    Algorithm(
        "knn",
        "Nearest neighbours",
        "Looks for the examples that are most like what comes in, and answers what they answered.",
        BOTH,
        (
            Option(
                "k",
                "int",
                "auto",
                "How many of the nearest examples vote; “auto” is what does best on takes left out.",
                1,
                1_000,
                words=("auto",),
                kinds=CLASSIFICATION,
            ),
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
        fitter="wekipy.learning.fitting.neighbours:fit_neighbours",
        growth=(Growth(0.2, 0.1),),
        predictors=(NEIGHBOURS,),
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
                "How many examples it learns from at most, chosen to cover all; more is slower.",
                2,
                5_000,
                kinds=CONTINUOUS,
            ),
            Option(
                "examples",
                "int",
                250,
                "How many examples it learns from at most, chosen to cover each class; more is slower.",
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
        fitter="wekipy.learning.fitting.gaussian:fit_gaussian",
        growth=(
            Growth(0.3, 30.0, power=2.5, kinds=CONTINUOUS),
            Growth(3.0, 64_000.0, power=3.0, classes=1.0, kinds=CLASSIFICATION),
        ),
        predictors=(
            KERNEL_SUM,
            GAUSSIAN_CLASSES,
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
            Option(
                "exponent",
                "int",
                2,
                "How bowed the borders of the polynomial kernel may be.",
                1,
                HIGHEST_EXPONENT,
            ),
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
            Option(
                "scaling",
                "choice",
                "deviation",
                "How inputs are made comparable: by their standard deviation, or by their range to 0 to 1, "
                "as Wekinator does.",
                choices=("deviation", "range"),
            ),
            Option(
                "lower_order",
                "bool",
                True,
                "Whether the polynomial kernel has the lower powers, too; Wekinator's has not, usually.",
            ),
            _examples(),
        ),
        fitter="wekipy.learning.fitting.svm:fit_svm",
        growth=(
            Growth(0.1, 20.0, power=2.0, wide=0.5, kinds=CONTINUOUS),
            Growth(0.1, 15.0, power=2.0, wide=0.5, kinds=CLASSIFICATION),
        ),
        predictors=(
            KERNEL_SUM,
            LINEAR,
            SUPPORT_VECTORS,
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
            Option(
                "prune",
                "float",
                "auto",
                "How much a question must help, as a share of examples, or it is dropped; “auto” finds out.",
                0.0,
                1.0,
                words=("auto",),
            ),
        ),
        fitter="wekipy.learning.fitting.trees:fit_tree",
        growth=(Growth(0.5, 0.7),),
        predictors=(TREE,),
    ),
    Algorithm(
        "decision-stump",
        "Decision stump",
        "Asks one single yes-or-no question about the one input that tells the classes apart best.",
        CLASSIFICATION,
        fitter="wekipy.learning.fitting.trees:fit_stump",
        growth=(Growth(0.2, 0.08),),
        predictors=(TREE,),
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
            _depth("auto", QUESTIONS + " “auto” is what does best on takes left out."),
            _examples(),
        ),
        fitter="wekipy.learning.fitting.trees:fit_adaboost",
        growth=(Growth(4.5, 19.0, option="rounds"),),
        predictors=(ADABOOST,),
    ),
    Algorithm(
        "random-forest",
        "Random forest",
        "Asks many decision trees, each grown from a different share of the examples, and blends them.",
        BOTH,
        (_trees(), _depth(UNLIMITED, QUESTIONS), _examples()),
        fitter="wekipy.learning.fitting.trees:fit_forest",
        growth=(
            Growth(0.1, 17.0, power=1.2, option="trees", kinds=CONTINUOUS),
            Growth(2.2, 4.6, power=1.1, wide=0.5, option="trees", kinds=CLASSIFICATION),
        ),
        predictors=(TREES,),
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
        fitter="wekipy.learning.fitting.boosting:fit_boosting",
        growth=(Growth(0.6, 0.3, option="rounds"),),
        predictors=(TREES,),
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
        fitter="wekipy.learning.fitting.bayes:fit_bayes",
        growth=(Growth(0.15, 0.05),),
        predictors=(BAYES,),
    ),
    Algorithm(
        "logistic-regression",
        "Logistic regression",
        "Divides the classes by straight borders, and says well how sure it is.",
        CLASSIFICATION,
        (Option("C", "float", 1.0, "How closely it follows the examples; lower is calmer.", 1e-4, 1e6),),
        fitter="wekipy.learning.fitting.linear:fit_logistic",
        growth=(Growth(0.15, 0.35, classes=1.0),),
        predictors=(LOGISTIC,),
    ),
    Algorithm(
        "echo-state",
        "Echo state network",
        "Remembers what came before: circling left or right, rising or falling.",
        BOTH,
        (
            Option("units", "int", 200, "How many units keep an echo; more remember finer.", 50, 400),
            Option(
                "leak",
                "float",
                "auto",
                "How much of the echo each new vector replaces: 1 all, 0.1 a tenth; “auto” finds out.",
                0.001,
                1.0,
                words=("auto",),
            ),
            Option(
                "radius",
                "float",
                "auto",
                "How long the units keep an echo going among themselves; “auto” finds out.",
                0.0,
                1.5,
                words=("auto",),
            ),
        ),
        fitter="wekipy.learning.fitting.echo_state:fit_echo_state",
        growth=(
            Growth(0.8, 0.6, option="units", kinds=CONTINUOUS),
            Growth(2.3, 0.45, option="units", kinds=CLASSIFICATION),
        ),
        predictors=(ECHO_STATE,),
        memory=True,
    ),
    Algorithm(
        "auto",
        "Automatic",
        "Tries the quicker ones of the others on takes left out, keeps the best of them, and says why.",
        BOTH,
        (
            Option(
                "compare",
                "bool",
                True,
                "Whether it tries them; else it takes the one that is best in general, which is quicker.",
            ),
        ),
        fitter="wekipy.learning.choosing:fit_auto",
        growth=(
            Growth(12.0, 0.0, kinds=CONTINUOUS),
            Growth(6.0, 0.0, kinds=CLASSIFICATION),
        ),
    ),
    Algorithm(
        "dtw",
        "Dynamic time warping",
        "Spots gestures in the stream: movements like an example, at its speed or faster or slower.",
        GESTURE,
        least=1,
    ),
)
