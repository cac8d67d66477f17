"""What Wekinator does, what wekipy does, and the test that shows it: the rows of docs/compatibility.md.

`python tests/compatibility/there_and_here.py` writes the document from the tables beside this file. A row
without a test that exists is an error: the document says only what was tried.
"""

from __future__ import annotations

import ast
import importlib
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = ROOT / "docs" / "compatibility.md"
OPENING = """# Compatibility with Wekinator

Each row was tried: the last column names the test. “The same” means that nothing has to be changed. Where
wekipy does something else, the third column says what and why. [From Wekinator](from-wekinator.md) is the
same for a person, as a walk. This page is made by `python tests/compatibility/there_and_here.py` from the
tables in `tests/compatibility/`.
"""


@dataclass(frozen=True)
class Row:
    there: str
    """What Wekinator, or a program written for it, sends, stores or offers."""
    here: str
    """What wekipy does with it; "the same" where nothing differs."""
    test: str
    """`tests/…/test_x.py::test_name`, without the parameters."""
    differs: str = ""
    """How it differs, and why; empty where it does not."""


@dataclass(frozen=True)
class Table:
    title: str
    sentence: str
    heads: tuple[str, str]
    """What the first two columns are called."""
    module: str
    """The file beside this one that holds its `ROWS`."""

    def rows(self) -> tuple[Row, ...]:
        return tuple(importlib.import_module(self.module).ROWS)


TABLES = (
    Table(
        "Sketches and remotes",
        "Programs that people wrote for Wekinator, by what they send and what they expect back.",
        ("sketch", "here"),
        "table_of_sketches",
    ),
    Table(
        "Messages",
        "Every message of Wekinator's, and what it makes of odd ones.",
        ("message", "here"),
        "table_of_messages",
    ),
    Table(
        "Menus and windows", "Everything that Wekinator's windows offer.", ("there", "here"), "table_of_menus"
    ),
    Table("Projects", "What is in a project folder of Wekinator's.", ("there", "here"), "table_of_projects"),
    Table(
        "Tables of examples", "Files with examples, as people have them.", ("file", "here"), "table_of_tables"
    ),
)


def document() -> str:
    """docs/compatibility.md, from the tables."""
    parts = [OPENING]
    for table in TABLES:
        first, second = table.heads
        parts.append(f"\n## {table.title}\n\n{table.sentence}\n\n")
        parts.append(f"| {first} | {second} | differs | test |\n| --- | --- | --- | --- |\n")
        parts += (f"| {r.there} | {r.here} | {r.differs} | {_link(r.test)} |\n" for r in table.rows())
    return "".join(parts)


def missing(test: str) -> str:
    """Why `test` is not a test of this project; empty if it is one."""
    path, _, name = test.partition("::")
    file = ROOT / path
    if not file.is_file():
        return f"there is no file {path}"
    tree = ast.parse(file.read_text(encoding="utf-8"))
    names = {n.name for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)}
    if not name.startswith("test_") or name not in names:
        return f"there is no test {name} in {path}"
    return ""


def _link(test: str) -> str:
    path, _, name = test.partition("::")
    return f"[{name.removeprefix('test_').replace('_', ' ')}](../{path})"


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent))
    sys.modules["there_and_here"] = sys.modules["__main__"]
    DOCUMENT.write_text(document(), encoding="utf-8")
