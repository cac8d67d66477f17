"""The settings of outputs that `configure_output` takes, as one table."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import Any

from PyQt6.QtWidgets import QVBoxLayout

from wekipy.gui.editors.fields import Field, Refused, Type, make_field
from wekipy.gui.editors.sheet import Sheet
from wekipy.gui.session.state import Output
from wekipy.gui.translation import mark, tr


@dataclass(frozen=True)
class Setting:
    """One setting; title, sentence and the words of choices are English, in `mark`."""

    key: str
    kind: Type
    title: str
    sentence: str = ""
    choices: tuple[tuple[str, str], ...] = field(default=())


_NOVELTY = Setting(
    "send_novelty",
    "bool",
    mark("Send novelty"),
    mark("How far the input is from all examples, as /NAME/novelty."),
)
SETTINGS: dict[str, tuple[Setting, ...]] = {
    "continuous": (
        Setting("minimum", "number", mark("Minimum")),
        Setting("maximum", "number", mark("Maximum")),
        Setting(
            "limits", "choice", mark("Limits"),
            mark("Soft limits describe the usual range, hard ones cut it off."),
            (("soft", mark("soft")), ("hard", mark("hard"))),
        ),
        Setting("integer", "bool", mark("Whole numbers only")),
        _NOVELTY,
    ),
    "classification": (
        Setting("classes", "int", mark("Classes")),
        Setting(
            "nothing", "bool", mark("May answer nothing"),
            mark("It answers 0 where the input is like none of the examples."),
        ),
        Setting(
            "sensitivity", "share", mark("Sensitivity"),
            mark("0 answers to the examples themselves only, 0.5 as they propose, 1 always."),
        ),
        Setting(
            "thresholds", "pair", mark("Thresholds"),
            mark("Most novelty and least confidence of an answer, 0 to 1; empty: as the examples propose."),
        ),
        Setting(
            "send_distribution", "bool", mark("Send the distribution"),
            mark("How likely each class is, as /NAME."),
        ),
        Setting(
            "send_confidence", "bool", mark("Send the confidence"),
            mark("How sure it is, as /NAME/confidence."),
        ),
        _NOVELTY,
    ),
    "gesture": (
        Setting("sensitivity", "share", mark("Sensitivity"), mark("Of all its gestures together.")),
        Setting(
            "refractory", "number", mark("Pause"),
            mark("Seconds after a gesture in which none is recognised."),
        ),
        Setting(
            "early", "bool", mark("As early as possible"),
            mark("A gesture is told as soon as no other can win, before it has ended."),
        ),
        Setting(
            "once_per_run", "bool", mark("Once per run"),
            mark("One gesture from the start of running to its end, told then."),
        ),
        Setting(
            "send_following", "bool", mark("Send its course"),
            mark("Progress, speed and match while a gesture is under way."),
        ),
        Setting("slowest", "number", mark("Slowest"), mark("The slowest speed that counts; 1 is as shown.")),
        Setting("fastest", "number", mark("Fastest"), mark("The fastest speed that counts.")),
        Setting("offset", "bool", mark("Anywhere"), mark("Only the movement counts, wherever it is made.")),
        Setting("scale", "bool", mark("Any size"), mark("It may be made from half to twice as large.")),
    ),
}  # fmt: skip


class SettingFields:
    """The fields of an output's settings, in a sheet."""

    def __init__(self, sheet: Sheet, kind: str, rows: QVBoxLayout) -> None:
        self._sheet = sheet
        self.fields: dict[str, Field] = {}
        for row in SETTINGS[kind]:
            choices = tuple((value, tr(words)) for value, words in row.choices)
            submit = partial(self._configure, row.key)
            made = make_field(
                row.kind, tr(row.title), tr(row.sentence) if row.sentence else "", submit, choices
            )
            self.fields[row.key] = made
            rows.addWidget(made)

    def follow(self, output: Output) -> None:
        """Show what is set."""
        for key, made in self.fields.items():
            made.show_value(getattr(output, key))

    def _configure(self, key: str, value: Any, refused: Refused) -> None:
        output = self._sheet.output
        if output is not None:
            self._sheet.session.do("configure_output", output.number, refused=refused, **{key: value})
