"""Preferences: each takes effect at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PyQt6.QtWidgets import QButtonGroup, QCheckBox, QGridLayout, QPushButton, QScrollArea, QWidget

from wekipy.gui.shell import Shell
from wekipy.gui.theme import scale
from wekipy.gui.theme.palette import ACCENTS
from wekipy.gui.theme.parts import column, label
from wekipy.gui.theme.theme import AUTOMATIC, CHOICES, TEXT_SIZES, theme
from wekipy.gui.translation import mark, tr
from wekipy.gui.translation.language import LANGUAGES, OWN_NAMES, language

_LOOKS = {"system": mark("As the system"), "dark": mark("Dark"), "light": mark("Light")}
_ACCENTS = {
    "teal": mark("Teal"),
    "blue": mark("Blue"),
    "violet": mark("Violet"),
    "plain": mark("Black and white"),
}
_PER_LINE = 3


@dataclass(frozen=True)
class Choice:
    """One of several values, each with its words; `take` uses it from now on."""

    id: str
    title: str
    words: dict[str, str]
    now: str
    take: Callable[[str], None]


def choices() -> tuple[Choice, ...]:
    """All there is to choose."""
    look, spoken = theme(), language()
    languages = {code: OWN_NAMES.get(code, tr("As the system")) for code in LANGUAGES}
    sizes = {str(size): f"{size} %" for size in TEXT_SIZES} | {str(AUTOMATIC): tr("As the window")}
    accents = {name: tr(_ACCENTS[name]) for name in ACCENTS}
    looks = {name: tr(_LOOKS[name]) for name in CHOICES}
    return (
        Choice("theme", tr("Theme"), looks, look.choice, look.choose),
        Choice("accent", tr("Colour"), accents, look.accent, look.choose_accent),
        Choice("text", tr("Size of text"), sizes, str(look.text_size), _choose_size),
        Choice("language", tr("Language"), languages, spoken.choice, spoken.choose),
    )


def _choose_size(size: str) -> None:
    theme().choose_text_size(int(size))


class PreferencesView(QWidget):
    """Theme, colours, size of text, movement and language."""

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:  # noqa: ARG002  as all sheets
        super().__init__(parent)
        area, inside = QScrollArea(self), QWidget()
        area.setWidgetResizable(True)
        area.setWidget(inside)
        column(self).addWidget(area)
        rows = column(inside, spacing=scale.XL)
        self.buttons: dict[tuple[str, str], QPushButton] = {}
        for choice in choices():
            rows.addWidget(self._show(choice, inside))
        self.calm = QCheckBox(tr("Reduce motion"), inside)
        self.calm.setChecked(theme().calm)
        self.calm.toggled.connect(theme().choose_calm)
        rows.addWidget(self.calm)
        rows.addStretch(1)

    def _show(self, choice: Choice, parent: QWidget) -> QWidget:
        made = QWidget(parent)
        rows = column(made)
        rows.addWidget(label(choice.title, "heading", made))
        grid, group = QGridLayout(), QButtonGroup(made)
        grid.setSpacing(scale.S)
        for n, (value, words) in enumerate(choice.words.items()):
            button = QPushButton(words, made)
            button.setCheckable(True)
            button.setChecked(value == choice.now)
            button.setAccessibleName(f"{choice.title}: {words}")
            button.clicked.connect(lambda _checked, value=value: choice.take(value))
            group.addButton(button)
            grid.addWidget(button, n // _PER_LINE, n % _PER_LINE)
            self.buttons[choice.id, value] = button
        rows.addLayout(grid)
        return made
