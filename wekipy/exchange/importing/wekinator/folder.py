"""Where the parts of a Wekinator project are, and its settings of ports, names and addresses."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import Element

from wekipy.exchange.importing.plain_files import read_bytes
from wekipy.exchange.importing.report import Report, counted, listed
from wekipy.exchange.importing.xml_text import parse_xml, text_of, texts_of
from wekipy.project.problem import Problem
from wekipy.project.schema import MOST_INPUTS, Destination, Input

SUFFIX: Final = ".wekproj"
USUAL_PORT: Final = 6_448
_ADDRESS = re.compile(r"/[!-~]{0,199}")


@dataclass(frozen=True)
class WekinatorFolder:
    """A Wekinator project folder; making one reads nothing."""

    path: Path
    project_file: Path

    @property
    def examples(self) -> Path:
        """The examples of continuous outputs and classes."""
        return self.path / "current" / "currentData.arff"

    @property
    def gesture_examples(self) -> Path:
        """The examples of gestures."""
        return self.path / "current" / "currentData.csv"

    def model(self, number: int) -> Path:
        """The model file of an output (from 0; that of gestures is number 1)."""
        return self.path / "current" / "models" / f"model{number}.xml"

    def settings(self, name: str, skip: frozenset[str] = frozenset()) -> Element:
        """The root of an XML file in the folder."""
        return parse_xml(read_bytes(self.path / name), name, skip)


def is_wekinator(path: Path) -> bool:
    """Whether this is a Wekinator project: its folder, or the .wekproj file in it."""
    return path.suffix == SUFFIX or (path.is_dir() and any(path.glob(f"*{SUFFIX}")))


def find_folder(path: Path) -> WekinatorFolder:
    """The project that a folder or a .wekproj file means.

    Raises:
        Problem: if there is none.
    """
    if path.is_file():
        return WekinatorFolder(path.parent, path)
    files = sorted(path.glob(f"*{SUFFIX}"))
    if not files:
        raise Problem(f"{path} is no Wekinator project: there is no {SUFFIX} file in it")
    return WekinatorFolder(path, files[0])


def files_of(path: Path) -> tuple[Path, ...]:
    """The files of a Wekinator project that its examples are read from; none of anything else."""
    if not is_wekinator(path):
        return ()
    folder = find_folder(path)
    return folder.project_file, folder.examples, folder.gesture_examples


def whole(text: str, least: int, most: int) -> int | None:
    """A whole number within bounds, also when written as 5.0; None if it is not one."""
    try:
        number = float(text)
    except ValueError:
        return None
    return int(number) if least <= number <= most and number == int(number) else None


def address(text: str, usual: str, report: Report) -> str:
    """An OSC address, or the usual one if it is none."""
    if _ADDRESS.fullmatch(text):
        return text
    report.left.append(f"the address “{text[:80]}”, which is no OSC address: {usual} is used instead")
    return usual


def different(names: list[str], usual: list[str], what: str, report: Report) -> list[str]:
    """As many names as the usual ones, each its own, the usual ones where there are none."""
    made: list[str] = []
    for n, plain in enumerate(usual):
        name = names[n][:200] if n < len(names) and names[n] else plain
        if name in made:
            again = next(
                f"{name[:190]}-{k}"
                for k in range(n + 1, n + 3 + len(usual))
                if f"{name[:190]}-{k}" not in made
            )
            report.left.append(
                f"the name “{name}” of {what} {n + 1}, which is there twice: it is {again} now"
            )
            name = again
        made.append(name)
    return made


def read_port(folder: WekinatorFolder, report: Report) -> int:
    """The port where inputs arrive."""
    root = parse_xml(read_bytes(folder.project_file), folder.project_file.name)
    text = text_of(root, "oscReceivePort")
    port = whole(text, 1, 65_535)
    if port is None:
        report.left.append(f"the receive port “{text[:20]}”: {USUAL_PORT} is used instead")
        return USUAL_PORT
    report.taken.append(f"receive port {port}: inputs arrive there")
    return port


def read_inputs(folder: WekinatorFolder, report: Report) -> tuple[tuple[Input, ...], str]:
    """The inputs, and the address of their message."""
    root = folder.settings("inputConfig.xml")
    given = texts_of(root, "inputNames")
    count = whole(text_of(root, "numInputs", str(len(given))), 1, MOST_INPUTS)
    if count is None:
        raise Problem(
            f"inputConfig.xml has {text_of(root, 'numInputs')[:20] or 'no'} inputs, expected 1 to"
            f" {MOST_INPUTS}"
        )
    usual = [f"inputs-{n + 1}" for n in range(count)]
    names = different(given, usual, "input", report)
    at = address(text_of(root, "oscMessage", "/wek/inputs"), "/wek/inputs", report)
    report.taken.append(f"{counted(count, 'input')} by {at}: {listed(names)}")
    return tuple(Input(name) for name in names), at


def read_destination(root: Element, report: Report) -> tuple[Destination, str]:
    """Where outputs are sent, and the address of their message."""
    host = text_of(root, "hostName", "localhost")[:200]
    port = whole(text_of(root, "outputPort", "12000"), 1, 65_535)
    if port is None:
        report.left.append(f"the output port “{text_of(root, 'outputPort')[:20]}”: 12000 is used instead")
    place = Destination("127.0.0.1" if host == "localhost" else host, port or 12_000)
    at = address(text_of(root, "oscMessage", "/wek/outputs"), "/wek/outputs", report)
    report.taken.append(f"outputs are sent to {place} by {at}")
    return place, at
