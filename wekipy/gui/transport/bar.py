"""The bar at the top: record, train, run, and what may be taken back."""

from __future__ import annotations

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from wekipy.gui.actions import Actions
from wekipy.gui.session.session import Session
from wekipy.gui.session.state import State
from wekipy.gui.theme import scale
from wekipy.gui.theme.theme import role
from wekipy.gui.translation import tr

_MAIN = ("record", "train", "run")
_MORE = ("live-learning", "wrong", "delete-last-take", "undo", "redo")


class TransportBar(QFrame):
    """Buttons of the main actions, and in words what the engine is doing."""

    def __init__(self, session: Session, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.buttons = {name: actions.button(name, self, text=name in _MAIN) for name in (*_MAIN, *_MORE)}
        self._doing = QLabel(self)
        role(self._doing, "dim")
        self._doing.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(scale.S)
        for name, button in self.buttons.items():
            if name == _MORE[0]:
                row.addSpacing(scale.L)
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self._doing)
        session.changed.connect(self._follow)
        session.lost.connect(
            lambda: self._doing.setText(tr("The engine has gone. It is being started again."))
        )
        session.restored.connect(lambda: self._follow(session.state))
        self._follow(session.state)

    def _follow(self, state: State) -> None:
        self._doing.setText(doing(state) if self._session.connected else tr("Starting the engine …"))


def doing(state: State) -> str:
    """What the engine is doing, in a few words."""
    parts = []
    if state.recording is not None:
        parts.append(tr("recording take {number}").format(number=state.recording))
    if state.training:
        share = sum(state.training.values()) / len(state.training)
        parts.append(tr("training {percent} %").format(percent=round(100 * share)))
    if state.running:
        parts.append(tr("running"))
    counts = tr("{examples} examples in {takes} takes").format(
        examples=state.examples, takes=len(state.takes)
    )
    return "  ·  ".join((*parts, counts))
