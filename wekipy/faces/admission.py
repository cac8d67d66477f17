"""Admits clients to control connections: those on other machines must send the token first."""

from __future__ import annotations

import asyncio
import time
from typing import Any, Final

from wekipy.faces.access import Access, Patience, is_this_machine
from wekipy.faces.arguments import Argument, read
from wekipy.osc.codec import Malformed, Message
from wekipy.osc.notices import Notices
from wekipy.project.problem import Problem
from wekipy.version import __version__

HELLO = (Argument("token", "string", "as shown when the engine starts", default=""),)
HELLO_ADDRESS: Final = "/wekipy/hello"
BIGGEST_GREETING = 1_024  # bytes
_DELAY = 1.0  # seconds by which the reply to a wrong token is delayed


class AdmissionControl:
    """Decides which clients are admitted, for all connections.

    Args:
        access: the networks and the token.
        notices: receives a line about each refused client.

    Attributes:
        turned_away: the number of refused connections.
    """

    def __init__(self, access: Access, notices: Notices) -> None:
        self._access, self._notices = access, notices
        self._patience = Patience()
        self.turned_away = 0

    def admits(self, host: str) -> bool:
        """Whether a host may connect and send a greeting."""
        if is_this_machine(host):
            return True
        if not self._access.may_control(host):
            self.turn_away(host, "may not control this engine; to let it in, start with --allow-control")
            return False
        if self._patience.exhausted(host, time.monotonic()):
            self.turn_away(host, "sent too many wrong tokens and has to wait for a minute")
            return False
        return True

    def pending(self, host: str) -> PendingClient:
        """Make the client of an accepted connection."""
        return PendingClient(self, host, is_this_machine(host))

    def turn_away(self, host: str, why: str) -> None:
        """Count and report a refused connection."""
        self.turned_away += 1
        whose = "a program on this machine" if is_this_machine(host) else host
        self._notices.report(
            "control connection", host, lambda: f"control connection: {whose} {why}; refused"
        )

    async def check(self, host: str, token: str) -> None:
        """Check a token.

        Raises:
            Problem: if it is wrong, after a delay.
        """
        if self._access.knows(token) and not self._patience.exhausted(host, time.monotonic()):
            return
        self._patience.wrong(host, time.monotonic())
        self.turn_away(host, "sent a wrong token")
        await asyncio.sleep(_DELAY)
        raise Problem("the token is wrong; the right one is shown where the engine was started")


class PendingClient:
    """A client, admitted once it has sent the token; on this machine at once.

    Attributes:
        admitted: whether its requests are performed.
    """

    def __init__(self, admission: AdmissionControl, host: str, admitted: bool) -> None:
        self._admission, self._host, self.admitted = admission, host, admitted
        self._received = 0

    def count(self, size: int) -> None:
        """Count bytes that it has sent.

        Raises:
            Malformed: if it sends more than a greeting before it is admitted.
        """
        if not self.admitted:
            self._received += size
            if self._received > BIGGEST_GREETING:
                raise Malformed("more than a greeting before the token was checked")

    async def greet(self, message: Message) -> dict[str, Any]:
        """Check a message that should be a greeting; returns the reply.

        Raises:
            Problem: if it is not a greeting, or its token is wrong; the connection must then be closed.
        """
        if message.address != HELLO_ADDRESS:
            raise Problem(
                f"a client on another machine has to send {HELLO_ADDRESS} with the token first"
                " (Client(token=…), --token, or WEKIPY_TOKEN)"
            )
        (token,) = read(HELLO, list(message.args))
        if not self.admitted:
            await self._admission.check(self._host, token)
            self.admitted = True
        return {"wekipy": __version__}
