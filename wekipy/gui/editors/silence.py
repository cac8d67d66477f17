"""What outputs do when the inputs stop, as fields of the output editor."""

from __future__ import annotations

from typing import Any

from PyQt6.QtWidgets import QVBoxLayout

from wekipy.client.state import Output, State
from wekipy.gui.editors.fields import ChoiceField, Field, Refused, TextField
from wekipy.gui.editors.sheet import Sheet
from wekipy.gui.translation import tr


class SilenceFields:
    """For all outputs: what happens, and after how long; for this one: its value of rest."""

    def __init__(self, sheet: Sheet, rows: QVBoxLayout) -> None:
        self._sheet = sheet
        actions = (
            ("off", tr("nothing")),
            ("hold", tr("hold the last values")),
            ("fade", tr("fade to rest")),
            ("stop", tr("send nothing")),
        )
        self.fields: dict[str, Field] = {
            "action": ChoiceField(tr("Then"), "", lambda v, no: self._choose(no, action=v), actions),
            "seconds": TextField(
                "number",
                tr("After"),
                tr("Seconds without inputs."),
                lambda v, no: self._choose(no, seconds=v),
            ),
            "fade": TextField(
                "number", tr("Fading takes"), tr("Seconds."), lambda v, no: self._choose(no, fade=v)
            ),
            "rest": TextField("number", tr("Value of rest"), tr("Of this output."), self._rest),
        }
        for field in self.fields.values():
            rows.addWidget(field)

    def follow(self, output: Output, state: State) -> None:
        """Show what is set."""
        silence = state.silence
        for name in ("action", "seconds", "fade"):
            self.fields[name].show_value(getattr(silence, name))
        self.fields["rest"].show_value(silence.rest.get(output.number, default_of(output)))
        fades = silence.action == "fade"
        self.fields["seconds"].setVisible(silence.action != "off")
        self.fields["fade"].setVisible(fades)
        self.fields["rest"].setVisible(fades and output.target is not None)

    def _choose(self, refused: Refused, **changed: Any) -> None:
        def all_of_it(state: State) -> list[Any]:
            silence = state.silence
            is_set = {"action": silence.action, "seconds": silence.seconds, "fade": silence.fade}
            return list({**is_set, **changed}.values())

        self._sheet.session.amend("on_silence", all_of_it, refused)

    def _rest(self, value: float, refused: Refused) -> None:
        mine = self._sheet.output
        if mine is None:
            return

        def of_all(state: State) -> list[float]:
            return [
                value if output.uid == mine.uid else state.silence.rest.get(output.number, default_of(output))
                for output in state.outputs
                if output.target is not None
            ]

        self._sheet.session.amend("set_rest_values", of_all, refused)


def default_of(output: Output) -> float:
    """The value of rest where a person has set none."""
    return 1.0 if output.kind == "classification" else output.minimum
