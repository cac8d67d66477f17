"""The house keeps its own rules: layers, types, style, and documents that cannot drift from the code."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, timeout=300
    )


@pytest.mark.parametrize(
    "command",
    [
        ("ruff", "check", "."),
        ("ruff", "format", "--check", "."),
        ("mypy",),
    ],
    ids=["lint", "format", "types"],
)
def test_clean(command: tuple[str, ...]) -> None:
    done = run(*command)
    assert done.returncode == 0, done.stdout + done.stderr


def test_each_layer_imports_only_from_those_below() -> None:
    code = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


def test_no_module_can_run_code_from_a_file() -> None:
    for path in (ROOT / "wekipy").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        for forbidden in ("pickle.load", "joblib.load", "allow_pickle=True"):
            assert forbidden not in text, f"{path}: {forbidden}"
        # The builtins, not methods of these names: Qt's loop is `app.exec()`.
        assert not re.search(r"(?<![.\w])(eval|exec)\(", text), path


def test_the_documents_made_from_the_tables_are_up_to_date() -> None:
    from wekipy.cli.document import DOCUMENTS

    for name, make in DOCUMENTS.items():
        path = ROOT / "docs" / name
        assert path.read_text(encoding="utf-8") == make(), (
            f"make docs/{name} anew: python -m wekipy.cli.document"
        )


def test_the_tests_that_the_promises_name_are_there() -> None:
    text = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([0-9]+)\. .*\| (.*) \|$", text, re.MULTILINE)
    assert [int(number) for number, _ in rows] == list(range(1, len(rows) + 1))
    for number, tests in rows:
        named = re.findall(r"`([^`]+)`", tests)
        assert named, f"promise {number} names no test"
        for name in named:
            path, _, function = name.replace("…", "tests/server/test_security.py").partition("::")
            place = ROOT / path
            assert place.exists(), name
            assert not function or f"def {function}(" in place.read_text(encoding="utf-8"), name
