"""Why nothing was recorded, in words."""

from __future__ import annotations

from collections.abc import Sequence

from wekipy.client.replies import HeardAddress
from wekipy.client.state import State
from wekipy.project.counting import many
from wekipy.project.problem import Problem

_MOST = 3  # addresses named


def nothing_recorded(state: State, heard: Sequence[HeardAddress]) -> Problem:
    """The problem of a take without examples.

    Args:
        heard: what has arrived lately, the inputs first.
    """
    expected = " and ".join(
        f"{address} with {many(inputs, 'number')} at UDP port {port}"
        for address, inputs, port in _expected(state)[:_MOST]
    )
    good = next((entry for entry in heard if entry["use"] == "inputs"), None)
    if good is not None:
        return Problem(
            f"nothing was recorded: the last inputs arrived {good['since']:.1f} s ago at port {state.port},"
            " and none since; see whether the sensor still sends"
        )
    if not heard:
        return Problem(
            f"nothing was recorded: nothing has arrived at port {state.port} since the engine started;"
            f" send {expected}"
        )
    others = "; ".join(_described(entry) for entry in heard[:_MOST])
    return Problem(
        f"nothing was recorded: no inputs have arrived, expected {expected}. What arrived: {others}"
    )


def _expected(state: State) -> list[tuple[str, int, int]]:
    """Address, count and port of each message that the inputs come in."""
    if not state.sources:
        return [(state.input_address, len(state.inputs), state.port)]
    return [(source.address, source.inputs, source.port or state.port) for source in state.sources]


def _described(entry: HeardAddress) -> str:
    why = f" ({entry['why']})" if entry["why"] else ""
    return f"{entry['address']} with {many(entry['arguments'], 'argument')} from {entry['sender']}{why}"
