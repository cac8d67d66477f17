"""The compact stage: a small window that stays above other programs, beside a patch on one screen.

It is an ordinary window with a title, not one without a frame: every system then lets people move and size
it as they are used to, by the keyboard, too, and Wayland lets nothing else move a window. It is no tool
window either: macOS hides those as soon as another program is used, which is just when this one is wanted.
Wayland lets no window put itself above others; there the menu of its title offers it.
"""

from __future__ import annotations

from PyQt6.QtCore import QMargins, QRect, QSize, Qt
from PyQt6.QtGui import QCloseEvent, QHideEvent, QResizeEvent, QScreen, QShowEvent

from wekipy.client.state import State
from wekipy.gui.actions import Actions
from wekipy.gui.session.session import Session
from wekipy.gui.stage.place import corner, inside, keep_place, kept_place, last_screen
from wekipy.gui.stage.view import StageView
from wekipy.gui.theme import scale
from wekipy.gui.theme.parts import across, column

_KEYS = (
    "compact-stage", "stage", "train", "run", "hold", "next-class", "previous-class", "next-project",
    "previous-project", "sound",
)  # fmt: skip
_NAME = "compact"  # of its settings
_SIZE, _LEAST = QSize(320, 240), QSize(220, 160)
_FRAME = 4  # pixels of the border that says what goes on
_BANNER, _BUTTONS = 0.2, 0.15  # of its height
_LEAST_PART, _MOST_PART = 30, 90  # pixels of them
_TITLE = QMargins(2, 40, 2, 2)  # what systems draw around a window, about, until it is known


class CompactStage(StageView):
    """What goes on, the outputs, and Record, Run and Freeze, in a small window of its own."""

    def __init__(self, session: Session, actions: Actions) -> None:
        super().__init__(session, actions, _KEYS, _FRAME, None)
        self.setWindowFlags(
            Qt.WindowType.Window
            | Qt.WindowType.CustomizeWindowHint
            | Qt.WindowType.WindowTitleHint
            | Qt.WindowType.WindowSystemMenuHint
            | Qt.WindowType.WindowCloseButtonHint
            | Qt.WindowType.WindowStaysOnTopHint
        )
        self.leave.bare = True
        rows, row = column(self, _FRAME + scale.XS, scale.XS), across(spacing=scale.XS)
        row.addWidget(self.record, 1)
        for name in ("run", "hold"):
            row.addWidget(self.add_button(name, name, small=True), 1)
        row.addWidget(self.leave)
        rows.addWidget(self.banner)
        rows.addWidget(self.ways)
        rows.addWidget(self.tiles, 1)
        rows.addLayout(row)
        self.setMinimumSize(_LEAST)
        self._screen: QScreen | None = None
        self._dress()
        self.follow(session.state)

    def show_on(self, screen: QScreen | None) -> None:
        """Show it where it was last, if that screen is there, else on this one."""
        screen = last_screen(_NAME) or screen
        if screen is not None:
            room = screen.availableGeometry()
            size = QSize(scale.roomy(_SIZE.width()), scale.roomy(_SIZE.height()))
            self._put(inside(kept_place(_NAME, screen) or corner(size, room), room, _TITLE))
        self.show()

    def follow(self, state: State) -> None:
        """Show another state."""
        super().follow(state)
        title = f"{state.name} – wekipy"
        if self.windowTitle() != title:
            self.setWindowTitle(title)

    def resizeEvent(self, event: QResizeEvent | None) -> None:  # noqa: N802  Qt's name
        """What goes on, and what is pressed, grow with the window."""
        super().resizeEvent(event)
        self.banner.setFixedHeight(min(max(round(_BANNER * self.height()), _LEAST_PART), _MOST_PART))
        high = min(max(round(_BUTTONS * self.height()), _LEAST_PART), _MOST_PART)
        for button in (self.record, *self.buttons.values(), self.leave):
            button.setFixedHeight(high)

    def showEvent(self, event: QShowEvent | None) -> None:  # noqa: N802  Qt's name
        """Follow the free area of the screen: a panel may come, or a projector go."""
        super().showEvent(event)
        window = self.windowHandle()
        if self._screen is None and window is not None:
            window.screenChanged.connect(self._follow_screen)
            self._follow_screen(window.screen())

    def hideEvent(self, event: QHideEvent | None) -> None:  # noqa: N802  Qt's name
        """Keep where it was."""
        screen = self.screen()
        if screen is not None:
            keep_place(_NAME, QRect(self.geometry()), screen)
        super().hideEvent(event)

    def closeEvent(self, event: QCloseEvent | None) -> None:  # noqa: N802  Qt's name
        """Back to the studio."""
        self.left.emit()
        super().closeEvent(event)

    def _follow_screen(self, screen: QScreen | None) -> None:
        if self._screen is not None:
            self._screen.availableGeometryChanged.disconnect(self._stay_inside)
        self._screen = screen
        if screen is not None:
            screen.availableGeometryChanged.connect(self._stay_inside)

    def _stay_inside(self, room: QRect) -> None:
        above, around = self.geometry(), self.frameGeometry()
        frame = QMargins(
            above.left() - around.left(), above.top() - around.top(),
            around.right() - above.right(), around.bottom() - above.bottom(),
        )  # fmt: skip
        self._put(inside(above, room, frame))

    def _put(self, place: QRect) -> None:
        if place != self.geometry():
            self.setGeometry(place)
