"""The editor of an output: what it is, its range or classes, and where it is sent."""

from __future__ import annotations

from typing import Any

from PyQt6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from wekipy.client.state import Output, State
from wekipy.gui.editors.fields import ChoiceField, Field, Refused, TextField
from wekipy.gui.editors.sending import SendingFields
from wekipy.gui.editors.settings import SettingFields
from wekipy.gui.editors.sheet import Sheet
from wekipy.gui.editors.silence import SilenceFields
from wekipy.gui.session.session import Session
from wekipy.gui.theme import scale
from wekipy.gui.theme.parts import clear, column, label, show
from wekipy.gui.translation import tr
from wekipy.gui.wording.output_words import KINDS, spec_of

_SPECS = {"continuous": "1", "classification": "class:3", "gesture": "gesture:3"}
_MOST_NAMES = 40  # of classes, for which there are fields


class OutputEditor(Sheet):
    """All that an output is, but for how it learns."""

    def __init__(self, session: Session, uid: str, over: QWidget) -> None:
        super().__init__(session, uid, over)
        self.name = TextField("text", tr("Name"), "", self._rename)
        kinds = tuple((_SPECS[kind], tr(words)) for kind, words in KINDS.items())
        self.kind = ChoiceField(
            tr("Kind"), tr("Examples of the old kind wait; undo brings them back."), self._change, kinds
        )
        holder = QWidget()
        self._settings_at: QVBoxLayout = column(holder, spacing=scale.M)
        self.settings: SettingFields | None = None
        self.class_names: list[TextField] = []
        self._made_for: tuple[str, int] = ("", 0)
        self.rows.addWidget(self.name)
        self.rows.addWidget(self.kind)
        self.rows.addWidget(holder)
        self.rows.addWidget(label(tr("Ports and addresses"), "heading", self))
        self.sending = self._sending()
        for name, field in self.sending.items():
            self.rows.addWidget(field)
            if name == "destinations":
                self.rows.addWidget(self._test())
        self.rows.addWidget(label(tr("When outputs are sent"), "heading", self))
        self.rule = SendingFields(self, self.rows)
        self.rows.addWidget(label(tr("When the inputs stop"), "heading", self))
        self.silence = SilenceFields(self, self.rows)
        self.rows.addStretch(1)

    def heading(self, output: Output) -> str:
        """What it is about."""
        return tr("Output {number}: {name}").format(number=output.number, name=output.name)

    def _sending(self) -> dict[str, Field]:
        do = self.session.do
        return {
            "destinations": TextField(
                "text", tr("Destinations"), tr("HOST:PORT, several with commas between them."),
                lambda value, refused: do(
                    "set_destinations", *(place.strip() for place in value.split(",")), refused=refused
                ),
            ),
            "output_address": TextField(
                "text", tr("Address of outputs"), tr("One message with the values of all outputs."),
                lambda value, refused: do("set_addresses", "", value, refused=refused),
            ),
            "receive_port": TextField(
                "int", tr("Receive port"), tr("UDP port where inputs arrive. The project remembers it."),
                lambda value, refused: do("set_receive_port", value, refused=refused),
            ),
            "input_address": TextField(
                "text", tr("Address of inputs"), "",
                lambda value, refused: do("set_addresses", value, "", refused=refused),
            ),
        }  # fmt: skip

    def _test(self) -> QWidget:
        """A button that sends to all destinations, and what became of it."""
        made = QWidget(self)
        rows = column(made)
        self.test = QPushButton(tr("Send a test message"), made)
        self.test.setToolTip(tr("The values as they are now, once, to see whether they arrive."))
        self.test.clicked.connect(self._send_test)
        self.tested = label("", "small", made)
        self.tested.setWordWrap(True)
        rows.addWidget(self.test)
        rows.addWidget(self.tested)
        self.tested.hide()
        return made

    def _send_test(self) -> None:
        self.test.setEnabled(False)
        self.session.do("send_test_message", then=self._show_tests, refused=self._show_test)

    def _show_tests(self, found: list[dict[str, Any]]) -> None:
        sent = [each["problem"] or tr("Sent to {place}: {address}.").format(**each) for each in found]
        self._show_test("\n".join(sent) or tr("There is no destination."))

    def _show_test(self, sentence: str) -> None:
        self.test.setEnabled(True)
        show(self.tested, sentence)
        self.tested.setVisible(bool(sentence))

    def follow(self, output: Output, state: State) -> None:
        """Show another state."""
        size = min(output.classes, _MOST_NAMES)
        if self._made_for != (output.kind, size):
            self._make_settings(output, size)
        self.name.show_value(output.name)
        self.kind.show_value(_SPECS[output.kind])
        if self.settings is not None:
            self.settings.follow(output)
        for n, field in enumerate(self.class_names, 1):
            field.show_value(output.class_name(n))
        self.silence.follow(output, state)
        self.rule.follow(state)
        self.sending["destinations"].show_value(", ".join(state.destinations))
        self.sending["output_address"].show_value(state.output_address)
        self.sending["receive_port"].show_value(state.receive_port)
        self.sending["input_address"].show_value(state.input_address)

    def _make_settings(self, output: Output, size: int) -> None:
        clear(self._settings_at)
        self._made_for = (output.kind, size)
        self.settings = SettingFields(self, output.kind, self._settings_at)
        self.class_names = []
        for n in range(1, size + 1):
            field = TextField("text", tr("Name of class {number}").format(number=n), "", self._name_class)
            self.class_names.append(field)
            self._settings_at.addWidget(field)

    def _rename(self, value: str, refused: Refused) -> None:
        if self.output is not None:
            self.session.do("rename_output", self.output.number, value, refused=refused)

    def _change(self, spec: str, refused: Refused) -> None:
        output = self.output
        if output is not None and _SPECS[output.kind] != spec:
            self.adopt(output.number)
            self.session.do("change_kind", output.number, spec, refused=refused)

    def _name_class(self, _: str, refused: Refused) -> None:
        output = self.output
        if output is not None:
            typed = [field.edit.text().strip() for field in self.class_names]
            names = (*typed, *output.class_names[len(typed) :])
            self.session.do("name_classes", output.number, *names, refused=refused)


def with_size(output: Output, size: int) -> str:
    """The kind of an output with another number of classes or gestures."""
    return f"{spec_of(output).partition(':')[0]}:{size}"
