"""Buttons for hands that are busy: large, and where something would be lost, only when held."""

from __future__ import annotations

from PyQt6.QtCore import QElapsedTimer, QEvent, QRectF, QSize, Qt, QTimer, pyqtSignal
from PyQt6.QtGui import (
    QAction,
    QColor,
    QKeyEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PyQt6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from wekipy.gui.stage.lettering import LEAST, cut, ems, fitted, sized
from wekipy.gui.stage.status import Tone, colours_of
from wekipy.gui.theme import icons, scale
from wekipy.gui.theme.palette import Palette
from wekipy.gui.theme.theme import stage_palette, theme

HOLD = 800  # milliseconds until what is held is done
_FRAME = 16
_NARROW = 120  # pixels: a narrower button has its words up to its edges
_WITH_KEY = 46  # pixels: a lower button does not show its key


class StageButton(QAbstractButton):
    """Icon, words and key, filled while it is on.

    Args:
        icon: of `theme.icons`.
        tone: how it looks while it is on.
        small: in the corners, where it is not wanted often.

    Attributes:
        bare: it shows its icon only, where there is no room for words.
    """

    def __init__(self, icon: str, tone: Tone, parent: QWidget, small: bool = False) -> None:
        super().__init__(parent)
        self._icon, self._tone, self._small = icon, tone, small
        self._key, self.bare = "", False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.update)

    def sizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """Large enough to be hit in the dark."""
        height = max(self.minimumHeight(), scale.roomy(scale.HIT))
        return QSize(round(self._ems() * 0.36 * height + 1.6 * height), height)

    def minimumSizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """Its icon, and its text as small as it can be read."""
        hint = self.sizeHint()
        return QSize(round(self._ems() * LEAST + 0.75 * hint.height() + 2 * scale.M), hint.height())

    def _ems(self) -> float:
        return 0.0 if self.bare else ems(self.text())

    def say(self, text: str, key: str, tip: str) -> None:
        """What it is called, its key, and what it does."""
        self._key = key
        self.setText(text)
        self.setAccessibleName(text)
        self.setAccessibleDescription(tip)
        self.setToolTip(f"{text}  [{key}]\n{tip}" if key else f"{text}\n{tip}")
        self.updateGeometry()
        self.update()

    def mirror(self, action: QAction) -> None:
        """Look as an action does, from now on."""
        self._action = action
        self.setCheckable(action.isCheckable())
        action.changed.connect(self._copy)
        self._copy()

    def nextCheckState(self) -> None:  # noqa: N802  Qt's name
        """A click turns nothing over: the engine says what is on."""

    def _copy(self) -> None:
        action = self._action
        self.setEnabled(action.isEnabled())
        self.setChecked(action.isChecked())
        key = action.shortcut().toString(action.shortcut().SequenceFormat.NativeText)
        self.say(action.iconText(), key, action.toolTip().rpartition("\n")[2])

    def _share(self) -> float:
        return 1.0 if self.isChecked() or self.isDown() else 0.0

    def paintEvent(self, event: QPaintEvent | None) -> None:  # noqa: N802, ARG002  Qt's name
        """Draw it."""
        colours = stage_palette()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        place = QRectF(self.rect()).adjusted(3, 3, -3, -3)
        self._paint_ground(painter, colours, place)
        on = self.isChecked() or self.isDown()
        ink = colours_of(self._tone, colours)[1] if on and self._share() >= 1 else colours.text
        ink = ink if self.isEnabled() else colours.strong
        self._paint_words(painter, place, ink)

    def _paint_ground(self, painter: QPainter, colours: Palette, place: QRectF) -> None:
        path = QPainterPath()
        path.addRoundedRect(place, 12, 12)
        hover = self.underMouse() and self.isEnabled()
        painter.fillPath(path, QColor(colours.hover if hover else colours.raised))
        share = self._share() if self.isEnabled() else 0.0
        if share > 0:
            painter.setClipPath(path)
            filled = QRectF(place.left(), place.top(), place.width() * share, place.height())
            painter.fillRect(filled, QColor(colours_of(self._tone, colours)[0]))
            painter.setClipping(False)
        if self.hasFocus():
            painter.setPen(QPen(QColor(colours.text), 3))
            painter.drawPath(path)

    def _paint_words(self, painter: QPainter, place: QRectF, ink: str) -> None:
        """The icon and what it is called; below them its key, where there is room; else the icon alone."""
        key = "" if self._small else self._key
        foot = 0.24 * place.height() if key and place.height() > _WITH_KEY else 0.0
        edge = scale.S if place.width() > _NARROW else 2
        line = place.adjusted(edge, 0, -edge, -foot)
        size, largest = 0.5 * line.height(), (0.36 if self._small else 0.4) * line.height()
        gap = 0.3 * size
        wide = line.width() - size - gap
        font = fitted(self.text(), wide, largest)
        text = cut(self.text(), font, wide) if wide > 2 * LEAST and not self.bare else ""
        width = ems(text) * font.pixelSize() + gap if text else 0.0
        left = line.left() + max((line.width() - width - size) / 2, 0.0)
        icons.paint(painter, self._icon, ink, QRectF(left, line.center().y() - size / 2, size, size))
        painter.setPen(QColor(ink))
        painter.setFont(font)
        words = QRectF(left + size + gap, line.top(), line.right() - left - size - gap, line.height())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, text)
        if foot:
            painter.setFont(sized(int(min(0.7 * foot, 22))))
            painter.drawText(
                QRectF(place.left(), place.bottom() - 1.2 * foot, place.width(), foot),
                Qt.AlignmentFlag.AlignCenter,
                key,
            )


class HoldButton(StageButton):
    """Does what it does only after it has been held down: with the mouse, with Space, or by `begin`.

    Signals:
        held(): it has been, for `HOLD` milliseconds.
    """

    held = pyqtSignal()

    def __init__(self, icon: str, tone: Tone, parent: QWidget, small: bool = False) -> None:
        super().__init__(icon, tone, parent, small)
        self._since = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setInterval(_FRAME)
        self._timer.timeout.connect(self._look)
        self.pressed.connect(self.begin)
        self.released.connect(self.give_up)

    def begin(self) -> None:
        """It is being held now."""
        if self.isEnabled() and not self._timer.isActive():
            self._since.start()
            self._timer.start()

    def give_up(self) -> None:
        """It was let go; nothing happens if that was too early."""
        self._timer.stop()
        self._since.invalidate()
        self.update()

    def keyPressEvent(self, event: QKeyEvent | None) -> None:  # noqa: N802  Qt's name
        """Return is held as Space is."""
        if event is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.begin()
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent | None) -> None:  # noqa: N802  Qt's name
        """Return is held as Space is."""
        if event is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self.give_up()
        else:
            super().keyReleaseEvent(event)

    def changeEvent(self, event: QEvent | None) -> None:  # noqa: N802  Qt's name
        """What cannot be done any more is not done."""
        if event is not None and event.type() == QEvent.Type.EnabledChange and not self.isEnabled():
            self.give_up()
        super().changeEvent(event)

    def _share(self) -> float:
        return min(self._since.elapsed() / HOLD, 1.0) if self._since.isValid() else 0.0

    def _look(self) -> None:
        self.update()
        if self._since.elapsed() >= HOLD:
            self.give_up()
            self.held.emit()
