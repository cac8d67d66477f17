"""Packets on TCP: whole whatever their pieces, small until the first, linear in what arrives."""

from __future__ import annotations

import sys
from types import FrameType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wekipy.osc.codec import Malformed, encode
from wekipy.osc.framing import BIGGEST, BIGGEST_FIRST, Framing

PACKET = encode("/wekipy/state")
_bytes = st.lists(st.sampled_from([b"/", b"\xc0", b"\xdb", b"\xdc", b"\xdd", b"a", b"\0"]), max_size=30)
packets = st.lists(_bytes.map(lambda parts: b"/" + b"".join(parts)), min_size=1, max_size=5)


def wire(slip: bool) -> Framing:
    """A side that sends lengths, or SLIP."""
    made = Framing()
    made.received(b"\xc0" if slip else b"\0")
    return made


@given(packets, st.booleans(), st.lists(st.integers(1, 40), max_size=20))
def test_packets_arrive_whole_in_whatever_pieces(sent: list[bytes], slip: bool, cuts: list[int]) -> None:
    data, got, receiver = b"".join(map(wire(slip).wrap, sent)), [], Framing()
    for cut in [*cuts, len(data)]:
        got += receiver.received(data[:cut])
        data = data[cut:]
    assert got == sent
    assert receiver.unfinished == 0


@pytest.mark.parametrize("slip", [False, True])
def test_the_first_packet_has_64_kb_at_most_and_later_ones_16_mb(slip: bool) -> None:
    assert (BIGGEST_FIRST, BIGGEST) == (65_536, 16 << 20)
    first, later = b"/" + bytes(BIGGEST_FIRST - 1), b"/" + bytes(BIGGEST - 1)
    wrap = wire(slip).wrap
    receiver = Framing()
    assert receiver.received(wrap(first)) == [first]
    assert receiver.received(wrap(later)) == [later]
    with pytest.raises(Malformed, match="65,53"):
        Framing().received(wrap(first + b"x"))
    with pytest.raises(Malformed, match="16,777,21"):
        receiver.received(wrap(later + b"x"))


@pytest.mark.parametrize(
    "data",
    [
        b"GET / HTTP/1.1\r\n",
        bytes.fromhex("1603010200010001fc0303"),  # TLS
        bytes.fromhex("000300242112a442"),  # TURN, of WebRTC
        bytes.fromhex("000100002112a442"),  # STUN
        b"\0\0\0\x10hello",
        b"\xc0hello",
        b"\xc0\xc0\xdb\xdc",
    ],
)
def test_what_is_not_osc_is_recognised_by_its_first_bytes(data: bytes) -> None:
    with pytest.raises(Malformed):
        Framing().received(data)


def test_no_more_is_kept_than_the_first_packet_may_have() -> None:
    for start in (b"\xc0/", (BIGGEST_FIRST).to_bytes(4, "big") + b"/"):
        receiver, kept = Framing(), 0
        try:
            for _ in range(1_000):
                receiver.received((start if not kept else b"") + b"A" * 1_000)
                kept = receiver.unfinished
        except Malformed:
            pass
        assert kept <= BIGGEST_FIRST + 1_004


def test_each_piece_costs_the_same_few_steps() -> None:
    def steps(receiver: Framing) -> int:
        count = 0

        def trace(frame: FrameType, event: str, argument: object) -> Any:
            nonlocal count
            count += event == "line"
            return trace

        before = sys.gettrace()
        sys.settrace(trace)
        receiver.received(b"A")
        sys.settrace(before)
        return count

    for slip in (True, False):
        receiver = Framing()
        receiver.received(wire(slip).wrap(PACKET))
        receiver.received(b"" if slip else BIGGEST.to_bytes(4, "big"))
        receiver.received(b"/")
        early = steps(receiver)
        receiver.received(b"A" * 1_000_000)
        assert steps(receiver) == early
