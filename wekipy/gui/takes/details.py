"""What is in the selected takes: curves over time, what is used of them, and where one is played."""

from __future__ import annotations

import time
from collections.abc import Sequence
from functools import partial
from html import escape
from typing import Any

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QWidget

from wekipy.client.state import State
from wekipy.gui.session.session import Session
from wekipy.gui.stores.take_selection import selection_of
from wekipy.gui.takes.chart import Chart
from wekipy.gui.takes.examples import Examples
from wekipy.gui.takes.lanes import Curves, read_curves
from wekipy.gui.takes.rows import Row
from wekipy.gui.takes.tags import Tags
from wekipy.gui.takes.times import Times
from wekipy.gui.theme import scale
from wekipy.gui.theme.palette import Palette
from wekipy.gui.theme.parts import across, column, label, show
from wekipy.gui.theme.theme import palette, theme
from wekipy.gui.translation import tr
from wekipy.gui.wording.output_words import count_words, take_words

_MOST = 6  # takes over each other
_KEPT = 32  # takes whose curves are kept
_POINTS = 1_000


class Details(QWidget):
    """The lower part of the panel."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._rows: tuple[Row, ...] = ()
        self._kept: dict[int, Curves] = {}
        self._folder = ""
        self._began = 0.0
        self._playing: int | None = None
        self.heading = label(parent=self)
        self.heading.setTextFormat(Qt.TextFormat.RichText)
        self.compared = label(kind="small", parent=self)
        self.remarks = label(kind="small", parent=self)
        self.remarks.setWordWrap(True)
        self.chart, self.times, self.examples = Chart(self), Times(self), Examples(self)
        self.tags = Tags(session, self)
        rows = column(self, spacing=scale.S)
        head = across()
        head.addWidget(self.heading, 1)
        head.addWidget(self.examples.opener)
        rows.addLayout(head)
        for widget in (self.tags, self.compared, self.remarks):
            rows.addWidget(widget)
        rows.addWidget(self.chart, 1)
        rows.addWidget(self.times)
        self.chart.placed.connect(self.times.at.setValue)
        self.times.placed.connect(self.chart.set_place)
        self.chart.trimmed.connect(self._trim)
        self.times.trimmed.connect(self._trim)
        self.times.cut.connect(self._cut)
        self.examples.placed.connect(self._mark)
        self.examples.deleted.connect(self._delete)
        session.tick.connect(self._tick)
        theme().changed.connect(self._draw)
        self.show_rows((), session.state)

    def show_rows(self, rows: Sequence[Row], state: State) -> None:
        """Show these takes."""
        if state.folder != self._folder:
            self._folder = state.folder
            self._kept.clear()
        before, self._rows = [row.take for row in self._rows], tuple(rows)
        self._say()
        self.tags.show_rows(rows)
        if before != [row.take for row in rows]:
            self._place_cut(before)
            self._fetch()
            self._draw()
            self._compare()

    def follow(self, state: State) -> None:
        """Note when a take begins to be played."""
        if state.playing != self._playing:
            self._playing, self._began = state.playing, time.monotonic()
            self._say()

    def _say(self) -> None:
        rows = self._rows
        remarks = [remark for row in rows[:_MOST] for remark in row.remarks]
        show(self.remarks, "\n".join(dict.fromkeys(remarks)))
        self.remarks.setVisible(bool(remarks))
        self.setVisible(bool(rows))
        for widget in (self.times, self.examples.opener):
            widget.setVisible(len(rows) == 1 and not rows[0].deleted)
        show(self.heading, self._words())

    def _words(self) -> str:
        """What the chart shows, as rich text."""
        rows = self._rows
        if len(rows) == 2:
            named = zip(_colours(rows, palette()), rows, strict=True)
            return " &nbsp; ".join(f'<span style="color:{c}">●</span> {escape(r.title)}' for c, r in named)
        if len(rows) != 1:
            return tr("{takes} · {examples} · {seconds} s").format(
                takes=take_words(len(rows)),
                examples=count_words(sum(row.take.examples for row in rows)),
                seconds=f"{sum(row.take.seconds for row in rows):.1f}",
            )
        if self._playing == rows[0].take.number and not self._session.state.running:
            return tr("Playing. The models answer only while Run is on.")
        return escape(rows[0].title)

    def _place_cut(self, before: list[Any]) -> None:
        if self._rows and [take.number for take in before] != [self._rows[0].take.number]:
            take = self._rows[0].take
            start, end = take.trim or (0.0, take.seconds)
            self.times.show_times(max(end, take.seconds), (start, end))
            self.times.at.setValue((start + end) / 2)

    def _fetch(self) -> None:
        for row in self._rows[:_MOST]:
            number = row.take.number
            if number not in self._kept and row.take.examples:
                self._session.do("take_rows", number, _POINTS, then=partial(self._keep, self._folder))

    def _keep(self, folder: str, found: dict[str, Any]) -> None:
        if folder == self._folder:
            curves = read_curves(found)
            self._kept[curves.take] = curves
            while len(self._kept) > _KEPT:
                del self._kept[next(iter(self._kept))]
            self._draw()

    def _draw(self) -> None:
        shown = [row for row in self._rows[:_MOST] if row.take.number in self._kept]
        curves = [self._kept[row.take.number] for row in shown]
        used = (0.0, 0.0)
        if curves:
            trim = shown[0].take.trim
            used = (0.0, curves[0].seconds) if trim is None else trim
            self.times.show_times(curves[0].seconds, used)
        if len(curves) == 1:
            self._offer_examples(curves[0])
        self.chart.show_curves(curves, self._session.state.inputs, _colours(shown, palette()), used)
        self.chart.set_place(self.times.at.value())

    def _compare(self) -> None:
        self.compared.hide()
        if len(self._rows) == 2 and not any(row.deleted for row in self._rows):
            pair = tuple(row.take.number for row in self._rows)
            self._session.do("compare_takes", *pair, then=partial(self._show_comparison, pair))

    def _show_comparison(self, pair: tuple[int, ...], found: dict[str, Any]) -> None:
        if pair == tuple(row.take.number for row in self._rows):
            words = tr(
                "The ranges of the inputs overlap by {overlap} %; the movements differ by {distance} %."
            )
            show(
                self.compared,
                words.format(overlap=round(100 * found["overlap"]), distance=round(100 * found["distance"])),
            )
            self.compared.show()

    def _trim(self, start: float, end: float) -> None:
        self._session.do("trim_take", self._rows[0].take.number, start, end)

    def _cut(self, at: float) -> None:
        self._session.do("split_take", self._rows[0].take.number, at)

    def _mark(self, first: int, last: int) -> None:
        curves = self._kept.get(self._rows[0].take.number) if self._rows else None
        if curves is not None:
            self.chart.show_marked((curves.time_of(first - 1), curves.time_of(last - 1)))

    def _delete(self, first: int, last: int, output: int) -> None:
        number = self._rows[0].take.number
        of = (output,) if output else ()
        self._session.do("delete_rows", number, first, last, *of, then=self._choose_new)

    def _choose_new(self, number: int | None) -> None:
        if number is not None:
            selection_of(self._session).choose([number])

    def _offer_examples(self, curves: Curves) -> None:
        """The examples of the one take that is shown."""
        self.examples.show_count(curves.rows)
        self.examples.offer(
            tuple(o for o in self._session.state.outputs if o.number in self._rows[0].take.outputs)
        )
        self.chart.show_marked(None)

    def _tick(self) -> None:
        if not self.isVisible() or not self._rows:
            return
        take, place = self._rows[0].take, None
        if self._playing == take.number and take.number in self._kept:
            place = (take.trim or (0.0, 0.0))[0] + time.monotonic() - self._began
        self.chart.show_playing(place)


def _colours(rows: Sequence[Row], colours: Palette) -> list[str]:
    """The colours of what the takes show; two compared takes get two distinct ones."""
    if len(rows) == 2:
        return [colours.accent, colours.target]
    return [row.labels[0].colour(colours) if row.labels else colours.accent for row in rows]
