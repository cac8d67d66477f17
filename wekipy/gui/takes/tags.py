"""Who performed the selected takes, and where."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PyQt6.QtWidgets import QLineEdit, QWidget

from wekipy.gui.session.session import Session
from wekipy.gui.takes.rows import Row
from wekipy.gui.theme.parts import across
from wekipy.gui.translation import tr

_LONGEST = 100


class Tags(QWidget):
    """Two fields; where the takes differ, a field is empty, and what is written into it counts for all."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._takes: tuple[int, ...] = ()
        self._shown: dict[str, str] = {}
        self.fields = {"who": QLineEdit(self), "where": QLineEdit(self)}
        texts = {"who": tr("Who performs"), "where": tr("Where, or which day")}
        row = across(self)
        for tag, field in self.fields.items():
            field.setMaxLength(_LONGEST)
            field.setPlaceholderText(texts[tag])
            field.setAccessibleName(texts[tag])
            field.setToolTip(
                tr("With several people, or days, an evaluation says how well a new one is known.")
            )
            field.editingFinished.connect(partial(self._tag, tag))
            row.addWidget(field, 1)

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show the tags of these takes; what is being written stays as long as they are the same."""
        takes = tuple(row.take.number for row in rows)
        self.setEnabled(bool(rows) and not any(row.deleted for row in rows))
        for tag, field in self.fields.items():
            values = {getattr(row.take, tag) for row in rows}
            value = values.pop() if len(values) == 1 else ""
            if takes != self._takes or self._shown.get(tag) != value:
                field.setText(value)
            self._shown[tag] = value
        self._takes = takes

    def _tag(self, tag: str) -> None:
        value = " ".join(self.fields[tag].text().split())
        if self._takes and value != self._shown.get(tag, ""):
            self._shown[tag] = value
            tags: dict[str, Any] = {tag: value}
            self._session.do("tag_takes", *self._takes, **tags)
