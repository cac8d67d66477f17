"""Short messages that vanish by themselves, instead of dialogs."""

from __future__ import annotations

from PyQt6.QtCore import QEvent, QObject, Qt, QTimer
from PyQt6.QtGui import QMouseEvent
from PyQt6.QtWidgets import QLabel, QWidget

from wekipy.gui.theme import scale
from wekipy.gui.theme.theme import role

_LEAST, _PER_CHARACTER = 4_000, 60  # milliseconds


class Toast(QLabel):
    """A message at the foot of a widget, above everything; a click closes it."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        role(self, "toast")
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._over = over
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        over.installEventFilter(self)
        self.hide()

    def confirm(self, text: str) -> None:
        """Show what was done."""
        self.say(text, "good")

    def say(self, text: str, tone: str = "") -> None:
        """Show a sentence for long enough to read it; of something that failed, unless the tone is "good"."""
        role(self, tone=tone)
        self.setText(text)
        self.setAccessibleName(text)
        self._place()
        self.show()
        self.raise_()
        self._timer.start(max(_LEAST, _PER_CHARACTER * len(text)))

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:  # noqa: N802  Qt's name
        """Stay at the foot of what it is over."""
        if event is not None and event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def mousePressEvent(self, event: QMouseEvent | None) -> None:  # noqa: N802, ARG002  Qt's name
        """Close on a click."""
        self.hide()

    def _place(self) -> None:
        wanted = self.fontMetrics().horizontalAdvance(self.text()) + 3 * scale.XL
        width = min(wanted, 560, self._over.width() - 2 * scale.XL)
        height = max(self.heightForWidth(width), scale.HIT)
        self.setGeometry(
            (self._over.width() - width) // 2, self._over.height() - height - scale.XL, width, height
        )
