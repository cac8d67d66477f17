"""Buttons as wide as the longest of their words, so that nothing beside them moves when words change."""

from __future__ import annotations

from collections.abc import Iterable

from PyQt6.QtCore import QEvent, QObject
from PyQt6.QtGui import QFont, QFontMetrics
from PyQt6.QtWidgets import QAbstractButton

_STYLES = (QEvent.Type.StyleChange, QEvent.Type.FontChange, QEvent.Type.Show)


class _Steady(QObject):
    """Keeps a button wide enough for each of its texts, in the font of now, bold too."""

    def __init__(self, button: QAbstractButton, texts: Iterable[str]) -> None:
        super().__init__(button)
        self._button, self._texts = button, tuple(texts)
        button.installEventFilter(self)
        self._fit()

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:  # noqa: N802  Qt's name
        """Measure anew when the font has changed."""
        if event is not None and event.type() in _STYLES:
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        button = self._button
        around = button.sizeHint().width() - button.fontMetrics().horizontalAdvance(button.text())
        bold = QFont(button.font())
        bold.setWeight(QFont.Weight.DemiBold)
        words = QFontMetrics(bold).horizontalAdvance
        button.setMinimumWidth(around + max(map(words, self._texts)))


def keep_steady(button: QAbstractButton, texts: Iterable[str]) -> None:
    """Let a button be as wide as the longest of these texts, whichever it shows."""
    _Steady(button, texts)
