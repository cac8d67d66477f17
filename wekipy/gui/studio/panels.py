"""Which panels there are and where: a row for each. A panel is imported when it is first shown."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from PyQt6.QtWidgets import QWidget

from wekipy.gui.session.session import Session
from wekipy.gui.translation import mark

Area = Literal["left", "centre", "right", "bottom"]


@dataclass(frozen=True)
class Panel:
    """A panel: a QWidget made with `(session, parent)`.

    Attributes:
        id: never changes.
        title: English, in `mark`; the text of its tab or title bar.
        area: "centre" always stays; the others are docks, where `plans.py` or a person puts them.
        place: `module:class`.
    """

    id: str
    title: str
    area: Area
    place: str

    def make(self, session: Session, parent: QWidget) -> QWidget:
        """The panel itself; imports it."""
        module, _, name = self.place.partition(":")
        kind: Callable[[Session, QWidget], QWidget] = getattr(importlib.import_module(module), name)
        return kind(session, parent)


PANELS: tuple[Panel, ...] = (
    Panel("inputs", mark("Inputs"), "left", "wekipy.gui.inputs.panel:InputsPanel"),
    Panel("outputs", mark("Outputs"), "centre", "wekipy.gui.outputs.panel:OutputsPanel"),
    Panel("takes", mark("Takes"), "right", "wekipy.gui.takes.panel:TakesPanel"),
    Panel("table", mark("Table"), "right", "wekipy.gui.table.panel:TablePanel"),
    Panel("map", mark("Map"), "right", "wekipy.gui.map.panel:MapPanel"),
    Panel("signal", mark("Signal"), "right", "wekipy.gui.signal.panel:SignalPanel"),
    Panel("connections", mark("Connections"), "right", "wekipy.gui.connections.panel:ConnectionsPanel"),
    Panel("evaluation", mark("Evaluation"), "right", "wekipy.gui.evaluation.panel:EvaluationPanel"),
    Panel("trial", mark("Test input"), "right", "wekipy.gui.trial.panel:TrialPanel"),
    Panel("monitor", mark("Monitor"), "bottom", "wekipy.gui.monitor.panel:MonitorPanel"),
    Panel("log", mark("Log"), "bottom", "wekipy.gui.log.panel:LogPanel"),
)
