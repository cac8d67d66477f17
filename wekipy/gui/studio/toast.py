"""Short messages that vanish by themselves, instead of dialogs."""

from __future__ import annotations

from collections.abc import Callable

from PyQt6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PyQt6.QtGui import QMouseEvent
from PyQt6.QtWidgets import QLabel, QPushButton, QWidget

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
        self.button = QPushButton(self)
        self.button.clicked.connect(self._press)
        self._do: Callable[[], object] | None = None
        over.installEventFilter(self)
        self.hide()

    def confirm(self, text: str) -> None:
        """Show what was done."""
        self.say(text, "good")

    def offer(self, text: str, words: str, do: Callable[[], object]) -> None:
        """Show what was done, with a button for what may be done next."""
        self._do = do
        self.button.setText(words)
        self._show(text, "good")

    def say(self, text: str, tone: str = "") -> None:
        """Show a sentence for long enough to read it; of something that failed, unless the tone is "good"."""
        self._do = None
        self._show(text, tone)

    def _show(self, text: str, tone: str) -> None:
        self.button.setVisible(self._do is not None)
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

    def _press(self) -> None:
        do = self._do
        self.hide()
        if do is not None:
            do()

    def _place(self) -> None:
        button = self.button.sizeHint().expandedTo(QSize(0, scale.HIT)) if self._do else QSize(0, 0)
        beside = button.width() + scale.M if self._do else 0
        self.setContentsMargins(scale.L, scale.M, scale.L + beside, scale.M)
        wanted = self.fontMetrics().horizontalAdvance(self.text()) + 3 * scale.XL + beside
        width = min(wanted, scale.roomy(560), self._over.width() - 2 * scale.XL)
        height = max(self.heightForWidth(width), button.height() + 2 * scale.S, scale.HIT)
        self.setGeometry(
            (self._over.width() - width) // 2, self._over.height() - height - scale.XL, width, height
        )
        self.button.setGeometry(
            width - button.width() - scale.M, (height - button.height()) // 2, button.width(), button.height()
        )
