"""Makes the groups of the asyncio client of those of the client with threads: the same code with `await`."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, TypeAlias

from wekipy.cli.say import say
from wekipy.faces.operations import OPERATIONS

SYNC: Final = Path(__file__).parents[1] / "client"
ASYNC: Final = Path(__file__).parents[1] / "aio"
GROUPS: Final = (
    "adding",
    "scenes",
    "explaining",
    "tagging",
    *dict.fromkeys(operation.group for operation in OPERATIONS),
)
_HEADER: Final = (
    "# Made by `python -m wekipy.cli.awaiting` of wekipy/client/{group}.py: change that, not this.\n"
)
_INSTEAD: Final = {
    "time.sleep": "await asyncio.sleep",
    "contextlib.contextmanager": "contextlib.asynccontextmanager",
    "Iterator": "AsyncIterator",
}

Insertion: TypeAlias = tuple[int, int, str, int]
"""Line, column and text of an insertion, and how many characters it replaces."""

Method: TypeAlias = "ast.FunctionDef | ast.AsyncFunctionDef"


def made(group: str) -> str:
    """The module of the asyncio client for a group of operations."""
    waits = _waiting()
    text = (SYNC / f"{group}.py").read_text(encoding="utf-8")
    tree = ast.parse(text)
    own = next(node for node in tree.body if isinstance(node, ast.ClassDef))
    changed = _changed(text, sorted(_insertions(own, waits), reverse=True)).splitlines(keepends=True)
    # An insertion never adds a line, so the class is where it was.
    body = "".join(changed[own.lineno - 1 : own.end_lineno])
    docstring = ast.get_docstring(tree, clean=False)
    imports = "\n".join(_imports(tree, group))
    module = f'{_HEADER.format(group=group)}"""{docstring}"""\n\n{imports}\n\n\n{body}'
    return _tidy(module, ASYNC / f"{group}.py")


def write() -> Iterator[Path]:
    """Write all modules; yields their places."""
    for group in GROUPS:
        place = ASYNC / f"{group}.py"
        place.write_text(made(group), encoding="utf-8")
        yield place


def _waiting() -> frozenset[str]:
    """The names of all methods and properties to be awaited: those that call one that is."""
    connection = ast.parse((ASYNC / "connection.py").read_text(encoding="utf-8"))
    waits = {node.name for node in ast.walk(connection) if isinstance(node, ast.AsyncFunctionDef)}
    methods = [method for group in GROUPS for method in _methods((SYNC / f"{group}.py").read_text("utf-8"))]
    managers = {method.name for method in methods if _is_manager(method)}
    while more := {m.name for m in methods if m.name not in waits and _waits(m, waits | managers)}:
        waits |= more
    return frozenset(waits - managers)


def _methods(text: str) -> Iterator[Method]:
    for node in ast.parse(text).body:
        if isinstance(node, ast.ClassDef):
            yield from (each for each in node.body if isinstance(each, ast.FunctionDef))


def _is_manager(method: Method) -> bool:
    return any(ast.unparse(decorator) == "contextlib.contextmanager" for decorator in method.decorator_list)


def _waits(method: Method, waits: Iterable[str]) -> bool:
    called = {node.attr for node in ast.walk(method) if isinstance(node, ast.Attribute) and _of_self(node)}
    return bool(called & set(waits)) or "time.sleep" in ast.unparse(method)


def _of_self(node: ast.AST) -> bool:
    """Whether this is `self.something`."""
    return isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "self"


def _insertions(own: ast.ClassDef, waits: frozenset[str]) -> Iterator[Insertion]:
    for method in own.body:
        if not isinstance(method, ast.FunctionDef):
            continue
        if method.name in waits or _is_manager(method):
            yield method.lineno, method.col_offset, "async ", 0
        if _is_manager(method):
            for part in (*method.decorator_list, method.returns):
                yield from _replaced(part)
        for statement in method.body:
            yield from _in_statement(statement, waits)


def _in_statement(statement: ast.stmt, waits: frozenset[str]) -> Iterator[Insertion]:
    inner = {id(child): node for node in ast.walk(statement) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(statement):
        if isinstance(node, ast.With) and _enters_own(node):
            yield node.lineno, node.col_offset, "async ", 0
        elif isinstance(node, ast.Call):
            yield from _replaced(node.func)
            if _of_self(node.func) and isinstance(node.func, ast.Attribute) and node.func.attr in waits:
                closer = isinstance(inner.get(id(node)), (ast.Attribute, ast.Subscript))
                yield node.lineno, node.col_offset, "(await " if closer else "await ", 0
                if closer:
                    yield node.end_lineno or 0, node.end_col_offset or 0, ")", 0


def _enters_own(node: ast.With) -> bool:
    """Whether a block is about something of the client, which only asyncio can enter."""
    calls = [item.context_expr for item in node.items if isinstance(item.context_expr, ast.Call)]
    return any(_of_self(call.func) for call in calls)


def _replaced(node: ast.AST | None) -> Iterator[Insertion]:
    """What stands for a name of the standard library."""
    if isinstance(node, ast.Subscript):
        yield from _replaced(node.value)
    elif isinstance(node, (ast.Name, ast.Attribute)) and (text := ast.unparse(node)) in _INSTEAD:
        yield node.lineno, node.col_offset, _INSTEAD[text], len(text)


def _changed(text: str, insertions: Iterable[Insertion]) -> str:
    lines = text.splitlines(keepends=True)
    for line, column, new, length in insertions:  # the last one first: columns stay right; they count bytes
        old = lines[line - 1].encode()
        lines[line - 1] = (old[:column] + new.encode() + old[column + length :]).decode()
    return "".join(lines)


def _imports(tree: ast.Module, group: str) -> Iterator[str]:
    """The imports of the module, and of what it defines; those not needed are taken out later."""
    yield "from __future__ import annotations\n\nimport asyncio\nfrom collections.abc import AsyncIterator"
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("wekipy.client."):
            for alias in node.names:
                theirs = (node.module or "").removeprefix("wekipy.client.")
                ours = theirs in ("connection", *GROUPS) and alias.name == theirs.capitalize()
                yield f"from wekipy.{'aio' if ours else 'client'}.{theirs} import {alias.name}"
        elif isinstance(node, (ast.Import, ast.ImportFrom)) and getattr(node, "module", "") != "__future__":
            yield ast.unparse(node)
    names = [node.name for node in tree.body if isinstance(node, ast.FunctionDef)]
    names += [
        ast.unparse(target)
        for node in tree.body
        if isinstance(node, (ast.Assign, ast.AnnAssign))
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
    ]
    yield from (f"from wekipy.client.{group} import {name}" for name in names)


def _tidy(text: str, place: Path) -> str:
    """The text without unused imports, formatted; needs ruff."""
    for arguments in (["check", "--fix-only", "--select", "F401,I"], ["format"]):
        command = [sys.executable, "-m", "ruff", *arguments, "--quiet", "--stdin-filename", str(place), "-"]
        done = subprocess.run(command, input=text, capture_output=True, text=True, check=True)  # noqa: S603
        text = done.stdout
    return text


if __name__ == "__main__":
    for path in write():
        say(f"wrote {path}")
