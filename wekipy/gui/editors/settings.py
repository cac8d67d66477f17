"""The settings of outputs that `configure_output` takes, as fields; the schema says which there are."""

from __future__ import annotations

from functools import partial
from typing import Any

from PyQt6.QtWidgets import QVBoxLayout

from wekipy.client.state import Output
from wekipy.gui.editors.fields import Field, Refused, make_field
from wekipy.gui.editors.sheet import Sheet
from wekipy.gui.translation import tr
from wekipy.gui.wording.explained import explain
from wekipy.project.schema import ClassificationOutput, ContinuousOutput, GestureOutput
from wekipy.project.setting import Setting, settings_of

_STRUCTS = {
    "continuous": ContinuousOutput,
    "classification": ClassificationOutput,
    "gesture": GestureOutput,
}

# Technical words in the titles of settings, by key.
_EXPLAINED = {"send_novelty": ("novelty",), "thresholds": ("threshold", "novelty")}


def shown_settings(kind: str) -> list[Setting]:
    """The settings that have a field: first what it answers, then what else it sends."""
    shown = [setting for setting in settings_of(_STRUCTS[kind]).values() if setting.title]
    return sorted(shown, key=lambda setting: setting.key.startswith("send_"))


class SettingFields:
    """The fields of an output's settings, in a sheet."""

    def __init__(self, sheet: Sheet, kind: str, rows: QVBoxLayout) -> None:
        self._sheet = sheet
        self.fields: dict[str, Field] = {}
        for row in shown_settings(kind):
            assert row.look is not None  # noqa: S101  as long as it has a title
            choices = tuple((value, tr(words)) for value, words in row.choices)
            submit = partial(self._configure, row.key)
            made = make_field(
                row.look, tr(row.title), tr(row.sentence) if row.sentence else "", submit, choices
            )
            explain(made.title, *_EXPLAINED.get(row.key, ()))
            self.fields[row.key] = made
            rows.addWidget(made)

    def follow(self, output: Output) -> None:
        """Show what is set."""
        for key, made in self.fields.items():
            made.show_value(output.settings.get(key))

    def _configure(self, key: str, value: Any, refused: Refused) -> None:
        output = self._sheet.output
        if output is not None:
            self._sheet.session.do("configure_output", output.number, refused=refused, **{key: value})
