"""Decides who may control an engine, by address, token and number of attempts; no sockets."""

from __future__ import annotations

import hmac
import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, TypeAlias

from wekipy.project.counting import many
from wekipy.project.problem import Problem

Network: TypeAlias = ipaddress.IPv4Network | ipaddress.IPv6Network

SHORTEST_TOKEN: Final = 16  # characters
LONGEST_TOKEN: Final = 200
_MOST_WRONG = 5  # wrong tokens from one host before it has to wait
_PENANCE = 60.0  # seconds
_MOST_HOSTS = 256  # remembered


def read_networks(texts: Sequence[str]) -> tuple[Network, ...]:
    """Parse networks from texts such as 192.168.1.0/24 or 192.168.1.20.

    Raises:
        Problem: naming the text that is not a network.
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
    """Return the address; one that an IPv6 socket maps from IPv4 becomes the IPv4 address."""
    address = ipaddress.ip_address(host.partition("%")[0])
    mapped = getattr(address, "ipv4_mapped", None)
    return mapped or address


@dataclass(frozen=True)
class Access:
    """Who may control the engine.

    Attributes:
        networks: those from which control is accepted, besides this machine.
        token: required from clients in them; "" without networks.
    """

    networks: tuple[Network, ...] = ()
    token: str = ""

    def may_control(self, host: str) -> bool:
        """Whether an address is this machine's own or in one of the networks."""
        if is_this_machine(host):
            return True
        try:
            address = _plain(host)
        except ValueError:
            return False
        return any(address in network for network in self.networks)

    def knows(self, token: str) -> bool:
        """Whether a token is right, compared in constant time."""
        return bool(self.token) and hmac.compare_digest(token.encode(), self.token.encode())


def check_token(token: str) -> str:
    """Return the token if it is long enough not to be guessed.

    Raises:
        Problem: saying what a token must look like.
    """
    if not (SHORTEST_TOKEN <= len(token) <= LONGEST_TOKEN and token.isascii() and token.isprintable()):
        raise Problem(
            f"the token has {many(len(token), 'character')}; expected {SHORTEST_TOKEN} to"
            f" {LONGEST_TOKEN} plain"
            " letters, digits and signs"
        )
    return token


class Patience:
    """Limits wrong tokens: after five, a host has to wait for a minute."""

    def __init__(self) -> None:
        self._wrong: dict[str, tuple[int, float]] = {}

    def exhausted(self, host: str, now: float) -> bool:
        """Whether this host has to wait."""
        count, until = self._wrong.get(host, (0, 0.0))
        if now >= until:
            self._wrong.pop(host, None)
            return False
        return count >= _MOST_WRONG

    def wrong(self, host: str, now: float) -> None:
        """Count a wrong token from this host."""
        count, until = self._wrong.get(host, (0, 0.0))
        if host not in self._wrong and len(self._wrong) >= _MOST_HOSTS:
            self._wrong.pop(next(iter(self._wrong)))
        self._wrong[host] = ((count if now < until else 0) + 1, now + _PENANCE)
