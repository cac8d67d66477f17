"""The map: all examples in two dimensions, like ones close together, and where the input is now."""

from __future__ import annotations

from functools import partial

import numpy as np
from PyQt6.QtCore import Qt, QTimer
from PyQt6.QtGui import QHideEvent, QShowEvent
from PyQt6.QtWidgets import QComboBox, QLabel, QPushButton, QWidget

from wekipy.client import ExampleMap
from wekipy.client.state import Output, State, Take
from wekipy.gui.actions import actions_of
from wekipy.gui.map.chart import MapChart
from wekipy.gui.map.colours import F64, colours_of, legend_of
from wekipy.gui.map.play_switch import PlaySwitch
from wekipy.gui.session.session import Session
from wekipy.gui.stores.map_playing import map_playing_of
from wekipy.gui.stores.project_views import ProjectView
from wekipy.gui.stores.take_selection import open_takes, selection_of
from wekipy.gui.theme import scale
from wekipy.gui.theme.parts import across, clear, column, label, show
from wekipy.gui.theme.theme import palette, theme
from wekipy.gui.translation import mark, tr

_SOON = 400  # milliseconds after the examples have changed
_MOST_IN_LEGEND = 8
_LEAST_LETTERS = 3  # of what is chosen; the lists show all of it
_LEAST = 140  # pixels: height of the map
_METHODS = {
    "pca": (mark("At once (PCA)"), mark("A straight view at the examples, from where they differ most.")),
    "tsne": (mark("Groups (t-SNE)"), mark("Shows which examples are alike; takes a moment.")),
    "umap": (mark("Groups (UMAP)"), mark("Shows which examples are alike; takes a moment.")),
}


