"""Each technical word of the window is explained in one sentence where it is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PyQt6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from studio_scene import opened, record

from wekipy.gui.editors.editor_table import open_editor
from wekipy.gui.evaluation.panel import EvaluationPanel
from wekipy.gui.session.source import Child
from wekipy.gui.signal.panel import SignalPanel
from wekipy.gui.theme.parts import Shrinking
from wekipy.gui.translation import tr
from wekipy.gui.translation.language import language
from wekipy.gui.wording.explained import EXPLAINED, explain, explanation

LONG = 60_000


@pytest.fixture(params=["en", "zh"])
def tongue(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[str]:
    language().choose(request.param)
    yield request.param
    language().choose("en")


def hovered(top: QWidget) -> set[str]:
    """All lines of tooltips of what can be seen."""
    widgets = [top, *top.findChildren(QWidget)]
    return {line for each in widgets if each.isVisible() for line in each.toolTip().splitlines()}


def test_every_technical_word_is_explained_on_hover(
    qtbot: QtBot, child: Callable[..., Child], tongue: str
) -> None:
    window = opened(qtbot, child("--inputs", "2", "--outputs", "class:2,1"))
    session, studio = window.session, window.studio
    assert session is not None and studio is not None
    record(qtbot, window, (1, 1), (2, 2), (1, 1), (2, 2))
    session.do("add_output", "gesture:2")
    session.do("set_blocks", [{"name": "all", "stages": []}])
    qtbot.waitUntil(lambda: len(session.state.outputs) == 3 and len(session.state.blocks) == 1)
    found = hovered(window)
    for name in ("takes", "signal", "monitor"):
        panel = studio.open(name)
        if isinstance(panel, SignalPanel):
            qtbot.waitUntil(lambda panel=panel: bool(panel.cards) and panel.cards[0].isVisible())
        found |= hovered(window)
    evaluation = studio.open("evaluation")
    assert isinstance(evaluation, EvaluationPanel)
    evaluation.button.click()
    qtbot.waitUntil(evaluation.report.margin.isVisible, timeout=LONG)
    found |= hovered(window)
    editor = open_editor("output", session, session.state.outputs[0].uid, studio)
    qtbot.waitUntil(editor.isVisible)
    found |= hovered(editor)
    missing = {word for word, sentence in EXPLAINED.items() if tr(sentence) not in found}
    assert missing == set()
    assert (tongue == "en") == (tr(EXPLAINED["take"]) == EXPLAINED["take"])


def test_every_word_is_one_of_the_glossary_and_its_sentence_is_one() -> None:
    glossary = (Path(__file__).parents[2] / "docs" / "glossary.md").read_text(encoding="utf-8")
    for word, sentence in EXPLAINED.items():
        assert f"**{word}" in glossary, word
        assert sentence.endswith(".") and sentence.count(". ") == 0
        assert word.casefold() in sentence.casefold()


def test_an_explanation_comes_after_what_a_tooltip_says_already(qtbot: QtBot) -> None:
    plain, cut = QWidget(), Shrinking("a rather long text for a narrow place")
    for widget in (plain, cut):
        qtbot.addWidget(widget)
    plain.setToolTip("What it does.")
    explain(plain, "take", "target")
    assert plain.toolTip().splitlines() == ["What it does.", EXPLAINED["take"], EXPLAINED["target"]]
    explain(cut, "take")
    cut.resize(40, 20)
    cut.show()
    qtbot.waitUntil(lambda: cut.toolTip().splitlines() == [cut.text(), explanation("take")])
    cut.resize(900, 20)
    qtbot.waitUntil(lambda: cut.toolTip() == explanation("take"))
