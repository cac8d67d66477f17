"""An output on stage: in the form that its room allows, read from far away."""

from __future__ import annotations

from enum import Enum

from PyQt6.QtCore import QRectF, Qt, pyqtSignal
from PyQt6.QtGui import QColor, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen, QResizeEvent
from PyQt6.QtWidgets import QSizePolicy, QWidget

from wekipy.client.state import Output
from wekipy.gui.stage.arrangement import is_upright, pad_letters
from wekipy.gui.stage.face import Face, step
from wekipy.gui.stage.gesture_rows import LEAST_ROW, GestureRows
from wekipy.gui.stage.lettering import cut, ems, fitted
from wekipy.gui.stage.pad_picture import Look
from wekipy.gui.stage.pads import StagePads, need_of
from wekipy.gui.stage.picture import LEFT, RIGHT, Picture, head_height, paint_head, words_ink
from wekipy.gui.stage.track import lying, paint_line, paint_lying, paint_track
from wekipy.gui.theme import scale
from wekipy.gui.theme.palette import Palette, class_colour
from wekipy.gui.theme.theme import stage_palette

_STEPS = 400  # of a level: what moves less is not drawn again
_PADS = 0.46  # of the height of a tile, at most, for pads at its foot
_LETTERS = 24.0  # pixels: smaller names on pads are not read from afar, a large word is
_SMALL_WINDOW, _SMALL_LETTERS = 480, 13.0  # pixels: a window so low is read from nearby
_NOTE = 0.3  # of the width, at most, for what stands beside large words
_ONE_LINE = 46.0  # pixels: a lower tile is a line


class Form(Enum):
    """How an output is drawn."""

    PADS = "pads of all classes"
    ROWS = "rows of all gestures"
    TRACK = "an upright track"
    WORDS = "large words over a level or low pads"
    LINE = "one line"


