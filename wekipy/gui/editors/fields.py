"""Fields of editors: a name, a control, a sentence, and in red what the engine says against a value."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from typing import Any

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QSlider, QWidget

from wekipy.gui.theme import scale
from wekipy.gui.theme.parts import across, column, label, show
from wekipy.gui.theme.theme import role
from wekipy.gui.translation import said, tr
from wekipy.project.setting import Look

Refused = Callable[[str], None]
Submit = Callable[[Any, Refused], None]
_STEPS = 100  # of a slider
_CONTROL = 150  # width


class Field(QWidget):
    """One setting.

    Args:
        submit: is given the value wanted, and what is to be called with a sentence if it is refused.
    """

    def __init__(self, title: str, sentence: str, submit: Submit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._submit = submit
        rows = column(self, spacing=2)
        self._head = across()
        self.title = label(title, parent=self)
        self._head.addWidget(self.title, 1)
        rows.addLayout(self._head)
        self.sentence = label(sentence, "small", self)
        self.error = label(kind="error", parent=self)
        for text in (self.sentence, self.error):
            text.setWordWrap(True)
            rows.addWidget(text)
        self.sentence.setVisible(bool(sentence))
        self.error.hide()

    @abstractmethod
    def show_value(self, value: Any) -> None:
        """Show what is set."""

    def control(self, widget: QWidget, width: int = _CONTROL) -> None:
        """Put the control beside the title."""
        if width:
            widget.setFixedWidth(width)
        widget.setAccessibleName(self.title.text())
        widget.setAccessibleDescription(self.sentence.text())
        self._head.addWidget(widget)

    def want(self, value: Any) -> None:
        """Ask for a value."""
        self.error.hide()
        self._submit(value, self.refuse)

    def refuse(self, sentence: str) -> None:
        """Say what is wrong with the value, here."""
        show(self.error, sentence)
        self.error.show()


class TextField(Field):
    """A number or a text that is typed.

    Args:
        words: values that are allowed beside numbers ("auto").
    """

    def __init__(
        self, kind: Look, title: str, sentence: str, submit: Submit, words: tuple[str, ...] = ()
    ) -> None:
        super().__init__(title, sentence, submit)
        self._kind, self._words, self._shown = kind, words, ""
        self.edit = QLineEdit(self)
        self.edit.setPlaceholderText(" / ".join(words))
        self.control(self.edit)
        self.edit.editingFinished.connect(self._finish)

    def show_value(self, value: Any) -> None:
        """Show it, unless another is being typed or was refused."""
        text = _text(value)
        if text != self._shown:
            self._shown = text
            self._clean()
        if not self.edit.hasFocus() and self.error.isHidden():
            self.edit.setText(text)
            self.edit.setCursorPosition(0)

    def refuse(self, sentence: str) -> None:
        """The wrong value stays, marked, to be put right."""
        super().refuse(sentence)
        role(self.edit, tone="bad")

    def _clean(self) -> None:
        self.error.hide()
        role(self.edit)

    def _finish(self) -> None:
        text = self.edit.text().strip()
        if text == self._shown:
            self._clean()
            return
        role(self.edit)
        if self._kind == "text" or text in self._words:
            self.want(text)
            return
        if self._kind == "pair":
            self._want_pair(text)
            return
        number = _number(text)
        if number is None:
            self.refuse(tr("“{text}” is no number").format(text=text))
        else:
            self.want(int(number) if self._kind == "int" and number.is_integer() else number)

    def _want_pair(self, text: str) -> None:
        numbers = [_number(part) for part in text.split()]
        if text and (len(numbers) != 2 or None in numbers):
            self.refuse(tr("expected two numbers with a space between them, or nothing"))
        else:
            self.want(numbers or None)


def _text(value: Any) -> str:
    if isinstance(value, (tuple, list)):
        return " ".join(map(_text, value))
    return f"{value:g}" if isinstance(value, float) else "" if value is None else str(value)


def _number(text: str) -> float | None:
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return None


class SwitchField(Field):
    """On or off."""

    def __init__(self, title: str, sentence: str, submit: Submit) -> None:
        super().__init__(title, sentence, submit)
        self.box = QCheckBox(self)
        self.control(self.box, 0)
        self.box.clicked.connect(self.want)

    def show_value(self, value: Any) -> None:
        """Show it."""
        self.box.setChecked(bool(value))


class ChoiceField(Field):
    """One of some values, each with its words."""

    def __init__(
        self, title: str, sentence: str, submit: Submit, choices: tuple[tuple[str, str], ...]
    ) -> None:
        super().__init__(title, sentence, submit)
        self.box = QComboBox(self)
        for value, words in choices:
            self.box.addItem(words, value)
        self.control(self.box)
        self._set: Any = None
        self.box.activated.connect(lambda index: self.want(self.box.itemData(index)))

    def show_value(self, value: Any) -> None:
        """Show it."""
        self._set = value
        self.box.setCurrentIndex(self.box.findData(value))

    def refuse(self, sentence: str) -> None:
        """It is as it was."""
        super().refuse(sentence)
        self.show_value(self._set)


class ShareField(Field):
    """From 0 to 1, with a slider. Applied when the hand lets go, so that undo is one step."""

    def __init__(self, title: str, sentence: str, submit: Submit) -> None:
        super().__init__(title, sentence, submit)
        self.slider = QSlider(Qt.Orientation.Horizontal, self)
        self.slider.setRange(0, _STEPS)
        self.slider.setPageStep(_STEPS // 10)
        self._value = label(kind="small", parent=self)
        self._value.setFixedWidth(2 * scale.L)
        self.control(self._value, 2 * scale.L)
        self.control(self.slider)
        self.slider.valueChanged.connect(self._moved)
        self.slider.sliderReleased.connect(self._finish)

    def show_value(self, value: Any) -> None:
        """Show it, unless it is being moved."""
        if not self.slider.isSliderDown():
            self.slider.blockSignals(True)
            self.slider.setValue(round(float(value) * _STEPS))
            self.slider.blockSignals(False)
            self._show_value()

    def _moved(self) -> None:
        self._show_value()
        if not self.slider.isSliderDown():  # a key, or the wheel
            self._finish()

    def _finish(self) -> None:
        self.want(self.slider.value() / _STEPS)

    def _show_value(self) -> None:
        show(self._value, f"{self.slider.value() / _STEPS:.2f}")


def make_field(
    kind: Look, title: str, sentence: str, submit: Submit, choices: tuple[tuple[str, str], ...] = ()
) -> Field:
    """The field for a kind of value."""
    if kind == "bool":
        return SwitchField(title, sentence, submit)
    if kind == "choice":
        return ChoiceField(title, sentence, submit, choices)
    if kind == "share":
        return ShareField(title, sentence, submit)
    return TextField(kind, title, sentence, submit)


def option_title(name: str) -> str:
    """What an option is called, in the person's language."""
    return said(name.replace("_", " "))


def option_field(row: dict[str, Any], submit: Submit) -> Field:
    """The field of an option of an algorithm or a stage, from its row of the engine's table."""
    title, own = option_title(str(row["name"])), said(row["sentence"])
    kind: Look = "number" if row["type"] == "float" else row["type"]
    sentence = f"{own} " + tr("Allowed: {allowed}; default {default}.").format(
        allowed=said(row["allowed"]), default=row["default"]
    )
    if row["type"] == "bool":
        return SwitchField(title, own, submit)
    if row["type"] == "choice":
        return ChoiceField(title, own, submit, tuple((c, said(c)) for c in row["choices"]))
    if row["type"] == "text":
        return TextField(kind, title, own, submit)
    return TextField(kind, title, sentence, submit, tuple(row["words"]))
