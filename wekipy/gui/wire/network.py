"""Shows whether inputs from other machines are accepted, and the address to send them to."""

from __future__ import annotations

import ipaddress
import socket
from typing import Any

from PyQt6.QtWidgets import QCheckBox, QPushButton, QWidget

from wekipy.gui.session.asking import Asking
from wekipy.gui.session.session import Session
from wekipy.gui.theme.parts import across, label
from wekipy.gui.translation import tr

_EVERY = 2_000  # milliseconds
_ELSEWHERE = ("192.0.2.1", 9)  # a place that nobody has (RFC 5737); nothing is sent there


def own_address() -> str:
    """The address that machines in the same network reach this one at; "" if there is no network."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        try:
            sock.connect(_ELSEWHERE)
        except OSError:
            return ""
        host: str = sock.getsockname()[0]
    return "" if host.startswith("127.") else host


def is_near(host: str) -> bool:
    """Whether an engine at this host is on this machine: its port is open to us in any case."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class NetworkSwitch(QCheckBox):
    """Lets inputs from the network in, as long as the engine runs; shows whether it does."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Allow phones and other computers"), parent)
        self.setToolTip(tr("Otherwise only programs on this machine are listened to. Until the engine ends."))
        self._session: Session | None = None
        self._asking: Asking | None = None
        self._busy = False
        self.clicked.connect(self._want)

    def follow(self, session: Session) -> None:
        """Be about this session's engine; if it is another one, it is to do what the one before did."""
        if self._asking is not None:
            self._asking.deleteLater()
        self._session, self._busy = session, self.isChecked()
        self._asking = Asking(session, "health", _EVERY, self)
        self._asking.answered.connect(self._show)
        session.restored.connect(self._begin)

    def _begin(self) -> None:
        if self.isChecked():
            self._want(True)
        elif self._asking is not None:
            self._asking.ask()

    def _want(self, on: bool) -> None:
        if self._session is not None:
            self._busy = True
            self._session.do("accept_inputs_from_network", on, then=self._done, refused=self._refuse)

    def _done(self, _: object) -> None:
        self._busy = False

    def _refuse(self, sentence: str) -> None:
        self._busy = False
        self.setChecked(not self.isChecked())
        if self._session is not None:
            self._session.say(sentence)

    def _show(self, health: dict[str, Any]) -> None:
        if not self._busy:
            self.setChecked(health["inputs_from_network"])


class FarHint(QWidget):
    """Says where an engine on another machine does not hear us, with a button that changes it."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        row = across(self)
        words = label(tr("That engine takes inputs from its own machine only."), "small", self)
        words.setWordWrap(True)
        self.button = QPushButton(tr("Let inputs from the network in"), self)
        self.button.clicked.connect(self._open)
        row.addWidget(words, 1)
        row.addWidget(self.button)
        self.hide()
        self._asking = Asking(session, "health", _EVERY, parent)
        self._asking.answered.connect(self._show)

    def ask(self) -> None:
        """Find out now whether it is needed."""
        self._asking.ask()

    def _open(self) -> None:
        self._session.do("accept_inputs_from_network", True, then=lambda _: self.hide())

    def _show(self, health: dict[str, Any]) -> None:
        self.setVisible(not is_near(self._session.source.host) and not health["inputs_from_network"])
