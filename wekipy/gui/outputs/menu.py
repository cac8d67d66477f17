"""What else can be done with an output, and the kinds that can be added."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PyQt6.QtGui import QAction
from PyQt6.QtWidgets import QMenu, QWidget

from wekipy.gui.session.session import Session
from wekipy.gui.session.state import Output
from wekipy.gui.translation import mark, tr

Edit = Callable[[str, str], None]
_NEW = (
    ("1", mark("A number: a fader that the model moves")),
    ("class:3", mark("Classes: one of several poses")),
    ("gesture:3", mark("Gestures: movements that trigger")),
)


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
    rows: tuple[tuple[str, Callable[[], None], bool] | None, ...] = (
        (tr("Rename"), rename, True),
        (tr("Settings …"), lambda: edit("output", output.uid), True),
        (tr("Gestures …"), lambda: edit("gestures", output.uid), output.kind == "gesture"),
        (tr("Algorithm …"), lambda: edit("algorithm", output.uid), output.kind != "gesture"),
        None,
        (tr("Train only this one"), lambda: session.do("train", number), output.examples > 0),
        (tr("Evaluate"), lambda: session.do("evaluate", number), output.examples > 0),
        (
            tr("Back to the model before"),
            lambda: session.do("previous_model", number),
            output.model.number > 1,
        ),
        (
            tr("On to the model after"),
            lambda: session.do("next_model", number),
            output.model.number < output.model.kept,
        ),
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
    return menu


def add_menu(session: Session, parent: QWidget) -> QMenu:
    """The kinds of outputs."""
    menu = QMenu(parent)
    for spec, text in _NEW:
        _add(menu, tr(text), partial(session.do, "add_output", spec))
    return menu
