"""Fields of when the output message is sent; it is a setting of the whole project."""

from __future__ import annotations

from typing import Any

from PyQt6.QtWidgets import QVBoxLayout

from wekipy.client.state import Sending, State
from wekipy.gui.editors.fields import ChoiceField, Field, Refused, Submit, SwitchField, TextField
from wekipy.gui.editors.sheet import Sheet
from wekipy.gui.translation import tr


class SendingFields:
    """They show what is set, and ask for what is wanted."""

    def __init__(self, sheet: Sheet, rows: QVBoxLayout) -> None:
        self._sheet = sheet
        choices = (
            ("answers", tr("every answer")),
            ("changes", tr("changes only")),
            ("rate", tr("constant rate")),
        )
        self.fields: dict[str, Field] = {
            "when": ChoiceField(tr("Send"), tr("Of all outputs together."), self._setting("when"), choices),
            "rate": TextField("number", tr("Messages a second"), "", self._setting("rate")),
            "every": TextField(
                "int", tr("One of how many answers"), tr("1 sends each of them."), self._setting("every")
            ),
            "at_most": TextField(
                "number", tr("At most, a second"), tr("0 is any number."), self._setting("at_most")
            ),
            "condition": TextField(
                "text", tr("Only if"),
                tr("A name of an output or an input, a test and a number, such as outputs-1 > 0.5."),
                self._condition,
            ),
            "once": SwitchField(tr("Once each time that it becomes true"), "", self._once),
        }  # fmt: skip
        for field in self.fields.values():
            rows.addWidget(field)

    def follow(self, state: State) -> None:
        """Show another state."""
        sending = state.sending
        for name in ("when", "rate", "every", "at_most"):
            self.fields[name].show_value(getattr(sending, name))
        condition = sending.condition
        self.fields["condition"].show_value(_text(sending))
        self.fields["once"].show_value(condition is not None and condition.once)
        self.fields["once"].setVisible(condition is not None)
        self.fields["rate"].setVisible(sending.when == "rate")
        for name in ("every", "at_most"):
            self.fields[name].setVisible(sending.when != "rate")

    def _setting(self, name: str) -> Submit:
        return lambda value, refused: self._want({name: value}, refused)

    def _condition(self, text: str, refused: Refused) -> None:
        self._want({"condition": text}, refused)

    def _once(self, on: bool, refused: Refused) -> None:
        self._want({"once": on}, refused)

    def _want(self, changed: dict[str, Any], refused: Refused) -> None:
        def all_of_it(state: State) -> list[Any]:
            sending = state.sending
            once = sending.condition is not None and sending.condition.once
            is_set = {name: getattr(sending, name) for name in ("when", "every", "rate", "at_most")}
            is_set |= {"condition": _text(sending), "once": once}
            return list({**is_set, **changed}.values())

        self._sheet.session.amend("set_sending", all_of_it, refused)


def _text(sending: Sending) -> str:
    """The condition as it is typed; "" for none."""
    found = sending.condition
    return "" if found is None else f"{found.value} {found.test} {found.number:g}"
