"""States of any size become the same JSON as in one call."""

from __future__ import annotations

import json

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from wekipy.faces import json_text
from wekipy.faces.json_text import to_json

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=4),
    max_leaves=20,
)


@given(st.dictionaries(st.text(max_size=5), PLAIN | st.lists(PLAIN, max_size=6), max_size=5))
def test_it_is_what_one_call_makes(value: dict[str, object]) -> None:
    long, json_text._LONG = json_text._LONG, 3
    try:
        assert to_json(value) == msgspec.json.encode(value).decode()
    finally:
        json_text._LONG = long


def test_thousands_of_takes_with_a_name_that_cannot_be_encoded() -> None:
    takes = [{"number": n, "name": f"take {n}"} for n in range(3_000)]
    takes[7]["name"] = "\udcff"
    found = json.loads(to_json({"takes": takes, "running": True}))
    assert found["takes"][7]["name"] == "�"
    assert found["takes"][2_999] == {"number": 2_999, "name": "take 2999"}