class Tile(QWidget):
    """Draws the face of an output.

    Signals:
        chosen(int): the number of the pad that was pressed.
        pressed(): the tile itself was.

    Attributes:
        form: how it is drawn now.
        pads: what can be chosen.
    """

    chosen = pyqtSignal(int)
    pressed = pyqtSignal()

    def __init__(self, output: Output, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind = output.kind
        self.form = Form.LINE
        self._name = output.name
        self._face = Face("–", dim=True)
        self._focused = False
        self._seen: tuple[object, ...] = ()
        self.pads = GestureRows(self) if output.kind == "gesture" else StagePads(self)
        self.pads.hide()
        self.pads.chosen.connect(self.chosen)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    @property
    def face(self) -> Face:
        """What is shown."""
        return self._face

    def show_face(self, name: str, face: Face, keys: bool, focused: bool, now: float = 0.0) -> None:
        """Show this from now on; draws only what has changed to the eye.

        Args:
            keys: digits choose among its pads.
            focused: it is to be seen that they do, for there are other tiles with pads.
            now: seconds, on the clock of the face's marks.
        """
        before, self._face = self._face, face
        seen = _seen(face)
        if (name, focused, seen) != (self._name, self._focused, self._seen):
            self._name, self._focused, self._seen = name, focused, seen
            self.setAccessibleName(f"{name}: {face.words} {face.note}".rstrip())
            self.setAccessibleDescription(face.aside)
            self.update()
        look = Look(keys, face.teaching, face.dim and not face.teaching, self.kind == "classification")
        self.pads.show_pads(face.pads, look)
        if [pad.name for pad in before.pads] != [pad.name for pad in face.pads]:
            self._lay_out()
        self.pads.advance(now, face.marks)

    def mousePressEvent(self, event: QMouseEvent | None) -> None:  # noqa: N802, ARG002  Qt's name
        """Keys are for this one from now on."""
        self.pressed.emit()

    def resizeEvent(self, event: QResizeEvent | None) -> None:  # noqa: N802  Qt's name
        """Another form may fit."""
        super().resizeEvent(event)
        self._lay_out()

    def _lay_out(self) -> None:
        inner = self._inner()
        body = QRectF(inner)
        body.setTop(inner.top() + head_height(inner))
        self.form = self._form_in(body)
        self.pads.filling = self.form in (Form.PADS, Form.ROWS)
        if not self.pads.filling:
            high = self.pads.wanted_height(inner.width(), inner.height() * _PADS)
            body.setTop(inner.bottom() - (high if self.form is Form.WORDS and self._face.pads else 0.0))
        self.pads.setVisible(body.height() >= 1)
        self.pads.setGeometry(body.toAlignedRect())
        self.pads.update()
        self.update()

    def _form_in(self, body: QRectF) -> Form:
        if self.height() < _ONE_LINE:
            return Form.LINE
        if self.kind == "continuous":
            return Form.TRACK if is_upright(self.width(), self.height()) else Form.WORDS
        if isinstance(self.pads, GestureRows):
            high = self.pads.row_height(body.width(), body.height())
            return Form.ROWS if self._face.pads and high >= LEAST_ROW else Form.WORDS
        letters = pad_letters(need_of(self._face.pads), body.width(), body.height())[0]
        above = self.window()
        near = above is not None and above.height() < _SMALL_WINDOW
        enough = _SMALL_LETTERS if near else _LETTERS
        return Form.PADS if letters >= enough else Form.WORDS

    def _inner(self) -> QRectF:
        place = QRectF(self.rect())
        if place.height() < _ONE_LINE:
            return place.adjusted(3, 1, -3, -1)
        if place.height() <= 110:
            return place.adjusted(18, 4, -10, -8)
        side = min(26.0, place.width() * 0.08)
        return place.adjusted(side, 8, -side, -14)

    def paintEvent(self, event: QPaintEvent | None) -> None:  # noqa: N802, ARG002  Qt's name
        """Draw it."""
        colours, face = stage_palette(), self._face
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink = colours.accent if face.colour is None else class_colour(face.colour, colours)
        self._paint_ground(painter, colours, ink)
        picture = Picture(self._name, face, self._inner(), ink)
        if self.form is Form.LINE:
            paint_line(painter, colours, picture)
        elif self.form is Form.TRACK:
            paint_track(painter, colours, picture)
        elif self.form is Form.WORDS:
            self._paint_words(painter, colours, picture)
        else:
            paint_head(painter, colours, picture, self._beside())

    def _paint_ground(self, painter: QPainter, colours: Palette, ink: str) -> None:
        place, face = QRectF(self.rect()), self._face
        round_ = 4.0 if self.form is Form.LINE else 12.0
        path = QPainterPath()
        path.addRoundedRect(place, round_, round_)
        painter.fillPath(path, QColor(colours.surface))
        if self.form is Form.WORDS and face.colour is not None and not face.dim:
            painter.setClipPath(path)
            wide = min(12.0, 0.6 * self._inner().left())
            painter.fillRect(QRectF(0, 0, wide, place.height()), QColor(ink))
            painter.setClipping(False)
        if self._focused:
            painter.setPen(QPen(QColor(colours.text), 3))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(place.adjusted(1.5, 1.5, -1.5, -1.5), round_, round_)

    def _beside(self) -> str:
        """What no pad says: that nothing is answered, or how often gestures were recognised."""
        face = self._face
        if self.form is Form.ROWS:
            return (
                face.note
                if face.note
                else ""
                if any(pad.name == face.words for pad in face.pads)
                else face.words
            )
        said = face.teaching or any(pad.lit for pad in face.pads)
        return "" if said else f"{face.words} {face.note}".rstrip()

    def _paint_words(self, painter: QPainter, colours: Palette, picture: Picture) -> None:
        face, inner = picture.face, picture.inner
        paint_head(painter, colours, picture)
        pads = not self.pads.isHidden()
        foot = QRectF(self.pads.geometry()) if pads else lying(inner)
        top = inner.top() + head_height(inner)
        room = QRectF(inner.left(), top, inner.width(), foot.top() - top)
        note = fitted(face.note, _NOTE * room.width(), min(room.height() * 0.5, 90))
        beside = ems(face.note) * note.pixelSize() + scale.M if face.note else 0.0
        large = fitted(face.words, room.width() - beside, room.height() * 0.84)
        painter.setFont(large)
        painter.setPen(words_ink(face, colours))
        painter.drawText(room, LEFT, cut(face.words, large, room.width() - beside))
        if face.note:
            painter.setFont(note)
            painter.drawText(room, RIGHT, face.note)
        if not pads:
            paint_lying(painter, colours, picture)


def _seen(face: Face) -> tuple[object, ...]:
    """What a tile itself draws of a face, as exactly as it is seen: not its pads and marks."""
    level, target = step(face.level, _STEPS), step(face.target, _STEPS)
    words = (face.words, face.note, face.aside, face.brief, *face.ends)
    return (*words, face.colour, level, target, face.dim, face.teaching)
