"""How takes are recorded: the count before them, and their length."""

from __future__ import annotations

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QAction, QActionGroup
from PyQt6.QtWidgets import QLabel, QMenu, QToolButton, QWidget

from wekipy.gui.outputs.buttons import paint, small
from wekipy.gui.stores.recording import COUNTS, LENGTHS, Recording
from wekipy.gui.theme import scale
from wekipy.gui.theme.parts import grow_icon
from wekipy.gui.theme.theme import role, theme
from wekipy.gui.translation import tr


class RecordOptions(QToolButton):
    """A menu that is also a sign of what is chosen."""

    def __init__(self, recording: Recording, parent: QWidget) -> None:
        super().__init__(parent)
        role(self, "small")
        self._recording = recording
        self.setProperty("drawing", "clock")
        grow_icon(self, scale.L)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        says = tr("Count in before a take, and end it by itself after a time")
        self.setToolTip(says)
        self.setAccessibleName(says)
        self.setMenu(self._make_menu())
        self._paint()
        theme().changed.connect(self._paint)
        self._show_options()

    def _paint(self) -> None:
        paint(self)

    def _make_menu(self) -> QMenu:
        menu = QMenu(self)
        for title, values, attribute in (
            (tr("Count in"), COUNTS, "count_in"),
            (tr("Length of a take"), LENGTHS, "length"),
        ):
            heading = QAction(title, menu)
            heading.setEnabled(False)
            menu.addAction(heading)
            group = QActionGroup(menu)
            for value in values:
                action = QAction(_words(attribute, value), menu)
                action.setCheckable(True)
                action.setChecked(getattr(self._recording, attribute) == value)
                action.triggered.connect(lambda _on, a=attribute, v=value: self._choose(**{a: v}))
                group.addAction(action)
                menu.addAction(action)
        return menu

    def _choose(self, **chosen: int) -> None:
        self._recording.choose(**chosen)
        self._show_options()

    def _show_options(self) -> None:
        parts = []
        if self._recording.count_in:
            parts.append(tr("in {seconds} s").format(seconds=self._recording.count_in))
        if self._recording.length:
            parts.append(tr("for {seconds} s").format(seconds=self._recording.length))
        self.setText(" ".join(parts))


def _words(attribute: str, value: int) -> str:
    if value:
        return tr("{seconds} s").format(seconds=value)
    return tr("none: at once") if attribute == "count_in" else tr("until it is ended")


class CountOverlay(QLabel):
    """The count-in before a take: large, over everything, and transparent to the mouse."""

    def __init__(self, recording: Recording, over: QWidget) -> None:
        super().__init__(over)
        role(self, "count")
        self._over = over
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        recording.counting.connect(self._show)
        self.hide()

    def _show(self, seconds: int) -> None:
        self.setVisible(seconds > 0)
        if seconds > 0:
            self.setText(str(seconds))
            self.setAccessibleName(tr("recording in {seconds}").format(seconds=seconds))
            self.setGeometry(self._over.rect())
            self.raise_()


def randomise_button(actions: tuple[QAction, ...], parent: QWidget) -> QToolButton:
    """A button with a menu of ways to randomise."""
    made = small("random", tr("Random targets: a little, or anywhere"), parent)
    menu = QMenu(made)
    menu.addActions(list(actions))
    made.setMenu(menu)
    made.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    return made
