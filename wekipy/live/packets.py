"""Dispatches packets: inputs, control, or unknown messages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from wekipy.live.inlet import Origin
from wekipy.live.monitor import Monitor, Use, who
from wekipy.live.overload import Overload
from wekipy.live.refusals import Refusals
from wekipy.osc.codec import Malformed, Message, decode, has_texts
from wekipy.osc.notices import kind_of_mistake
from wekipy.osc.pattern import is_pattern
from wekipy.osc.slash import with_plain_address
from wekipy.project.problem import Problem

Control = Callable[[Message, str], bool]

_MOST_REMEMBERED = 64  # hosts that have been informed once
_WHY: dict[Use, str] = {"unknown": "its address is not known here", "refused": "a number in it is not finite"}


class TakesInputs(Protocol):
    """What takes the inputs of a port: `Inputs`, or a `SourcePort`."""

    def take_usual(self, packet: bytes, origin: Origin) -> bool: ...
    def wants(self, address: str, origin: Origin) -> bool: ...
    def take_message(self, message: Message, origin: Origin) -> bool: ...
    def gathered(self, messages: Sequence[Message]) -> Sequence[Message]: ...
    def finish(self) -> None: ...
    def expected(self, message: Message) -> str: ...


class PacketReader:
    """Reads packets in the engine's thread.

    Args:
        control: handles messages that are not inputs, given the sender's host; returns False for an unknown
            address.
    """

    def __init__(
        self, inputs: TakesInputs, overload: Overload, monitor: Monitor, refusals: Refusals, control: Control
    ) -> None:
        self._inputs, self._overload, self._control = inputs, overload, control
        self._monitor, self._refusals = monitor, refusals
        self._sent_texts: set[str] = set()  # hosts that have been informed of it

    def take(self, packet: bytes, origin: Origin) -> None:
        """Handle a packet."""
        if not self._inputs.take_usual(packet, origin):
            self._take_unusual(packet, origin)

    def _take_unusual(self, packet: bytes, origin: Origin) -> None:
        try:
            messages = decode(packet, untagged=True)
        except Malformed as e:
            text = str(e)
            kind = f"malformed: {kind_of_mistake(text)}"
            self._refusals.refuse(kind, origin, lambda: f"{who(origin)} sent {text}; ignored")
            return
        plain: Sequence[Message] = [with_plain_address(message) for message in messages]
        if len(plain) > 1:
            plain = self._inputs.gathered(plain)
        for message in plain:
            try:
                use = self._handle(message, origin)
            except Problem as e:
                self._refuse(message, origin, str(e))
                self._monitor.heard.note(message, origin, "refused", str(e))
            else:
                self._monitor.heard.note(message, origin, use, _WHY.get(use, ""))
        self._inputs.finish()

    def _handle(self, message: Message, origin: Origin) -> Use:
        address = message.address
        if self._inputs.wants(address, origin):
            use = self._take_inputs(message, origin)
            if is_pattern(address):
                self._control(message, origin[0])  # a pattern applies to all addresses that it matches
            return use
        self._inputs.finish()
        self._overload.release()  # messages after a vector take effect after it
        if self._control(message, origin[0]):
            return "control"
        self._refusals.refuse(
            f"address {address[:40]}",
            origin,
            lambda: (
                f"{who(origin)} sent {address}, which is not known here;"
                f" {self._inputs.expected(message)}; ignored"
            ),
        )
        return "unknown"

    def _take_inputs(self, message: Message, origin: Origin) -> Use:
        """Handle an input message of an unusual form."""
        if not self._inputs.take_message(message, origin):
            return "refused"
        self._monitor.note_types(message.tags)
        if has_texts(message):
            self._note_texts(message.address, origin)
        return "inputs"

    def _note_texts(self, address: str, origin: Origin) -> None:
        """Accept inputs sent as texts, and report it once for each host."""
        if origin[0] in self._sent_texts or len(self._sent_texts) >= _MOST_REMEMBERED:
            return
        self._sent_texts.add(origin[0])
        self._refusals.notices.report(
            "texts",
            origin[0],
            lambda: f"{who(origin)} sends {address} as texts; they are read as the numbers that they are",
        )

    def _refuse(self, message: Message, origin: Origin, text: str) -> None:
        self._refusals.refuse(
            kind_of_mistake(text), origin, lambda: f"{message.address} from {who(origin)}: {text}"
        )
