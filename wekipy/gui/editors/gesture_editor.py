"""The editor of gestures: their examples as curves, present distances, and sensitivities."""

from __future__ import annotations

from functools import partial
from typing import Any

from PyQt6.QtWidgets import QFrame, QVBoxLayout, QWidget

from wekipy.client.state import Gesture, Output, State
from wekipy.gui.editors.curves import CurvesView
from wekipy.gui.editors.fields import Refused, ShareField, TextField
from wekipy.gui.editors.output import with_size
from wekipy.gui.editors.settings import SettingFields
from wekipy.gui.editors.sheet import Sheet
from wekipy.gui.outputs.buttons import small
from wekipy.gui.outputs.gesture_rows import PER_GESTURE
from wekipy.gui.outputs.progress import CourseBar
from wekipy.gui.session.session import Session
from wekipy.gui.theme import scale
from wekipy.gui.theme.naming import NameEdit
from wekipy.gui.theme.parts import across, column, label, show
from wekipy.gui.theme.theme import role
from wekipy.gui.translation import tr


class GestureCard(QFrame):
    """One gesture: name, distance, examples, sensitivity, address."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        role(self, "output")
        self._session, self._gesture = session, Gesture("")
        rows = column(self, scale.M, scale.S)
        head = across()
        self.name = NameEdit(partial(self._put, "name", "rename_gestures"), self)
        self.figures = label(kind="small", parent=self)
        self.delete = small("delete", tr("Delete all examples of this gesture"), self)
        head.addWidget(self.name, 1)
        head.addWidget(self.figures)
        head.addWidget(self.delete)
        self.bar, self.curves = CourseBar(self), CurvesView(self)
        self.curves.hide()
        self.none = label(tr("No examples yet: hold Record in its row and make the movement."), "small", self)
        self.none.setWordWrap(True)
        self.sensitivity = ShareField(
            tr("Sensitivity"),
            tr("0 halves the threshold, 0.5 is as learned, 1 doubles it."),
            self._sensitivity,
        )
        self.address = TextField(
            "text", tr("Address"), "", partial(self._put, "address", "set_gesture_addresses")
        )
        rows.addLayout(head)
        for widget in (self.bar, self.curves, self.none, self.sensitivity, self.address):
            rows.addWidget(widget)
        self.delete.clicked.connect(lambda: session.do("delete_gesture_examples", self._gesture.number))

    def follow(self, gesture: Gesture) -> None:
        """Show another state."""
        self._gesture = gesture
        self.name.show_name(gesture.name, tr("name of gesture {name}").format(name=gesture.name))
        self.sensitivity.show_value(gesture.sensitivity)
        self.address.show_value(gesture.address)
        self.delete.setEnabled(gesture.examples > 0)
        self.none.setVisible(not gesture.examples)

    def draw(self, output: Output, place: int, running: bool) -> None:
        """The latest distance."""
        live, at = self._session.live, PER_GESTURE * (self._gesture.number - 1)
        if at + PER_GESTURE > len(live.courses) or output.first + place >= len(live.outputs):
            return
        progress, threshold, recognised = live.courses[at : at + PER_GESTURE].tolist()
        distance = float(live.outputs[output.first + place]) if running else float("inf")
        self.bar.show_progress(distance, threshold, progress, recognised)
        show(
            self.figures,
            tr("distance {distance} · threshold {threshold}").format(
                distance="–" if distance == float("inf") else f"{distance:.2f}", threshold=f"{threshold:.2f}"
            ) if running else "",
        )  # fmt: skip

    def _sensitivity(self, value: float, refused: Refused) -> None:
        self._session.do("gesture_sensitivity", value, self._gesture.number, refused=refused)

    def _put(self, field: str, operation: str, text: str, refused: Refused) -> None:
        number = self._gesture.number

        def of_all(state: State) -> list[str]:
            every = [g for output in state.outputs for g in output.gestures]
            return [text if g.number == number else getattr(g, field) for g in every]

        self._session.amend(operation, of_all, refused)


class GestureEditor(Sheet):
    """All gestures of an output, and what holds for all of them."""

    def __init__(self, session: Session, uid: str, over: QWidget) -> None:
        super().__init__(session, uid, over)
        self.cards: list[GestureCard] = []
        self._model: tuple[int, str | float, int] = (0, "", 0)
        self.count = TextField("int", tr("Gestures"), "", self._resize)
        holder = QWidget()
        self._cards_at: QVBoxLayout = column(holder, spacing=scale.S)
        self.rows.addWidget(self.count)
        self.rows.addWidget(holder)
        self.rows.addWidget(label(tr("All gestures of this output"), "heading", self))
        self.settings = SettingFields(self, "gesture", self.rows)
        self.rows.addStretch(1)
        session.tick.connect(self._draw)

    def heading(self, output: Output) -> str:
        """What it is about."""
        return tr("Gestures of {name}").format(name=output.name)

    def follow(self, output: Output, state: State) -> None:  # noqa: ARG002
        """Show another state."""
        if output.kind != "gesture":
            return
        while len(self.cards) > len(output.gestures):
            gone = self.cards.pop()
            self._cards_at.removeWidget(gone)
            gone.deleteLater()
        while len(self.cards) < len(output.gestures):
            self.cards.append(GestureCard(self.session))
            self._cards_at.addWidget(self.cards[-1])
        for card, gesture in zip(self.cards, output.gestures, strict=True):
            card.follow(gesture)
        self.count.show_value(len(output.gestures))
        self.settings.follow(output)
        model = (output.model.number, output.model.trained, len(output.gestures))
        if model != self._model:
            self._model = model
            self.session.do("gesture_curves", output.number, then=self._show_curves)

    def _show_curves(self, found: dict[str, Any]) -> None:
        if self.output is not None:
            for card, gesture in zip(self.cards, found["gestures"], strict=False):
                card.curves.show_examples(gesture["examples"])

    def _draw(self) -> None:
        output = self.output
        if self.isVisible() and output is not None and output.kind == "gesture":
            running = self.session.state.running and output.run and output.model.number > 0
            for place, card in enumerate(self.cards[: len(output.gestures)]):
                card.draw(output, place, running)

    def _resize(self, value: int, refused: Refused) -> None:
        if self.output is not None:
            self.session.do("change_kind", self.output.number, with_size(self.output, value), refused=refused)
