"""The top of the stage: which project, where in the set list, and whether input arrives."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PyQt6.QtCore import QRectF, Qt
from PyQt6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PyQt6.QtWidgets import QFrame, QSizePolicy, QWidget

from wekipy.gui.stage.lettering import cut, ems, sized
from wekipy.gui.stage.walking import Library
from wekipy.gui.stage.watch import Watch
from wekipy.gui.theme import icons, scale
from wekipy.gui.theme.parts import across, column
from wekipy.gui.theme.theme import stage_palette
from wekipy.gui.translation import tr

_MOST_BARS = 24
_BARS_WIDE = 3.2  # of its height
_LETTERS = 0.42  # of its height
_STEPS = 44  # of a bar: what moves less is not drawn again


class Activity(QWidget):
    """The first inputs as bars within the range that each has had, and how many vectors come a second."""

    def __init__(self, watch: Watch, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._watch = watch
        self._low = self._high = np.empty(0)
        self._drawn: tuple[object, ...] = ()
        self._bars: tuple[int, ...] = ()
        self._words_width = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.fit(56)

    def fit(self, height: int) -> None:
        """Be so high, and wide enough for the bars, a high rate, and the words that stand in its place."""
        font = sized(int(_LETTERS * height))
        rate = tr("{rate} per second").format(rate=8888)
        self._words_width = max(ems(rate), ems(tr("NO INPUT"))) * font.pixelSize()
        self.setFixedSize(round(self._words_width + scale.L + _BARS_WIDE * height), height)

    def draw(self, values: npt.NDArray[np.float64]) -> None:
        """Show the latest inputs."""
        shown = values[:_MOST_BARS]
        if len(shown) != len(self._low):
            self._low, self._high = shown.copy(), shown.copy()
        np.minimum(self._low, shown, out=self._low)
        np.maximum(self._high, shown, out=self._high)
        span = np.where(self._high > self._low, self._high - self._low, 1.0)
        bars = tuple(np.rint((shown - self._low) / span * _STEPS).astype(int).tolist())
        drawn = (bars, round(self._watch.rate), self._watch.silent)
        if drawn != self._drawn:
            self._drawn, self._bars = drawn, bars
            self.setAccessibleName(self._words())
            self.update()

    def _words(self) -> str:
        if self._watch.silent:
            return tr("NO INPUT")
        return tr("{rate} per second").format(rate=round(self._watch.rate))

    def paintEvent(self, event: QPaintEvent | None) -> None:  # noqa: N802, ARG002  Qt's name
        """Draw it."""
        if not self._drawn:
            return
        colours, silent, high = stage_palette(), self._watch.silent, self.height()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font, text = sized(int(_LETTERS * high)), self._words()
        painter.setFont(font)
        painter.setPen(QColor(colours.warning if silent else colours.text))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(self.rect()), right, text)
        if silent:
            left = self.width() - ems(text) * font.pixelSize() - scale.M
            size = 0.7 * high
            icons.paint(painter, "wrong", colours.warning, QRectF(left - size, 0.15 * high, size, size))
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.accent))
        end = self.width() - self._words_width - scale.L
        step = min(end / max(len(self._bars), 1), 0.4 * high)
        for n, bar in enumerate(self._bars):
            tall = (0.08 + 0.78 * bar / _STEPS) * high
            left = end - (len(self._bars) - n) * step
            painter.drawRoundedRect(QRectF(left, 0.93 * high - tall, max(0.85 * step, 1.5), tall), 1.5, 1.5)


class Words(QWidget):
    """A line as large as its height allows, cut where there is no room for it.

    Args:
        share: height of its letters, of its own height.
    """

    def __init__(self, parent: QWidget, share: float, weight: QFont.Weight, second: bool = False) -> None:
        super().__init__(parent)
        self._text, self._share, self._weight, self._second = "", share, weight, second
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def text(self) -> str:
        """The whole of it."""
        return self._text

    def setText(self, text: str) -> None:  # noqa: N802  as labels are told
        """Show this."""
        if text != self._text:
            self._text = text
            self.setAccessibleName(text)
            self.setToolTip(text)
            self.update()

    def paintEvent(self, event: QPaintEvent | None) -> None:  # noqa: N802, ARG002  Qt's name
        """Draw it."""
        colours = stage_palette()
        painter = QPainter(self)
        font = sized(int(self._share * self.height()), self._weight)
        painter.setFont(font)
        painter.setPen(QColor(colours.dim if self._second else colours.text))
        text = cut(self._text, font, self.width())
        painter.drawText(QRectF(self.rect()), Qt.AlignmentFlag.AlignVCenter, text)


class Header(QFrame):
    """Project, place in the set list, activity."""

    def __init__(self, watch: Watch, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = Words(self, 0.82, QFont.Weight.DemiBold)
        self.place = Words(self, 0.78, QFont.Weight.Normal, second=True)
        self.activity = Activity(watch, self)
        words = QWidget(self)
        lines = column(words, spacing=0)
        lines.addWidget(self.name, 8)
        lines.addWidget(self.place, 5)
        row = across(self)
        row.addWidget(words, 1)
        row.addWidget(self.activity)

    def say(self, name: str, known: Library | None, read_only: bool = False) -> None:
        """The project, and what comes after it."""
        self.name.setText(tr("{name} (read-only)").format(name=name) if read_only else name)
        if known is None or known.present not in known.order.played:
            self.place.setText(tr("not in the set list"))
            return
        played = known.order.played
        at = played.index(known.present)
        text = tr("{place} of {count}").format(place=at + 1, count=len(played))
        if at + 1 < len(played):
            text += "   ·   " + tr("next: {name}").format(name=known.names[played[at + 1]])
        self.place.setText(text)
