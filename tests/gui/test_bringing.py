"""Bringing in a Wekinator project: the command's report beside the rest of the start screen."""

from __future__ import annotations

from pathlib import Path

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from wekipy.gui.start.bringing import Bringing

# The command as it is told to be, for a test of what the window makes of its report.
_COMMAND = """
import json, sys
_, command, source, project, form = sys.argv
assert (command, form) == ("import", "--json")
if source.endswith("broken.wekproj"):
    sys.exit("wekipy: broken.wekproj is no Wekinator project")
print(json.dumps({"project": project, "source": source, "taken": ["10 inputs"],
                  "left": ["models: train them"]}))
"""


@pytest.fixture(autouse=True)
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "path" / "wekipy"
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / "__main__.py").write_text(_COMMAND)
    monkeypatch.chdir(package.parent)  # where Python looks for modules first


def lines(report: Bringing) -> list[str]:
    inside = report.lines.widget()
    assert inside is not None
    return [shown.text() for shown in inside.findChildren(QLabel)]


def test_the_report_says_what_was_taken_over_and_the_project_can_be_opened(
    qtbot: QtBot, tmp_path: Path
) -> None:
    report = Bringing(tmp_path / "violin.wekproj")
    qtbot.addWidget(report)
    report.show()
    qtbot.waitUntil(report.open.isVisible, timeout=20_000)
    assert lines(report) == ["✓  10 inputs", "–  models: train them"]
    with qtbot.waitSignal(report.opened) as told:
        qtbot.mouseClick(report.open, Qt.MouseButton.LeftButton)
    assert told.args[0] == report.project
    assert report.project.name.startswith("violin")


def test_what_cannot_be_brought_in_is_told_in_one_sentence(qtbot: QtBot, tmp_path: Path) -> None:
    report = Bringing(tmp_path / "broken.wekproj")
    qtbot.addWidget(report)
    report.show()
    qtbot.waitUntil(lambda: bool(lines(report)), timeout=20_000)
    assert lines(report) == ["broken.wekproj is no Wekinator project"]
    assert report.open.isHidden()
    with qtbot.waitSignal(report.closed):
        qtbot.mouseClick(report.back, Qt.MouseButton.LeftButton)
