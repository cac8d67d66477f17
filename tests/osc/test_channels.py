"""Inputs that come as one message for each, all in one bundle."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from wekipy.osc.channels import gather
from wekipy.osc.codec import Message, numbers

FLOATS = st.lists(st.floats(width=32, allow_nan=False), min_size=1, max_size=20)


def channel(name: str, value: float) -> Message:
    return Message(f"/wek/inputs{name}", "f", (value,))


@given(FLOATS, st.booleans())
def test_as_many_as_inputs_become_one_vector_in_their_order(values: list[float], among_others: bool) -> None:
    singles = [channel(str(n), value) for n, value in enumerate(values, 1)]
    others = [Message("/frame", "i", (7,)), Message("/wekinator/control/train", "", ())]
    messages = [others[0], *singles, others[1]] if among_others else singles
    vector, *rest = [m for m in gather(messages, "/wek/inputs", len(values)) if m.address == "/wek/inputs"]
    assert not rest
    assert numbers(vector).tolist() == values
    assert len(vector.tags) == len(values)
    if among_others:
        found = gather(messages, "/wek/inputs", len(values))
        assert [m.address for m in found] == ["/frame", "/wek/inputs", "/wekinator/control/train"]


@given(FLOATS)
def test_fewer_or_more_stay_as_they_are(values: list[float]) -> None:
    singles = [channel(f"/{n}", value) for n, value in enumerate(values)]
    for inputs in (len(values) - 1, len(values) + 1):
        assert gather(singles, "/wek/inputs", inputs) == singles


def test_what_is_no_single_number_or_controls_the_engine_is_no_input() -> None:
    messages = [
        Message("/wek/inputs", "f", (1.0,)),
        Message("/wek/inputs/bundle", "s", ("walk.csv",)),
        Message("/wek/inputs1", "ff", (1.0, 2.0)),
        Message("/wek/input", "f", (1.0,)),
    ]
    assert gather(messages, "/wek/inputs", 1) == messages
    control = [Message("/wekinator/control/train", "i", (1,)), Message("/wekipy/start_running", "i", (1,))]
    assert gather(control, "/wek", 2) == control
