"""The sentences that the engine can say, as templates, from the syntax trees of its modules.

A template has {} where something varies. Sentences are made in a few ways only (`Problem(…)`, `notice(…)`,
labels of undo, notes and findings), and what they are made of is followed through names, functions and
constants.
"""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import wekipy
from wekipy.learning.algorithms import ALGORITHMS
from wekipy.stages.table import INPUT_STAGES, STAGES

ROOT = Path(wekipy.__file__).parent
ELSEWHERE = ("gui", "cli", "aio", "trained", "rehearsal", "watch", "machine")  # never seen in the window
NEVER = ("wekipy.server.offline", "wekipy.server.vectors")  # for the command line
WHOLE = (  # functions of theirs return and yield sentences
    "wekipy.listening.advice",
    "wekipy.server.input_doctor",
    "wekipy.learning.comparing.words",
)
SAID = ("notice", "_editing", "_row")  # what is called with what is said
SECOND = ("Advice", "announce")  # and with something else before it
KEYWORDS = ("note", "sentence", "reason", "why")
PROBLEMS = ("Problem", "NoProject", "NoEngine", "NotYet", "DataMissing", "NotSaved", "NotWritable", "NoIPv6")
COUNTING = ("many", "counted", "listed")
NOTES = ("C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B")
RAW = {*NOTES, "AdaBoost", "k", "alpha", "gamma", "beta", "q"}  # the same in every language
MOST_WAYS = 12  # in which one expression can be said
DEEPEST = 5  # functions that call each other


