"""What stands in the way, in a sentence where the eye is, with what can be done about it as buttons."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from wekipy.client.health import Health as Figures
from wekipy.gui.session.health import health_of
from wekipy.gui.session.session import Session
from wekipy.gui.theme import scale
from wekipy.gui.theme.parts import across, clear, label, show
from wekipy.gui.theme.theme import role
from wekipy.gui.translation import said, tr
from wekipy.gui.wire.hearing import do, hearing_of

Way = tuple[str, Callable[[], None]]  # what a button says, and what it does


@dataclass(frozen=True)
class Notice:
    """A sentence, and the ways out."""

    words: str
    tone: str
    ways: tuple[Way, ...] = ()


class NoticeBar(QFrame):
    """The most important of what stands in the way; hidden where nothing does.

    Args:
        words: whether to show the sentence, or only the buttons, where something else says it.
    """

    def __init__(self, session: Session, parent: QWidget | None = None, words: bool = True) -> None:
        super().__init__(parent)
        role(self, "notice" if words else "plain")
        self._session, self._with_words = session, words
        self._saving = ""
        self._shown: tuple[str, tuple[str, ...]] = ("", ())
        self.words = label("", "", self)
        self.words.setWordWrap(True)
        self.words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.words.setVisible(words)
        row = across(self, scale.XS if words else 0, scale.S)
        row.addWidget(self.words, 1)
        self._ways: QHBoxLayout = across()
        row.addLayout(self._ways)
        if not words:
            row.addStretch(1)
        self.buttons: list[QAbstractButton] = []
        health_of(session).reported.connect(self._hear_health)
        # A method, not a lambda: it is forgotten with the bar, which the session outlives on stage.
        for signal in (
            hearing_of(session).reported, session.changed, session.lost, session.restored, session.problem,
        ):  # fmt: skip
            signal.connect(self._follow)
        self.follow()

    @property
    def saving(self) -> str:
        """Why saving fails; "" if it does not, and where it is not meant to."""
        return "" if self._session.state.project.read_only else self._saving

    def _hear_health(self, figures: Figures) -> None:
        self._saving = figures.saving
        self.follow()

    def _follow(self, _: object = None) -> None:
        self.follow()

    def follow(self) -> None:
        """Say what is so now."""
        notice = self._notice()
        said: tuple[str, tuple[str, ...]] = ("", ())
        if notice is not None:
            said = (notice.words, tuple(way[0] for way in notice.ways))
        if said != self._shown:
            self._shown = said
            self._fill(notice)
        self.setVisible(notice is not None and (self._with_words or bool(notice.ways)))

    def _fill(self, notice: Notice | None) -> None:
        clear(self._ways)
        self.buttons = []
        if notice is None:
            return
        show(self.words, notice.words)
        if self._with_words:
            role(self, "notice", notice.tone)
        for text, do_it in notice.ways:
            button = self.button(text, do_it)
            self._ways.addWidget(button)
            self.buttons.append(button)
        self.setAccessibleName(notice.words)

    def button(self, text: str, do_it: Callable[[], None]) -> QAbstractButton:
        """A button for one of the ways."""
        made = QPushButton(text, self)
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        made.clicked.connect(lambda _on: do_it())
        return made

    def _notice(self) -> Notice | None:
        session = self._session
        if not session.connected:
            return self._absent()
        state, sense = session.state, hearing_of(session).sense
        copy = (tr("Save a copy …"), lambda: session.wanted.emit("copy"))
        if self.saving:
            return Notice(tr("Saving fails: {why}").format(why=said(self.saving)), "bad", (copy,))
        if sense.silent and sense.fixes:
            ways = tuple((fix.words(state), partial(do, fix, session)) for fix in sense.fixes)
            return Notice(sense.why, "warning", ways)
        if state.project.read_only:
            copy = (tr("Continue with a copy"), copy[1])
            return Notice(_sentence(said(state.project.read_only)), "", (copy,))
        return None

    def _absent(self) -> Notice | None:
        session = self._session
        again = (tr("Start it again"), lambda: session.wanted.emit("start-engine"))
        other = (tr("Other project …"), lambda: session.wanted.emit("start"))
        if session.startable:
            return Notice(session.absence, "bad", (again, other))
        if session.failing:
            return Notice(session.absence, "bad", (other,))
        return None


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:] + ("" if words.endswith(".") else ".")
