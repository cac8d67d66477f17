"""Limits the number of connections, and decides which one is closed for a new one."""

from __future__ import annotations

from typing import Protocol

from wekipy.faces.access import is_this_machine
from wekipy.faces.admission import AdmissionControl
from wekipy.project.counting import many

MOST_CONNECTIONS = 64
MOST_OF_ONE = 32  # connections from one other machine
MOST_STRANGERS = 16  # connections from other machines that have not sent the token yet
MOST_STRANGERS_OF_ONE = 8  # of them from one machine
MOST_UNFINISHED = 1 << 26  # bytes of incomplete packets, of all connections


class Member(Protocol):
    """What `Crowd` needs of a connection."""

    host: str

    @property
    def silent(self) -> bool:
        """Whether it has not identified itself yet: by a first packet, from another machine with the
        token.
        """

    @property
    def unfinished(self) -> int:
        """The bytes kept of an incomplete packet."""

    def abort(self) -> None:
        """Close it at once."""

    def close(self) -> None:
        """Deliver what was sent, then close."""


class Crowd:
    """All open connections, the oldest first.

    Args:
        admission: counts refused connections.
    """

    def __init__(self, admission: AdmissionControl) -> None:
        self._admission = admission
        self._members: dict[Member, None] = {}

    def add(self, new: Member) -> bool:
        """Add a new connection; if there are too many, close the oldest silent one; returns False if none is
        silent.
        """
        while crowd := self._too_many_for(new):
            silent = next((other for other in crowd if other.silent), None)
            if silent is None:
                self._admission.turn_away(new.host, f"came when there were {len(crowd)} already")
                return False
            self.turn_away(silent, "said nothing and makes way for another")
        self._members[new] = None
        return True

    def _too_many_for(self, new: Member) -> list[Member]:
        """Return the connections of which there are too many for another; empty if there is room."""
        everybody = list(self._members)
        far = [other for other in everybody if not is_this_machine(other.host)]
        strangers = [other for other in far if other.silent]
        if not is_this_machine(new.host):
            for crowd, most in (
                ([other for other in strangers if other.host == new.host], MOST_STRANGERS_OF_ONE),
                (strangers, MOST_STRANGERS),
                ([other for other in far if other.host == new.host], MOST_OF_ONE),
            ):
                if len(crowd) >= most:
                    return crowd
        return everybody if len(everybody) >= MOST_CONNECTIONS else []

    def turn_away(self, member: Member, why: str) -> None:
        """Close a connection at once and report why."""
        self._admission.turn_away(member.host, why)
        self.remove(member)
        member.abort()

    def bound_unfinished(self) -> None:
        """Close the connection with the largest incomplete packet if all together exceed the limit."""
        if sum(member.unfinished for member in self._members) > MOST_UNFINISHED:
            worst = max(self._members, key=lambda member: member.unfinished)
            self.turn_away(worst, f"left {many(worst.unfinished, 'byte')} of a packet waiting")

    def remove(self, member: Member) -> None:
        """Remove a closed connection."""
        self._members.pop(member, None)

    def close(self) -> None:
        """Close all, each after its sent packets are delivered."""
        for member in list(self._members):
            member.close()
