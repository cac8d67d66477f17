"""The inputs where there is little room: their names can still be told apart."""

from __future__ import annotations

import pytest
from PyQt6.QtGui import QFontMetrics
from pytestqt.qtbot import QtBot

from wekipy.gui.inputs.rows import name_beside
from wekipy.gui.theme import scale

WIDTHS = (100, 116, 140, 200)  # pixels: a panel on a small screen, with a take selected and without


@pytest.mark.parametrize("width", WIDTHS)
def test_numbered_names_differ_however_narrow_their_panel_is(qtbot: QtBot, width: int) -> None:
    metrics = QFontMetrics(scale.font())
    names = [f"inputs-{n}" for n in range(1, 10)]
    shown = [name_beside(metrics, name, "0.123", width) for name in names]
    assert len(set(shown)) == len(names)
    assert all(metrics.horizontalAdvance(name + "0.123") <= width for name in shown)


def test_a_name_stands_still_while_its_value_moves(qtbot: QtBot) -> None:
    metrics = QFontMetrics(scale.font())
    shown = {name_beside(metrics, "left hand", value, 120) for value in ("0.1", "-0.999", "0.000", "–")}
    assert len(shown) == 1
