"""The connections: which inputs feed which outputs."""

from __future__ import annotations

from PyQt6.QtGui import QShowEvent
from PyQt6.QtWidgets import QLineEdit, QPushButton, QWidget

from wekipy.client.state import Output, State
from wekipy.gui.connections.grid import Grid
from wekipy.gui.connections.table import Table, changes, sought, table_of
from wekipy.gui.session.session import Session
from wekipy.gui.theme.parts import across, column, label, show
from wekipy.gui.theme.theme import role
from wekipy.gui.translation import mark, tr
from wekipy.gui.translation.counting import counted

_MOST_NAMED = 4  # outputs in a sentence


class ConnectionsPanel(QWidget):
    """Every input, or every feature made of them, against every output."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._seen: State | None = None
        self._asked = 0
        self._asked_of: tuple[Output, ...] = ()
        self.grid, self.search = Grid(self), QLineEdit(self)
        self.found, self.hint = label(kind="small", parent=self), label(kind="small", parent=self)
        self.hint.setWordWrap(True)
        self.train = QPushButton(tr("Train"), self)
        role(self.train, tone="accent")
        self.search.setClearButtonEnabled(True)
        self.grid.setAccessibleDescription(
            tr("Space connects or takes away, with Shift the whole row, with Ctrl the whole column.")
        )
        head, foot = across(), across()
        head.addWidget(self.search, 1)
        head.addWidget(self.found)
        foot.addWidget(self.hint, 1)
        foot.addWidget(self.train)
        rows = column(self)
        rows.addLayout(head)
        rows.addWidget(self.grid, 1)
        rows.addLayout(foot)
        self.search.textChanged.connect(lambda _: self._show())
        self.grid.changed.connect(self._ask)
        self.train.clicked.connect(lambda: session.do("train"))
        session.changed.connect(self._follow)
        session.problem.connect(self._take_back)
        self._follow(session.state)

    def showEvent(self, event: QShowEvent | None) -> None:  # noqa: N802  Qt's name
        """Show what has changed while the panel was hidden."""
        super().showEvent(event)
        self._follow(self._session.state)

    def _follow(self, state: State) -> None:
        if not self.isVisible():
            return
        before, self._seen = self._seen, state
        if (
            before is None
            or before.outputs is not state.outputs
            or seen_by_models(before) != seen_by_models(state)
        ):
            changed = [output for output in state.outputs if output.model.state == "changed"]
            marked = [output.model.state == "changed" for output in state.outputs]
            self._name_search(state)
            self.grid.show_names(seen_by_models(state), [output.name for output in state.outputs], marked)
            self.hint.setVisible(bool(changed))
            self.train.setVisible(bool(changed))
            names = ", ".join(output.name for output in changed[:_MOST_NAMED])
            more = " …" if len(changed) > _MOST_NAMED else ""
            show(self.hint, tr("Changed since trained: {names}. Train to use it.").format(names=names + more))
            if not self.grid.busy and not self._asked:
                self._show()

    def _show(self) -> None:
        state = self._session.state
        names = seen_by_models(state)
        shown = sought(names, self.search.text())
        self.grid.show_table(table_of(len(names), state.outputs), shown)
        one, several = mark("1 input"), mark("{count} inputs")
        if state.blocks:
            one, several = mark("1 feature"), mark("{count} features")
        every = counted(len(names), one, several)
        some = tr("{count} of {inputs}").format(count=len(shown), inputs=every)
        show(self.found, every if len(shown) == len(names) else some)

    def _name_search(self, state: State) -> None:
        """What can be sought: inputs, or what is made of them."""
        words, name = tr("Find inputs: a name, 3, or 10-20"), tr("Find inputs")
        if state.blocks:
            words, name = tr("Find features: a name, 3, or 10-20"), tr("Find features")
        self.search.setPlaceholderText(words)
        self.search.setAccessibleName(name)

    def _ask(self, table: Table) -> None:
        """Until the engine has answered, the grid shows what was asked for."""
        self._asked_of = self._session.state.outputs
        before = table_of(len(seen_by_models(self._session.state)), self._asked_of)
        self._asked += 1
        self._session.do("connect_all", changes(before, table), then=self._answered)

    def _answered(self, _: object) -> None:
        self._asked = max(self._asked - 1, 0)
        if not self._asked and self._session.state.outputs is not self._asked_of:
            self._show()  # else the state is still to come, and is shown then

    def _take_back(self) -> None:
        """Something could not be done; if it was this, the connections are as they were."""
        self._asked = 0
        if not self.grid.busy:
            self._show()


def seen_by_models(state: State) -> tuple[str, ...]:
    """The names of what outputs are connected to: features; where there are no blocks, inputs."""
    return state.features or state.inputs
