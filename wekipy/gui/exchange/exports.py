"""Examples and models for other programs, and sketches that work with the project: menus."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from PyQt6.QtWidgets import QMenu

from wekipy.exchange.sketches.environments import ENVIRONMENTS
from wekipy.gui.session.session import Session
from wekipy.gui.translation import mark, tr

FORMATS: Final[Mapping[str, str]] = {
    "csv": mark("Examples as CSV, for a spreadsheet"),
    "arff": mark("Examples as ARFF, for Wekinator and Weka"),
    "npz": mark("Examples as arrays of numpy"),
    "js": mark("Models as JavaScript"),
    "cpp": mark("Models as C++"),
    "onnx": mark("Models as ONNX"),
    "skops": mark("Models for scikit-learn"),
}


def fill_exports(menu: QMenu, session: Session) -> None:
    """Everything that can be exported, as actions of a menu."""
    menu.clear()
    for form, text in FORMATS.items():
        _add(menu, tr(text), partial(_do, session, "export_examples", form, tr("Exported to {path}")))


def fill_sketches(menu: QMenu, session: Session) -> None:
    """Every environment that a sketch can be written for, as actions of a menu."""
    menu.clear()
    for environment in ENVIRONMENTS:
        written = tr("The sketch is {path}")
        _add(menu, environment.title, partial(_do, session, "write_sketch", environment.id, written))


def _do(session: Session, operation: str, what: str, words: str) -> None:
    def show_place(path: object) -> None:
        session.report_file(words.format(path=path), str(path))

    session.do(operation, what, then=show_place)


def _add(menu: QMenu, text: str, do: Callable[[], None]) -> None:
    action = menu.addAction(text)
    if action is not None:
        action.triggered.connect(lambda _on: do())
