"""Small parts that panels are made of."""

from __future__ import annotations

from collections.abc import Iterator

from PyQt6.QtCore import QObject, QSize, Qt
from PyQt6.QtGui import QResizeEvent
from PyQt6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from wekipy.gui.theme import scale
from wekipy.gui.theme.theme import role, theme


def label(text: str = "", kind: str = "", parent: QWidget | None = None) -> QLabel:
    """A label; `kind` is a role of the style sheet: title, heading, dim, small, badge."""
    made = QLabel(text, parent)
    made.setTextFormat(Qt.TextFormat.PlainText)
    role(made, kind)
    return made


class Shrinking(QLabel):
    """A label that is cut with dots where there is no room for it, and whole in its tooltip.

    Args:
        kind: as for `label`.
        least: pixels that it is given in any case, if it needs them.
    """

    def __init__(
        self, text: str = "", kind: str = "", parent: QWidget | None = None, least: int = 3 * scale.L
    ) -> None:
        super().__init__(parent)
        self._whole, self._least, self._more = "", least, ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        role(self, kind)
        self.setText(text)

    def text(self) -> str:
        """The whole of it."""
        return self._whole

    def explain(self, sentences: str) -> None:
        """Say more in the tooltip, after the whole of the text where that is cut."""
        self._more = sentences
        self._cut()

    def setText(self, text: str | None) -> None:  # noqa: N802  Qt's name
        """Show as much of it as there is room for."""
        self._whole = text or ""
        self._cut()
        self.updateGeometry()

    def sizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """Room for all of it."""
        hint, words = super().sizeHint(), self.fontMetrics().horizontalAdvance
        return QSize(hint.width() - words(super().text()) + words(self._whole) + 1, hint.height())

    def minimumSizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """Room for a few letters."""
        return QSize(
            min(self.sizeHint().width(), scale.roomy(self._least)), super().minimumSizeHint().height()
        )

    def resizeEvent(self, event: QResizeEvent | None) -> None:  # noqa: N802  Qt's name
        """More or less fits."""
        super().resizeEvent(event)
        self._cut()

    def _cut(self) -> None:
        words = self.fontMetrics().horizontalAdvance
        around = super().sizeHint().width() - words(super().text())
        room = max(self.width() - around, 0)
        fit = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, room)
        super().setText(fit)
        self.setToolTip("\n".join(filter(None, (self._whole if fit != self._whole else "", self._more))))


def show(shown: QLabel, text: str) -> None:
    """Set a label's text only if it differs: setting it always triggers a new layout."""
    if shown.text() != text:
        shown.setText(text)


def badge(shown: QLabel, text: str, tone: str = "") -> None:
    """Text and tone ("good", "warning", "bad", "accent", "") of a label that is a badge."""
    show(shown, text)
    if shown.property("tone") != tone:
        role(shown, "badge", tone)
    shown.setVisible(bool(text))


def column(parent: QWidget | None = None, margin: int = 0, spacing: int = scale.S) -> QVBoxLayout:
    """A layout of one below the other."""
    made = QVBoxLayout() if parent is None else QVBoxLayout(parent)
    made.setContentsMargins(margin, margin, margin, margin)
    made.setSpacing(spacing)
    return made


def across(parent: QWidget | None = None, margin: int = 0, spacing: int = scale.S) -> QHBoxLayout:
    """A layout of one beside the other."""
    made = QHBoxLayout() if parent is None else QHBoxLayout(parent)
    made.setContentsMargins(margin, margin, margin, margin)
    made.setSpacing(spacing)
    return made


def clear(layout: QLayout) -> None:
    """Take everything out of a layout."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.setParent(None)
            widget.deleteLater()


class Rows(QScrollArea):
    """A list of widgets that scrolls; `visible_rows` returns those to draw."""

    def __init__(self, parent: QWidget | None = None, spacing: int = 2) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        self._column = column(inside, spacing=spacing)
        self.setWidget(inside)
        self._rows: list[QWidget] = []

    def fill(self, rows: list[QWidget]) -> None:
        """Show these and no others; those that stay are as they were."""
        for row in self._rows:
            self._column.removeWidget(row)
            if row not in rows:
                row.setParent(None)
                row.deleteLater()
        clear(self._column)
        self._rows = rows
        for row in rows:
            self._column.addWidget(row)
        self._column.addStretch(1)

    def add(self, row: QWidget) -> None:
        """One more, below the others."""
        self._rows.append(row)
        self._column.insertWidget(self._column.count() - 1, row)

    def visible_rows(self) -> Iterator[tuple[int, QWidget]]:
        """Index and widget of those that can be seen now."""
        inside, port = self.widget(), self.viewport()
        if not self._rows or inside is None or port is None:
            return
        top, bottom = -inside.y(), -inside.y() + port.height()
        for n, row in enumerate(self._rows):
            if row.y() + row.height() >= top and row.y() <= bottom:
                yield n, row

    def resizeEvent(self, event: QResizeEvent | None) -> None:  # noqa: N802  Qt's name
        """Rows are never wider than what is seen."""
        super().resizeEvent(event)
        inside, port = self.widget(), self.viewport()
        if inside is not None and port is not None:
            inside.setMaximumWidth(port.width())


class _GrowingIcon(QObject):
    """Keeps the icon of a button as large as the text beside it asks for."""

    def __init__(self, button: QAbstractButton, pixels: int) -> None:
        super().__init__(button)
        self._button, self._pixels = button, pixels
        theme().changed.connect(self.fit)
        self.fit()

    def fit(self) -> None:
        """Take the size of now."""
        side = scale.roomy(self._pixels)
        self._button.setIconSize(QSize(side, side))


def grow_icon(button: QAbstractButton, pixels: int = scale.ICON) -> None:
    """Let the icon of a button, so many pixels wide by default, grow with the size of text."""
    _GrowingIcon(button, pixels)
