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
REPORTING = ("_notice", "report", "_report", "_trouble", "trouble")  # with a sentence, among others
SECOND = ("Advice", "announce")  # and with something else before it
KEYWORDS = ("note", "sentence", "reason", "why")
PROBLEMS = ("Problem", "NoProject", "NoEngine", "NotYet", "DataMissing", "NotSaved", "NotWritable", "NoIPv6")
METHODS = ("sentence",)  # of which there is one
PIECES = (  # sentences of theirs are put together of several
    *(
        f"wekipy.engine.{name}"
        for name in ("outlook", "recentring", "row_work", "take_work", "take_splitting")
    ),
    *(f"wekipy.engine.{name}" for name in ("taking_over", "trainings", "engine", "correction")),
    *(
        f"wekipy.learning.fitting.{name}"
        for name in ("balance", "linear", "neighbours", "part", "ridge", "trees")
    ),
    *(
        f"wekipy.learning.{name}"
        for name in ("choosing", "fitting", "held_out.splitting", "novelty.correcting")
    ),
    *(f"wekipy.learning.evaluation.{name}" for name in ("evaluate", "outlying", "unseen", "value_takes")),
    *(f"wekipy.learning.gestures.{name}" for name in ("correcting", "evaluation")),
    *(f"wekipy.server.{name}" for name in ("stage_learning", "suggesting", "exchanging", "project_files")),
    *(f"wekipy.storage.{name}" for name in ("presence", "recovery", "lock")),
    "wekipy.stages.inputs.expression.parser",
    "wekipy.osc.outgoing",
    "wekipy.live.packets",
    "wekipy.live.inputs",
)
GOING_ON = (",", ";", ":", " ")
COUNTING = ("many", "counted", "listed")
NOTES = {"C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B"}
# No words, or the same in every language.
RAW = {
    "{}s",
    "u-{}",
    "outputs[{}].gestures",
    "UDP",
    "uid",
    "hold out",
    "AdaBoost",
    "k",
    "alpha",
    "gamma",
    "beta",
} | NOTES
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
        self.calls: dict[str, list[ast.Call]] = {}
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                self.calls.setdefault(node.func.id, []).append(node)


def assigned(body: Iterable[ast.stmt]) -> dict[str, list[ast.expr]]:
    """The expressions that names are given, in statements and those within them."""
    found: dict[str, list[ast.expr]] = {}
    for statement in body:
        for node in ast.walk(statement):
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                found.setdefault(node.targets[0].id, []).append(node.value)
            elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Tuple):
                parts = node.value.elts if isinstance(node.value, ast.Tuple) else ()
                for target, value in zip(node.targets[0].elts, parts, strict=False):
                    found.setdefault(ast.unparse(target), []).append(value)
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
        self._module, self._function = module, function
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
        elif isinstance(node, ast.Lambda):
            yield from self.ways(node.body, depth)
        elif isinstance(node, ast.Starred):
            yield from self.ways(node.value, depth)
        elif isinstance(node, (ast.List, ast.Tuple)):
            yield from (way for one in node.elts for way in self.ways(one, depth))
        elif isinstance(node, (ast.ListComp, ast.GeneratorExp)):
            yield from self.ways(node.elt, depth)
        elif isinstance(node, ast.Call):
            yield from self._called(node, depth)
        elif isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name):
            yield from self._looked_up(node.value.id, depth)
        else:
            yield "{}"

    def _inside(self, node: ast.expr, depth: int) -> Iterator[str]:
        """What stands within a sentence: what a function says there is a template of its own."""
        if depth >= DEEPEST:
            yield "{}"
            return
        name = node.id if isinstance(node, ast.Name) else ""
        values = self._local.get(name) or self._given(name) if name else [node]
        if any(isinstance(value, ast.Call) for value in values) or (name and self._given(name)):
            self._also.update(way for value in values for way in self.ways(value, depth + 1))
            yield "{}"
            return
        found = self.ways(node, depth)
        yield from found if "{}" not in found or len(found) == 1 else ["{}"]
        if len(found) > 1 and "{}" in found:
            self._also.update(found)

    def _given(self, name: str) -> list[ast.expr]:
        """What the function is given as a parameter, where its own module calls it."""
        arguments = [one.arg for one in self._function.args.args] if self._function else []
        if self._function is None or name not in arguments or name in self._local:
            return []
        place = arguments.index(name)
        found = [call.args[place : place + 1] for call in self._module.calls.get(self._function.name, [])]
        return [value for values in found for value in values]

    def _named(self, name: str, depth: int) -> Iterator[str]:
        values = self._local.get(name) or self._given(name) or self._module.values.get(name)
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
        if name == "join" and node.args and isinstance(node.args[0], ast.List):
            self._also.update(way for one in node.args[0].elts for way in self.ways(one, depth + 1))
        if name == "format" and isinstance(node.func, ast.Attribute):
            yield from self.ways(node.func.value, depth)
            return
        if name == "many" and len(node.args) > 1 and isinstance(node.args[1], ast.JoinedStr):
            yield from (
                way for noun in self.ways(node.args[1], depth) for way in (f"1 {noun}", f"{{}} {noun}s")
            )
            return
        if name in COUNTING and len(node.args) > 1 and _text(node.args[1]):
            nouns = list(filter(None, map(_text, node.args[1:])))
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
        if function is None and name in METHODS:
            module, function = next(
                (one, one.functions[name]) for one in modules().values() if name in one.functions
            )
        own = isinstance(node.func, ast.Name) or name in METHODS or name.startswith("_")
        if function is None or depth >= DEEPEST or not own:
            yield "{}"
            return
        reader = Reader(module, function, self._also)
        for inner in ast.walk(function):
            if isinstance(inner, ast.Return) and inner.value is not None:
                yield from reader.ways(inner.value, depth + 1)


def _text(node: ast.expr) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _asked(call: ast.Call) -> Iterator[ast.expr]:
    """The expressions of a call that a person reads."""
    name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
    if name in (*PROBLEMS, *SAID):
        yield from call.args[:1]
    elif name in SECOND:
        yield from call.args[1:2]
    elif name in REPORTING:
        yield from (one for one in call.args if not isinstance(one, ast.Constant) or " " in str(one.value))
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


def _pieces(tree: ast.Module) -> Iterator[ast.expr]:
    """Whole texts of a module: neither docstrings nor parts of other texts."""
    for node in ast.walk(tree):
        for child in ast.iter_child_nodes(node):
            if isinstance(child, (ast.JoinedStr, ast.Constant)) and not isinstance(
                node, (ast.JoinedStr, ast.Expr)
            ):
                yield child


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
def pieces() -> dict[str, str]:
    """What sentences are put together of, as `templates`; one that goes on from another begins with {}."""
    found: dict[str, str] = {}
    for name in PIECES:
        reader = Reader(modules()[name], None, set())
        for node in _pieces(modules()[name].tree):
            for way in filter(_has_words, map(plain, reader.ways(node))):
                if way not in RAW:
                    found.setdefault("{}" * way.startswith(GOING_ON) + way, f"{name}:{node.lineno}")
    return found


def _has_words(text: str) -> bool:
    return len(re.findall(r"[a-z]{2,}", text)) > 1 and " " in text.strip()


@cache
def written() -> frozenset[str]:
    """All texts in the modules, as templates: whatever is said is among them, or made of them."""
    found: set[str] = {*templates(), *pieces()}
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
