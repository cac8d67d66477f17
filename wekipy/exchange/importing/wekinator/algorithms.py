"""Wekinator's model builders and their settings, as algorithms and options of wekipy."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeAlias
from xml.etree.ElementTree import Element

from wekipy.exchange.importing.report import Report
from wekipy.exchange.importing.wekinator.settings import Settings
from wekipy.learning.algorithm_rows import HIGHEST_DEGREE, HIGHEST_EXPONENT, MOST_TERMS, NODES
from wekipy.project.schema import AlgorithmChoice, Kind, OptionValue, default_algorithm

Options: TypeAlias = dict[str, OptionValue]
Translate: TypeAlias = "Callable[[Settings, int], AlgorithmChoice]"


def _network(settings: Settings, inputs: int) -> AlgorithmChoice:
    options: Options = {"layers": settings.whole("numHiddenLayers", 1, 1, 3)}
    as_inputs = settings.text("hiddenLayerType", "NUM_FEATURES") == "NUM_FEATURES"
    if as_inputs:
        settings.ignore("numNodesPerHiddenLayer")  # means nothing then
        made = max(NODES[0], min(NODES[1], inputs))
        if made != inputs:
            settings.lost(f"as many nodes as inputs, which are {inputs}: it has {made}")
    else:
        options["nodes"] = settings.whole("numNodesPerHiddenLayer", 1, 1, 1_000)
    return AlgorithmChoice("neural-network", options)


def _regression(settings: Settings, inputs: int) -> AlgorithmChoice:
    """Linear and polynomial regression share a builder; the exponent distinguishes them."""
    selection = settings.text("featureSelectionType", "NONE")
    if selection != "NONE":
        settings.lost(f"attribute selection {selection[:40]}: choose the inputs yourself, or raise the ridge")
    if settings.on("removeColinear"):
        settings.lost("that inputs which say the same are left out: here they share their weight")
    exponent = settings.whole("exponent", 1, 1, HIGHEST_DEGREE)
    if exponent == 1:
        return AlgorithmChoice("linear")
    fitting = max(1, MOST_TERMS // inputs)
    if exponent > fitting:
        settings.lost(
            f"exponent {exponent} of {inputs} inputs, too many terms: it is {fitting}; connect fewer inputs"
        )
        exponent = fitting
    return AlgorithmChoice("polynomial", {"degree": exponent, "products": False, "ridge": "auto"})


def _neighbours(settings: Settings, _: int) -> AlgorithmChoice:
    return AlgorithmChoice("knn", {"k": settings.whole("numNeighbors", 1, 1, 1_000)})


def _adaboost(settings: Settings, _: int) -> AlgorithmChoice:
    stumps = settings.text("baseLearnerType", "DECISION_TREE") == "DECISION_STUMP"
    if not stumps:
        settings.lost("that its trees may be of any depth: it is chosen on takes left out (its option depth)")
    rounds = settings.whole("numRounds", 100, 1, 1_000)
    return AlgorithmChoice("adaboost", {"rounds": rounds, "base": "stump" if stumps else "tree"})


def _support_vectors(settings: Settings, _: int) -> AlgorithmChoice:
    """As Weka's SMO: inputs from 0 to 1, kernels without a factor, and with lower powers if asked for."""
    known = {"LINEAR": "linear", "POLYNOMIAL": "polynomial", "RBF": "rbf"}
    named = settings.text("kernelType", "POLYNOMIAL")
    kernel = known.get(named)
    if kernel is None:
        settings.lost(f"the kernel {named[:40]}, which wekipy does not have: it is polynomial")
        kernel = "polynomial"
    options: Options = {
        "kernel": kernel, "C": settings.number("complexity", 1.0, 1e-4, 1e6), "scaling": "range",
    }  # fmt: skip
    if kernel == "polynomial":
        options["exponent"] = settings.whole("polyExponent", 2, 1, HIGHEST_EXPONENT)
        options["gamma"] = 1.0
        options["lower_order"] = settings.on("polyUseLowerOrder")
    if kernel == "rbf":
        options["gamma"] = settings.number("rbfGamma", 0.01, 1e-6, 1e3)
    settings.ignore("polyExponent", "polyUseLowerOrder", "rbfGamma")  # those of the other kernels
    return AlgorithmChoice("svm", options)


def _plain(name: str) -> Translate:
    return lambda _, __: AlgorithmChoice(name)


_BUILDERS: Final[dict[Kind, dict[str, Translate]]] = {
    "continuous": {
        "NeuralNetModelBuilder": _network,
        "LinearRegressionModelBuilder": _regression,
        "PolynomialRegressionModelBuilder": _regression,
    },
    "classification": {
        "KNNModelBuilder": _neighbours,
        "AdaboostModelBuilder": _adaboost,
        "J48ModelBuilder": _plain("decision-tree"),
        "SVMModelBuilder": _support_vectors,
        "NaiveBayesModelBuilder": _plain("naive-bayes"),
        "DecisionStumpModelBuilder": _plain("decision-stump"),
    },
}


def read_algorithm(
    builder: Element | None, kind: Kind, inputs: int, about: str, report: Report
) -> AlgorithmChoice:
    """What a `modelBuilder` element means here; the usual algorithm if it means nothing.

    Every setting is taken over, or the report says what became of it.

    Args:
        inputs: how many are connected.
        about: the output, for the report.
    """
    usual = default_algorithm(kind)
    if builder is None:
        report.left.append(f"{about}: no algorithm is named, so it is {usual.name}")
        return usual
    name = builder.get("class", "").rpartition(".")[2]
    translate = _BUILDERS[kind].get(name)
    if translate is None:
        report.left.append(
            f"{about}: the algorithm “{name[:80]}”, which wekipy does not have: it is {usual.name}"
        )
        return usual
    settings = Settings(builder, about, report)
    choice = translate(settings, inputs)
    settings.finish()
    return choice
