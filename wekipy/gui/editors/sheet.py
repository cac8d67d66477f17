"""A sheet at the right edge: it covers a little and stops nothing. Escape or its cross closes it."""

from __future__ import annotations

from PyQt6.QtCore import QEvent, QObject, Qt
from PyQt6.QtGui import QKeyEvent
from PyQt6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from wekipy.client.state import Output, State
from wekipy.gui.outputs.buttons import small
from wekipy.gui.session.session import Session
from wekipy.gui.theme import scale
from wekipy.gui.theme.parts import across, column, label, show
from wekipy.gui.theme.theme import role
from wekipy.gui.translation import tr

_WIDTH = 440


class Sheet(QFrame):
    """About one output, whatever becomes of its number and name.

    Args:
        over: what it is laid over.
    """

    def __init__(self, session: Session, uid: str, over: QWidget) -> None:
        super().__init__(over)
        role(self, "sheet")
        self.session = session
        self._uids = {uid}  # of another kind it is another output, and is again what it was after undo
        self._adopts = 0
        self._over, self._closed = over, False
        self.title = label(kind="title", parent=self)
        close = small("close", tr("Close [Escape]"), self)
        close.clicked.connect(self.close_sheet)
        head = across()
        head.addWidget(self.title, 1)
        head.addWidget(close)
        rows = column(self, scale.L, scale.M)
        rows.addLayout(head)
        self._inside = QWidget()
        self.rows: QVBoxLayout = column(self._inside, spacing=scale.M)
        rows.addWidget(self._scroll(), 1)
        session.changed.connect(self._follow)
        over.installEventFilter(self)
        self._place()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def _scroll(self) -> QScrollArea:
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(self._inside)
        return area

    @property
    def output(self) -> Output | None:
        """The output as it is now; None if it has been removed."""
        return next((output for output in self.session.state.outputs if output.uid in self._uids), None)

    def adopt(self, number: int) -> None:
        """The output with this number will be another one, which this is about from then on."""
        self._adopts = number

    def follow(self, output: Output, state: State) -> None:
        """Show another state; one without anything that changes has nothing to do."""

    def heading(self, output: Output) -> str:
        """What it is about."""
        return output.name

    def begin(self) -> None:
        """Show the state now, and itself."""
        self._follow(self.session.state)
        self.show()
        self.raise_()
        self.setFocus()

    def close_sheet(self) -> None:
        """Away with it; nothing is lost, everything was applied at once."""
        if self._closed:
            return  # it still is there until Qt has the time to delete it
        self._closed = True
        self.session.changed.disconnect(self._follow)
        self._over.removeEventFilter(self)
        self.hide()
        self._over.setFocus()
        self.deleteLater()

    def keyPressEvent(self, event: QKeyEvent | None) -> None:  # noqa: N802  Qt's name
        """Escape closes it."""
        if event is not None and event.key() == Qt.Key.Key_Escape:
            self.close_sheet()
            return
        super().keyPressEvent(event)

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:  # noqa: N802  Qt's name
        """It stays at the edge."""
        if event is not None and event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _follow(self, state: State) -> None:
        output = self.output
        if output is None and 0 < self._adopts <= len(state.outputs):
            output, self._adopts = state.output(self._adopts), 0
            self._uids.add(output.uid)
        if output is None:
            self.close_sheet()
            return
        show(self.title, self.heading(output))
        self.setAccessibleName(self.title.text())
        self.follow(output, state)

    def _place(self) -> None:
        width = min(_WIDTH, self._over.width() - 2 * scale.L)
        top = scale.L
        self.setGeometry(self._over.width() - width - scale.L, top, width, self._over.height() - 2 * top)
