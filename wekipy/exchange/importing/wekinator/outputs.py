"""The outputs of a Wekinator project: their kinds, limits, algorithms, connections and switches."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final
from xml.etree.ElementTree import Element

import msgspec

from wekipy.exchange.importing.java_text import first_text
from wekipy.exchange.importing.plain_files import read_bytes
from wekipy.exchange.importing.report import Report
from wekipy.exchange.importing.wekinator.algorithms import read_algorithm
from wekipy.exchange.importing.wekinator.folder import WekinatorFolder, different
from wekipy.exchange.importing.wekinator.gestures import gesture_output, read_gestures
from wekipy.exchange.importing.wekinator.settings import Settings
from wekipy.exchange.importing.xml_text import parse_xml, text_of, texts_of
from wekipy.project.counting import many
from wekipy.project.problem import Problem
from wekipy.project.schema import (
    MOST_CLASSES,
    MOST_OUTPUTS,
    ClassificationOutput,
    ContinuousOutput,
    GestureOutput,
    Input,
    Output,
    default_algorithm,
    kind_of,
)

_LARGEST: Final = 3.4e38
_STATE: Final = (  # of the model file: settings read elsewhere, or what training left behind
    "modelBuilder",
    "output",
    "inputNames",
    "outputNeedsCorrection",
    "outputCorrector",
    "modelState",
    "numExamples",
    "currentModelName",
    "lastModel",
    "lastModelState",
    "trainingCompleted",
)
_OF_EXAMPLES: Final = {
    "trainingDataLimitRestriction": "that only examples within its range are recorded (see its limits)",
    "trainingDataIntegerRestriction": "that only whole numbers are recorded (see its rounding)",
}


def read_outputs(
    folder: WekinatorFolder, root: Element, inputs: Sequence[Input], report: Report
) -> tuple[Output, ...]:
    """The outputs, with what their model files say of them.

    Raises:
        Problem: if there are none, too many, or one is of an unknown kind.
    """
    found = root.find("outputs")
    elements = [] if found is None else list(found)
    if not 1 <= len(elements) <= MOST_OUTPUTS:
        raise Problem(f"outputConfig.xml has {many(len(elements), 'output')}, expected 1 to {MOST_OUTPUTS}")
    usual = [f"outputs-{n + 1}" for n in range(len(elements))]
    names = different([text_of(e, "name") for e in elements], usual, "output", report)
    outputs = []
    for number, (element, name) in enumerate(zip(elements, names, strict=True), 1):
        output = _OUTPUTS[_kind(element)](element, f"o{number}", name, report)
        if isinstance(output, GestureOutput):
            output = gesture_output(folder, output, element, len(inputs), report)
        else:
            output = _with_model(folder, number, output, inputs, report)
        outputs.append(output)
    return tuple(outputs)


def _kind(element: Element) -> str:
    kind = element.tag.rpartition(".")[2]
    if kind not in _OUTPUTS:
        raise Problem(f"outputConfig.xml has an output of an unknown kind, “{element.tag[:80]}”")
    return kind


def _continuous(element: Element, uid: str, name: str, report: Report) -> ContinuousOutput:
    settings = Settings(element, f"output “{name}”", report)
    settings.ignore("name")
    low = settings.number("min", 0.0, -_LARGEST, _LARGEST)
    high = settings.number("max", 1.0, -_LARGEST, _LARGEST)
    if not low < high:
        settings.lost(f"its range {low:g} to {high:g}: it is {low:g} to {low + 1:g}")
        high = low + 1.0
    for setting, reason in _OF_EXAMPLES.items():
        if settings.text(setting).startswith("ENFORCE"):
            settings.lost(reason)
    integer = settings.text("outputType", "REAL") == "INTEGER"
    hard = settings.text("limitType", "SOFT") == "HARD"
    settings.finish()
    return ContinuousOutput(
        uid=uid,
        name=name,
        algorithm=default_algorithm("continuous"),
        minimum=low,
        maximum=high,
        integer=integer,
        limits="hard" if hard else "soft",
    )


def _classes(element: Element, uid: str, name: str, report: Report) -> ClassificationOutput:
    settings = Settings(element, f"output “{name}”", report)
    settings.ignore("name")
    classes = settings.whole("numClasses", 5, 1, MOST_CLASSES)
    distribution = settings.on("isSendingDistribution")
    settings.finish()
    return ClassificationOutput(
        uid=uid,
        name=name,
        algorithm=default_algorithm("classification"),
        classes=classes,
        send_distribution=distribution,
    )


def _gestures(element: Element, uid: str, name: str, report: Report) -> GestureOutput:
    algorithm = default_algorithm("gesture")
    return GestureOutput(uid=uid, name=name, algorithm=algorithm, gestures=read_gestures(element, report))


_OUTPUTS: Final[dict[str, Callable[[Element, str, str, Report], Output]]] = {
    "OSCNumericOutput": _continuous,
    "OSCClassificationOutput": _classes,
    "OSCDtwOutput": _gestures,
}


def _with_model(
    folder: WekinatorFolder,
    number: int,
    output: ContinuousOutput | ClassificationOutput,
    inputs: Sequence[Input],
    report: Report,
) -> Output:
    """The output with the algorithm, connection and switches that its model file names."""
    path = folder.model(number - 1)
    about = f"output {number} “{output.name}”"
    try:
        settings = parse_xml(_settings_of(read_bytes(path), path.name), path.name)
    except Problem as e:
        report.left.append(
            f"{about}: its algorithm, connections and switches, which are the usual ones ({e})"
        )
        return output
    connected = _connection(texts_of(settings, "inputNames"), inputs, about, report)
    reads = len(inputs) if connected is None else len(connected)
    algorithm = read_algorithm(settings.find("modelBuilder"), kind_of(output), reads, about, report)
    own = Settings(settings, about, report)
    own.ignore(*_STATE)
    made = msgspec.structs.replace(
        output,
        algorithm=algorithm,
        inputs=connected,
        record=own.on("recordEnabled", default=True),
        run=own.on("runEnabled", default=True),
    )
    own.finish()
    report.taken.append(_in_words(about, made, len(inputs)))
    return made


def _settings_of(data: bytes, name: str) -> str | bytes:
    return data if data.lstrip()[:1] == b"<" else first_text(data, name)


def _connection(
    names: list[str], inputs: Sequence[Input], about: str, report: Report
) -> tuple[int, ...] | None:
    places = {one.name: n for n, one in enumerate(inputs)}
    unknown = [name for name in names if name not in places]
    if unknown:
        report.left.append(f"{about}: its connection to “{unknown[0][:80]}”, which is no input")
    chosen = tuple(sorted({places[name] for name in names if name in places}))
    return None if not chosen or len(chosen) == len(inputs) else chosen


def _in_words(about: str, output: ContinuousOutput | ClassificationOutput, inputs: int) -> str:
    options = "".join(f" {name}={value}" for name, value in output.algorithm.options.items())
    feeds = "all inputs" if output.inputs is None else f"{len(output.inputs)} of {many(inputs, 'input')}"
    off = "".join(
        f", {switch} off" for switch, on in (("record", output.record), ("run", output.run)) if not on
    )
    if isinstance(output, ClassificationOutput):
        kind = many(output.classes, "class", "classes")
    else:
        whole_numbers = " whole numbers" if output.integer else ""
        kind = f"{output.minimum:g} to {output.maximum:g}{whole_numbers} ({output.limits} limits)"
    return f"{about}: {kind}, {output.algorithm.name}{options}, {feeds}{off}"
