"""Counts in sentences, and that no sentence makes its own."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from wekipy.project.counting import many

SOURCE = Path(__file__).parents[2] / "wekipy"

# Not counts of anything: documents made for this repository, and the window, whose sentences are translated.
ELSEWHERE = ("gui/", "rehearsal/comparison/", "cli/document.py")
NOUNS = (
    "inputs|outputs|takes|examples|classes|gestures|arguments|rows|columns|numbers|values|bytes|characters"
    "|models|names|entries|elements|frames|packets|texts|messages|connections|projects|outputs|files"
)
ADJECTIVES = "output |input |other |different |whole |open |neural |float "
CONSTANT = re.compile(r"(at most|more than|at least|up to|expected \d+ to|than|\bof) $")


@pytest.mark.parametrize(
    ("count", "words"), [(0, "0 takes"), (1, "1 take"), (2, "2 takes"), (12_345, "12,345 takes")]
)
def test_a_count_agrees_with_its_noun(count: int, words: str) -> None:
    assert many(count, "take") == words


def test_a_noun_may_have_a_plural_of_its_own() -> None:
    assert (many(1, "class", "classes"), many(5, "class", "classes")) == ("1 class", "5 classes")


def counts_made_by_hand(source: str) -> list[str]:
    """Parts of f-strings that put a number before a plural: “{len(takes)} takes”."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.JoinedStr):
            continue
        for before, value, after in zip([None, *node.values], node.values, node.values[1:], strict=False):
            if not isinstance(value, ast.FormattedValue) or not isinstance(after, ast.Constant):
                continue
            words = re.match(rf" ({ADJECTIVES})?({NOUNS})\b", str(after.value))
            counted = ast.unparse(value.value)
            plain = value.format_spec is None or re.fullmatch(
                r"f['\"][,\d]*['\"]", ast.unparse(value.format_spec)
            )
            limit = isinstance(before, ast.Constant) and CONSTANT.search(str(before.value))
            constant = counted.split(".")[-1].lstrip("_").isupper()
            word = isinstance(value.value, (ast.IfExp, ast.BoolOp))
            if (
                words
                and plain
                and not word
                and not constant
                and not limit
                and not re.search("join|kind|many", counted)
            ):
                found.append(f"{counted}{words[0]}")
    return found


def test_the_look_at_the_source_finds_counts_made_by_hand() -> None:
    assert counts_made_by_hand('f"{len(takes)} takes"') == ["len(takes) takes"]
    assert not counts_made_by_hand("""f"{many(len(takes), 'take')} and at most {most} takes\"""")


def test_no_sentence_makes_its_own_counts() -> None:
    wrong = {
        str(path.relative_to(SOURCE)): found
        for path in SOURCE.rglob("*.py")
        if not path.relative_to(SOURCE).as_posix().startswith(ELSEWHERE)
        if (found := counts_made_by_hand(path.read_text(encoding="utf-8")))
    }
    assert not wrong
