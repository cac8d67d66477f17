"""The house keeps its own rules: layers, types, style, and documents that cannot drift from the code."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def test_the_command_of_the_readme_checks_lint_format_types_and_contracts_and_then_tests() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    block = text.partition("<!-- tests -->")[2].partition("```sh\n")[2].partition("```")[0]
    steps = [step.strip() for step in block.replace("\\\n", " ").split("&&")]
    checks = ("ruff check .", "ruff format --check .", "mypy", "lint-imports")
    assert [f".venv/bin/{check}" for check in checks] == steps[2:6]
    pytest_runs = steps[6:]
    assert all(step.startswith(".venv/bin/python -m pytest") for step in pytest_runs)
    assert any("-m timing" in step for step in pytest_runs)
    assert any("-m 'not timing'" in step for step in pytest_runs)


# What makes objects of bytes, or runs text. Joblib's files are written (`joblib.dump`), never read.
_RUNS_CODE = {"pickle", "_pickle", "cPickle", "marshal", "shelve", "dill", "cloudpickle", "runpy", "code"}
_RUNS_CODE |= {"imp", "codeop", "copyreg", "joblib.load", "numpy.load", "multiprocessing.reduction", "yaml"}
_RUNS_TEXT = {"eval", "exec", "compile", "__import__"}
_IMPORTS_BY_NAME = {
    "wekipy/__init__.py",  # its own names
    "wekipy/cli/main.py",
    "wekipy/gui/studio/panels.py",
    "wekipy/gui/studio/side_views.py",
    "wekipy/learning/algorithm.py",  # what a row of the table names; a model file names a row
}
_BETWEEN_OUR_PROCESSES = {"wekipy/learning/frames.py": {"multiprocessing.reduction"}}
_READS_ARRAYS = {"wekipy/learning/worker.py"}  # of the engine's own; with allow_pickle=False, below


def dangers(path: str, text: str) -> Iterator[str]:
    """What in a module could run code that comes from a file, by its syntax tree."""
    names: dict[str, str] = {}  # of this module, and what they stand for
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                names[alias.asname or alias.name.partition(".")[0]] = (
                    alias.name if alias.asname else alias.name.partition(".")[0]
                )
                yield from {alias.name, alias.name.partition(".")[0]} & _RUNS_CODE
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                names[alias.asname or alias.name] = f"{node.module}.{alias.name}"
                found = {node.module, f"{node.module}.{alias.name}", node.module.partition(".")[0]}
                yield from found & _RUNS_CODE - _BETWEEN_OUR_PROCESSES.get(path, set())
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from _danger_of_call(path, node, names)


def _danger_of_call(path: str, call: ast.Call, names: dict[str, str]) -> Iterator[str]:
    first, dot, rest = ast.unparse(call.func).partition(".")
    name = names.get(first, first) + dot + rest
    options = {option.arg: ast.unparse(option.value) for option in call.keywords}
    if name in _RUNS_TEXT or (name == "importlib.import_module" and path not in _IMPORTS_BY_NAME):
        yield name
    if name in ("numpy.load", "numpy.lib.format.read_array", "numpy.lib.format.read_array_header_1_0"):
        if path not in _READS_ARRAYS or options.get("allow_pickle") != "False":
            yield name
    elif name in _RUNS_CODE:
        yield name
    if options.get("allow_pickle", "False") != "False" or options.get("shell", "False") != "False":
        yield f"{name} with {options}"


def test_no_module_can_run_code_from_a_file() -> None:
    for path in (ROOT / "wekipy").rglob("*.py"):
        place = path.relative_to(ROOT).as_posix()
        assert not list(dangers(place, path.read_text(encoding="utf-8"))), place


@pytest.mark.parametrize(
    "text",
    [
        "import pickle",
        "from pickle import loads",
        "def f():\n    import cloudpickle as c",
        "import joblib\njoblib.load('a')",
        "from joblib import load",
        "import numpy as np\nnp.load('a')",
        "import numpy as np\nnp.load('a', allow_pickle=True)",
        "from numpy import load as l",
        "eval('1')",
        "exec('1')",
        "import importlib\nimportlib.import_module(name)",
        "f(allow_pickle=not False)",
        "import subprocess\nsubprocess.run('a', shell=True)",
        "from multiprocessing.reduction import ForkingPickler",
    ],
)
def test_what_can_run_code_is_recognised_in_every_spelling(text: str) -> None:
    assert list(dangers("wekipy/a.py", text))


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


MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for path in (ROOT / "wekipy").rglob("*.py")
}


def imports_of(name: str) -> set[str]:
    """The modules of wekipy that one imports, wherever in it, also for types only."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(MODULES[name].read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                found.add(inner if inner in MODULES else node.module)
        elif isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
    return (found & MODULES.keys()) - {name}


def test_no_modules_import_each_other_in_a_circle() -> None:
    left = {name: imports_of(name) for name in MODULES}
    while free := {name for name, imported in left.items() if not imported & left.keys()}:
        for name in free:
            del left[name]
    while unused := {name for name in left if all(name not in imported for imported in left.values())}:
        for name in unused:
            del left[name]
    assert sorted(left) == [], "these are in circles, or between them"


def _definitions(kinds: tuple[type[ast.AST], ...]) -> Iterator[tuple[str, ast.AST]]:
    for name, path in MODULES.items():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, kinds):
                yield f"{name}.{node.name}", node  # type: ignore[attr-defined]


def test_no_function_is_longer_than_40_lines() -> None:
    """Its docstring aside."""
    long = []
    for name, node in _definitions((ast.FunctionDef, ast.AsyncFunctionDef)):
        assert isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno
        first = node.body[0]
        documented = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
        docstring = (first.end_lineno or 0) - first.lineno + 1 if documented else 0
        lines = node.end_lineno - node.lineno + 1 - docstring
        if lines > 40:
            long.append((name, lines))
    assert long == []


def test_no_class_has_more_than_20_public_methods() -> None:
    large = []
    for name, node in _definitions((ast.ClassDef,)):
        assert isinstance(node, ast.ClassDef)
        functions = [each for each in node.body if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef)]
        public = [each.name for each in functions if not each.name.startswith("_")]
        if len(public) > 20:
            large.append((name, len(public)))
    assert large == []


def test_no_two_files_of_tests_have_the_same_name() -> None:
    names = [path.name for path in (ROOT / "tests").rglob("test_*.py")]
    assert sorted({name for name in names if names.count(name) > 1}) == []