class Module:
    """The syntax tree of a module, and where its names come from."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.tree = ast.parse(path.read_text(encoding="utf-8"))
        self.functions: dict[str, ast.FunctionDef] = {}
        self.values: dict[str, list[ast.expr]] = {}
        self.imported: dict[str, str] = {}
        for node in ast.walk(self.tree):
            if isinstance(node, ast.FunctionDef):
                self.functions[node.name] = node
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("wekipy"):
                self.imported |= {one.asname or one.name: f"{node.module}:{one.name}" for one in node.names}
        self.values = assigned(self.tree.body)


def assigned(body: Iterable[ast.stmt]) -> dict[str, list[ast.expr]]:
    """The expressions that names are given, in statements and those within them."""
    found: dict[str, list[ast.expr]] = {}
    for statement in body:
        for node in ast.walk(statement):
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                found.setdefault(node.targets[0].id, []).append(node.value)
            elif isinstance(node, ast.AnnAssign | ast.NamedExpr) and isinstance(node.target, ast.Name):
                found.setdefault(node.target.id, []).extend([node.value] if node.value else [])
    return found


@cache
def modules() -> dict[str, Module]:
    """By dotted name, those whose sentences the window can show."""
    found = {}
    for path in sorted(ROOT.rglob("*.py")):
        place = path.relative_to(ROOT.parent).with_suffix("")
        name = ".".join(place.parts).removesuffix(".__init__")
        if place.parts[1] not in ELSEWHERE and not name.startswith(NEVER):
            found[name] = Module(path)
    return found


class Reader:
    """Follows what an expression says, within one function of a module."""

    def __init__(self, module: Module, function: ast.FunctionDef | None, also: set[str]) -> None:
        self._module = module
        self._local = assigned(function.body) if function else {}
        self._also = also  # what placeholders say themselves: counts with their nouns

    def ways(self, node: ast.expr | None, depth: int = 0) -> list[str]:
        """Every way in which an expression can be said."""
        found = list(itertools.islice(self._ways(node, depth), MOST_WAYS + 1)) if node else ["{}"]
        return found if len(found) <= MOST_WAYS else ["{}"]

    def _ways(self, node: ast.expr, depth: int) -> Iterator[str]:
        if isinstance(node, ast.Constant):
            yield node.value if isinstance(node.value, str) else "{}"
        elif isinstance(node, ast.JoinedStr):
            parts = [self.ways(part, depth) for part in node.values]
            yield from ("".join(way) for way in itertools.product(*parts))
        elif isinstance(node, ast.FormattedValue):
            yield from ["{}"] if node.format_spec else self._inside(node.value, depth)
        elif isinstance(node, ast.IfExp):
            yield from self.ways(node.body, depth) + self.ways(node.orelse, depth)
        elif isinstance(node, ast.BoolOp):
            yield from (way for value in node.values for way in self.ways(value, depth) if way)
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            pairs = itertools.product(self.ways(node.left, depth), self.ways(node.right, depth))
            yield from (left + right for left, right in pairs)
        elif isinstance(node, ast.Name):
            yield from self._named(node.id, depth)
        elif isinstance(node, ast.Call):
            yield from self._called(node, depth)
        elif isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name):
            yield from self._looked_up(node.value.id, depth)
        else:
            yield "{}"

    def _inside(self, node: ast.expr, depth: int) -> Iterator[str]:
        """What stands within a sentence: what a function says there is a template of its own."""
        values = self._local.get(node.id, [])[:1] if isinstance(node, ast.Name) else [node]
        if values and isinstance(values[0], ast.Call):
            self._also.update(self.ways(values[0], depth + 1))
            yield "{}"
            return
        found = self.ways(node, depth)
        yield from found if "{}" not in found or len(found) == 1 else ["{}"]
        if len(found) > 1 and "{}" in found:
            self._also.update(found)

    def _named(self, name: str, depth: int) -> Iterator[str]:
        values = self._local.get(name) or self._module.values.get(name)
        if values and depth < DEEPEST:
            yield from (way for value in values for way in self.ways(value, depth + 1))
            return
        place, _, there = self._module.imported.get(name, "").partition(":")
        other = modules().get(place)
        if other is not None and there in other.values and depth < DEEPEST:
            yield from Reader(other, None, self._also)._named(there, depth + 1)
        else:
            yield "{}"

    def _looked_up(self, name: str, depth: int) -> Iterator[str]:
        tables = [value for value in self._module.values.get(name, []) if isinstance(value, ast.Dict)]
        for table in tables or [None]:
            if table is None:
                yield "{}"
            else:
                yield from (way for value in table.values for way in self.ways(value, depth + 1))

    def _called(self, node: ast.Call, depth: int) -> Iterator[str]:
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        if name == "format" and isinstance(node.func, ast.Attribute):
            yield from self.ways(node.func.value, depth)
            return
        if name in COUNTING and len(node.args) > 1 and isinstance(node.args[1], ast.Constant):
            nouns = [str(arg.value) for arg in node.args[1:] if isinstance(arg, ast.Constant)]
            several = nouns[1] if len(nouns) > 1 else f"{nouns[0]}{'es' if nouns[0].endswith('s') else 's'}"
            if name == "listed":
                yield from (f"{nouns[0]} {{}}", f"{several} {{}} and {{}}", f"{several} {{}} and {{}} more")
            else:
                yield from (f"{'one' if name == 'counted' else '1'} {nouns[0]}", f"{{}} {several}")
            return
        module, function = self._module, self._module.functions.get(name)
        if function is None and name in self._module.imported:
            place, _, there = self._module.imported[name].partition(":")
            if place in modules():
                module, function = modules()[place], modules()[place].functions.get(there)
        if function is None or depth >= DEEPEST or not isinstance(node.func, ast.Name):
            yield "{}"
            return
        reader = Reader(module, function, self._also)
        for inner in ast.walk(function):
            if isinstance(inner, ast.Return) and inner.value is not None:
                yield from reader.ways(inner.value, depth + 1)


def _asked(call: ast.Call) -> Iterator[ast.expr]:
    """The expressions of a call that a person reads."""
    name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
    if name in (*PROBLEMS, *SAID):
        yield from call.args[:1]
    elif name in SECOND:
        yield from call.args[1:2]
    elif name == "edit":
        yield from call.args[: 2 if isinstance(call.func, ast.Name) else 1]
    elif name == "do" and isinstance(call.func, ast.Attribute) and "history" in ast.unparse(call.func.value):
        yield from call.args[:1]
    yield from (keyword.value for keyword in call.keywords if keyword.arg in KEYWORDS)


def _calls(tree: ast.Module) -> Iterator[tuple[ast.FunctionDef | None, ast.Call]]:
    """Every call, and the function it is in."""
    waiting: list[tuple[ast.FunctionDef | None, ast.AST]] = [(None, tree)]
    while waiting:
        function, node = waiting.pop()
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.Call):
                yield function, child
            waiting.append((child if isinstance(child, ast.FunctionDef) else function, child))


def _handed_out(tree: ast.Module) -> Iterator[tuple[ast.FunctionDef | None, ast.expr]]:
    """What functions yield and return that say something."""
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            for node in ast.walk(function):
                value = node.value if isinstance(node, (ast.Yield, ast.Return)) else None
                if isinstance(value, (ast.JoinedStr, ast.Constant, ast.BinOp, ast.IfExp)):
                    yield function, value


def plain(text: str) -> str:
    """A template with its placeholders as {}, adjacent ones as one."""
    return re.sub(r"(\{\})+", "{}", re.sub(r"\{\w*\}", "{}", text))


def says(text: str) -> bool:
    """Whether a template has words of its own."""
    return any(char.isalpha() for char in text.replace("{}", ""))


@cache
def templates() -> dict[str, str]:
    """What the engine can say, and a place in its code that says it."""
    found: dict[str, str] = {}
    for name, module in modules().items():
        asked = [(function, one) for function, call in _calls(module.tree) for one in _asked(call)]
        if name in WHOLE:
            asked += _handed_out(module.tree)
        for function, expression in asked:
            also: set[str] = set()
            ways = {*Reader(module, function, also).ways(expression), *also}
            for way in filter(says, map(plain, ways)):
                found.setdefault(way, f"{name}:{expression.lineno}")
    return found


@cache
def written() -> frozenset[str]:
    """All texts in the modules, as templates: whatever is said is among them, or made of them."""
    found: set[str] = set(templates())
    for module in modules().values():
        reader = Reader(module, None, found)
        for node in ast.walk(module.tree):
            if isinstance(node, (ast.Constant, ast.JoinedStr, ast.Call)):
                found.update(reader.ways(node))
    return frozenset(map(plain, found))


def table_texts() -> set[str]:
    """What the tables of algorithms and stages say: titles, sentences, words of options."""
    found: set[str] = set()
    for row in (*ALGORITHMS.values(), *INPUT_STAGES.values(), *STAGES.values()):
        found |= {row.title, row.sentence}
        for option in row.options:
            found |= {option.sentence, option.allowed, option.name.replace("_", " "), *option.choices}
    return {text for text in found if says(text)} - RAW
