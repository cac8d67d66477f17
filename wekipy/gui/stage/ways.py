"""What can be done about what stands in the way, on stage: held, for some of it starts an engine again."""

from __future__ import annotations

from collections.abc import Callable

from PyQt6.QtWidgets import QAbstractButton, QWidget

from wekipy.gui.session.session import Session
from wekipy.gui.stage.button import HoldButton
from wekipy.gui.translation import tr
from wekipy.gui.transport.notice import NoticeBar


class StageWays(NoticeBar):
    """The buttons alone: the banner says what is in the way."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        self._high = 0  # pixels of a button; 0 is as the text asks for
        super().__init__(session, parent, words=False)

    def fit(self, high: int) -> None:
        """Buttons of that height, from now on."""
        self._high = high
        for button in self.buttons:
            button.setFixedHeight(high)

    def button(self, text: str, do_it: Callable[[], None]) -> QAbstractButton:
        """A button that is held, so that no wrong click does anything."""
        made = HoldButton("forward", "warning", self, small=True)
        made.say(tr("Hold: {what}").format(what=text), "", text)
        made.held.connect(do_it)
        if self._high:
            made.setFixedHeight(self._high)
        return made
