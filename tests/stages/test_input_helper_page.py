"""The page for those who come from the Input Helper: stages can be built as it writes them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from wekipy.stages.input_chain import input_chain
from wekipy.stages.table import INPUT_STAGES, read_input_stages

PAGE = (Path(__file__).parents[2] / "docs" / "from-input-helper.md").read_text(encoding="utf-8")
_TABLE = PAGE.partition("| in the Input Helper | here, a stage")[2].partition("\n\n")[0]
ROWS = [line.split(" | ") for line in _TABLE.splitlines() if line.startswith("| ")][1:]
STAGES = [
    text
    for row in ROWS
    for text in re.findall(r"`([^`]+)`", row[1])
    if text.partition(":")[0] in INPUT_STAGES
]


def test_each_row_names_a_stage_or_a_place_of_the_window() -> None:
    assert len(ROWS) == 15
    for row in ROWS:
        found = re.findall(r"`([^`]+)`", row[1])
        assert "panel" in row[1] or found[0].partition(":")[0] in INPUT_STAGES, row
    named = re.findall(r"(?:--stage |block\(\"hand\", )'([^']+)'", PAGE)
    assert len(named) == 2
    for text in named:
        input_chain(("x",), [(one, {}) for one in read_input_stages([text])])


@pytest.mark.parametrize("text", STAGES)
def test_a_stage_of_the_page_can_be_built(text: str) -> None:
    (choice,) = read_input_stages([text])
    assert len(input_chain(("x", "y"), [(choice, {})]).names) >= 1
