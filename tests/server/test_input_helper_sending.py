"""The page for those who come from the Input Helper: what it says of sending can be done as it is written."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from on_stage import Stage

    MakeStage = Callable[..., Stage]

PAGE = (Path(__file__).parents[2] / "docs" / "from-input-helper.md").read_text(encoding="utf-8")


def test_each_way_of_sending_can_be_chosen(stage: MakeStage) -> None:
    s = stage("--inputs", "2", "--outputs", "1")
    s.client.rename_input(2, "breath")
    calls = re.findall(r"`w\.set_sending\(([^`]*)\)`", PAGE)
    assert len(calls) == 5
    seen = []
    for arguments in calls:
        call = ast.parse(f"f({arguments})", mode="eval").body
        assert isinstance(call, ast.Call)
        values = [ast.literal_eval(value) for value in call.args]
        options = {str(option.arg): ast.literal_eval(option.value) for option in call.keywords}
        s.client.set_sending(*values, **options)
        seen.append(s.client.state().sending)
    assert len(set(map(str, seen))) == len(seen)  # each is another one
