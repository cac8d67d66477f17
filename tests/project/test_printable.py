"""What a person's terminal shows of others' names: one line, in its order, without controls."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wekipy.project.printable import printable, printable_json

HOSTILE = "\x1b[2Ja\r\nb\x9b31m\u202egpj\u2066\u200f\x7f\u2028c\ud800"
_BIDI = {"ALM", *["LRM", "RLM"], "LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


def is_safe(text: str) -> bool:
    """Whether a terminal shows it as it stands."""
    return all(
        unicodedata.category(c) not in ("Cc", "Cs", "Zl", "Zp") and unicodedata.bidirectional(c) not in _BIDI
        for c in text
    ) and not set(text) & set("\u200e\u200f\u061c")


@given(st.text(st.characters(exclude_categories=()), max_size=50))
def test_any_text_becomes_one_safe_line(text: str) -> None:
    assert is_safe(printable(text))


@pytest.mark.parametrize("text", ["plain", "音 → é", "👩\u200d🎤", "a b", "שלום"])
def test_names_of_people_stay_as_they_are(text: str) -> None:
    assert printable(text) == text


def test_line_ends_become_spaces_and_controls_a_sign() -> None:
    assert printable("a\r\nb\nc\td") == "a b c d"
    assert printable("\x1b[31mred") == "�[31mred"


@given(st.dictionaries(st.text(max_size=8), st.text(st.characters(exclude_categories=()), max_size=20)))
def test_json_means_the_same(value: dict[str, str]) -> None:
    text = printable_json(json.dumps(value, indent=2, ensure_ascii=False))
    assert json.loads(text) == value
    assert is_safe(text.replace("\n", ""))


def test_hostile_names_are_all_of_it() -> None:
    assert not is_safe(HOSTILE)
    assert is_safe(printable(HOSTILE))
