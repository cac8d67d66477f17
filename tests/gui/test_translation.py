"""Every text of the window can be found, and there is a Chinese one for it."""

from __future__ import annotations

import ast
import string
from pathlib import Path

import pytest

import wekipy.gui
from wekipy.gui.translation import tr
from wekipy.gui.translation.translator import JsonTranslator, choose, languages, texts
from wekipy.project.schema import ClassificationOutput, ContinuousOutput, GestureOutput
from wekipy.project.setting import settings_of


def sources() -> set[str]:
    found: set[str] = set()
    for path in Path(wekipy.gui.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
                first = node.args[0]
                if node.func.id == "mark":
                    assert isinstance(first, ast.Constant), f"{path}:{node.lineno}: mark wants a literal"
                if node.func.id in ("tr", "mark") and isinstance(first, ast.Constant):
                    found.add(first.value)
    for kind in (ContinuousOutput, ClassificationOutput, GestureOutput):
        for setting in filter(lambda setting: setting.title, settings_of(kind).values()):
            words = (text for _, text in setting.choices)
            found.update(filter(None, (setting.title, setting.sentence, *words)))
    return found


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("language", languages())
def test_every_text_is_there_with_the_same_fields(language: str) -> None:
    translated = texts(language)
    assert sources() - set(translated) == set(), "without a translation"
    assert set(translated) - sources() == set(), "no longer used"
    for source, text in translated.items():
        assert fields(source) == fields(text), source


def test_the_language_is_the_one_wanted_or_that_of_the_system(qapp: object) -> None:
    assert choose("zh") == "zh"
    assert choose("tlh") == "en"
    translator = JsonTranslator("zh")
    assert qapp.installTranslator(translator)  # type: ignore[attr-defined]
    try:
        assert tr("Record") == texts("zh")["Record"] != "Record"
        assert tr("not a text of the window") == "not a text of the window"
    finally:
        qapp.removeTranslator(translator)  # type: ignore[attr-defined]
