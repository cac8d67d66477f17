"""Translates schema errors to wekipy's sentences.

The library's sentences (“Expected `str` of length >= 1 - at `$.inputs[1].name`”) are for programmers. msgspec
gives no parts of an error, only its sentence, so this reads that sentence. One that it does not know still
names the place, which is what a person needs first.
"""

from __future__ import annotations

import re

from wekipy.project.counting import many

_PLACE = re.compile(r"^(?P<message>.*?)(?: - at `(?:key in )?\$(?P<path>.*)`)?$", re.DOTALL)
_STEP = re.compile(r"\.(?P<name>\w+)|\[(?P<index>\d+)\]|\[\.\.\.\]")
_TYPES = {
    "str": "text",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "array": "a list",
    "object": "a group of fields",
    "null": "nothing",
}
_UNITS = {"str": ("character", "characters"), "array": ("entry", "entries")}
_SIGNS = {">=": "at least", "<=": "at most", ">": "more than", "<": "less than", "==": "exactly"}
_SINGULAR = {"classes": "class"}


def in_words(error: Exception) -> str:
    """A schema's refusal in words: “input 2, name: expected text of at least 1 character”.

    Args:
        error: a `msgspec.ValidationError`, or any error with a sentence of that form.
    """
    found = _PLACE.match(str(error))
    message, path = (found["message"], found["path"] or "") if found else (str(error), "")
    where = place(path)
    return f"{where}: {_refusal(message)}" if where else _refusal(message)


def place(path: str) -> str:
    """A path as the library writes it (`.inputs[1].name`) in words: “input 2, name”."""
    words: list[str] = []
    for step in _STEP.finditer(path):
        if step["name"]:
            words.append(step["name"].replace("_", " "))
        elif step["index"] and words:
            words[-1] = f"{_singular(words[-1])} {int(step['index']) + 1}"
        elif words:
            words[-1] = f"one of the {words[-1]}"
    return ", ".join(words)


def _singular(word: str) -> str:
    return _SINGULAR.get(word, word.removesuffix("s"))


def _refusal(message: str) -> str:
    if found := re.match(r"Object missing required field `(\w+)`", message):
        return f"{found[1].replace('_', ' ')} is missing"
    if found := re.match(r"Object contains unknown field `(\w+)`", message):
        return f"{found[1][:40]} is not known here"
    if found := re.match(r"Invalid (?:enum )?value (.*)", message, re.DOTALL):
        return f"{found[1][:60]} is not one of the words that are known here"
    if found := re.match(r"Expected (.*)", message, re.DOTALL):
        return f"expected {_expected(found[1])}"
    return "what is there cannot be used"


def _expected(message: str) -> str:
    wanted, _, got = message.partition(", got ")
    kinds = re.findall(r"\w+", wanted.partition("`")[2].partition("`")[0])
    words = " or ".join(_TYPES.get(kind, kind) for kind in kinds) or "something else"
    pattern = re.search(r" matching regex '(.*)'", wanted)
    bound = re.search(r"(>=|<=|>|<|==) (-?[\d.e+]+)", wanted)
    if pattern:
        words = "an address: a / and no spaces after it" if pattern[1].startswith("^/") else f"other {words}"
    elif bound:
        unit = many(int(bound[2]), *_UNITS.get(kinds[0], _UNITS["array"])) if "length" in wanted else bound[2]
        words += f" of {_SIGNS[bound[1]]} {unit}"
    kind = re.fullmatch(r"`(\w+)`", got)
    return f"{words}, got {_TYPES.get(kind[1], kind[1])}" if kind else words
