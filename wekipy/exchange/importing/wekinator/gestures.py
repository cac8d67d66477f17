"""Wekinator's gestures: names, addresses, switches, and examples, which it keeps without times."""

from __future__ import annotations

from pathlib import Path
from typing import Final
from xml.etree.ElementTree import Element

import msgspec
import numpy as np
import numpy.typing as npt

from wekipy.exchange.importing.plain_files import MOST_TABLE, opened, text_lines
from wekipy.exchange.importing.report import Report, counted, listed
from wekipy.exchange.importing.tables.table import MOST_VALUES
from wekipy.exchange.importing.wekinator.folder import WekinatorFolder, address, different, whole
from wekipy.exchange.importing.wekinator.settings import Settings
from wekipy.exchange.importing.xml_text import text_of, texts_of
from wekipy.learning.gestures.preparing import LEAST_FRAMES
from wekipy.project.counting import many
from wekipy.project.examples import TakeData, as_take
from wekipy.project.problem import Problem
from wekipy.project.schema import MOST_GESTURES, Gesture, GestureOutput, Project

MOST_EXAMPLES: Final = 100_000
LARGEST: Final = float(np.finfo(np.float32).max)
_CONTINUOUSLY: Final = "LABEL_CONTINUOUSLY"
_NEEDLESS: Final = (
    "matchWidth",
    "minimumLengthRestriction",
    "minAllowedGestureLength",
    "hopSizeForContinuousSearch",
    "downsamplePolicy",
    "downsampleMaxLength",
    "downsampleFactor",
)
_FIRST_TIME: Final = 0.0  # 1970: nobody knows when they were recorded


def read_gestures(element: Element, report: Report) -> tuple[Gesture, ...]:
    """The gestures of an `OSCDtwOutput`."""
    count = whole(text_of(element, "numGestures"), 1, MOST_GESTURES)
    if count is None:
        raise Problem(
            f"outputConfig.xml has {text_of(element, 'numGestures')[:20] or 'no'} gestures,"
            f" expected 1 to {MOST_GESTURES}"
        )
    usual = [f"output_{n + 1}" for n in range(count)]
    names = different(texts_of(element, "gestureNames"), usual, "gesture", report)
    given = texts_of(element, "gestureOscMessages")
    plain = [f"/output_{n + 1}" for n in range(count)]
    sent = [address(given[n], plain[n], report) if n < len(given) else plain[n] for n in range(count)]
    sent = different(sent, plain, "the message of gesture", report)
    report.taken.append(f"{counted(count, 'gesture')}: {listed(names)}, sent as {listed(sent)}")
    return tuple(Gesture(name, at) for name, at in zip(names, sent, strict=True))


def gesture_output(
    folder: WekinatorFolder, output: GestureOutput, element: Element, inputs: int, report: Report
) -> GestureOutput:
    """The output with the switches of its model file; the recordings in there are those of the CSV, too."""
    settings = Settings(element, f"output “{output.name}”", report)
    settings.ignore("name", "numGestures", "gestureNames", "gestureOscMessages", "outputOscMessage")
    settings.finish()
    message = text_of(element, "outputOscMessage")
    if message and message.lstrip("/") != output.name:
        report.left.append(f"the message “{message[:80]}” of the distances: they are in the output message")
    try:
        model = folder.settings("current/models/model1.xml", skip=frozenset({"data"}))
    except Problem as e:
        report.left.append(f"the switches of the gestures, which are all on ({e})")
        return output
    active = [text != "false" for text in texts_of(model, "isGestureActive")]
    active += [True] * len(output.gestures)
    gestures = tuple(
        msgspec.structs.replace(g, enabled=on) for g, on in zip(output.gestures, active, strict=False)
    )
    off = [g.name for g in gestures if not g.enabled]
    if off:
        report.taken.append(f"gestures switched off: {listed(off)}")
    once = _read_settings(model, report)
    report.taken.append("one gesture is told for each run" if once else "gestures are told while running")
    chosen = tuple(n for n, text in enumerate(texts_of(model, "selectedInputs")[:inputs]) if text == "true")
    every = not chosen or len(chosen) == inputs
    if not every:
        report.taken.append(f"gestures read {len(chosen)} of {many(inputs, 'input')}")
    return msgspec.structs.replace(
        output, gestures=gestures, once_per_run=once, inputs=None if every else chosen
    )


