"""How a take looks in the list: a stripe in the colour of what it shows, name, targets, length, remarks."""

from __future__ import annotations

from PyQt6.QtCore import QModelIndex, QRect, QRectF, QSize, Qt
from PyQt6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PyQt6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from wekipy.gui.takes.item_model import ROW
from wekipy.gui.takes.labels import Label
from wekipy.gui.takes.rows import Row
from wekipy.gui.theme import scale
from wekipy.gui.theme.icons import pixmap
from wekipy.gui.theme.palette import Palette
from wekipy.gui.theme.scale import roomy
from wekipy.gui.theme.theme import palette, theme
from wekipy.gui.translation import tr
from wekipy.gui.wording.output_words import count_words

HEIGHT = 46
_NAME, _FIGURES, _BAR, _STRIPE = 116, 96, 3, 4
_MOST_LABELS = 3
_CHIP, _LEAST_CHIP = 22, 56


class TakeDelegate(QStyledItemDelegate):
    """Paints rows of `TakesModel`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dress()
        theme().changed.connect(self._dress)

    def _dress(self) -> None:
        self._small = scale.font(scale.SMALL)
        self._bold = scale.font(scale.BODY, QFont.Weight.DemiBold)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:  # noqa: N802, ARG002
        """All rows are equally high."""
        return QSize(320, roomy(HEIGHT))

    def paint(self, painter: QPainter | None, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        """Draw one row."""
        row = index.data(ROW)
        if painter is None or row is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours, area = palette(), option.rect.adjusted(1, 1, -1, -1)
        self._ground(painter, option, area, colours)
        if row.deleted or not row.take.on:
            painter.setOpacity(0.55)
        self._stripe(painter, row, area, colours)
        inside = area.adjusted(_STRIPE + scale.M, 0, -scale.M, -_BAR - 3)
        self._name(painter, row, inside, colours)
        self._figures(painter, row, inside, colours)
        self._labels(
            painter, row, inside.adjusted(_name_width(inside), 0, -roomy(_FIGURES) - scale.S, 0), colours
        )
        self._length(painter, row, area, colours)
        painter.restore()

    def updateEditorGeometry(  # noqa: N802  Qt's name
        self,
        editor: QWidget | None,
        option: QStyleOptionViewItem,
        index: QModelIndex,  # noqa: ARG002
    ) -> None:
        """The name is edited where it stands."""
        if editor is not None:
            area = option.rect.adjusted(_STRIPE + 4, 4, -roomy(_FIGURES) - scale.L, -4)
            editor.setGeometry(area)

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem, area: QRect, colours: Palette) -> None:
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        over = bool(option.state & QStyle.StateFlag.State_MouseOver)
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        if not (selected or over or focused):
            return
        painter.setPen(QColor(colours.accent) if focused else Qt.PenStyle.NoPen)
        ground = QColor(colours.hover if selected else colours.raised)
        painter.setBrush(ground if selected or over else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(area), 6, 6)

    def _stripe(self, painter: QPainter, row: Row, area: QRect, colours: Palette) -> None:
        shown = [label.colour(colours) for label in row.labels[:_MOST_LABELS]] or [colours.strong]
        height = (area.height() - 12) / len(shown)
        painter.setPen(Qt.PenStyle.NoPen)
        for n, colour in enumerate(shown):
            painter.setBrush(QColor(colour))
            painter.drawRoundedRect(
                QRectF(area.left() + 4, area.top() + 6 + n * height, _STRIPE, height - 1), 2, 2
            )

    def _name(self, painter: QPainter, row: Row, area: QRect, colours: Palette) -> None:
        upper, lower = _halves(area)
        font = QFont(self._bold)
        font.setStrikeOut(row.deleted)
        place = QRect(upper if row.state else area)
        place.setWidth(_name_width(area) - scale.S)
        lower.setWidth(_name_width(area) - scale.S)
        _text(painter, (font, colours.text), place, row.title)
        _text(painter, (self._small, colours.dim), lower, row.state)

    def _figures(self, painter: QPainter, row: Row, area: QRect, colours: Palette) -> None:
        upper, lower = _halves(area)
        right = Qt.AlignmentFlag.AlignRight
        length = tr("{seconds} s").format(seconds=f"{row.take.seconds:.1f}")
        _text(painter, (scale.font(), colours.text), upper, length, right)
        count = count_words(row.take.examples)
        _text(painter, (self._small, colours.dim), lower, count, right)
        if row.remarks:
            size = scale.L
            painter.drawPixmap(
                area.right() - roomy(_FIGURES) + 4, upper.center().y() - size // 2 + 2,
                pixmap("warning", colours.warning, size),
            )  # fmt: skip

    def _labels(self, painter: QPainter, row: Row, area: QRect, colours: Palette) -> None:
        left, shown = area.left(), row.labels[:_MOST_LABELS]
        several = len(row.labels) > 1
        for n, label in enumerate(shown):
            words = f"{label.name}  {label.text}" if several else label.text
            room = area.right() - left
            if room < _LEAST_CHIP:
                shown = shown[:n]
                break
            left += self._chip(painter, label, words, QRect(left, area.top(), room, area.height()))
        if len(row.labels) > len(shown):
            rest = QRect(left, area.top(), 30, area.height())
            _text(painter, (self._small, colours.dim), rest, f"+{len(row.labels) - len(shown)}")

    def _chip(self, painter: QPainter, label: Label, words: str, area: QRect) -> int:
        colours = palette()
        metrics = QFontMetrics(self._small)
        width = min(metrics.horizontalAdvance(words) + 30, area.width())
        box = QRectF(area.left(), area.center().y() - roomy(_CHIP) / 2 + 1, width, roomy(_CHIP))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.raised))
        painter.drawRoundedRect(box, roomy(_CHIP) / 2, roomy(_CHIP) / 2)
        painter.setBrush(QColor(label.colour(colours)))
        painter.drawEllipse(QRectF(box.left() + 8, box.center().y() - 4, 8, 8))
        words_area = box.toRect().adjusted(21, 0, -8, 0)
        _text(painter, (self._small, colours.text), words_area, words)
        return width + 6

    def _length(self, painter: QPainter, row: Row, area: QRect, colours: Palette) -> None:
        whole = area.width() - _STRIPE - 2 * scale.M
        left, top = area.left() + _STRIPE + scale.M, area.bottom() - _BAR - 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(row.labels[0].colour(colours) if row.labels else colours.strong))
        painter.setOpacity(painter.opacity() * 0.7)
        painter.drawRoundedRect(QRectF(left, top, max(whole * row.share, _BAR), _BAR), 1.5, 1.5)


def _name_width(area: QRect) -> int:
    """Room for the name; where text is large, not at the cost of what the take shows."""
    return max(_NAME, min(roomy(_NAME), int(area.width() * 0.3)))


def _halves(area: QRect) -> tuple[QRect, QRect]:
    half = area.height() // 2
    upper = QRect(area.left(), area.top() + 3, area.width(), half)
    return upper, upper.translated(0, half - 3)


def _text(
    painter: QPainter,
    ink: tuple[QFont, str],
    area: QRect,
    text: str,
    side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> None:
    painter.setFont(ink[0])
    painter.setPen(QColor(ink[1]))
    elided = QFontMetrics(ink[0]).elidedText(text, Qt.TextElideMode.ElideRight, area.width())
    painter.drawText(area, int(side | Qt.AlignmentFlag.AlignVCenter), elided)
