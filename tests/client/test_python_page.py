"""docs/python.md and the notebook, run as a reader would run them."""

from __future__ import annotations

import ast
import doctest
import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "python.md"
NOTEBOOK = ROOT / "examples" / "python" / "wekipy.ipynb"


@pytest.mark.timeout(240)
def test_the_page_says_what_happens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    text = PAGE.read_text(encoding="utf-8")
    blocks = re.findall(r"^```python\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    assert len(blocks) > 12
    assert all(block.startswith(">>>") for block in blocks), "a block that no test would run"
    # As they stand in the document: a failure names the line there.
    flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    kept = _only_code(text)
    test = doctest.DocTestParser().get_doctest(kept, {}, "python.md", str(PAGE), 0)
    said: list[str] = []
    found = doctest.DocTestRunner(optionflags=flags).run(test, out=said.append)
    assert not found.failed, "".join(said)
    assert found.attempted > 50


def _only_code(text: str) -> str:
    """The text with an empty line for each that is not in a block of Python."""
    lines, inside = [], False
    for line in text.splitlines():
        if line.startswith("```"):
            inside = line == "```python"
            lines.append("")
        else:
            lines.append(line if inside else "")
    return "\n".join(lines)


def test_the_notebook_runs_cell_by_cell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    notebook = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    assert notebook["nbformat"] == 4
    cells = ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert len(cells) >= 5
    names: dict[str, object] = {}
    shown = [_run_cell(cell, names) for cell in cells]
    assert shown[-2] == [1.0, 2.0, 3.0]
    engine = names["w"]
    assert engine.closed  # type: ignore[attr-defined]


def _run_cell(source: str, names: dict[str, object]) -> object:
    """Run a cell; returns what a notebook would show of it: the value of an expression in its last line."""
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "cell", "exec"), names)
    return (
        eval(compile(ast.Expression(last.value), "cell", "eval"), names)
        if isinstance(last, ast.Expr)
        else None
    )