def _read_settings(model: Element, report: Report) -> bool:
    """Return whether one gesture is recognised per run; reports what becomes of all other settings."""
    threshold = text_of(model, "matchThreshold")
    if threshold:
        report.left.append(
            f"the threshold {threshold[:20]}: wekipy learns one for each gesture from its examples,"
            " adjusted by the sensitivity"
        )
    element = model.find("settings")
    if element is None:
        return False
    settings = Settings(element, "gestures", report)
    once = settings.text("runningType", _CONTINUOUSLY) != _CONTINUOUSLY
    given = [f"{name} {settings.text(name)[:40]}" for name in _NEEDLESS if settings.text(name)]
    if given:
        settings.lost(f"{', '.join(given)}: wekipy follows every frame and needs no such settings")
    settings.finish()
    return once


def read_examples(
    path: Path, project: Project, output: GestureOutput, rate: float, report: Report
) -> list[TakeData]:
    """The gesture examples, a take for each.

    Args:
        rate: frames per second when they were recorded; Wekinator does not keep it.

    Raises:
        Problem: if the file is damaged.
    """
    inputs = len(project.inputs)  # all of them are written, also those that the gestures do not read
    takes: list[TakeData] = []
    start, values = _FIRST_TIME, 0
    with opened(path, MOST_TABLE) as file:
        for number, line in enumerate(text_lines(file, path.name), 1):
            if not line.strip() or line.startswith("#"):
                continue
            if len(takes) == MOST_EXAMPLES:
                raise Problem(f"{path.name} holds more than {MOST_EXAMPLES:,} gesture examples")
            where = f"{path.name}, line {number}"
            gesture, frames = _example(line, inputs, len(output.gestures), where)
            values += frames.size
            if values > MOST_VALUES:
                raise Problem(f"{where}: the examples hold more than {MOST_VALUES:,} numbers in all")
            times = start + np.arange(len(frames)) / rate
            frames32 = frames.astype(np.float32)
            columns = tuple(range(inputs))
            takes.append(as_take(inputs, output.uid, columns, frames32, times, float(gesture), path.name))
            start = float(times[-1]) + 1.0
    report.taken.append(f"{counted(len(takes), 'gesture example')}, each as a take")
    short = sum(len(take) < LEAST_FRAMES for take in takes)
    if short:
        report.left.append(
            f"{counted(short, 'gesture example')} of fewer than {LEAST_FRAMES} frames, which say nothing of a"
            " movement: kept as takes, not learned from"
        )
    if takes:
        report.left.append(
            "when the gestures were recorded and how fast, which Wekinator does not keep: "
            f"{rate:g} frames per second are assumed; if your sensor sends another number, import again "
            "with --rate"
        )
    return takes


def _example(line: str, inputs: int, gestures: int, where: str) -> tuple[int, npt.NDArray[np.float64]]:
    """The gesture of an example, and its frames (n, width)."""
    fields = line.strip().rstrip(",").split(",")
    dimensions = whole(fields[0], 1, 1 << 30)
    gesture = whole(fields[1], 1, 1 << 30) if len(fields) > 1 else None
    if dimensions != inputs or gesture is None:
        raise Problem(f"{where}: expected {inputs} (the number of inputs), a gesture, and its frames")
    if gesture > gestures:
        raise Problem(f"{where}: an example of gesture {gesture}, but there are {gestures}")
    try:
        numbers = np.array(fields[2:], np.float64)
    except ValueError as e:
        raise Problem(f"{where}: something that is no number stands among the frames") from e
    if not len(numbers) or len(numbers) % inputs:
        raise Problem(
            f"{where}: {many(len(numbers), 'number')} do not make frames of {many(inputs, 'input')}"
        )
    if not np.all(np.abs(numbers) <= LARGEST):
        raise Problem(f"{where}: a number that no input can have")
    return gesture, numbers.reshape(-1, inputs)
