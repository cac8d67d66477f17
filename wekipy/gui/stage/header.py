"""The top of the stage: which project, where in the set list, and whether input arrives."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PyQt6.QtCore import QRectF, QSize, Qt
from PyQt6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PyQt6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from wekipy.gui.stage.walking import Library
from wekipy.gui.stage.watch import Watch
from wekipy.gui.theme import icons, scale
from wekipy.gui.theme.parts import across, column, label, show
from wekipy.gui.theme.theme import stage_palette
from wekipy.gui.translation import tr

_MOST_BARS = 24
_WORDS = 150  # wide


class Activity(QWidget):
    """The first inputs as bars within the range that each has had, and how many vectors come a second."""

    def __init__(self, watch: Watch, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._watch = watch
        self._low = self._high = np.empty(0)
        self._drawn: tuple[object, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """Wide enough for the bars and the rate."""
        return QSize(340, 56)

    def draw(self, values: npt.NDArray[np.float64]) -> None:
        """Show the latest inputs."""
        shown = values[:_MOST_BARS]
        if len(shown) != len(self._low):
            self._low, self._high = shown.copy(), shown.copy()
        np.minimum(self._low, shown, out=self._low)
        np.maximum(self._high, shown, out=self._high)
        span = np.where(self._high > self._low, self._high - self._low, 1.0)
        bars = tuple(np.rint((shown - self._low) / span * 44).astype(int).tolist())
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
        colours, silent = stage_palette(), self._watch.silent
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(scale.font(scale.TITLE, QFont.Weight.DemiBold))
        painter.setPen(QColor(colours.warning if silent else colours.text))
        words = QRectF(self.width() - _WORDS, 0, _WORDS, self.height())
        painter.drawText(words, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._words())
        if silent:
            middle = (self.height() - 40) / 2
            icons.paint(painter, "wrong", colours.warning, QRectF(words.left() - 44, middle, 40, 40))
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.accent))
        step = min((self.width() - _WORDS) / max(len(self._bars), 1), 22.0)
        foot = (self.height() + 48) / 2
        for n, bar in enumerate(self._bars):
            height = 4 + bar
            left = self.width() - _WORDS - (len(self._bars) - n) * step
            painter.drawRoundedRect(QRectF(left, foot - height, max(step - 3, 1.5), height), 1.5, 1.5)


class Header(QFrame):
    """Project, place in the set list, activity."""

    def __init__(self, watch: Watch, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = self._large()
        self.place = label(kind="stage-small", parent=self)
        self.activity = Activity(watch, self)
        words = QWidget(self)
        lines = column(words, spacing=0)
        lines.addWidget(self.name)
        lines.addWidget(self.place)
        row = across(self)
        row.addWidget(words, 1)
        row.addWidget(self.activity)

    def _large(self) -> QLabel:
        made = label("", "stage", self)
        made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        return made

    def say(self, name: str, known: Library | None, read_only: bool = False) -> None:
        """The project, and what comes after it."""
        show(self.name, tr("{name} (read-only)").format(name=name) if read_only else name)
        if known is None or known.present not in known.order.played:
            show(self.place, tr("not in the set list"))
            return
        played = known.order.played
        at = played.index(known.present)
        text = tr("{place} of {count}").format(place=at + 1, count=len(played))
        if at + 1 < len(played):
            text += "   ·   " + tr("next: {name}").format(name=known.names[played[at + 1]])
        show(self.place, text)
