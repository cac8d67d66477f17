"""Removes a slash at the end of addresses: Wekinator ignores it, so many sketches send to /wek/inputs/."""

from __future__ import annotations

from dataclasses import replace

from wekipy.osc.codec import Message


def without_slash(address: str) -> str:
    """Return the address without slashes at its end."""
    return address.rstrip("/") or "/"


def with_plain_address(message: Message) -> Message:
    """Return the message without slashes at the end of its address; the same object if there are none."""
    if not message.address.endswith("/"):
        return message
    return replace(message, address=without_slash(message.address))
