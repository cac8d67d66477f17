"""Refuses messages that a project must not send: its outputs could otherwise control engines.

An output message, a gesture's message or a further message whose address controls engines is refused, and so
is a destination that is one of this engine's own ports. Both are refused when a person asks for them. Where a
project that is opened has them already, it opens all the same, nothing is sent there, and one sentence says
so.
"""

from __future__ import annotations

import contextlib
import ipaddress
import re
import socket
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from wekipy.osc.pattern import matches
from wekipy.project.place import in_words
from wekipy.project.problem import Problem
from wekipy.project.schema import ClassificationOutput, GestureOutput, Project

_FORBIDDEN: Final = re.compile(r"[\x00-\x20#*,?\[\]{}\x7f-\xa0\u2028\u2029]")
_CONTROLLING: Final = ("/wekipy", "/wekinator")
_NAMES_OF_THIS_MACHINE = frozenset({"localhost", "localhost.localdomain", "ip6-localhost", "ip6-loopback"})


@lru_cache(maxsize=4096)
def reserved(address: str) -> bool:
    """Whether an address controls engines: one below /wekipy/ or /wekinator/, or a pattern of one."""
    first = "/" + address[1:].partition("/")[0]
    return any(matches(first, controlling) for controlling in _CONTROLLING)


@lru_cache(maxsize=4096)
def wire_address(address: str) -> str:
    """Return an address as it is sent: characters that OSC forbids become _.

    OSC 1.0 forbids spaces, controls and # * , ? [ ] { }, and a part without a name. A part that is not plain
    ASCII goes out as UTF-8, which receivers take.
    """
    parts = address.removeprefix("/").split("/")
    return "/" + "/".join(_FORBIDDEN.sub("_", part) or "_" for part in parts)


def _sent_addresses(project: Project) -> Iterator[tuple[str, str]]:
    """What is sent now, in words, and its address."""
    yield "the output message", project.output_address
    for output in project.outputs:
        if isinstance(output, GestureOutput):
            for gesture in output.gestures:
                yield f"the gesture “{gesture.name}”", gesture.address
        elif output.send_novelty or (
            isinstance(output, ClassificationOutput) and (output.send_distribution or output.send_confidence)
        ):
            yield f"the output “{output.name}”", f"/{output.name}"


def rewritten_addresses(project: Project) -> dict[str, str]:
    """The addresses of a project that differ on the wire, each with a sentence that says so."""
    sent: dict[str, str] = {}
    found = {}
    for what, address in _sent_addresses(project):
        wire = wire_address(address)
        other = sent.setdefault(wire, what)
        if wire != address:
            also = f", as {other} is, too: give one of them another name" if other != what else ""
            found[address] = f"{what} is sent as {wire}, for OSC allows no {_forbidden_in(address)}{also}"
    return found


def _forbidden_in(address: str) -> str:
    """What OSC forbids in an address, in words."""
    signs = dict.fromkeys(_FORBIDDEN.findall(address))
    words = ["spaces" if sign == " " else sign if sign.isprintable() else "controls" for sign in signs]
    return f"{' '.join(dict.fromkeys(words))} in addresses" if words else "empty parts in addresses"


def _addresses(project: Project) -> Iterator[tuple[str, str]]:
    """What goes out, in words, and its address."""
    yield "the output message", project.output_address
    for output in project.outputs:
        if isinstance(output, GestureOutput):
            for gesture in output.gestures:
                yield f"the gesture “{gesture.name}”", gesture.address
        else:  # novelty, confidence and distribution have the output's name
            yield f"the output “{output.name}”", f"/{output.name}/"


def refused_addresses(project: Project) -> dict[str, str]:
    """The addresses of a project that are never sent, each with a sentence that says what to do."""
    return {
        address: f"{what} cannot be sent as {address.rstrip('/')}: addresses below /wekipy/ and /wekinator/"
        " control engines; choose another"
        for what, address in _addresses(project)
        if reserved(wire_address(address))
    }


def check_addresses(before: Project, project: Project) -> None:
    """Refuse an edit that adds output addresses which control engines; existing ones may stay.

    Raises:
        Problem: naming it.
    """
    new = refused_addresses(project)
    if new and (added := new.keys() - refused_addresses(before).keys()):
        raise Problem(new[min(added)])


class OwnPorts:
    """The ports that an engine itself listens at.

    Attributes:
        inputs, control: the ports for inputs, which may move, and for control.
        sources: the further ports of the project's sources, open or to be opened.
    """

    def __init__(self, inputs: int, control: int) -> None:
        self.inputs, self.control = inputs, control
        self.sources: frozenset[int] = frozenset()

    @property
    def listening(self) -> tuple[int, frozenset[int]]:
        """The ports at which inputs arrive."""
        return self.inputs, self.sources

    def have(self, host: str, port: int) -> bool:
        """Whether a place is one of them, by any name of this machine; makes no DNS query."""
        own = port in (self.inputs, self.control) or port in self.sources
        return own and arrives_here(host)

    def check_edit(self, before: Project, project: Project) -> None:
        """Refuse an edit that sends outputs to the engine itself; existing destinations may stay.

        Raises:
            Problem: naming the destination.
        """
        port = project.receive_port
        new = source_ports(project) - source_ports(before)
        for place in project.destinations if new else ():
            if place.port in new and arrives_here(place.host):
                raise Problem(
                    f"no source can arrive at port {place.port}: outputs are sent to {place}, and the engine"
                    " would answer its own answers for ever; choose another port"
                )
        if port != before.receive_port:
            for place in project.destinations:
                if place.port == port and arrives_here(place.host):
                    raise Problem(
                        f"inputs cannot arrive at port {port}: outputs are sent to {place}, and the engine"
                        " would answer its own answers for ever; choose another port"
                    )
        for place in project.destinations:
            if place not in before.destinations and self.have(place.host, place.port):
                raise Problem(refusal(place.host, place.port))


def source_ports(project: Project) -> frozenset[int]:
    """The UDP ports that sources of a project have of their own."""
    return frozenset(source.port for source in project.sources if source.port is not None)


def refusal(host: str, port: int) -> str:
    """Why nothing is sent to one of the engine's own ports, in a sentence."""
    return (
        f"outputs are not sent to {in_words(host, port)}: this engine listens there itself, and would answer"
        " its own answers for ever; choose another destination"
    )


def arrives_here(host: str) -> bool:
    """Whether packets to a host would arrive at this machine; names that need looking up are not."""
    plain = host.strip().strip("[]").rstrip(".").lower()
    if plain in _NAMES_OF_THIS_MACHINE or plain.endswith(".localhost"):
        return True
    own = socket.gethostname().lower()
    if plain in (own, own.partition(".")[0], f"{own.partition('.')[0]}.local"):
        return True
    address = _address(plain)
    if address is None:
        return False
    return address.is_loopback or address.is_unspecified or _can_bind(address)


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    with contextlib.suppress(OSError, ValueError):  # also short and odd forms: 127.1, 0x7f.1, 0
        return ipaddress.IPv4Address(socket.inet_aton(text))
    with contextlib.suppress(ValueError):
        address = ipaddress.IPv6Address(text.partition("%")[0])
        return address.ipv4_mapped or address
    return None


def _can_bind(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    """Only an own address can be bound, or one for several machines of which this is one."""
    family = socket.AF_INET if address.version == 4 else socket.AF_INET6
    with contextlib.suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as sock:
        sock.bind((str(address), 0))
        return True
    return False
