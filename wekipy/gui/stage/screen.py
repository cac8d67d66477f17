"""The stage: what a performer needs, readable from three metres, and nothing that could lose anything."""

from __future__ import annotations

from PyQt6.QtGui import QResizeEvent, QShowEvent
from PyQt6.QtWidgets import QWidget

from wekipy.client.state import State
from wekipy.gui.actions import Actions
from wekipy.gui.session.session import Session
from wekipy.gui.stage.button import HoldButton
from wekipy.gui.stage.header import Header
from wekipy.gui.stage.view import StageView
from wekipy.gui.stage.walking import Library, look
from wekipy.gui.theme import scale
from wekipy.gui.theme.parts import across, column
from wekipy.gui.translation import tr

# Nothing else that the studio can do is here.
_KEYS = (
    "train", "run", "hold", "next-class", "previous-class", "next-project", "previous-project", "set-list",
)  # fmt: skip
_PROJECTS = ("previous-project", "next-project", "set-list")
_FRAME = 14  # pixels of the border, which is visible from afar
_HEADER, _BANNER, _BUTTONS, _SMALL = 0.07, 0.105, 0.09, 0.05  # of the height of the stage
_LEAST, _MOST = 56, 170  # pixels of them


class StageScreen(StageView):
    """Performance mode.

    Args:
        actions: of the session.
    """

    def __init__(self, session: Session, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(session, actions, _KEYS, _FRAME, parent)
        self._known: Library | None = None
        self._last_before: int | None = None  # the last take when this project came on stage
        self._folder = ""
        self.header = Header(self._watch, self)
        self._large = [self.record]
        self._large += [self.add_button(name, icon) for name, icon in (("train", "train"), ("run", "run"))]
        self._large.append(self.add_button("hold", "hold"))
        for name, icon in zip(_PROJECTS, ("back", "forward", "open"), strict=True):
            self.add_button(name, icon, small=True)
        self.take_back = HoldButton("undo", "warning", self, small=True)
        self._small = [*(self.buttons[name] for name in _PROJECTS), self.take_back, self.leave]
        self.take_back.held.connect(lambda: self._session.do("delete_last_take"))
        self._lay_out()
        session.set_list_changed.connect(self._set_list_changed)
        self._dress()
        self.follow(session.state)

    def _lay_out(self) -> None:
        rows = column(self, _FRAME + scale.M, scale.M)
        large, small = across(spacing=scale.M), across(spacing=scale.S)
        for button in self._large:
            large.addWidget(button, 1)
        for name in _PROJECTS:
            small.addWidget(self.buttons[name])
        small.addStretch(1)
        small.addWidget(self.take_back)
        small.addWidget(self.leave)
        rows.addWidget(self.header)
        rows.addWidget(self.banner)
        rows.addWidget(self.ways)
        rows.addWidget(self.tiles, 1)
        rows.addLayout(large)
        rows.addLayout(small)

    # What is shown

    def resizeEvent(self, event: QResizeEvent | None) -> None:  # noqa: N802  Qt's name
        """What goes on, and what is pressed, grow with the screen."""
        super().resizeEvent(event)
        self.banner.setFixedHeight(min(max(round(_BANNER * self.height()), _LEAST), _MOST))
        self.header.activity.fit(min(max(round(_HEADER * self.height()), _LEAST), _MOST))
        for button in self._large:
            button.setFixedHeight(min(max(round(_BUTTONS * self.height()), _LEAST), _MOST))
        for button in self._small:
            button.setFixedHeight(max(round(_SMALL * self.height()), scale.roomy(scale.HIT)))

    def showEvent(self, event: QShowEvent | None) -> None:  # noqa: N802  Qt's name
        """Look at the set list."""
        super().showEvent(event)
        self.look_at_set_list()

    def look_at_set_list(self) -> None:
        """Show where in the set list this project is; again when the list has changed."""
        if self._session.connected and self._session.state.folder:
            look(self._session, self._learn)

    def _set_list_changed(self) -> None:
        if self.isVisible():
            self.look_at_set_list()

    def _learn(self, known: Library) -> None:
        self._known = known
        state = self._session.state
        self.header.say(state.name, known, bool(state.project.read_only))

    def follow(self, state: State) -> None:
        """Show another state."""
        if state.folder != self._folder:
            self._folder, self._known, self._last_before = state.folder, None, None
            self.header.say(state.name, None, bool(state.project.read_only))
            if self.isVisible():
                self.look_at_set_list()
        if self._last_before is None:
            self._last_before = state.takes[-1].number if state.takes else 0
        super().follow(state)
        self._follow_last_take(state)

    def _follow_last_take(self, state: State) -> None:
        # Only what was recorded here can be taken back here.
        last = state.takes[-1].number if state.takes else 0
        mine = last > (self._last_before or 0) and state.recording is None
        self.take_back.setEnabled(mine)
        text = (
            tr("Hold to take back take {number}").format(number=last) if mine else tr("Nothing to take back")
        )
        tip = tr("Takes back what was recorded last here; undo in the studio brings it back.")
        if text != self.take_back.text():
            self.take_back.say(text, "", tip)

    def draw(self) -> None:
        """Show the latest values."""
        super().draw()
        self.header.activity.draw(self._session.live.inputs)
