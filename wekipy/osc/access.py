"""Who may control an engine: pure decisions about addresses, tokens and patience; no sockets."""

from __future__ import annotations

import hmac
import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, TypeAlias

from wekipy.project.problem import Problem

Network: TypeAlias = ipaddress.IPv4Network | ipaddress.IPv6Network

SHORTEST_TOKEN: Final = 16  # characters
LONGEST_TOKEN: Final = 200
_MOST_WRONG = 5  # tokens from one host, until it has to wait
_PENANCE = 60.0  # seconds
_MOST_HOSTS = 256  # remembered


def read_networks(texts: Sequence[str]) -> tuple[Network, ...]:
    """Networks from texts such as 192.168.1.0/24 or 192.168.1.20.

    Raises:
        Problem: naming the text that is none.
    """
    return tuple(_network(text) for text in texts)


def _network(text: str) -> Network:
    try:
        return ipaddress.ip_network(text.strip(), strict=False)
    except ValueError as e:
        raise Problem(
            f"cannot read the network “{text[:60]}”; expected an address such as 192.168.1.20, or a network"
            " such as 192.168.1.0/24"
        ) from e


@lru_cache(maxsize=256)
def is_this_machine(host: str) -> bool:
    """Whether a sender's address is a loopback address, which no packet from the network can have."""
    try:
        return _plain(host).is_loopback
    except ValueError:
        return False


def _plain(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    """The address; an IPv4 address that came through an IPv6 socket is the IPv4 address."""
    address = ipaddress.ip_address(host.partition("%")[0])
    mapped = getattr(address, "ipv4_mapped", None)
    return mapped or address


@dataclass(frozen=True)
class Access:
    """Who may control the engine.

    Attributes:
        networks: from which control is accepted, besides this machine.
        token: what clients from there must know; "" while there are no networks.
    """

    networks: tuple[Network, ...] = ()
    token: str = ""

    def may_control(self, host: str) -> bool:
        """Whether a sender's address is this machine's own or in one of the networks."""
        if is_this_machine(host):
            return True
        try:
            address = _plain(host)
        except ValueError:
            return False
        return any(address in network for network in self.networks)

    def knows(self, token: str) -> bool:
        """Whether a token is the right one; takes the same time for every wrong one."""
        return bool(self.token) and hmac.compare_digest(token.encode(), self.token.encode())


def check_token(token: str) -> str:
    """The token itself, if it is one that cannot be guessed by trying.

    Raises:
        Problem: saying what a token must be.
    """
    if not (SHORTEST_TOKEN <= len(token) <= LONGEST_TOKEN and token.isascii() and token.isprintable()):
        raise Problem(
            f"the token has {len(token)} characters; expected {SHORTEST_TOKEN} to {LONGEST_TOKEN} plain"
            " letters, digits and signs"
        )
    return token


class Patience:
    """Counts wrong tokens, so that nobody can try many: after five, a host has to wait for a minute."""

    def __init__(self) -> None:
        self._wrong: dict[str, tuple[int, float]] = {}

    def exhausted(self, host: str, now: float) -> bool:
        """Whether nothing more is listened to from this host at the moment."""
        count, until = self._wrong.get(host, (0, 0.0))
        if now >= until:
            self._wrong.pop(host, None)
            return False
        return count >= _MOST_WRONG

    def wrong(self, host: str, now: float) -> None:
        """A wrong token came from this host."""
        count, until = self._wrong.get(host, (0, 0.0))
        if host not in self._wrong and len(self._wrong) >= _MOST_HOSTS:
            self._wrong.pop(next(iter(self._wrong)))
        self._wrong[host] = ((count if now < until else 0) + 1, now + _PENANCE)
