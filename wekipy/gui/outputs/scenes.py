"""Scenes as a row of chips: press one to set its targets again, hold it to record a take of them."""

from __future__ import annotations

from functools import partial

from PyQt6.QtCore import QPoint, QSize, Qt, QTimer
from PyQt6.QtGui import QContextMenuEvent, QKeySequence, QMouseEvent, QShortcut
from PyQt6.QtWidgets import QHBoxLayout, QMenu, QScrollArea, QSizePolicy, QToolButton, QWidget

from wekipy.client.state import Scene, State
from wekipy.gui.outputs.buttons import paint, small
from wekipy.gui.session.session import Session
from wekipy.gui.stores.recording import recording_of
from wekipy.gui.stores.targets import targets_of
from wekipy.gui.theme import scale
from wekipy.gui.theme.naming import NameEdit, Refused
from wekipy.gui.theme.parts import across, clear
from wekipy.gui.theme.theme import role, theme
from wekipy.gui.translation import tr

KEYS = tuple(f"Alt+{digit}" for digit in range(1, 10))
_HELD = 350  # milliseconds; shorter is a click


class Chip(QToolButton):
    """One scene. A press sets its targets; held, it records them."""

    def __init__(self, row: SceneRow, number: int, scene: Scene) -> None:
        super().__init__(row)
        self._row, self.number = row, number
        self._holding = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_HELD)
        self._timer.timeout.connect(self._hold)
        role(self, "hold")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setText(f"{number}  {scene.name}")
        self.setAccessibleName(tr("scene {name}").format(name=scene.name))
        key = f"  [{KEYS[number - 1]}]" if number <= len(KEYS) else ""
        self.setToolTip(
            scene.name + key + "\n" + tr("Press: set these targets. Hold: record them. Right button: more.")
        )
        self.pressed.connect(self._press)
        self.released.connect(self._release)

    def contextMenuEvent(self, event: QContextMenuEvent | None) -> None:  # noqa: N802  Qt's name
        """Rename, replace, delete."""
        if event is not None:
            self._row.open_menu(self.number, event.globalPos())

    def mousePressEvent(self, event: QMouseEvent | None) -> None:  # noqa: N802  Qt's name
        """Only the left button plays."""
        if event is not None and event.button() == Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)

    def _press(self) -> None:
        self._row.recall(self.number)
        self._timer.start()

    def _hold(self) -> None:
        self._holding = True
        self._row.record()

    def _release(self) -> None:
        self._timer.stop()
        held, self._holding = self._holding, False
        if held:
            self._row.let_go()


class SceneRow(QWidget):
    """The scenes of a project; hidden while there are none.

    Attributes:
        chips: in the order of the scenes.
        store: the button that stores another one, for a heading.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._recording, self._targets = recording_of(session), targets_of(session)
        self._scenes: tuple[Scene, ...] | None = None
        self._naming = 0
        self.chips: list[Chip] = []
        self.store = small(
            "add", tr("Store the targets as a scene, to set them again with one press"), self, tr("Scene")
        )
        self.store.clicked.connect(lambda: session.do("store_scene"))
        area, inside = _Area(self), QWidget()
        area.setWidget(inside)
        self._chips: QHBoxLayout = across(inside, spacing=scale.XS)
        row = across(self, spacing=scale.XS)
        row.addWidget(area, 1)
        self.name = NameEdit(self._rename, self)
        self.name.editingFinished.connect(self.name.hide)
        self.name.hide()
        for number, key in enumerate(KEYS, 1):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setAutoRepeat(False)
            shortcut.activated.connect(partial(self.recall, number))
        theme().changed.connect(self._paint)
        session.changed.connect(self._follow)
        self._follow(session.state)

    def recall(self, number: int) -> None:
        """Set the targets of a scene, if it is there."""
        if number <= len(self._scenes or ()):
            self._targets.settle()
            self._session.do("recall_scene", number)

    def record(self) -> None:
        """Begin a take."""
        if not self._recording.is_on:
            self._recording.begin()

    def let_go(self) -> None:
        """End it."""
        self._recording.let_go()

    def open_menu(self, number: int, place: QPoint) -> None:
        """What can be done with a scene."""
        menu = QMenu(self)
        rows = (
            (tr("Rename"), partial(self.edit_name, number)),
            (tr("Replace by the present targets"), partial(self._session.do, "store_scene", "", number)),
            (tr("Delete"), partial(self._session.do, "delete_scene", number)),
        )
        for text, do in rows:
            action = menu.addAction(text)
            if action is not None:
                action.triggered.connect(lambda _on, do=do: do())
        menu.popup(place)

    def edit_name(self, number: int) -> None:
        """Edit the name of a scene where it stands."""
        chip, name = self.chips[number - 1], (self._scenes or ())[number - 1].name
        self._naming = number
        self.name.show_name(name, tr("name of scene {number}").format(number=number))
        self.name.setText(name)
        self.name.setGeometry(chip.geometry().translated(chip.parentWidget().mapTo(self, QPoint())))  # type: ignore[union-attr]
        self.name.show()
        self.name.raise_()
        self.name.edit()

    def _rename(self, name: str, refused: Refused) -> None:
        self._session.do("rename_scene", self._naming, name, refused=refused)

    def _follow(self, state: State) -> None:
        fits = any(output.kind == "continuous" for output in state.outputs)
        self.setVisible(fits and bool(state.scenes))
        self.store.setVisible(fits)
        self.store.setEnabled(not state.project.read_only)
        if state.scenes == self._scenes:
            return
        self._scenes = state.scenes
        clear(self._chips)
        self.chips = [Chip(self, number, scene) for number, scene in enumerate(state.scenes, 1)]
        for chip in self.chips:
            self._chips.addWidget(chip)
        self._chips.addStretch(1)

    def _paint(self) -> None:
        paint(self.store)


class _Area(QScrollArea):
    """One line of chips, which scrolls sideways without a bar in its way."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def sizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """As high as a chip."""
        return QSize(120, scale.roomy(30))

    def minimumSizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """Likewise."""
        return QSize(40, scale.roomy(30))
