"""Wekinator's model builders and their settings, as algorithms and options of wekipy."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final
from xml.etree.ElementTree import Element

from wekipy.exchange.importing.report import Report
from wekipy.exchange.importing.wekinator.folder import whole
from wekipy.exchange.importing.xml_text import text_of
from wekipy.project.schema import DEFAULT_ALGORITHM, AlgorithmChoice, Kind, OptionValue

Options = dict[str, OptionValue]


class _Settings:
    """The settings of one builder, and what there is to say of those that have no counterpart."""

    def __init__(self, builder: Element, about: str, report: Report) -> None:
        self._builder, self._about, self._report = builder, about, report

    def text(self, name: str, default: str) -> str:
        return text_of(self._builder, name, default)

    def whole(self, name: str, default: int, least: int, most: int) -> int:
        """A whole number within the range that wekipy's option has."""
        value = whole(self.text(name, str(default)), least, most)
        if value is None:
            self.lost(f"{name} {self.text(name, '')[:40]}, which must be {least} to {most}: it is {default}")
            return default
        return value

    def number(self, name: str, default: float, least: float, most: float) -> float:
        try:
            value = float(self.text(name, str(default)))
        except ValueError:
            value = float("nan")
        if not least <= value <= most:
            self.lost(
                f"{name} {self.text(name, '')[:40]}, which must be {least:g} to {most:g}: it is {default:g}"
            )
            return default
        return value

    def lost(self, text: str) -> None:
        self._report.left.append(f"{self._about}: {text}")


def _network(settings: _Settings) -> AlgorithmChoice:
    options: Options = {"layers": settings.whole("numHiddenLayers", 1, 1, 3)}
    if settings.text("hiddenLayerType", "NUM_FEATURES") != "NUM_FEATURES":
        options["nodes"] = settings.whole("numNodesPerHiddenLayer", 1, 1, 1_000)
    return AlgorithmChoice("neural-network", options)


def _regression(settings: _Settings) -> AlgorithmChoice:
    """Linear and polynomial regression are one builder, told apart by the exponent."""
    selection = settings.text("featureSelectionType", "NONE")
    if selection != "NONE":
        settings.lost(f"attribute selection {selection[:40]}: choose the inputs yourself, or raise the ridge")
    exponent = settings.whole("exponent", 1, 1, 9)
    if exponent == 1:
        return AlgorithmChoice("linear")
    return AlgorithmChoice("polynomial", {"degree": exponent})


def _neighbours(settings: _Settings) -> AlgorithmChoice:
    return AlgorithmChoice("knn", {"k": settings.whole("numNeighbors", 1, 1, 1_000)})


def _adaboost(settings: _Settings) -> AlgorithmChoice:
    stumps = settings.text("baseLearnerType", "DECISION_TREE") == "DECISION_STUMP"
    rounds = settings.whole("numRounds", 100, 1, 1_000)
    return AlgorithmChoice("adaboost", {"rounds": rounds, "base": "stump" if stumps else "tree"})


def _support_vectors(settings: _Settings) -> AlgorithmChoice:
    known = {"LINEAR": "linear", "POLYNOMIAL": "polynomial", "RBF": "rbf"}
    kernel = known.get(settings.text("kernelType", "POLYNOMIAL"), "rbf")
    options: Options = {"kernel": kernel, "C": settings.number("complexity", 1.0, 1e-4, 1e6)}
    if kernel == "polynomial":
        options["exponent"] = settings.whole("polyExponent", 2, 1, 9)
    if kernel == "rbf":
        # Weka's gamma is for inputs from 0 to 1, ours for inputs of deviation 1: no figure means the same.
        settings.lost(
            f"gamma {settings.text('rbfGamma', '0.01')[:40]} of the rbf kernel: wekipy finds its own"
        )
    return AlgorithmChoice("svm", options)


def _plain(name: str) -> Callable[[_Settings], AlgorithmChoice]:
    return lambda _: AlgorithmChoice(name)


_BUILDERS: Final[dict[Kind, dict[str, Callable[[_Settings], AlgorithmChoice]]]] = {
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


def read_algorithm(builder: Element | None, kind: Kind, about: str, report: Report) -> AlgorithmChoice:
    """What a `modelBuilder` element means here; the usual algorithm if it means nothing.

    Args:
        about: the output, for the report.
    """
    usual = AlgorithmChoice(DEFAULT_ALGORITHM[kind])
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
    return translate(_Settings(builder, about, report))
