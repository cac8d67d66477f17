"""Which editors there are; one is open at a time."""

from __future__ import annotations

from PyQt6.QtWidgets import QWidget

from wekipy.gui.editors.algorithm import AlgorithmEditor
from wekipy.gui.editors.gesture_editor import GestureEditor
from wekipy.gui.editors.output import OutputEditor
from wekipy.gui.editors.sheet import Sheet
from wekipy.gui.session.session import Session

EDITORS: dict[str, type[Sheet]] = {
    "output": OutputEditor,
    "algorithm": AlgorithmEditor,
    "gestures": GestureEditor,
}


def open_editor(name: str, session: Session, uid: str, near: QWidget) -> Sheet:
    """Open an editor of an output over the view that `near` is in; another one that is open closes."""
    over = near
    while over.objectName() != "ground" and (parent := over.parentWidget()) is not None:
        over = parent
    for other in over.findChildren(Sheet):
        other.close_sheet()
    made = EDITORS[name](session, uid, over)
    made.begin()
    return made
