"""OSC patterns mean what the specification says, and any of them is matched in few steps."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wekipy.faces.wekinator import CONTROLS, PREFIX, find
from wekipy.osc.pattern import LONGEST, Names, is_pattern, matches


def _reference(pattern: str, address: str) -> bool:
    """The specification read aloud: one way after the other, however long it takes."""
    if not pattern:
        return not address
    sign, rest = pattern[0], pattern[1:]
    if sign == "*":
        return _reference(rest, address) or (
            address[:1] not in ("", "/") and _reference(pattern, address[1:])
        )
    if sign == "?":
        return address[:1] not in ("", "/") and _reference(rest, address[1:])
    if sign == "[":
        inner, close, rest = rest.partition("]")
        here = address[:1] not in ("", "/") and _in_set(inner, address[0])
        return bool(close) and here and _reference(rest, address[1:])
    if sign == "{":
        inner, close, rest = rest.partition("}")
        return bool(close) and any(
            address.startswith(text) and _reference(rest, address[len(text) :]) for text in inner.split(",")
        )
    return address[:1] == sign and _reference(rest, address[1:])


def _in_set(inner: str, character: str) -> bool:
    if inner.startswith("!"):
        return not _in_set("\0" + inner[1:], character)
    while inner:
        if len(inner) > 2 and inner[1] == "-":
            if inner[0] <= character <= inner[2]:
                return True
            inner = inner[3:]
        else:
            if inner[0] == character:
                return True
            inner = inner[1:]
    return False


_pieces = st.sampled_from(
    [
        "a",
        "b",
        "c",
        "/",
        "?",
        "*",
        "**",
        "[ab]",
        "[!a]",
        "[a-b]",
        "[b-a]",
        "[-a]",
        "[a-]",
        "[!]",
        "[]",
        "{a,bc}",
        "{,}",
        "{a,}",
        "{a/b,c}",
        "{}",
        "[",
        "]",
        "{",
        "}",
        ",",
        "!",
        "-",
        "é",
    ]
)
_patterns = st.lists(_pieces, max_size=7).map("".join)
_addresses = st.text("abc/-", max_size=6)


@given(_patterns, st.lists(_addresses, min_size=1, max_size=5))
def test_patterns_mean_what_the_specification_says(pattern: str, addresses: list[str]) -> None:
    expected = [n for n, address in enumerate(addresses) if _reference(pattern, address)]
    assert Names(addresses).matching(pattern) == expected


@given(_patterns, _addresses)
def test_one_address_is_matched_as_many_are(pattern: str, address: str) -> None:
    expected = _reference(pattern, address) if is_pattern(pattern) else pattern == address
    assert matches(pattern, address) == expected


@pytest.mark.parametrize(
    ("pattern", "names"),
    [
        ("{startRecording,stopRecording}", ["startRecording", "stopRecording"]),
        ("start*Recording", ["startRecording", "startDtwRecording"]),
        ("*D?wR*", ["startDtwRecording", "stopDtwRecording"]),
        ("[!a-rt-z]topRunning", ["stopRunning"]),
        ("*a*i*", ["train", "cancelTrain", "disableModelRecording", "disableModelRunning"]),
        ("{" + ",".join(c.address.removeprefix(PREFIX) for c in CONTROLS) + "}", None),
        ("*", None),
    ],
)
def test_patterns_of_people_find_their_controls(pattern: str, names: list[str] | None) -> None:
    found = {control.address.removeprefix(PREFIX) for control in find(PREFIX + pattern)}
    if names is None:
        names = [c.address.removeprefix(PREFIX) for c in CONTROLS if c.address.startswith(PREFIX)]
    assert found >= set(names) and all("/" not in name for name in found)


def test_a_pattern_may_stand_in_any_part() -> None:
    assert [c.address for c in find("/wek*/con?rol/train")] == ["/wekinator/control/train"]
    assert find("/*/train") == [] == find("/wekinator/*")
    assert matches("/wek/*", "/wek/inputs") and not matches("/wek/*", "/wek/inputs/bundle")


def steps_of(work: Callable[[], object]) -> int:
    """How many lines of Python run."""
    count = 0

    def trace(frame: FrameType, event: str, argument: Any) -> Any:
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize(
    "piece", ["{,}", "*", "*a", "{,a}", "*{,e}", "?", "[a-z]", "[!a", "{a", "{,ecord}*", "[a-za-z]*", "a"]
)
@pytest.mark.parametrize("start", ["/", PREFIX, PREFIX + "*", "/*/*/*"])
def test_a_pattern_takes_few_steps_for_each_of_its_characters(start: str, piece: str) -> None:
    pattern = (start + piece * LONGEST)[:LONGEST]
    assert steps_of(lambda: find(pattern)) <= 10 * LONGEST


def test_a_pattern_of_64_kb_is_not_even_looked_at() -> None:
    assert steps_of(lambda: find("/wekinator/control/" + "{,}" * 21_000)) < 100
