"""The first message of a control connection from another machine: it must bring the token."""

from __future__ import annotations

import asyncio
import time
from typing import Any, Final

from wekipy import __version__
from wekipy.osc.access import Access, Patience, is_this_machine
from wekipy.osc.arguments import Argument, read
from wekipy.osc.codec import Malformed, Message
from wekipy.osc.notices import Notices
from wekipy.project.problem import Problem

HELLO = (Argument("token", "string", "as shown when the engine starts", default=""),)
HELLO_ADDRESS: Final = "/wekipy/hello"
TIME_TO_GREET = 10.0  # seconds
MOST_STRANGERS = 16  # connections that have not greeted yet
BIGGEST_GREETING = 1_024  # bytes
_DELAY = 1.0  # seconds that a wrong token is answered late


class Porter:
    """Decides who may come in, for all connections.

    Args:
        access: which networks, and the token.
        notices: told of whoever is turned away.
    """

    def __init__(self, access: Access, notices: Notices) -> None:
        self._access, self._notices = access, notices
        self._patience = Patience()
        self._strangers = 0

    def admits(self, host: str) -> bool:
        """Whether a connection from there may greet at all; call `gone` when it has ended or greeted."""
        if is_this_machine(host):
            return True
        if not self._access.may_control(host):
            self._tell(host, "may not control this engine; to let it in, start with --allow-control")
            return False
        if self._patience.exhausted(host, time.monotonic()):
            self._tell(host, "sent too many wrong tokens and has to wait for a minute")
            return False
        return self._strangers < MOST_STRANGERS

    def guest(self, host: str) -> Guest:
        """A connection from there that was admitted."""
        known = is_this_machine(host)
        self._strangers += not known
        return Guest(self, host, known)

    def gone(self) -> None:
        """A stranger has greeted, or has gone."""
        self._strangers -= 1

    async def check(self, host: str, token: str) -> None:
        """Hold a token to the right one.

        Raises:
            Problem: after a while, if it is wrong.
        """
        if self._access.knows(token) and not self._patience.exhausted(host, time.monotonic()):
            return
        self._patience.wrong(host, time.monotonic())
        self._tell(host, "sent a wrong token")
        await asyncio.sleep(_DELAY)
        raise Problem("the token is wrong; the right one is shown where the engine was started")

    def _tell(self, host: str, what: str) -> None:
        self._notices.tell("control connection", host, lambda: f"{host} {what}; refused")


class Guest:
    """One connection: a stranger until it has greeted; from this machine it never is.

    Attributes:
        known: whether its requests are done.
    """

    def __init__(self, porter: Porter, host: str, known: bool) -> None:
        self._porter, self._host, self.known = porter, host, known
        self._counted = not known
        self._heard = 0

    def hear(self, size: int) -> None:
        """So many bytes came from it.

        Raises:
            Malformed: if a stranger sends more than a greeting has.
        """
        if not self.known:
            self._heard += size
            if self._heard > BIGGEST_GREETING:
                raise Malformed("more than a greeting before the token was checked")

    async def greet(self, message: Message) -> dict[str, Any]:
        """Take a message that is, or should have been, a greeting; the reply to it.

        Raises:
            Problem: if it is none, or its token is wrong; the connection is then to be ended.
        """
        if message.address != HELLO_ADDRESS:
            raise Problem(
                f"a client on another machine has to send {HELLO_ADDRESS} with the token first"
                " (Client(token=…), --token, or WEKIPY_TOKEN)"
            )
        (token,) = read(HELLO, list(message.args))
        if not self.known:
            await self._porter.check(self._host, token)
            self.known = True
            self.leave()
        return {"wekipy": __version__}

    def leave(self) -> None:
        """It is no stranger any more, or has gone."""
        if self._counted:
            self._counted = False
            self._porter.gone()
