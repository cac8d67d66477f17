"""Combines bundles with one message for each input, as TouchDesigner's OSC Out sends channels."""

from __future__ import annotations

from collections.abc import Sequence

from wekipy.osc.codec import Message
from wekipy.osc.outgoing import reserved

_NUMBER = frozenset("ifhdTF")


def gather(messages: Sequence[Message], address: str, inputs: int) -> list[Message]:
    """Return the messages of a bundle, with single inputs combined to one message.

    A single input is one number whose address goes on where that of the inputs ends (/wek/inputs1,
    /wek/inputs/x). They are taken in the order of the bundle, if there are as many as inputs.
    """
    singles = [n for n, message in enumerate(messages) if is_channel(message, address)]
    if len(singles) != inputs:
        return list(messages)
    found = [messages[n] for n in singles]
    vector = Message(address, "".join(m.tags for m in found), tuple(m.args[0] for m in found))
    first, others = singles[0], frozenset(singles[1:])
    return [vector if n == first else m for n, m in enumerate(messages) if n not in others]


def is_channel(message: Message, address: str) -> bool:
    """Whether a message is a single input, by its address; a control message never is."""
    if len(message.tags) != 1 or message.tags not in _NUMBER or reserved(message.address):
        return False
    return len(message.address) > len(address) and message.address.startswith(address)
