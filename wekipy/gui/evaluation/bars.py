"""The error of each take as a bar; a bar opens its take."""

from __future__ import annotations

from collections.abc import Sequence

from PyQt6.QtCore import QRectF, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PyQt6.QtWidgets import QSizePolicy, QWidget

from wekipy.client.evaluation import TakeFigure
from wekipy.gui.theme import scale
from wekipy.gui.theme.gradient import blend
from wekipy.gui.theme.theme import palette, theme
from wekipy.gui.translation import tr

_HEIGHT, _FOOT, _WIDEST = 84, 18, 36
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class TakeBars(QWidget):
    """Paints figures by take.

    Signals:
        opened(int): a bar was pressed; its take.
    """

    opened = pyqtSignal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._figures: tuple[TakeFigure, ...] = ()
        self._shares = False
        self._shares = False
        self._at = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Error by take"))
        theme().changed.connect(self.update)

    def show_figures(self, figures: Sequence[TakeFigure], shares: bool) -> None:
        """Draw these; `shares` says that errors are shares of wrong answers."""
        self._figures = tuple(figures)
        self._shares = shares
        self._at = min(self._at, max(len(self._figures) - 1, 0))
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """As wide as there is room."""
        return QSize(240, _HEIGHT)

    def _step(self) -> float:
        return min(self.width() / max(len(self._figures), 1), _WIDEST)

    def _take_at(self, x: float) -> int | None:
        found = int(x / self._step())
        return found if 0 <= found < len(self._figures) else None

    def words(self, place: int) -> str:
        """A bar in words."""
        figure = self._figures[place]
        if figure.error is None:
            error = tr("not tested")
        elif self._shares:
            error = tr("{percent} % wrong").format(percent=round(100 * figure.error))
        else:
            error = tr("error {error}").format(error=f"{figure.error:.3g}")
        return f"{tr('take {number}').format(number=figure.take)}: {error}"

    def _go(self, place: int) -> None:
        self._at = place
        self.setAccessibleDescription(self.words(place))
        self.update()

    def mousePressEvent(self, event: QMouseEvent | None) -> None:  # noqa: N802  Qt's name
        """Open the take."""
        found = None if event is None else self._take_at(event.position().x())
        if found is not None:
            self._go(found)
            self.opened.emit(self._figures[found].take)

    def mouseMoveEvent(self, event: QMouseEvent | None) -> None:  # noqa: N802  Qt's name
        """Say what is under the pointer."""
        found = None if event is None else self._take_at(event.position().x())
        self.setToolTip("" if found is None else self.words(found))

    def keyPressEvent(self, event: QKeyEvent | None) -> None:  # noqa: N802  Qt's name
        """Arrows move, Enter opens."""
        if event is None or not self._figures:
            return
        step = _STEPS.get(Qt.Key(event.key()))
        if step is not None:
            self._go(min(max(self._at + step, 0), len(self._figures) - 1))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(self._figures[self._at].take)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent | None) -> None:  # noqa: N802, ARG002  Qt's name
        """Draw them."""
        painter, colours, step = QPainter(self), palette(), self._step()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(scale.font(scale.SMALL))
        most = max((figure.error or 0.0 for figure in self._figures), default=0.0) or 1.0
        gap = 4 if step > 10 else 1 if step > 3 else 0
        for n, figure in enumerate(self._figures):
            share = (figure.error or 0.0) / most
            height = max((_HEIGHT - _FOOT - 4) * share, 2.0)
            bar = QRectF(n * step, _HEIGHT - _FOOT - height, max(step - gap, 1.0), height)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(blend(colours.accent, colours.bad, self._severity(figure, share))))
            painter.drawRoundedRect(bar, min(3.0, bar.width() / 2), min(3.0, height / 2))
            if step >= 20:
                painter.setPen(QColor(colours.dim))
                foot = QRectF(n * step, _HEIGHT - _FOOT, step - gap, _FOOT)
                painter.drawText(foot, int(Qt.AlignmentFlag.AlignCenter), str(figure.take))
        if self.hasFocus() and self._figures:
            painter.setPen(QColor(colours.accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self._at * step, 1, max(step - gap, 4.0), _HEIGHT - 2), 3, 3)

    def _severity(self, figure: TakeFigure, share: float) -> float:
        return (figure.error or 0.0) if self._shares else share**2
