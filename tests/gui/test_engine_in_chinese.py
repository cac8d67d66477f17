"""A window in Chinese on a real engine: what the engine says is in Chinese, too, wherever it is shown."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Iterator

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from studio_scene import opened, parts, record

from wekipy.client import Client
from wekipy.gui.actions import actions_of
from wekipy.gui.editors.algorithm import AlgorithmEditor
from wekipy.gui.editors.editor_table import open_editor
from wekipy.gui.editors.fields import ChoiceField, TextField
from wekipy.gui.log.panel import LogPanel
from wekipy.gui.outputs.card import OutputCard
from wekipy.gui.session.session import Session
from wekipy.gui.session.source import Child
from wekipy.gui.signal.picker import StagePicker
from wekipy.gui.studio.window import Window
from wekipy.gui.translation import said
from wekipy.gui.translation.language import language

MakeChild = Callable[..., Child]
ENGLISH = re.compile(r"[a-z]{3,}")


@pytest.fixture(autouse=True)
def chinese(settings: None) -> Iterator[None]:
    language().choose("zh")
    yield
    language().choose("en")


def toast(window: Window) -> str:
    assert window.studio is not None
    return window.studio._toast.text()


def lines(window: Window) -> list[str]:
    assert window.studio is not None
    panel = window.studio.open("log")
    assert isinstance(panel, LogPanel)
    items = [panel.list.item(n) for n in range(panel.list.count())]
    return [item.text().partition("   ")[2] for item in items if item is not None]


def test_refusals_of_the_engine_are_in_chinese_in_the_toast_and_in_the_log(
    qtbot: QtBot, child: MakeChild
) -> None:
    window = opened(qtbot, child("--inputs", "2", "--outputs", "2,class:3"))
    session = window.session
    assert session is not None
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        asked: list[tuple[tuple[object, ...], str]] = [
            (("set_targets", 0.5), "收到 1 个输出值，应为 3：每个输出一个"),
            (("delete_takes", 9), "没有第 9 段"),
            (("connect", 7, [1]), "没有输出 7：输出编号为 1 到 3"),
            (("rename_outputs", "a", "a", "b"), "名称“a”出现了两次"),
            (("set_receive_port", port), f"端口 {port} 无法使用：另一个程序占用了它"),
            (("load_model", 1, "gone.wekimodel"), "中没有这个文件"),
        ]
        for (operation, *arguments), expected in asked:
            session.do(str(operation), *arguments)
            qtbot.waitUntil(lambda expected=expected: expected in toast(window), timeout=9_000)
    qtbot.waitUntil(lambda: sum("没有第 9 段" in line for line in lines(window)) == 1)
    assert not any("there is no take" in line for line in lines(window))


def test_the_language_of_lines_that_are_there_already_is_changed_live(qtbot: QtBot, child: MakeChild) -> None:
    window = opened(qtbot, child("--inputs", "2", "--outputs", "1"))
    assert window.session is not None
    window.session.do("delete_takes", 9)
    qtbot.waitUntil(lambda: "没有第 9 段" in lines(window))
    language().choose("en")
    qtbot.waitUntil(lambda: "there is no take 9" in lines(window))
    language().choose("zh")
    qtbot.waitUntil(lambda: "没有第 9 段" in lines(window))
    assert window.session.journal.entries  # what is kept is the engine's own sentence
    assert any(entry.text == "there is no take 9" for entry in window.session.journal.entries)


def test_labels_of_undo_and_what_a_take_teaches_are_in_chinese(qtbot: QtBot, child: MakeChild) -> None:
    window = opened(qtbot, child("--inputs", "2", "--outputs", "class:3,1"))
    session, _, _ = parts(window)
    record(qtbot, window, (1, 1))
    assert session.state.undo == "record take 1"  # the state is the engine's own data
    qtbot.waitUntil(lambda: "录制第 1 段" in actions_of(session)["undo"].text())
    session.do("train")
    cards = window.findChildren(OutputCard)
    qtbot.waitUntil(lambda: any("只有类别 1 的示例" in card.failure.text() for card in cards), timeout=60_000)
    session.do("undo")
    qtbot.waitUntil(lambda: "录制第 1 段" in actions_of(session)["redo"].text())


def test_the_editor_of_algorithms_and_the_list_of_stages_are_in_chinese(
    qtbot: QtBot, child: MakeChild, open_session: Callable[[Child], Session]
) -> None:
    window = opened(qtbot, child("--inputs", "2", "--outputs", "1,class:2"))
    session = window.session
    assert session is not None
    editor = open_editor("algorithm", session, "o1", window)
    assert isinstance(editor, AlgorithmEditor)
    qtbot.waitUntil(lambda: "knn" in editor.choices)
    assert editor.choices["knn"].button.text() == "最近邻"
    every = [choice.button for choice in editor.choices.values()]
    assert not any(ENGLISH.search(button.accessibleDescription()) for button in every)
    session.do("set_algorithm", 1, "knn")
    qtbot.waitUntil(lambda: "weights" in editor.fields)
    weights, neighbours = editor.fields["weights"], editor.fields["k"]
    assert isinstance(weights, ChoiceField) and isinstance(neighbours, TextField)
    assert weights.title.text() == "加权方式"
    assert [weights.box.itemText(n) for n in range(3)] == ["平滑", "距离", "均等"]
    assert weights.box.itemData(1) == "distance"  # what the engine is told stays
    neighbours.edit.setText("-5")
    qtbot.keyClick(neighbours.edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not neighbours.error.isHidden())
    assert "选项“k”必须是" in neighbours.error.text()
    table: list[list[dict[str, object]]] = []
    session.do("stages", then=table.append)
    qtbot.waitUntil(lambda: bool(table))
    picker = StagePicker([row for row in table[0] if row["place"] == "input"], 400, window)
    assert not [e.button.text() for e in picker.entries if ENGLISH.search(e.button.text())]
    picker.search.setText("滤波")
    assert [e.row["name"] for e in picker.entries if not e.isHidden()]
    picker.search.setText("low-pass")  # and by its English name
    assert [e.row["name"] for e in picker.entries if not e.isHidden()] == ["low-pass"]


def test_what_an_evaluation_says_is_in_chinese(qtbot: QtBot, child: MakeChild) -> None:
    window = opened(qtbot, child("--inputs", "2", "--outputs", "class:3,1"))
    session, studio, _ = parts(window)
    record(qtbot, window, (1, 1), (2, 2), (3, 3), (1, 1), (2, 2))
    panel = studio.open("evaluation")
    session.do("evaluate")
    assert panel is not None
    found: list[str] = []

    def sentences() -> bool:
        found[:] = [one.text() for one in panel.findChildren(QLabel) if "只在一段中示范过" in one.text()]
        return bool(found)

    qtbot.waitUntil(sentences, timeout=60_000)
    assert not any(ENGLISH.search(text) for text in found), found


def test_every_refusal_of_a_script_can_be_read_in_chinese(child: MakeChild) -> None:
    """A client gets the engine's own words; the window would show them in Chinese."""
    source = child("--inputs", "2", "--outputs", "1,class:2,gesture:2")
    source.connect(False, "")
    try:
        assert source.process is not None
        with Client(port=source.process.control_port) as client:
            for operation, arguments in REFUSED:
                with pytest.raises(ValueError) as refused:
                    getattr(client, operation)(*arguments)
                sentence = str(refused.value)
                assert said(sentence) != sentence, sentence
                assert re.search("[\u4e00-\u9fff]", said(sentence)), sentence
    finally:
        source.close()


REFUSED: list[tuple[str, tuple[object, ...]]] = [
    ("set_inputs", (0,)),
    ("add_output", ("class:0",)),
    ("remove_output", (9,)),
    ("set_algorithm", (1, "no-such")),
    ("set_algorithm", (2, "linear")),
    ("set_algorithm", (1, "knn", {"k": 0})),
    ("set_destinations", ("nowhere",)),
    ("rename_inputs", ("a",)),
    ("rename_take", (3, "x")),
    ("undo", ()),
    ("randomise", (3.0,)),
    ("embed", ()),
    ("recentre", (2, 5)),
    ("train", ()),
    ("load_model", (1, "gone.wekimodel")),
]
