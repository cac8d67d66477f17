"""Where the outputs are on stage: each gets the room that it needs to be read from afar."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PyQt6.QtCore import QRectF

from wekipy.client.state import Kind

GAP, _NARROW_GAP, _LEAST_GAP = 12.0, 6.0, 3.0
_MANY, _VERY_MANY = 24, 90  # tiles, from which the gap is narrower
LEAST_WIDTH, LEAST_HEIGHT = 78.0, 17.0  # of a tile with a line of text
TRACK_WIDTH, TRACK_HEIGHT = 76.0, 150.0  # the least of an upright track
_UPRIGHT = 0.7  # its height is at least so much of its width
_LEAST_SHARE, _MOST_SHARE = 0.16, 0.62  # of the room, for numbers beside others
_COLUMNS = 12  # of classes and gestures beside each other, at most
_ROW = 4.5  # a row of text of a gesture, in widths to heights


@dataclass(frozen=True)
class Need:
    """What an output is made of.

    Attributes:
        parts: how many classes or gestures it has.
        widest: the longest of their names, in heights of its font.
    """

    kind: Kind
    parts: int = 1
    widest: float = 4.0

    @property
    def weight(self) -> float:
        """How much room it wants, a number being 1."""
        return 1.0 if self.kind == "continuous" else 1.2 + math.sqrt(self.parts)


def arranged(needs: Sequence[Need], width: float, height: float) -> list[QRectF]:
    """Places of the outputs in their order; fewer than there are outputs, where no more could be read.

    Numbers stand at the right, upright side by side, or below where the room is higher than wide.
    """
    gap = GAP if len(needs) <= _MANY else _NARROW_GAP if len(needs) <= _VERY_MANY else _LEAST_GAP
    numbers = [n for n, need in enumerate(needs) if need.kind == "continuous"]
    others = [n for n, need in enumerate(needs) if need.kind != "continuous"]
    left, right = _divided(needs, numbers, others, QRectF(0, 0, width, height), gap)
    found = dict(zip(others, _grid_of_others([needs[n] for n in others], left, gap), strict=False))
    found.update(zip(numbers, _grid_of_numbers(len(numbers), right, gap), strict=False))
    places = []
    for n in range(len(needs)):
        if n not in found:
            break
        places.append(found[n])
    return places


def _divided(
    needs: Sequence[Need], numbers: list[int], others: list[int], room: QRectF, gap: float
) -> tuple[QRectF, QRectF]:
    """The room of classes and gestures, and that of numbers."""
    if not numbers or not others:
        return room, room
    wanted = sum(needs[n].weight for n in others)
    share = min(max(len(numbers) / (len(numbers) + wanted), _LEAST_SHARE), _MOST_SHARE)
    if room.width() >= room.height():
        # No wider than tracks can use: what is left is for names.
        at = min(room.width() * share, len(numbers) * (0.6 * room.height() + gap))
        first = QRectF(room.left(), room.top(), room.width() - at - gap, room.height())
        return first, QRectF(first.right() + gap, room.top(), at, room.height())
    at = room.height() * share
    first = QRectF(room.left(), room.top(), room.width(), room.height() - at - gap)
    return first, QRectF(room.left(), first.bottom() + gap, room.width(), at)


def _cells(count: int, columns: int, room: QRectF, gap: float) -> list[QRectF]:
    rows = math.ceil(count / columns)
    width, height = (room.width() + gap) / columns - gap, (room.height() + gap) / rows - gap
    return [
        QRectF(
            room.left() + n % columns * (width + gap),
            room.top() + n // columns * (height + gap),
            width,
            height,
        )
        for n in range(count)
    ]


def is_upright(width: float, height: float) -> bool:
    """Whether a track of that size is read better upright."""
    return width >= TRACK_WIDTH and height >= TRACK_HEIGHT and height >= _UPRIGHT * width


def _grid_of_numbers(count: int, room: QRectF, gap: float) -> list[QRectF]:
    if not count:
        return []
    for rows in range(1, count + 1):
        columns = math.ceil(count / rows)
        if is_upright((room.width() + gap) / columns - gap, (room.height() + gap) / rows - gap):
            return _cells(count, columns, room, gap)
    return _best(count, room, gap)


def _best(count: int, room: QRectF, gap: float) -> list[QRectF]:
    """Lying tracks, as large as they can be read; as many as can be read."""
    most_columns = max(1, int((room.width() + gap) // (LEAST_WIDTH + gap)))
    most_rows = max(1, int((room.height() + gap) // (LEAST_HEIGHT + gap)))
    shown = min(count, most_columns * most_rows)

    def letters(columns: int) -> float:
        rows = math.ceil(shown / columns)
        height = (room.height() + gap) / rows - gap
        size = min(height / 2, ((room.width() + gap) / columns - gap) / 9)
        return size if height >= LEAST_HEIGHT else size - LEAST_HEIGHT

    columns = max(range(1, min(shown, most_columns) + 1), key=letters)
    return _cells(count, columns, _cut_room(room, shown, columns, gap, count), gap)[:shown]


def _cut_room(room: QRectF, shown: int, columns: int, gap: float, count: int) -> QRectF:
    """The room that all would take, of which the first ones are shown."""
    rows, all_rows = math.ceil(shown / columns), math.ceil(count / columns)
    height = ((room.height() + gap) / rows) * all_rows - gap
    return QRectF(room.left(), room.top(), room.width(), height)


def name_size(widest: float, width: float, height: float) -> float:
    """How large names on pads of a size are, the widest being so many heights of its font wide."""
    return min(height * 0.36, max(width - 24, 1) / max(widest, 1.6), 170.0)


def pad_letters(need: Need, width: float, height: float) -> tuple[float, int]:
    """How large names of classes can be on pads that fill a room, and in how many columns."""
    best = (0.0, 1)
    for columns in range(1, need.parts + 1):
        rows = math.ceil(need.parts / columns)
        cell_width, cell_height = width / columns - 8, height / rows - 8
        filled = need.parts / (columns * rows)
        size = name_size(need.widest, cell_width, cell_height) * math.sqrt(filled)
        if size > best[0]:
            best = (size, columns)
    return best


def letters_of(need: Need, width: float, height: float) -> float:
    """How large the names of an output can be in a tile of that size."""
    height -= min(max(height * 0.1, 14), 44)  # its head
    if need.kind == "gesture":
        return min(height / max(need.parts, 1) * 0.45, width * 0.3 / max(need.widest, _ROW), 90.0)
    return pad_letters(need, width - 36, height - 18)[0]


def _grid_of_others(needs: Sequence[Need], room: QRectF, gap: float) -> list[QRectF]:
    if not needs:
        return []
    count = len(needs)
    if count > _COLUMNS * _COLUMNS:
        return _best(count, room, gap)

    def fits(columns: int) -> tuple[float, float]:
        sizes = [
            letters_of(need, place.width(), place.height())
            for need, place in zip(needs, _weighted(needs, columns, room, gap), strict=True)
        ]
        return min(sizes), sum(sizes)

    columns = max(range(1, min(count, _COLUMNS) + 1), key=fits)
    places = _weighted(needs, columns, room, gap)
    if any(place.height() < LEAST_HEIGHT or place.width() < LEAST_WIDTH for place in places):
        return _best(count, room, gap)
    return places


def _weighted(needs: Sequence[Need], columns: int, room: QRectF, gap: float) -> list[QRectF]:
    """Rows as high as the largest in them wants, and in each row as wide as each one wants."""
    lines = [needs[n : n + columns] for n in range(0, len(needs), columns)]
    highest = [max(need.weight for need in line) for line in lines]
    height = room.height() - gap * (len(lines) - 1)
    places, top = [], room.top()
    for line, wanted in zip(lines, highest, strict=True):
        high = height * wanted / sum(highest)
        width, left = room.width() - gap * (len(line) - 1), room.left()
        for need in line:
            wide = width * need.weight / sum(each.weight for each in line)
            places.append(QRectF(left, top, wide, high))
            left += wide + gap
        top += high + gap
    return places
