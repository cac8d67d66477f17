"""What else can be done with an output, and the kinds that can be added."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PyQt6.QtGui import QAction
from PyQt6.QtWidgets import QMenu, QMessageBox, QWidget

from wekipy.client.state import Output
from wekipy.gui.outputs.learned import Learned
from wekipy.gui.places.choosing_files import choose_file, choose_new_file, kinds
from wekipy.gui.session.session import Session
from wekipy.gui.translation import mark, tr

Edit = Callable[[str, str], None]
Row = tuple[str, Callable[[], None], bool]
_OF_ALL = (
    ("record", mark("Record all outputs"), mark("Record none")),
    ("train", mark("Train all outputs"), mark("Train none")),
    ("run", mark("Run all outputs"), mark("Run none")),
)
_NEW = (
    ("1", mark("A number: a fader that the model moves")),
    ("class:3", mark("Classes: one of several poses")),
    ("gesture:3", mark("Gestures: movements that trigger")),
)
_RECENTRE = 12  # the place in the menu
_MOST_CLASSES = 40  # in one menu


def _add(menu: QMenu, text: str, do: Callable[[], None]) -> QAction:
    action = QAction(text, menu)
    action.triggered.connect(lambda _checked: do())
    menu.addAction(action)
    return action


def output_menu(
    session: Session, output: Output, edit: Edit, rename: Callable[[], None], parent: QWidget
) -> QMenu:
    """The menu of an output."""
    menu, number, last = QMenu(parent), output.number, len(session.state.outputs)
    rows: tuple[Row | None, ...] = (
        (tr("Rename"), rename, True),
        (tr("Settings …"), lambda: edit("output", output.uid), True),
        (tr("Gestures …"), lambda: edit("gestures", output.uid), output.kind == "gesture"),
        (tr("Algorithm …"), lambda: edit("algorithm", output.uid), output.kind != "gesture"),
        None,
        *_of_model(session, output, parent),
        None,
        (tr("Duplicate"), lambda: session.do("copy_output", number), True),
        (tr("Move up"), lambda: session.do("move_output", number, number - 1), number > 1),
        (tr("Move down"), lambda: session.do("move_output", number, number + 1), number < last),
        None,
        (tr("Delete its examples"), lambda: session.do("delete_examples", number), output.examples > 0),
        (tr("Remove output"), lambda: session.do("remove_output", number), last > 1),
    )
    for row in rows:
        if row is None:
            menu.addSeparator()
            continue
        text, do, enabled = row
        _add(menu, text, do).setEnabled(enabled)
    if output.kind == "classification":
        menu.insertMenu(menu.actions()[_RECENTRE], _recentre_menu(session, output, menu))
    return menu


def _recentre_menu(session: Session, output: Output, parent: QWidget) -> QMenu:
    """The class that is held while the sensors have drifted."""
    menu = QMenu(tr("Sensors have drifted: I am holding …"), parent)
    for label in range(1, min(output.classes, _MOST_CLASSES) + 1):
        name = output.class_name(label) or tr("Class {number}").format(number=label)
        _add(menu, name, partial(session.do, "recentre", output.number, label))
    menu.addSeparator()
    as_they_come = _add(
        menu, tr("Use inputs as they come again"), partial(session.do, "recentre", output.number, 0)
    )
    as_they_come.setEnabled(bool(session.state.shifts))
    menu.setEnabled(output.examples > 0)
    return menu


def _of_model(session: Session, output: Output, parent: QWidget) -> tuple[Row, ...]:
    """What can be done with the model of an output."""
    number = output.number
    return (
        (tr("Train only this one"), lambda: session.do("train", number), output.examples > 0),
        (tr("Evaluate"), lambda: session.do("evaluate", number), output.examples > 0),
        (
            tr("What it has learned …"),
            lambda: Learned(session, output, parent).show(),
            output.model.number > 0 and output.kind != "gesture",
        ),
        (
            tr("Previous model"),
            lambda: session.do("previous_model", number),
            output.model.number > 1,
        ),
        (
            tr("Next model"),
            lambda: session.do("next_model", number),
            output.model.number < output.model.kept,
        ),
        (tr("Save model …"), lambda: save_model(session, output, parent), output.model.number > 0),
        (tr("Load model …"), lambda: load_model(session, output, parent), True),
    )


def switches_menu(session: Session, parent: QWidget) -> QMenu:
    """The switches of all outputs together."""
    menu = QMenu(parent)
    for switch, on, off in _OF_ALL:
        _add(menu, tr(on), partial(session.do, "set_switches", {"all": {switch: True}}))
        _add(menu, tr(off), partial(session.do, "set_switches", {"all": {switch: False}}))
        menu.addSeparator()
    return menu


def save_model(session: Session, output: Output, parent: QWidget) -> None:
    """Ask where the model of an output shall go, and save it there."""
    filters = kinds(tr("Models"), "npz")
    file = choose_new_file(parent, "model", tr("Save model"), f"{output.name}.npz", filters)
    if file is not None:
        session.do("save_model_to", output.number, str(file))


def load_model(session: Session, output: Output, parent: QWidget) -> None:
    """Ask for a file with a model, and let it answer for an output, with its examples if they are wanted."""
    filters = kinds(tr("Models"), "npz")
    file = choose_file(parent, "model", tr("Load model"), Path.home(), filters)
    if file is None:
        return
    answer = QMessageBox.question(
        parent,
        tr("Load model"),
        tr("Take over the examples of the model, too? Undo takes them back."),
        QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.No | QMessageBox.StandardButton.Cancel,
        QMessageBox.StandardButton.No,
    )
    if answer != QMessageBox.StandardButton.Cancel:
        session.do("load_model_from", output.number, str(file), answer == QMessageBox.StandardButton.Yes)


def add_menu(session: Session, parent: QWidget) -> QMenu:
    """The kinds of outputs."""
    menu = QMenu(parent)
    for spec, text in _NEW:
        _add(menu, tr(text), partial(session.do, "add_output", spec))
    return menu
