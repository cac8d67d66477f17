"""A short while of what `fuzz.py` does for long: anything, and sound files with something wrong in them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

sys.path.append(str(Path(__file__).parent))
from fuzz_place import clear
from targets import TARGETS, seeds

SEEDS = seeds()
# Inputs that once broke something, by target.
FOUND: dict[str, list[bytes]] = {
    "vectors": [b"", b"\n", b"#"],
    # A date with two years.
    "arff": [SEEDS["arff"][1].replace(b"'yyyy", b"'yyyy yyyy").replace(b"2026/", b"2026 2026/")],
    # Types of numbers that numpy does not know, and letters that no text can have.
    "npz_parts": [SEEDS["npz_parts"][0].replace(b"<f4", kind) for kind in (b"<f1", b"<b8", b">u3")]
    + [SEEDS["npz_parts"][1].replace(b"<U1", b"<U0")]
    + [SEEDS["npz_parts"][1].replace(b"a\0\0\0b", letter + b"b") for letter in (b"\xff" * 4, b"\0\xd8\0\0")],
}
calm = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module", autouse=True)
def tidy() -> Iterator[None]:
    yield
    clear()


@st.composite
def damaged(draw: st.DrawFn, whole: list[bytes]) -> bytes:
    """A sound input with a few pieces replaced, left out, or there twice."""
    data = draw(st.sampled_from(whole))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(data)))
        stop = draw(st.integers(start, min(len(data), start + 16)))
        piece = draw(st.one_of(st.binary(max_size=16), st.just(data[start:stop] * 2)))
        data = data[:start] + piece + data[stop:]
    return data


@pytest.mark.parametrize("name", TARGETS)
def test_sound_inputs_are_no_trouble(name: str) -> None:
    for seed in SEEDS[name]:
        TARGETS[name](seed)


@pytest.mark.parametrize("name", TARGETS)
def test_anything_is_no_trouble(name: str) -> None:
    @calm
    @given(st.binary(max_size=500))
    def check(data: bytes) -> None:
        TARGETS[name](data)

    check()


@pytest.mark.parametrize("name", TARGETS)
def test_damage_is_no_trouble(name: str) -> None:
    @calm
    @given(damaged(SEEDS[name]))
    def check(data: bytes) -> None:
        TARGETS[name](data)

    check()


@pytest.mark.parametrize("name", FOUND)
def test_what_was_once_trouble_is_none(name: str) -> None:
    for data in FOUND[name]:
        TARGETS[name](data)
