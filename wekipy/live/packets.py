"""Dispatches packets: inputs, control, or unknown messages."""

from __future__ import annotations

from collections.abc import Callable

from wekipy.live.inlet import Origin
from wekipy.live.inputs import Inputs, Refusals
from wekipy.live.monitor import Monitor, Use, who
from wekipy.live.overload import Overload
from wekipy.osc.channels import gather, is_channel
from wekipy.osc.codec import Malformed, Message, decode, has_texts, numbers
from wekipy.osc.notices import kind_of_mistake
from wekipy.osc.pattern import is_pattern, matches
from wekipy.osc.slash import with_plain_address
from wekipy.project.problem import Problem

Control = Callable[[Message, str], bool]

_MOST_REMEMBERED = 64  # hosts that have been informed once
_ALL_AT_ONCE = ", all in one message, or each in one of its own and all in one bundle"
_WHY: dict[Use, str] = {"unknown": "its address is not known here", "refused": "a number in it is not finite"}


class PacketReader:
    """Reads packets in the engine's thread.

    Args:
        control: handles messages that are not inputs, given the sender's host; returns False for an unknown
            address.
    """

    def __init__(
        self, inputs: Inputs, overload: Overload, monitor: Monitor, refusals: Refusals, control: Control
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
        messages = [with_plain_address(message) for message in messages]
        if len(messages) > 1:
            messages = gather(messages, self._inputs.address, self._inputs.plan.count)
        for message in messages:
            try:
                use = self._handle(message, origin)
            except Problem as e:
                self._refuse(message, origin, str(e))
                self._monitor.heard.note(message, origin, "refused", str(e))
            else:
                self._monitor.heard.note(message, origin, use, _WHY.get(use, ""))

    def _handle(self, message: Message, origin: Origin) -> Use:
        address, inputs = message.address, self._inputs.address
        if address == inputs:
            return self._take_inputs(message, origin)
        if is_pattern(address) and matches(address, inputs):
            use = self._take_inputs(message, origin)
            self._control(message, origin[0])  # a pattern applies to all addresses that it matches
            return use
        self._overload.release()  # messages after a vector take effect after it
        if self._control(message, origin[0]):
            return "control"
        expected = self._inputs.plan.address
        self._refusals.refuse(
            f"address {address[:40]}",
            origin,
            lambda: (
                f"{who(origin)} sent {address}, which is not known here;"
                f" inputs are expected as {expected}"
                f"{_ALL_AT_ONCE if is_channel(message, expected) else ''}; ignored"
            ),
        )
        return "unknown"

    def _take_inputs(self, message: Message, origin: Origin) -> Use:
        """Handle an input message of an unusual form."""
        if not self._inputs.take(numbers(message), origin):
            return "refused"
        self._monitor.note_types(message.tags)
        if has_texts(message):
            self._note_texts(origin)
        return "inputs"

    def _note_texts(self, origin: Origin) -> None:
        """Accept inputs sent as texts, and report it once for each host."""
        if origin[0] in self._sent_texts or len(self._sent_texts) >= _MOST_REMEMBERED:
            return
        self._sent_texts.add(origin[0])
        address = self._inputs.plan.address
        self._refusals.notices.report(
            "texts",
            origin[0],
            lambda: f"{who(origin)} sends {address} as texts; they are read as the numbers that they are",
        )

    def _refuse(self, message: Message, origin: Origin, text: str) -> None:
        self._refusals.refuse(
            kind_of_mistake(text), origin, lambda: f"{message.address} from {who(origin)}: {text}"
        )
