"""The pad: a point that the mouse, the arrow keys or a hand of its own moves, with the way it came."""

from __future__ import annotations

from collections import deque
from itertools import pairwise

from PyQt6.QtCore import QPointF, QRectF, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PyQt6.QtWidgets import QSizePolicy, QWidget

from wekipy.gui.theme import scale
from wekipy.gui.theme.theme import palette, theme
from wekipy.gui.translation import tr
from wekipy.gui.trial.movement import Place

_TRAIL = 45  # frames
_MARKS = 60
_STEP = 0.02  # of the pad, for an arrow key
_DOT = 9.0
_ARROWS = {
    Qt.Key.Key_Left: (-_STEP, 0.0), Qt.Key.Key_Right: (_STEP, 0.0),
    Qt.Key.Key_Up: (0.0, _STEP), Qt.Key.Key_Down: (0.0, -_STEP),
}  # fmt: skip


class Pad(QWidget):
    """A field with a point on it.

    Signals:
        pressed(), released(): the mouse button, or Space while the pad has the focus.

    Attributes:
        place: of the point, across and up, each 0 to 1.
        by_hand: whether mouse and keys move it.
    """

    pressed = pyqtSignal()
    released = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.place: Place = (0.5, 0.5)
        self.by_hand = False
        self._down = False
        self._trail: deque[Place] = deque(maxlen=_TRAIL)
        self._marks: deque[tuple[Place, str]] = deque(maxlen=_MARKS)
        self._colour = ""
        self._words = ""
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Pad: moves the inputs"))
        self.setMinimumSize(160, 120)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme().changed.connect(self.update)

    def sizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """As large as there is room."""
        return QSize(360, 300)

    def step(self) -> None:
        """A frame has passed: the trail goes on."""
        if not self._trail or len(set(self._trail)) > 1 or self._trail[-1] != self.place:
            self.update()
        self._trail.append(self.place)

    def move_to(self, place: Place) -> None:
        """The point is here now."""
        self.place = place

    def mark(self, colour: str) -> None:
        """Something was shown here."""
        self._marks.append((self.place, colour))
        self.update()

    def forget_marks(self) -> None:
        """No marks any more."""
        self._marks.clear()
        self.update()

    def say(self, words: str, colour: str) -> None:
        """What pressing would show now, and the colour of it; "" for nothing."""
        if (words, colour) != (self._words, self._colour):
            self._words, self._colour = words, colour
            self.update()

    # Mouse and keys

    def mouseMoveEvent(self, event: QMouseEvent | None) -> None:  # noqa: N802  Qt's name
        """The point follows."""
        if event is not None and self.by_hand:
            self.place = self._place(event.position())

    def mousePressEvent(self, event: QMouseEvent | None) -> None:  # noqa: N802  Qt's name
        """Something is shown here."""
        if event is not None and event.button() == Qt.MouseButton.LeftButton:
            self.mouseMoveEvent(event)
            self._press()

    def mouseReleaseEvent(self, event: QMouseEvent | None) -> None:  # noqa: N802  Qt's name
        """That was it."""
        if event is not None and event.button() == Qt.MouseButton.LeftButton:
            self._release()

    def keyPressEvent(self, event: QKeyEvent | None) -> None:  # noqa: N802  Qt's name
        """Arrows move the point, Space is the button."""
        if event is None:
            return
        arrow = _ARROWS.get(Qt.Key(event.key()))
        if arrow is not None and self.by_hand:
            self.place = (_within(self.place[0] + arrow[0]), _within(self.place[1] + arrow[1]))
        elif event.key() == Qt.Key.Key_Space:
            if not event.isAutoRepeat():
                self._press()
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent | None) -> None:  # noqa: N802  Qt's name
        """Space up."""
        if event is None or event.key() != Qt.Key.Key_Space:
            super().keyReleaseEvent(event)
        elif not event.isAutoRepeat():
            self._release()

    def focusOutEvent(self, event: QFocusEvent | None) -> None:  # noqa: N802  Qt's name
        """Whoever leaves has let go."""
        self._release()
        super().focusOutEvent(event)

    def _press(self) -> None:
        if not self._down:
            self._down = True
            self.pressed.emit()
            self.update()

    def _release(self) -> None:
        if self._down:
            self._down = False
            self.released.emit()
            self.update()

    # Drawing

    def _field(self) -> QRectF:
        return QRectF(self.rect()).adjusted(1, 1, -1, -1)

    def _place(self, at: QPointF) -> Place:
        field = self._field()
        return (
            _within((at.x() - field.x()) / field.width()),
            _within(1 - (at.y() - field.y()) / field.height()),
        )

    def _point(self, place: Place) -> QPointF:
        field = self._field()
        return QPointF(field.x() + place[0] * field.width(), field.bottom() - place[1] * field.height())

    def paintEvent(self, event: QPaintEvent | None) -> None:  # noqa: N802, ARG002  Qt's name
        """Draw it."""
        colours = palette()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = colours.record if self._down else colours.accent if self.hasFocus() else colours.line
        painter.setPen(QPen(QColor(edge), 2))
        painter.setBrush(QColor(colours.background))
        painter.drawRoundedRect(self._field(), scale.RADIUS, scale.RADIUS)
        self._draw_grid(painter, colours.line)
        painter.setPen(Qt.PenStyle.NoPen)
        for place, colour in self._marks:
            painter.setBrush(QColor(colour))
            painter.setOpacity(0.75)
            painter.drawEllipse(self._point(place), 5, 5)
        self._draw_trail(painter, colours.accent)
        painter.setOpacity(1)
        painter.setPen(QPen(QColor(colours.text), 2))
        painter.setBrush(QColor(colours.record if self._down else self._colour or colours.accent))
        painter.drawEllipse(self._point(self.place), _DOT, _DOT)
        self._draw_words(painter, colours.dim)

    def _draw_grid(self, painter: QPainter, colour: str) -> None:
        field = self._field()
        painter.setPen(QPen(QColor(colour), 1))
        for n in range(1, 4):
            x, y = field.x() + field.width() * n / 4, field.y() + field.height() * n / 4
            painter.drawLine(QPointF(x, field.top() + 2), QPointF(x, field.bottom() - 2))
            painter.drawLine(QPointF(field.left() + 2, y), QPointF(field.right() - 2, y))

    def _draw_trail(self, painter: QPainter, colour: str) -> None:
        points = [self._point(place) for place in self._trail]
        for n, (one, other) in enumerate(pairwise(points), 1):
            painter.setOpacity(0.7 * n / len(points))
            painter.setPen(QPen(QColor(colour), 3, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
            painter.drawLine(one, other)

    def _draw_words(self, painter: QPainter, colour: str) -> None:
        if self._words:
            painter.setPen(QColor(colour))
            painter.setFont(scale.font(scale.SMALL))
            inside = self._field().adjusted(scale.M, scale.S, -scale.M, -scale.S)
            foot = Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap
            painter.drawText(inside, int(foot), self._words)


def _within(share: float) -> float:
    return min(max(share, 0.0), 1.0)
