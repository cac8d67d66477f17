"""What is sent: to where, how often, and the latest values."""

from __future__ import annotations

from typing import Any

from PyQt6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from wekipy.gui.session.asking import Asking
from wekipy.gui.session.session import Session
from wekipy.gui.theme.parts import column, label, show
from wekipy.gui.translation import mark, tr
from wekipy.gui.translation.counting import counted
from wekipy.gui.wording.explained import explain

_EVERY = 200  # milliseconds
_VALUES = 10


class Sending(QWidget):
    """The output message first, then further messages and triggers."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._where = label(tr("Sent"), "heading", self)
        explain(self._where, "OSC")
        self._trouble = label(kind="badge", parent=self)
        self._trouble.setWordWrap(True)
        self.table = QTreeWidget(self)
        self.table.setRootIsDecorated(False)
        self.table.setHeaderLabels([tr("Address"), tr("Values"), tr("How often")])
        self.table.setAccessibleName(tr("Sent"))
        header = self.table.header()
        if header is not None:
            header.setStretchLastSection(False)
            header.setMinimumSectionSize(60)
            header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
            header.setSectionResizeMode(2, QHeaderView.ResizeMode.ResizeToContents)
            header.resizeSection(0, 190)
        rows = column(self)
        rows.addWidget(self._where)
        rows.addWidget(self._trouble)
        rows.addWidget(self.table, 1)
        self._trouble.hide()
        Asking(session, "sent", _EVERY, self).answered.connect(self._take)

    def _take(self, sent: dict[str, Any]) -> None:
        places = ", ".join(sent["destinations"])
        show(self._where, tr("Sent to {places}").format(places=places) if places else tr("Sent nowhere"))
        self._show_trouble(sent)
        quiet = sent["since"] is None or sent["since"] > 3
        often = tr("silent") if quiet else tr("{rate} per second").format(rate=f"{sent['rate']:.0f}")
        lines = [(sent["address"], _plain(sent["values"]), often)]
        lines += [(extra["address"], _plain(extra["values"]), often) for extra in sent["extras"]]
        lines += [
            (entry["address"], tr("trigger"), tr("{count} ×, {since} s ago").format(
                count=entry["count"], since=f"{entry['since']:.0f}"))
            for entry in sent["triggers"]
        ]  # fmt: skip
        self._show_lines(lines)

    def _show_trouble(self, sent: dict[str, Any]) -> None:
        lost = [place for place in sent["destinations"] if place not in sent["reached"]]
        sentences = []
        if lost and len(sent["reached"]) < len(sent["destinations"]):
            sentences.append(tr("The host of {places} is not known.").format(places=", ".join(lost)))
        if sent["dropped"]:
            lost_packets = counted(sent["dropped"], mark("1 packet"), mark("{count} packets"))
            sentences.append(tr("The network did not take {packets}.").format(packets=lost_packets))
        show(self._trouble, " ".join(sentences))
        self._trouble.setVisible(bool(sentences))

    def _show_lines(self, lines: list[tuple[str, str, str]]) -> None:
        while self.table.topLevelItemCount() > len(lines):
            self.table.takeTopLevelItem(self.table.topLevelItemCount() - 1)
        for n, line in enumerate(lines):
            item = self.table.topLevelItem(n)
            if item is None:
                item = QTreeWidgetItem(self.table)
            for place, text in enumerate(line):
                if item.text(place) != text:
                    item.setText(place, text)


def _plain(values: list[float | None]) -> str:
    shown = "  ".join("–" if value is None else f"{value:.3f}" for value in values[:_VALUES])
    return shown + ("  …" if len(values) > _VALUES else "")