class MapPanel(QWidget):
    """Asks for maps while it is looked at."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._selection = session, selection_of(session)
        self._shown: ExampleMap | None = None
        self._asked: tuple[object, ...] | None = None  # what the map under way is made of
        self._drawn: tuple[object, ...] | None = None  # and the one that is shown
        self.output, self.method = self._choices()
        self.again = QPushButton(tr("Update"), self)
        self.again.setToolTip(tr("Examples have changed since this map was made."))
        self._playing = map_playing_of(session)
        self.play = PlaySwitch(actions_of(session)["play-map"], self)
        self.hint = label(kind="small", parent=self)
        self.hint.setWordWrap(True)
        self.chart = MapChart(self)
        self.chart.setMinimumHeight(scale.roomy(_LEAST))
        self.words = label(kind="dim", parent=self)
        self.words.setWordWrap(True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._legend = across(spacing=12)
        head = across()
        head.addWidget(self.output, 1)
        head.addWidget(self.method, 1)
        head.addWidget(self.again)
        head.addWidget(self.play)
        rows = column(self)
        rows.addLayout(head)
        rows.addWidget(self.chart, 1)
        rows.addWidget(self.words, 1)
        rows.addWidget(self.hint)
        rows.addLayout(self._legend)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SOON)
        self._offer(("pca",))
        self._connect()
        self._view = ProjectView(session, "map", self.output.currentIndex, self._choose_output)
        self._follow(session.state)

    def _choices(self) -> tuple[QComboBox, QComboBox]:
        output, method = QComboBox(self), QComboBox(self)
        for choice in (output, method):
            choice.setMinimumContentsLength(_LEAST_LETTERS)
            choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        output.setAccessibleName(tr("Colour by output"))
        output.setToolTip(tr("Colour by output"))
        method.setAccessibleName(tr("How the map is made"))
        return output, method

    def _connect(self) -> None:
        session = self._session
        self._soon.timeout.connect(self._ask)
        self.output.currentIndexChanged.connect(lambda _: self._draw())
        self.method.currentIndexChanged.connect(lambda _: self._ask())
        self.again.clicked.connect(self._ask)
        self.chart.picked.connect(self._pick)
        self.chart.moved.connect(self._move)
        self.chart.left.connect(self._playing.leave)
        self._playing.changed.connect(self._say_playing)
        self.play.clicked.connect(self._playing.switch)
        self._selection.changed.connect(self.chart.choose)
        session.changed.connect(self._follow)
        session.tick.connect(self._tick)
        session.problem.connect(self._give_up)
        theme().changed.connect(self._draw)

    def showEvent(self, event: QShowEvent | None) -> None:  # noqa: N802  Qt's name
        """Update what has changed while the panel was hidden."""
        super().showEvent(event)
        self._follow(self._session.state)

    def hideEvent(self, event: QHideEvent | None) -> None:  # noqa: N802  Qt's name
        """What is not to be seen is not played."""
        super().hideEvent(event)
        self._playing.leave()

    def _choose_output(self, at: int) -> None:
        self.output.setCurrentIndex(at if 0 <= at < self.output.count() else 0)

    def _follow(self, state: State) -> None:
        self._view.leave(state)
        names = [output.name for output in state.outputs]
        if names != [self.output.itemText(n) for n in range(self.output.count())]:
            at = max(self.output.currentIndex(), 0)
            self.output.blockSignals(True)
            self.output.clear()
            self.output.addItems(names)
            self.output.setCurrentIndex(at if at < len(names) else 0)
            self.output.blockSignals(False)
            self._draw()
        self._view.enter()
        if not self.isVisible():
            return
        stale = self._made_of() != self._drawn
        quick = self.method.currentData() == "pca"
        self.again.setVisible(stale and not quick and self._shown is not None and self._asked is None)
        if stale and (quick or self._shown is None) and self._asked is None and not self._soon.isActive():
            self._soon.start()
        self._say()

    def _made_of(self) -> tuple[object, ...]:
        state = self._session.state
        takes = tuple(_contents(take) for take in state.takes)
        return (state.folder, takes, len(state.inputs), len(state.outputs), self.method.currentData())

    def _ask(self) -> None:
        if self._asked is not None or not self.isVisible():
            return
        if not self._session.state.examples:
            self._shown, self._drawn = None, self._made_of()
            self._say()
            return
        self._asked = self._made_of()
        self._session.do("embed", self.method.currentData(), then=partial(self._keep, self._asked))
        self._say()

    def _keep(self, made_of: tuple[object, ...], found: ExampleMap) -> None:
        self._shown, self._drawn, self._asked = found, made_of, None
        self._offer(found.methods)
        self._draw()
        if self.method.currentData() != found.method:
            self._ask()  # another way was chosen meanwhile
        self._follow(self._session.state)

    def _give_up(self) -> None:
        self._asked = None
        self._say()

    def _offer(self, methods: tuple[str, ...]) -> None:
        known = [method for method in methods if method in _METHODS]
        if known == [self.method.itemData(n) for n in range(self.method.count())]:
            return
        at = self.method.currentData()
        self.method.blockSignals(True)
        self.method.clear()
        for method in known:
            self.method.addItem(tr(_METHODS[method][0]), method)
            self.method.setItemData(
                self.method.count() - 1, tr(_METHODS[method][1]), Qt.ItemDataRole.ToolTipRole
            )
        self.method.setCurrentIndex(max(self.method.findData(at), 0))
        self.method.blockSignals(False)

    def _draw(self) -> None:
        found, state, number = self._shown, self._session.state, self.output.currentIndex() + 1
        if found is None or not 1 <= number <= len(state.outputs):
            return
        output = state.output(number)
        targets = _targets(found, output, state.takes)
        self.chart.show_map(found, colours_of(targets, output, palette()), self._selection.takes)
        clear(self._legend)
        legend = legend_of(output, palette())
        for words, colour in legend[:_MOST_IN_LEGEND]:
            self._legend.addWidget(_entry(words, colour, self))
        if len(legend) > _MOST_IN_LEGEND:
            self._legend.addWidget(label(f"+{len(legend) - _MOST_IN_LEGEND}", "small", self))
        self._legend.addStretch(1)

    def _say(self) -> None:
        self.chart.setVisible(self._shown is not None)
        self.words.setVisible(self._shown is None)
        self.method.setEnabled(self._asked is None)
        if self._shown is None:
            there = self._session.state.examples > 0
            show(
                self.words,
                tr("Making the map …")
                if there
                else tr("Record takes first: each example becomes a point here."),
            )

        self._say_playing()

    def _say_playing(self) -> None:
        state, on = self._session.state, self._playing.on
        self.play.setEnabled(self._shown is not None and state.recording is None)
        self.play.setChecked(on)
        self.chart.play(on)
        self.hint.setVisible(on and self._shown is not None)
        if on:
            over = tr("The mouse over the map plays what lies between the examples.")
            show(self.hint, over if state.running else tr("Press Run: the models do not answer yet."))

    def _move(self, x: float, y: float) -> None:
        if self._shown is not None:
            self._playing.move(x, y, self._shown.number)

    def _pick(self, take: int, more: bool) -> None:
        chosen = self._selection.takes
        if not more:
            open_takes(self, self._session, (take,))
        elif take in chosen:
            self._selection.choose(number for number in chosen if number != take)
        else:
            self._selection.choose((*chosen, take))

    def _tick(self) -> None:
        inputs, found = self._session.live.inputs, self._shown
        if found is not None and self.isVisible() and len(inputs) == len(found.mean):
            x, y = found.place(inputs).tolist()
            self.chart.show_live(x, y)


def _contents(take: Take) -> tuple[object, ...]:
    """What of a take a map depends on: not its name."""
    return (
        take.number, take.on, take.trim, take.examples, take.gesture,
        *take.outputs.items(), *take.targets.items(),
    )  # fmt: skip


def _targets(found: ExampleMap, output: Output, takes: tuple[Take, ...]) -> F64 | None:
    """The targets of an output, a number per point; gestures are counted through the project."""
    if output.kind != "gesture":
        return found.targets.get(output.number)
    shown = {take.number: take.gesture for take in takes if output.number in take.outputs}
    gestures = [shown.get(take) for take in found.takes.tolist()]
    return np.array([np.nan if gesture is None else gesture for gesture in gestures], np.float64)


def _entry(words: str, colour: str, parent: QWidget) -> QLabel:
    made = label(parent=parent, kind="small")
    made.setTextFormat(Qt.TextFormat.RichText)
    made.setText(f'<span style="color:{colour}">●</span> {words.replace("<", "&lt;")}')
    return made
