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
        super().__init__(session, parent, words=False)

    def button(self, text: str, do_it: Callable[[], None]) -> QAbstractButton:
        """A button that is held, so that no wrong click does anything."""
        made = HoldButton("forward", "warning", self, small=True)
        made.say(tr("Hold: {what}").format(what=text), "", text)
        made.held.connect(do_it)
        return made
