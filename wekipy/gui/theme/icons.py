"""Icons, drawn here: paths on a field of 24 by 24, filled or stroked in the colours of the palette."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PyQt6.QtCore import QPointF, QRectF, Qt
from PyQt6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPen, QPixmap

from wekipy.gui.theme.palette import Palette

_FIELD = 24.0
_SIZES = (16, 20, 24, 32, 48, 64, 96)
_STROKE = 2.0


@dataclass(frozen=True)
class Drawing:
    """An icon: a path, and whether it is filled or a line."""

    draw: Callable[[QPainterPath], None]
    filled: bool = False


def _lines(*points: tuple[float, float] | None) -> Callable[[QPainterPath], None]:
    """Lines through points; None lifts the pen."""

    def draw(path: QPainterPath) -> None:
        down = False
        for point in points:
            if point is None:
                down = False
            elif down:
                path.lineTo(*point)
            else:
                path.moveTo(*point)
                down = True

    return draw


def _circle(x: float, y: float, radius: float) -> Callable[[QPainterPath], None]:
    return lambda path: path.addEllipse(QPointF(x, y), radius, radius)


def _all(*parts: Callable[[QPainterPath], None]) -> Callable[[QPainterPath], None]:
    def draw(path: QPainterPath) -> None:
        for part in parts:
            part(path)

    return draw


def _box(
    x: float, y: float, width: float, height: float, radius: float = 2.0
) -> Callable[[QPainterPath], None]:
    return lambda path: path.addRoundedRect(QRectF(x, y, width, height), radius, radius)


def _back(path: QPainterPath) -> None:
    path.moveTo(9, 4.5)
    path.lineTo(4.5, 9)
    path.lineTo(9, 13.5)
    path.moveTo(4.5, 9)
    path.lineTo(14, 9)
    path.arcTo(QRectF(9, 9, 10.5, 10.5), 90, -180)
    path.lineTo(10, 19.5)


def _forth(path: QPainterPath) -> None:
    path.moveTo(15, 4.5)
    path.lineTo(19.5, 9)
    path.lineTo(15, 13.5)
    path.moveTo(19.5, 9)
    path.lineTo(10, 9)
    path.arcTo(QRectF(4.5, 9, 10.5, 10.5), 90, 180)
    path.lineTo(14, 19.5)


DRAWINGS: dict[str, Drawing] = {
    "record": Drawing(_circle(12, 12, 7), filled=True),
    "stop": Drawing(_box(6, 6, 12, 12), filled=True),
    "run": Drawing(_lines((8, 5), (19, 12), (8, 19), (8, 5)), filled=True),
    "train": Drawing(
        _all(
            _circle(5.5, 7, 2), _circle(5.5, 17, 2), _circle(18.5, 12, 2.5),
            _lines((7.5, 7.8), (16, 11.2), None, (7.5, 16.2), (16, 12.8)),
        )
    ),
    "undo": Drawing(_back),
    "redo": Drawing(_forth),
    "delete": Drawing(_lines((5, 7), (19, 7), None, (9.5, 7), (9.5, 4.5), (14.5, 4.5), (14.5, 7), None,
                             (7, 7), (8, 19.5), (16, 19.5), (17, 7))),
    "live": Drawing(_lines((3, 12), (7, 12), (9.5, 5), (14.5, 19), (17, 12), (21, 12))),
    "add": Drawing(_lines((12, 5), (12, 19), None, (5, 12), (19, 12))),
    "close": Drawing(_lines((6, 6), (18, 18), None, (18, 6), (6, 18))),
    "open": Drawing(_lines((4, 19), (4, 5.5), (9.5, 5.5), (11.5, 8), (20, 8), (20, 19), (4, 19))),
    "settings": Drawing(
        _all(
            _lines((4, 8), (10, 8), None, (14, 8), (20, 8), None, (4, 16), (6, 16), None, (10, 16), (20, 16)),
            _circle(12, 8, 2), _circle(8, 16, 2),
        )
    ),
    "stage": Drawing(_lines((4, 9), (4, 4), (9, 4), None, (15, 4), (20, 4), (20, 9), None,
                            (20, 15), (20, 20), (15, 20), None, (9, 20), (4, 20), (4, 15))),
    "compact": Drawing(_all(_box(3, 5, 18, 14), _box(12.5, 7.5, 6, 5, 1))),
    "hold": Drawing(_all(_box(6.5, 5, 4, 14, 1), _box(13.5, 5, 4, 14, 1)), filled=True),
    "random": Drawing(_all(_box(4.5, 4.5, 15, 15, 3), _circle(9, 9, 0.8), _circle(15, 15, 0.8),
                           _circle(12, 12, 0.8))),
    "lock": Drawing(_all(_box(6, 11, 12, 9), _lines((8.5, 11), (8.5, 7.5), (10, 5), (14, 5), (15.5, 7.5),
                                                           (15.5, 11)))),
    "target": Drawing(_all(_circle(12, 12, 8), _circle(12, 12, 3.5), _lines((12, 2), (12, 6), None, (12, 18),
                           (12, 22), None, (2, 12), (6, 12), None, (18, 12), (22, 12)))),
    "map": Drawing(_all(_circle(6, 8, 2), _circle(16, 5.5, 2), _circle(18, 14, 2),
                        _lines((9, 12), (9, 21), (11.5, 18.5), (15, 18), (9, 12)))),
    "table": Drawing(_all(_box(4, 5, 16, 14), _lines((4, 10), (20, 10), None, (4, 14.5), (20, 14.5), None,
                                                     (10, 10), (10, 19)))),
    "clock": Drawing(_all(_circle(12, 12, 8), _lines((12, 7), (12, 12), (16, 14)))),
    "more": Drawing(_all(_circle(5, 12, 1), _circle(12, 12, 1), _circle(19, 12, 1))),
    "evaluate": Drawing(_lines((5, 20), (5, 13), None, (12, 20), (12, 5), None, (19, 20), (19, 9))),
    "back": Drawing(_lines((14.5, 5), (7.5, 12), (14.5, 19))),
    "forward": Drawing(_lines((9.5, 5), (16.5, 12), (9.5, 19))),
    "keys": Drawing(_all(_box(3, 6.5, 18, 11), _lines((7, 10.5), (7.1, 10.5), None, (12, 10.5), (12.1, 10.5),
                                                      None, (17, 10.5), (17.1, 10.5), None, (8.5, 14),
                                                      (15.5, 14)))),
    "up": Drawing(_lines((5, 14.5), (12, 7.5), (19, 14.5))),
    "down": Drawing(_lines((5, 9.5), (12, 16.5), (19, 9.5))),
    "copy": Drawing(_all(_box(8.5, 8.5, 11, 11), _lines((5.5, 15), (5, 5), (15, 5.5)))),
    "import": Drawing(_lines((12, 4), (12, 14), None, (7.5, 9.5), (12, 14), (16.5, 9.5), None,
                             (4.5, 15), (4.5, 19.5), (19.5, 19.5), (19.5, 15))),
    "export": Drawing(_lines((12, 14), (12, 4), None, (7.5, 8.5), (12, 4), (16.5, 8.5), None,
                             (4.5, 15), (4.5, 19.5), (19.5, 19.5), (19.5, 15))),
    "edit": Drawing(_lines((5, 19), (6, 15), (16, 5), (19, 8), (9, 18), (5, 19))),
    "warning": Drawing(_lines((12, 4.5), (20, 19), (4, 19), (12, 4.5), None, (12, 10), (12, 14), None,
                              (12, 16.5), (12, 16.6))),
    "power": Drawing(_all(_lines((12, 4), (12, 12)), _lines((7.5, 7), (5, 11), (5.5, 15.5), (8.5, 19),
                          (12, 20), (15.5, 19), (18.5, 15.5), (19, 11), (16.5, 7)))),
    "merge": Drawing(_lines((5, 5), (5, 8), (12, 13), (12, 20), None, (19, 5), (19, 8), (12, 13), None,
                            (9, 17), (12, 20), (15, 17))),
    "sound": Drawing(_lines((4, 9.5), (7.5, 9.5), (12, 5), (12, 19), (7.5, 14.5), (4, 14.5), (4, 9.5), None,
                            (15.5, 9), (17, 12), (15.5, 15), None, (18.5, 6.5), (21, 12), (18.5, 17.5))),
    "silent": Drawing(_lines((4, 9.5), (7.5, 9.5), (12, 5), (12, 19), (7.5, 14.5), (4, 14.5), (4, 9.5), None,
                             (16, 9.5), (21, 14.5), None, (21, 9.5), (16, 14.5))),
    "panels": Drawing(_all(_box(4, 5, 16, 14), _lines((9.5, 5), (9.5, 19), None, (14.5, 5), (14.5, 19)))),
    "out": Drawing(_lines((10, 5), (5, 5), (5, 19), (19, 19), (19, 14), None, (13.5, 4.5), (19.5, 4.5),
                          (19.5, 10.5), None, (19.5, 4.5), (12, 12))),
    "wrong": Drawing(_all(_circle(12, 12, 8), _lines((9, 9), (15, 15), None, (15, 9), (9, 15)))),
}  # fmt: skip


def pixmap(name: str, colour: str, size: int) -> QPixmap:
    """An icon in one colour, `size` pixels wide and high."""
    made = QPixmap(size, size)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    paint(painter, name, colour, QRectF(0, 0, size, size))
    painter.end()
    return made


def paint(painter: QPainter, name: str, colour: str, place: QRectF) -> None:
    """Draw an icon in one colour into a square place, sharp at any size."""
    drawing = DRAWINGS[name]
    path = QPainterPath()
    drawing.draw(path)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(place.topLeft())
    painter.scale(place.width() / _FIELD, place.height() / _FIELD)
    if drawing.filled:
        painter.fillPath(path, QColor(colour))
    else:
        pen = QPen(QColor(colour), _STROKE)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.strokePath(path, pen)
    painter.restore()


def icon(name: str, palette: Palette, colour: str = "", checked: str = "") -> QIcon:
    """An icon in a colour (that of the text if none is given), another one where it is checked."""
    made = QIcon()
    for size in _SIZES:
        plain = pixmap(name, colour or palette.text, size)
        made.addPixmap(plain, QIcon.Mode.Normal, QIcon.State.Off)
        made.addPixmap(pixmap(name, checked, size) if checked else plain, QIcon.Mode.Normal, QIcon.State.On)
        for state in (QIcon.State.Off, QIcon.State.On):
            made.addPixmap(pixmap(name, palette.strong, size), QIcon.Mode.Disabled, state)
    return made
